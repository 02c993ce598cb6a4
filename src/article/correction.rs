//! What the reader corrected about an article: the countries, topics and organisations that it is about, and what
//! had been cut from its page and was put back.
//!
//! A correction is kept apart from the article and laid over it whenever it is read, so that it wins over later
//! imports and can be taken back. Nothing here is stored, and no value is looked up.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Article, Block, BlockKind, Cut, Place, Tag};

/// Of what kind a corrected value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A country, by its ISO 3166-1 alpha-2 code.
    Country,
    /// A topic, by its slug.
    Topic,
    /// An organisation or a person, by the identifier in the gazetteer or any other name.
    Org,
}

impl Kind {
    /// Its name in queries and files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Topic => "topic",
            Self::Org => "org",
        }
    }

    /// The kind of a name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Country, Self::Topic, Self::Org].into_iter().find(|kind| kind.slug() == slug)
    }
}

/// What is said of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The article is about it.
    Is,
    /// It is merely mentioned. Only countries are; of another kind it says that the article is not about it.
    Mentions,
    /// The article is not about it.
    Not,
}

/// What is said of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Its kind.
    pub kind: Kind,
    /// The value.
    pub value: String,
    /// What is said.
    pub verdict: Verdict,
}

/// A piece that was cut and is put back: known by its text, for the blocks around it may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutBack {
    /// The text as it stood in the file.
    pub text: String,
    /// Which of the pieces with this text, from 0.
    #[serde(default)]
    pub nth: usize,
}

/// Everything that was corrected about one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// What is said of its values, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<Judged>,
    /// What is put back of what was cut, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub put_back: Vec<PutBack>,
}

/// One step of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment {
    /// Says something of a value, in the place of what was said before.
    Judge(Judged),
    /// Takes back what was said of a value.
    Forget(Kind, String),
    /// Puts back a piece that was cut.
    PutBack(PutBack),
    /// Cuts a piece again that was put back.
    CutAgain(PutBack),
    /// Takes everything back.
    ForgetAll,
}

impl Correction {
    /// Whether nothing is corrected.
    pub const fn is_empty(&self) -> bool {
        self.judged.is_empty() && self.put_back.is_empty()
    }

    /// What is said of a value.
    pub fn verdict(&self, kind: Kind, value: &str) -> Option<Verdict> {
        self.judged.iter().find(|j| j.kind == kind && j.value == value).map(|j| j.verdict)
    }

    /// Changes one thing.
    pub fn amend(&mut self, step: Amendment) {
        match step {
            Amendment::Judge(judged) => {
                self.judged.retain(|j| (j.kind, &j.value) != (judged.kind, &judged.value));
                self.judged.push(judged);
            }
            Amendment::Forget(kind, value) => {
                self.judged.retain(|j| (j.kind, &j.value) != (kind, &value));
            }
            Amendment::PutBack(piece) => {
                if !self.put_back.contains(&piece) {
                    self.put_back.push(piece);
                }
            }
            Amendment::CutAgain(piece) => self.put_back.retain(|other| *other != piece),
            Amendment::ForgetAll => *self = Self::default(),
        }
    }

    /// Lays the correction over an article as it was imported.
    pub fn lay_over(&self, article: &mut Article) {
        for Judged { kind, value, verdict } in &self.judged {
            judge(article, *kind, value, *verdict);
        }
        self.put_back(article);
    }

    /// The pieces that are still cut from the corrected article, numbered among all that was cut.
    pub fn still_cut(&self, cut: &[Cut]) -> Vec<PutBack> {
        let renumbered = pieces(cut).into_iter().map(|piece| {
            let same = self.put_back.iter().filter(|back| back.text == piece.text);
            let mut taken: Vec<usize> = same.map(|back| back.nth).collect();
            taken.sort_unstable();
            let nth = taken.into_iter().fold(piece.nth, |nth, before| nth + usize::from(before <= nth));
            PutBack { nth, ..piece }
        });
        renumbered.collect()
    }

    /// Tells the article's blocks from those without what was put back; `None` where nothing was.
    pub fn mark(&self) -> Option<String> {
        if self.put_back.is_empty() {
            return None;
        }
        let mut pieces: Vec<(&str, usize)> =
            self.put_back.iter().map(|piece| (piece.text.as_str(), piece.nth)).collect();
        pieces.sort_unstable();
        let mut digest = Sha256::new();
        for (text, nth) in pieces {
            digest.update(text.len().to_le_bytes());
            digest.update(text);
            digest.update(nth.to_le_bytes());
        }
        let mark = digest.finalize().iter().take(4).fold(0_u32, |mark, byte| mark << 8 | u32::from(*byte));
        Some(format!("~{mark:08x}"))
    }

    /// Makes blocks of what is put back, each at its place, and moves what counts blocks along.
    fn put_back(&self, article: &mut Article) {
        let Some(mark) = self.mark() else { return };
        let cuts = std::mem::take(&mut article.cut);
        let numbered = pieces(&cuts);
        let mut waiting: Vec<(Cut, bool)> = cuts
            .into_iter()
            .zip(numbered)
            .map(|(cut, piece)| (cut, self.put_back.contains(&piece)))
            .collect();
        if !waiting.iter().any(|(_, back)| *back) {
            article.cut = waiting.into_iter().map(|(cut, _)| cut).collect();
            return;
        }
        // By their place; pieces of one place stay in their order. What claims to stand behind the end does so there.
        let end = article.blocks.len() as i64 - 1;
        waiting.sort_by_key(|(cut, _)| cut.after.clamp(-1, end));
        let mut waiting = waiting.into_iter().peekable();
        let mut blocks = Vec::with_capacity(article.blocks.len() + self.put_back.len());
        let mut moved = Vec::with_capacity(article.blocks.len());
        let mut old = std::mem::take(&mut article.blocks).into_iter();
        for at in -1..=end {
            if at >= 0 {
                moved.push(blocks.len());
                blocks.extend(old.next());
            }
            while let Some((cut, back)) = waiting.next_if(|(cut, _)| cut.after.clamp(-1, end) == at) {
                if back {
                    blocks.push(Block::new(BlockKind::Paragraph, one_line(&cut.text)));
                } else {
                    article.cut.push(Cut { after: blocks.len() as i64 - 1, ..cut });
                }
            }
        }
        article.blocks = blocks;
        let groups = [&mut article.countries, &mut article.mentions, &mut article.topics, &mut article.orgs];
        for evidence in groups.into_iter().flatten().flat_map(|tag| &mut tag.evidence) {
            if let Place::Block(at) = &mut evidence.place {
                *at = moved.get(*at).copied().unwrap_or(*at);
            }
        }
        article.provenance.hash.push_str(&mark);
    }
}

/// The pieces that were cut from an article, in their order, as a correction names them.
fn pieces(cuts: &[Cut]) -> Vec<PutBack> {
    let mut seen = std::collections::HashMap::new();
    let numbered = cuts.iter().map(|cut| {
        let times: &mut usize = seen.entry(cut.text.as_str()).or_default();
        let nth = *times;
        *times += 1;
        PutBack { text: cut.text.clone(), nth }
    });
    numbered.collect()
}

/// A block has no line ends in it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn judge(article: &mut Article, kind: Kind, value: &str, verdict: Verdict) {
    let mut none = Vec::new();
    let (about, mentions) = match kind {
        Kind::Country => (&mut article.countries, &mut article.mentions),
        Kind::Topic => (&mut article.topics, &mut none),
        Kind::Org => (&mut article.orgs, &mut none),
    };
    let to = match verdict {
        Verdict::Is => Some(&mut *about),
        Verdict::Mentions if kind == Kind::Country => Some(&mut *mentions),
        Verdict::Mentions | Verdict::Not => None,
    };
    // Where it stands already it keeps its place and its rank.
    if to.is_some_and(|to| to.iter().any(|tag| tag.value == value)) {
        let other = if verdict == Verdict::Is { mentions } else { about };
        other.retain(|tag| tag.value != value);
        return;
    }
    let known = about.iter().chain(mentions.iter()).find(|tag| tag.value == value);
    let tag = Tag { score: 1.0, ..known.cloned().unwrap_or_else(|| Tag::declared(value)) };
    about.retain(|tag| tag.value != value);
    mentions.retain(|tag| tag.value != value);
    match verdict {
        Verdict::Is => about.push(tag),
        Verdict::Mentions if kind == Kind::Country => mentions.push(tag),
        Verdict::Mentions | Verdict::Not => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Evidence;

    fn tag(value: &str, place: Place) -> Tag {
        Tag { value: value.into(), score: 0.5, evidence: vec![Evidence { place, range: 0..2 }] }
    }

    fn untouched() -> Article {
        let cut = |text: &str, after| Cut { text: text.into(), reason: "share".into(), after };
        Article {
            blocks: ["zero", "one", "two"].map(|text| Block::new(BlockKind::Paragraph, text)).to_vec(),
            cut: vec![cut("top", -1), cut("same", 0), cut("same", 0), cut("end", 2)],
            countries: vec![tag("EG", Place::Block(1)), tag("SD", Place::Title)],
            mentions: vec![tag("FR", Place::Block(2))],
            topics: vec![tag("norms", Place::Block(0))],
            ..Article::default()
        }
    }

    fn judged(kind: Kind, value: &str, verdict: Verdict) -> Amendment {
        Amendment::Judge(Judged { kind, value: value.into(), verdict })
    }

    fn corrected(steps: impl IntoIterator<Item = Amendment>) -> Article {
        let mut correction = Correction::default();
        steps.into_iter().for_each(|step| correction.amend(step));
        let mut article = untouched();
        correction.lay_over(&mut article);
        article
    }

    fn values(tags: &[Tag]) -> Vec<&str> {
        tags.iter().map(|tag| tag.value.as_str()).collect()
    }

    #[test]
    fn a_country_is_taken_away_added_and_moved_with_its_evidence() {
        let article = corrected([
            judged(Kind::Country, "EG", Verdict::Not),
            judged(Kind::Country, "FR", Verdict::Is),
            judged(Kind::Country, "SD", Verdict::Mentions),
            judged(Kind::Country, "CN", Verdict::Is),
        ]);
        assert_eq!((values(&article.countries), values(&article.mentions)), (vec!["FR", "CN"], vec!["SD"]));
        assert_eq!(article.countries[0].evidence[0].place, Place::Block(2));
        assert!(article.countries[1].evidence.is_empty());
    }

    #[test]
    fn what_is_confirmed_keeps_its_rank_and_a_later_verdict_holds() {
        let article = corrected([
            judged(Kind::Country, "EG", Verdict::Not),
            judged(Kind::Country, "EG", Verdict::Is),
            judged(Kind::Topic, "norms", Verdict::Mentions),
        ]);
        assert_eq!(values(&article.countries), ["EG", "SD"]);
        assert!(article.topics.is_empty(), "a topic is never merely mentioned");
        let forgotten = corrected([
            judged(Kind::Country, "EG", Verdict::Not),
            Amendment::Forget(Kind::Country, "EG".into()),
        ]);
        assert_eq!(forgotten, untouched());
    }

    #[test]
    fn a_piece_is_put_back_at_its_place_and_all_that_counts_blocks_moves_along() {
        let piece = |text: &str, nth| PutBack { text: text.into(), nth };
        let article = corrected([
            Amendment::PutBack(piece("top", 0)),
            Amendment::PutBack(piece("same", 1)),
            Amendment::PutBack(piece("not there", 0)),
        ]);
        let texts: Vec<&str> = article.blocks.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(texts, ["top", "zero", "same", "one", "two"]);
        let left: Vec<(&str, i64)> = article.cut.iter().map(|c| (c.text.as_str(), c.after)).collect();
        assert_eq!(left, [("same", 1), ("end", 4)]);
        assert_eq!(article.countries[0].evidence[0].place, Place::Block(3));
        assert_eq!(article.mentions[0].evidence[0].place, Place::Block(4));
        assert_eq!(article.topics[0].evidence[0].place, Place::Block(1));
        assert!(article.provenance.hash.starts_with('~'), "another text than the one imported");
    }

    #[test]
    fn a_piece_that_is_cut_again_leaves_the_article_as_it_was() {
        let piece = PutBack { text: "end".into(), nth: 0 };
        assert_eq!(corrected([Amendment::PutBack(piece.clone())]).blocks[3].text, "end");
        let again = corrected([Amendment::PutBack(piece.clone()), Amendment::CutAgain(piece)]);
        assert_eq!(again, untouched());
    }

    #[test]
    fn what_is_still_cut_has_the_number_that_it_had() {
        let cut = |text: &str| Cut { text: text.into(), reason: "share".into(), after: 0 };
        let back = |nth| PutBack { text: "x".into(), nth };
        // Of four pieces, the first and the third were put back.
        let correction = Correction { put_back: vec![back(2), back(0)], ..Correction::default() };
        let numbers: Vec<usize> =
            correction.still_cut(&[cut("x"), cut("y"), cut("x")]).iter().map(|p| p.nth).collect();
        assert_eq!(numbers, [1, 0, 3]);
    }

    #[test]
    fn pieces_with_one_text_are_told_apart() {
        let all: Vec<(String, usize)> =
            pieces(&untouched().cut).into_iter().map(|p| (p.text, p.nth)).collect();
        let wanted = [("top", 0), ("same", 0), ("same", 1), ("end", 0)].map(|(t, n)| (t.to_owned(), n));
        assert_eq!(all, wanted);
    }
}

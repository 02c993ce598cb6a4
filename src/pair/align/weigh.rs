//! What a bead weighs: length and cues of its blocks.

use std::collections::HashMap;

use crate::article::{Article, Block, BlockKind, Lang, Place};

use super::crossing::Crossing;
use super::{MOST_BLOCKS, SHAPES, Shape};
use crate::pair::cues::{self, Key, Kind};
use crate::pair::length::Lengths;

/// How much of the evidence of a cue is believed. Cues come in company (a name with its office, a date's parts)
/// and each shared one is met from both sides, so that all of it taken as independent would be too sure.
const CUE_WEIGHT: f64 = 0.5;

/// What a sentence says against a bead that parts it from its counterpart: e to this power, where it is sure. With less,
/// paragraphs that were parted anew are forced into beads of one and one; with more, one sentence that was aligned
/// wrong joins paragraphs that have nothing to do with each other.
const CROSSED: f64 = 2.0;

/// Cues looked at in one block. Both sides keep the first by the same order, so that a page set as one paragraph
/// still finds its like.
const MOST_CUES: usize = 400;

/// What a number says that is nowhere in the other article: translators convert and round now and then, so it
/// says less than one that is there and elsewhere. A block's first two count.
const NUMBER_LOST: f64 = -1.5;

/// A block as the measures see it.
struct BlockCues {
    kind: BlockKind,
    chars: usize,
    /// Cues that the other article has somewhere too, by their number in [`Weigher::shared`]; ascending.
    shared: Vec<u32>,
    /// What the numbers that the other article has nowhere say against any translation of this block there.
    lost: f64,
}

/// A cue that both articles have: what it says for a translation.
struct Shared {
    /// When it is missed on the other side.
    missed: f64,
    /// When it is met there, for the Arabic and the English side and one to [`MOST_BLOCKS`] blocks: the more
    /// blocks stand there and the more of all have it, the less it says.
    met: [[f64; MOST_BLOCKS]; 2],
    /// The blocks that have it, ascending: Arabic, English.
    at: [Vec<usize>; 2],
}

/// What the cues of one Arabic block say against one, two, … English blocks from a place on, and the other way
/// round.
pub(super) type Gain = [[f32; MOST_BLOCKS]; 2];

impl Shared {
    /// From how often a cue of its kind is kept, how many blocks have it, and how many there are.
    fn new(kept: f64, at: [Vec<usize>; 2], all: [usize; 2]) -> Self {
        let met = |side: usize, blocks: usize| {
            let share = (at[side].len() as f64 + 0.5) / (all[side] as f64 + 1.0);
            let by_chance = 1.0 - (1.0 - share.min(0.95)).powi(blocks as i32);
            (kept / by_chance + 1.0 - kept).ln()
        };
        let side = |side| std::array::from_fn(|n| met(side, n + 1));
        Self { missed: (1.0 - kept).ln(), met: [side(0), side(1)], at }
    }
}

/// The measures of one pair of articles.
pub(super) struct Weigher {
    ar: Vec<BlockCues>,
    en: Vec<BlockCues>,
    shared: Vec<Shared>,
    lengths: Lengths,
    crossing: Option<Crossing>,
}

/// How often a cue of this kind that occurs in both articles also occurs in both paragraphs. Estimated on news.
fn kept(kind: Kind) -> f64 {
    match kind {
        Kind::Figure => 0.95,
        Kind::Year | Kind::Number | Kind::Name5 => 0.9,
        Kind::Latin | Kind::Country | Kind::Org => 0.85,
        Kind::Name4 => 0.75,
        Kind::Digit | Kind::Concept => 0.6,
        Kind::Name3 => 0.35,
        Kind::Topic => 0.1,
    }
}

impl Weigher {
    pub(super) fn new(ar: &Article, en: &Article, crossing: Option<Crossing>) -> Self {
        let keys = [block_keys(ar, Lang::Ar), block_keys(en, Lang::En)];
        let mut having: HashMap<Key, [Vec<usize>; 2]> = HashMap::new();
        for (side, blocks) in keys.iter().enumerate() {
            for (i, block) in blocks.iter().enumerate() {
                for key in block {
                    having.entry(*key).or_default()[side].push(i);
                }
            }
        }
        let mut both: Vec<_> =
            having.into_iter().filter(|(_, at)| at.iter().all(|at| !at.is_empty())).collect();
        both.sort_unstable_by_key(|&(key, _)| key);
        let number: HashMap<Key, u32> = both.iter().zip(0..).map(|(&(key, _), n)| (key, n)).collect();
        let all = [ar.blocks.len(), en.blocks.len()];
        let shared = both.into_iter().map(|(key, at)| Shared::new(kept(key.kind()), at, all)).collect();
        let [ar_keys, en_keys] = keys;
        let ar = blocks_of(ar, &ar_keys, &number);
        let en = blocks_of(en, &en_keys, &number);
        let total = |side: &[BlockCues]| side.iter().map(|b| b.chars).sum();
        let lengths = Lengths::new(total(&ar), total(&en));
        Self { ar, en, shared, lengths, crossing }
    }

    /// Where the blocks of both articles begin and end.
    pub(super) fn offsets(&self) -> Offsets {
        let side = |blocks: &[BlockCues]| {
            let mut sum = 0;
            let ends = blocks.iter().map(|b| {
                // A block is never of no length here: empty ones must not fall on one spot of the diagonal.
                sum += b.chars + 1;
                sum
            });
            std::iter::once(0).chain(ends).collect()
        };
        Offsets { ar: side(&self.ar), en: side(&self.en) }
    }

    /// What the cues of the blocks at this place say; `None` past the end of a side.
    pub(super) fn gain(&self, i: usize, j: usize) -> Option<Gain> {
        Some([self.cues(self.ar.get(i)?, j, 1), self.cues(self.en.get(j)?, i, 0)])
    }

    /// What the cues of a block say when met, or missed, in one, two, … blocks of the other side (0 Arabic,
    /// 1 English) from `start` on.
    fn cues(&self, block: &BlockCues, start: usize, other: usize) -> [f32; MOST_BLOCKS] {
        let mut sums = [0.0; MOST_BLOCKS];
        for &cue in &block.shared {
            let cue = &self.shared[cue as usize];
            let at = &cue.at[other];
            let next = at.get(at.partition_point(|&b| b < start));
            for (n, sum) in sums.iter_mut().enumerate() {
                *sum += if next.is_some_and(|&b| b <= start + n) { cue.met[other][n] } else { cue.missed };
            }
        }
        sums.map(|sum| sum as f32)
    }

    /// The logarithms of the weights of all shapes that begin at these blocks; minus infinity where one does not
    /// fit there, or where `gain` does not know what its cues say.
    pub(super) fn weigh<'a>(
        &self,
        i: usize,
        j: usize,
        gain: impl Fn(usize, usize) -> Option<&'a Gain>,
    ) -> [f32; SHAPES.len()] {
        SHAPES.map(|shape| self.bead(i, j, shape, &gain).map_or(f32::NEG_INFINITY, |weight| weight as f32))
    }

    fn bead<'a>(
        &self,
        i: usize,
        j: usize,
        shape: Shape,
        gain: &impl Fn(usize, usize) -> Option<&'a Gain>,
    ) -> Option<f64> {
        let (ar, en) = (self.ar.get(i..i + shape.ar)?, self.en.get(j..j + shape.en)?);
        if !may_stand_together(ar, en) {
            return None;
        }
        if ar.is_empty() || en.is_empty() {
            return Some(shape.prior - self.crossed(i, j, shape));
        }
        let mut cues: f64 = ar.iter().chain(en).map(|b| b.lost).sum();
        for k in 0..shape.ar {
            cues += f64::from(gain(i + k, j)?[0][shape.en - 1]);
        }
        for k in 0..shape.en {
            cues += f64::from(gain(i, j + k)?[1][shape.ar - 1]);
        }
        let chars = |side: &[BlockCues]| side.iter().map(|b| b.chars).sum();
        Some(
            shape.prior + self.lengths.fit(chars(ar), chars(en)) + CUE_WEIGHT * cues
                - self.crossed(i, j, shape),
        )
    }

    /// What sentences say against a bead whose counterparts stand outside of it.
    fn crossed(&self, i: usize, j: usize, shape: Shape) -> f64 {
        let over = self.crossing.as_ref().map_or(0.0, |c| c.over(i..i + shape.ar, j..j + shape.en));
        CROSSED * over
    }
}

/// Characters before each block of the two articles, and after the last.
pub(super) struct Offsets {
    pub(super) ar: Vec<usize>,
    pub(super) en: Vec<usize>,
}

impl Offsets {
    /// The English block that corresponds by length to the start of Arabic block `i`, where all that follows
    /// `from` corresponds to each other.
    pub(super) fn counterpart(&self, from: (usize, usize), i: usize) -> usize {
        self.between(from, (self.ar.len() - 1, self.en.len() - 1), i)
    }

    /// The same where the blocks between `from` and `to` correspond to each other.
    pub(super) fn between(&self, from: (usize, usize), to: (usize, usize), i: usize) -> usize {
        let (ar, en) = (self.ar[from.0], self.en[from.1]);
        let share = (self.ar[i] - ar) as f64 / ((self.ar[to.0] - ar) as f64).max(1.0);
        let target = en as f64 + share * (self.en[to.1] - en) as f64;
        self.en.partition_point(|&offset| (offset as f64) < target).clamp(from.1, to.1)
    }
}

/// Headings stand with headings and items with items, one by one; running text with running text.
fn may_stand_together(ar: &[BlockCues], en: &[BlockCues]) -> bool {
    let running = |b: &BlockCues| matches!(b.kind, BlockKind::Paragraph | BlockKind::Quote);
    match (ar, en) {
        ([_], []) | ([], [_]) => true,
        ([a], [e]) if !running(a) || !running(e) => a.kind == e.kind,
        _ => ar.iter().chain(en).all(running),
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Figure | Kind::Year | Kind::Number)
}

fn block_keys(article: &Article, lang: Lang) -> Vec<Vec<Key>> {
    let keys = |(i, block): (usize, &Block)| {
        let text = cues::of_text(&block.text, lang).into_iter().map(|(key, _)| key);
        let mut keys: Vec<Key> = text.chain(cues::of_tags(article, Place::Block(i))).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    article.blocks.iter().enumerate().map(keys).collect()
}

fn blocks_of(article: &Article, keys: &[Vec<Key>], number: &HashMap<Key, u32>) -> Vec<BlockCues> {
    let block = |(block, keys): (&Block, &Vec<Key>)| BlockCues {
        kind: block.kind,
        chars: block.text.chars().filter(|c| c.is_alphanumeric()).count(),
        shared: keys.iter().filter_map(|key| number.get(key).copied()).take(MOST_CUES).collect(),
        lost: keys.iter().filter(|key| !number.contains_key(key) && is_number(key.kind())).count().min(2)
            as f64
            * NUMBER_LOST,
    };
    article.blocks.iter().zip(keys).map(block).collect()
}

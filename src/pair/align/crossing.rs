//! What the sentences say of the paragraphs: sentences are aligned first, and where one of them has its counterpart in
//! another paragraph than the rest, those paragraphs are to stand in one bead.
//!
//! Translators part texts into paragraphs anew; by their sentences such texts are still one by one. Nothing is decided
//! here: what crosses the border of a bead speaks against it.

use crate::article::{Article, Block, BlockKind};
use crate::pair::sentence;

use super::lattice;
use super::weigh::Weigher;

/// Sentences up to which it is looked at. Beyond, texts are so long that paragraphs have cues enough.
const MOST_SENTENCES: usize = 1_500;

/// The share of the sentences of each block that belong to each block of the other side.
pub(super) struct Crossing {
    /// By Arabic block: English blocks with their shares, ascending.
    ar: Vec<Vec<(usize, f64)>>,
    /// By English block: Arabic blocks.
    en: Vec<Vec<(usize, f64)>>,
}

/// The sentences of an article as blocks of their own, and of which block each is.
struct Sentences {
    article: Article,
    of: Vec<usize>,
}

impl Sentences {
    fn of(article: &Article) -> Self {
        let (mut blocks, mut of) = (Vec::new(), Vec::new());
        for (at, block) in article.blocks.iter().enumerate() {
            let running = matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote);
            let parts = if running { sentence::split(&block.text) } else { Vec::new() };
            if parts.len() < 2 {
                blocks.push(Block::new(block.kind, block.text.as_str()));
                of.push(at);
                continue;
            }
            for part in parts {
                blocks.push(Block::new(block.kind, block.text.get(part).unwrap_or_default()));
                of.push(at);
            }
        }
        Self { article: Article { lang: article.lang, blocks, ..Article::default() }, of }
    }

    /// Whether some block has several.
    fn several(&self, article: &Article) -> bool {
        self.of.len() > article.blocks.len()
    }
}

impl Crossing {
    /// Aligns the sentences; `None` where each block of both is one, or there are too many.
    pub(super) fn new(ar: &Article, en: &Article, window: usize) -> Option<Self> {
        let sides = [Sentences::of(ar), Sentences::of(en)];
        let [a, e] = &sides;
        let few = a.of.len().max(e.of.len()) <= MOST_SENTENCES;
        if !few || !(a.several(ar) || e.several(en)) {
            return None;
        }
        let mut crossing =
            Self { ar: vec![Vec::new(); ar.blocks.len()], en: vec![Vec::new(); en.blocks.len()] };
        for bead in lattice::align(&Weigher::new(&a.article, &e.article, None), window) {
            let pairs = bead.ar.len() * bead.en.len();
            if pairs == 0 {
                continue;
            }
            let weight = f64::from(bead.confidence) / pairs as f64;
            for (i, j) in bead.ar.iter().flat_map(|i| bead.en.iter().map(move |j| (*i, *j))) {
                let (i, j) = (a.of[i], e.of[j]);
                add(&mut crossing.ar[i], j, weight);
                add(&mut crossing.en[j], i, weight);
            }
        }
        Some(crossing)
    }

    /// How many sentences of these blocks have their counterparts outside of the bead.
    pub(super) fn over(&self, ar: std::ops::Range<usize>, en: std::ops::Range<usize>) -> f64 {
        let outside =
            |all: &[Vec<(usize, f64)>], own: &std::ops::Range<usize>, other: &std::ops::Range<usize>| {
                let links = all.get(own.clone()).unwrap_or_default().iter().flatten();
                links.filter(|(at, _)| !other.contains(at)).map(|(_, weight)| weight).sum::<f64>()
            };
        outside(&self.ar, &ar, &en) + outside(&self.en, &en, &ar)
    }
}

fn add(links: &mut Vec<(usize, f64)>, to: usize, weight: f64) {
    match links.iter_mut().find(|(at, _)| *at == to) {
        Some((_, sum)) => *sum += weight,
        None => links.push((to, weight)),
    }
}

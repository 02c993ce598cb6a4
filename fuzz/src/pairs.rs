//! Two texts beside each other: their beads, their sentences, and what differs between them.

use qari::article::{Article, Block, BlockKind, Lang};
use qari::{pair, tag};

use super::held;

/// What stands between the two texts.
const BETWEEN: &[u8] = b"\n===\n";

/// An Arabic and an English text, a block in each line, with `===` alone in the line between them.
pub fn pairs(data: &[u8]) {
    let at = data.windows(BETWEEN.len()).position(|window| window == BETWEEN).unwrap_or(data.len());
    let (arabic, rest) = data.split_at(at);
    let ar = article(arabic, Lang::Ar);
    let en = article(rest.get(BETWEEN.len()..).unwrap_or_default(), Lang::En);
    let beads = pair::align(&ar, &en);
    let all = |side: Vec<usize>, blocks: &[Block]| assert!(side.into_iter().eq(0..blocks.len()));
    all(beads.iter().flat_map(|bead| bead.ar.clone()).collect(), &ar.blocks);
    all(beads.iter().flat_map(|bead| bead.en.clone()).collect(), &en.blocks);
    for bead in &beads {
        assert!((0.0..=1.0).contains(&bead.confidence), "{bead:?}");
    }
    for difference in pair::differences(&ar, &en, &beads) {
        let side = if difference.side == Lang::Ar { &ar } else { &en };
        held::within(&side.blocks[difference.block].text, &difference.range);
    }
    if let (Some(arabic), Some(english)) = (ar.blocks.first(), en.blocks.first()) {
        sentences(&arabic.text, &english.text);
    }
    let (ar, en) = (pair::Profile::of(&ar), pair::Profile::of(&en));
    let score = pair::score(&ar, &en);
    assert!((0.0..=1.0).contains(&score) && (score - pair::score(&en, &ar)).abs() < 1e-4, "{score}");
}

fn sentences(arabic: &str, english: &str) {
    let (ar, en): (Vec<_>, Vec<_>) = pair::sentences(arabic, english).into_iter().unzip();
    for (text, ranges) in [(arabic, ar), (english, en)] {
        assert!(ranges.iter().all(|range| text.get(range.clone()).is_some()), "{ranges:?}");
        assert!(ranges.is_sorted_by(|a, b| a.end <= b.start), "{ranges:?}");
    }
}

fn article(text: &[u8], lang: Lang) -> Article {
    let text = String::from_utf8_lossy(text);
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default().to_owned();
    let block = |line: &str| {
        let signs =
            [("# ", BlockKind::Heading), ("- ", BlockKind::Item), ("> ", BlockKind::Quote)].into_iter();
        let mut known = signs.filter_map(|(sign, kind)| Some(Block::new(kind, line.strip_prefix(sign)?)));
        known.next().unwrap_or_else(|| Block::new(BlockKind::Paragraph, line))
    };
    let blocks = lines.filter(|line| !line.trim().is_empty()).map(block).collect();
    let mut article = Article { title, lang, blocks, ..Article::default() };
    tag::tag_article(&mut article);
    article
}

//! Figures on the corpora: printed, with modest floors. Skipped with a message where the corpora are not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::article::{Article, Bead, Block, BlockKind, Lang};

use super::{ACCEPT, Profile, Scratch, Window, align, best, score, sentences};

fn corpora() -> Option<PathBuf> {
    let given = std::env::var_os("QARI_CORPORA").map(PathBuf::from);
    let place = given.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora").into());
    let parallel = place.join("redistributable/parallel");
    if !parallel.is_dir() {
        eprintln!("skipped: there are no corpora at '{}', set QARI_CORPORA", place.display());
        return None;
    }
    Some(parallel)
}

/// A text file of paragraphs parted by blank lines, its first line the title.
fn article(path: &Path, lang: Lang, title: bool) -> Article {
    let text = std::fs::read_to_string(path).unwrap();
    let mut blocks: Vec<Block> =
        text.split("\n\n").map(|p| Block::new(BlockKind::Paragraph, p.trim().replace('\n', " "))).collect();
    let title = if title { blocks.remove(0).text } else { String::new() };
    Article { title, lang, blocks, ..Article::default() }
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

type Links = BTreeSet<(usize, usize)>;

fn links(beads: &[Bead]) -> Links {
    beads.iter().flat_map(|b| b.ar.iter().flat_map(|&a| b.en.iter().map(move |&e| (a, e)))).collect()
}

/// Links right, found and wanted; for each bead its confidence, and whether the gold has exactly it.
#[derive(Default)]
struct Tally {
    hits: usize,
    found: usize,
    gold: usize,
    beads: Vec<(f32, bool)>,
}

impl Tally {
    fn add(&mut self, beads: &[Bead], gold: &Links) {
        let found = links(beads);
        self.hits += found.intersection(gold).count();
        self.found += found.len();
        self.gold += gold.len();
        for bead in beads {
            let touching = |&&(a, e): &&(usize, usize)| bead.ar.contains(&a) || bead.en.contains(&e);
            let touched: Links = gold.iter().filter(touching).copied().collect();
            let inside = touched.iter().all(|(a, e)| bead.ar.contains(a) && bead.en.contains(e));
            let covers = bead.ar.iter().all(|a| touched.iter().any(|t| t.0 == *a))
                && bead.en.iter().all(|e| touched.iter().any(|t| t.1 == *e));
            let empty = bead.ar.is_empty() || bead.en.is_empty();
            self.beads.push((bead.confidence, inside && (covers || empty && touched.is_empty())));
        }
    }

    fn f1(&self) -> f64 {
        2.0 * self.hits as f64 / (self.found + self.gold) as f64
    }

    /// Expected calibration error over ten bins.
    fn calibration(&self) -> f64 {
        let mut bins: BTreeMap<u8, (f64, f64, f64)> = BTreeMap::new();
        for &(confidence, right) in &self.beads {
            let bin = bins.entry(((confidence * 10.0) as u8).min(9)).or_default();
            bin.0 += 1.0;
            bin.1 += f64::from(confidence);
            bin.2 += f64::from(u8::from(right));
        }
        bins.values().map(|b| (b.1 - b.2).abs()).sum::<f64>() / self.beads.len() as f64
    }

    fn say(&self, name: &str) {
        let right = self.beads.iter().filter(|b| b.1).count();
        eprintln!(
            "{name}: links P {:.3} R {:.3} F1 {:.3}; beads right {right} of {}; calibration error {:.3}",
            self.hits as f64 / self.found as f64,
            self.hits as f64 / self.gold as f64,
            self.f1(),
            self.beads.len(),
            self.calibration(),
        );
    }
}

#[test]
fn paragraphs_of_news_are_aligned_better_than_by_length() {
    let Some(parallel) = corpora() else { return };
    let mut gold: BTreeMap<(String, String), Links> = BTreeMap::new();
    for row in rows(&parallel.join("ntrex/paragraph_alignment.tsv")) {
        let links = gold.entry((row[0].clone(), row[1].clone())).or_default();
        let en: usize = row[2].parse().unwrap();
        links.extend(row[3].split(',').filter_map(|a| a.parse().ok()).map(|ar: usize| (ar, en)));
    }
    let mut tally = Tally::default();
    for ((en, ar), links) in &gold {
        let ar = article(&parallel.join(format!("ntrex/ar/{ar}.txt")), Lang::Ar, false);
        let en = article(&parallel.join(format!("ntrex/en/{en}.txt")), Lang::En, false);
        tally.add(&align(&ar, &en), links);
    }
    tally.say("ntrex paragraphs");
    assert!(tally.f1() > 0.88, "Gale and Church reach 0.880");
}

#[test]
fn xquad_and_the_declaration_are_aligned() {
    let Some(parallel) = corpora() else { return };
    let mut tally = Tally::default();
    for n in 0..24 {
        let name = |lang| parallel.join(format!("xquad/{lang}/{n:02}.txt"));
        let (ar, en) = (article(&name("ar"), Lang::Ar, false), article(&name("en"), Lang::En, true));
        let gold = (0..ar.blocks.len()).map(|i| (i, i)).collect();
        tally.add(&align(&ar, &en), &gold);
    }
    tally.say("xquad paragraphs");
    assert!(tally.f1() > 0.98);
    let mut tally = Tally::default();
    let rows = rows(&parallel.join("udhr/sections.tsv"));
    let side = |n: usize, lang| Article {
        lang,
        blocks: rows.iter().map(|r| Block::new(BlockKind::Paragraph, r[n].clone())).collect(),
        ..Article::default()
    };
    let gold = (0..rows.len()).map(|i| (i, i)).collect();
    tally.add(&align(&side(4, Lang::Ar), &side(3, Lang::En)), &gold);
    tally.say("declaration");
    assert!(tally.f1() > 0.95);
}

#[test]
fn counterparts_are_found_among_news_and_orphans_left_alone() {
    let Some(parallel) = corpora() else { return };
    let side = |lang: Lang| -> BTreeMap<String, Article> {
        let folder = parallel.join("ntrex").join(lang.code());
        let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
        files
            .map(|f| (f.file_stem().unwrap().to_str().unwrap().to_owned(), article(&f, lang, true)))
            .collect()
    };
    let (ar, en) = (side(Lang::Ar), side(Lang::En));
    let counterparts: BTreeMap<String, String> =
        rows(&parallel.join("ntrex/pairs.tsv")).into_iter().map(|r| (r[2].clone(), r[1].clone())).collect();
    let names: Vec<&String> = en.keys().collect();
    let profiles: Vec<Profile> = en.values().map(Profile::of).collect();
    let (mut right, mut pairs, mut alone, mut orphans) = (0, 0, 0, 0);
    for (name, article) in &ar {
        let ranked = best(&Profile::of(article), profiles.iter());
        let found = ranked.first().filter(|b| b.1 >= ACCEPT).map(|b| names[b.0]);
        let wanted = counterparts.get(name).filter(|n| en.contains_key(*n));
        match wanted {
            Some(_) => (pairs += 1, right += usize::from(found == wanted)).1,
            None => (orphans += 1, alone += usize::from(found.is_none())).1,
        }
    }
    eprintln!("ntrex pairs: right {right} of {pairs}, orphans left alone {alone} of {orphans}");
    assert!(right + alone >= 46 + orphans / 2);
}

/// Whole documents as one passage: their segments, which are sentences, or pieces of one, or two.
#[test]
fn sentences_of_news_are_aligned() {
    let Some(parallel) = corpora() else { return };
    let mut documents: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in rows(&parallel.join("ntrex/segments.tsv")) {
        documents.entry(row[0].clone()).or_default().push((row[3].clone(), row[2].clone()));
    }
    let (mut right, mut all) = (0, 0);
    for segments in documents.values() {
        let text = |side: fn(&(String, String)) -> &String| {
            let mut ends = Vec::new();
            let mut text = String::new();
            for segment in segments {
                text.push_str(side(segment).trim());
                ends.push(text.len());
                text.push(' ');
            }
            (text, ends)
        };
        let ((ar, ar_ends), (en, en_ends)) = (text(|s| &s.0), text(|s| &s.1));
        let found = sentences(&ar, &en);
        // A gold boundary is right when a found one stands there on both sides.
        let wanted: BTreeSet<(usize, usize)> = ar_ends.into_iter().zip(en_ends).collect();
        right += found.iter().filter(|(a, e)| wanted.contains(&(a.end, e.end))).count();
        all += found.len();
    }
    eprintln!("ntrex sentences: {right} of {all} boundaries found are in the gold");
    assert!(right * 10 > all * 8);
}

/// The seeds without their furniture, roughly: list items, and lines long enough to be running text.
fn seed(path: &Path, lang: Lang) -> Article {
    let text = std::fs::read_to_string(path).unwrap();
    let mut article = Article { lang, ..Article::default() };
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(item) = line.strip_prefix('•') {
            article.blocks.push(Block::new(BlockKind::Item, item.trim()));
        } else if line.ends_with(['.', ':', '”', '"']) && line.chars().count() > 60 {
            article.blocks.push(Block::new(BlockKind::Paragraph, line));
        } else if article.title.is_empty() && line.chars().count() > 30 {
            article.title = line.to_owned();
        }
    }
    article
}

#[test]
fn the_seeds_pair_is_found_and_aligned_and_no_other() {
    let Some(parallel) = corpora() else { return };
    let folder = parallel.join("../../../seeds");
    if !folder.is_dir() {
        eprintln!("skipped: there are no seeds at '{}'", folder.display());
        return;
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let lang = |i: usize| if i == 2 { Lang::En } else { Lang::Ar };
    let seeds: Vec<Article> = files.iter().enumerate().map(|(i, f)| seed(f, lang(i))).collect();
    let profiles: Vec<Profile> = seeds.iter().map(Profile::of).collect();
    let english = &profiles[2];
    for (i, profile) in profiles.iter().enumerate() {
        let score = score(profile, english);
        eprintln!("seed {i} with the English one: {score:.3}");
        assert_eq!(score >= ACCEPT, i == 0, "seed {i}");
    }
    let beads = align(&seeds[0], &seeds[2]);
    let single = beads.iter().filter(|b| b.ar.len() == 1 && b.en.len() == 1).count();
    eprintln!("seeds: {single} of {} beads 1-1, least sure {:?}", beads.len(), least(&beads));
    assert_eq!(single, beads.len());
}

fn least(beads: &[Bead]) -> f32 {
    beads.iter().map(|b| b.confidence).fold(1.0, f32::min)
}

/// An article of the built-in edition: front matter skipped, one block a line.
fn edition_article(path: &Path, lang: Lang) -> Article {
    let text = std::fs::read_to_string(path).unwrap();
    let body = text.splitn(3, "---").nth(2).unwrap();
    let block = |line: &str| match line.split_at(line.find(' ').unwrap_or(0)) {
        ("#" | "##" | "###", rest) => Block::new(BlockKind::Heading, rest.trim()),
        ("-" | "*", rest) => Block::new(BlockKind::Item, rest.trim()),
        (">", rest) => Block::new(BlockKind::Quote, rest.trim()),
        _ => Block::new(BlockKind::Paragraph, line),
    };
    let blocks = body.lines().map(str::trim).filter(|l| !l.is_empty()).map(block).collect();
    Article { lang, blocks, ..Article::default() }
}

#[test]
fn the_edition_pairs_without_its_front_matter_and_aligns_block_by_block() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/edition"));
    let Ok(files) = std::fs::read_dir(folder) else {
        eprintln!("skipped: there is no edition at '{}'", folder.display());
        return;
    };
    let mut files: Vec<PathBuf> = files.map(|f| f.unwrap().path()).collect();
    files.sort();
    let side = |lang: Lang| -> Vec<Article> {
        let ending = format!(".{}.md", lang.code());
        let of_lang = files.iter().filter(|f| f.to_str().unwrap().ends_with(&ending));
        of_lang.map(|f| edition_article(f, lang)).collect()
    };
    let (ar, en) = (side(Lang::Ar), side(Lang::En));
    for (i, one) in ar.iter().enumerate() {
        for (j, other) in en.iter().enumerate() {
            let score = score(&Profile::of(one), &Profile::of(other));
            assert_eq!(score >= ACCEPT, i == j, "{i} {j}: {score}");
        }
        let beads = align(one, &en[i]);
        let single = beads.iter().filter(|b| b.ar.len() == 1 && b.en.len() == 1).count();
        eprintln!("edition {i}: {single} of {} beads 1-1, least sure {:?}", beads.len(), least(&beads));
        assert_eq!(single, beads.len());
    }
}

/// Radio news from Tunisia, every so many of it.
fn radio(parallel: &Path, every: usize) -> Vec<Profile> {
    #[derive(serde::Deserialize)]
    struct News {
        title: String,
        body: String,
    }
    let lines = std::fs::read_to_string(parallel.join("../news/ant_jawhara_1500.jsonl")).unwrap();
    let profile = |line: &str| {
        let news: News = serde_json::from_str(line).unwrap();
        let blocks = news.body.lines().filter(|l| !l.trim().is_empty());
        let blocks = blocks.map(|l| Block::new(BlockKind::Paragraph, l.trim())).collect();
        Profile::of(&Article { title: news.title, lang: Lang::Ar, blocks, ..Article::default() })
    };
    lines.lines().step_by(every).map(profile).collect()
}

/// Radio news against news in English from elsewhere: nothing there is a translation of anything.
#[test]
fn strangers_are_left_alone() {
    let Some(parallel) = corpora() else { return };
    let arabic = radio(&parallel, 3);
    let files = std::fs::read_dir(parallel.join("ntrex/en")).unwrap().map(|f| f.unwrap().path());
    let english: Vec<Profile> = files.map(|f| Profile::of(&article(&f, Lang::En, true))).collect();
    let found = |e: &Profile| best(e, arabic.iter()).iter().filter(|b| b.1 >= ACCEPT).count();
    let start = std::time::Instant::now();
    let wrong: usize = english.iter().map(found).sum();
    let pairs = english.len() * arabic.len();
    eprintln!(
        "strangers: {wrong} of {pairs} taken for translations, {:?} for each",
        start.elapsed() / pairs as u32
    );
    assert!(wrong * 10_000 <= pairs, "at most one in ten thousand");
}

/// What a window leaves out: counterparts among 1,500 strangers, against a comparison with each.
#[test]
fn a_window_finds_among_strangers_what_comparing_with_each_finds() {
    let Some(parallel) = corpora() else { return };
    let mut names = Vec::new();
    let mut arabic = Vec::new();
    for file in std::fs::read_dir(parallel.join("ntrex/ar")).unwrap().map(|f| f.unwrap().path()) {
        names.push(file.file_stem().unwrap().to_str().unwrap().to_owned());
        arabic.push(Profile::of(&article(&file, Lang::Ar, true)));
    }
    arabic.extend(radio(&parallel, 1));
    let mut window = Window::default();
    for (at, profile) in arabic.iter().enumerate() {
        window.push(at, profile.clone());
    }
    window.settle();
    let mut scratch = Scratch::default();
    let (mut right, mut wanted, mut pairs, mut others) = (0, 0, 0, 0);
    for row in rows(&parallel.join("ntrex/pairs.tsv")) {
        let file = parallel.join(format!("ntrex/en/{}.txt", row[1]));
        if !file.is_file() {
            continue;
        }
        let english = Profile::of(&article(&file, Lang::En, true));
        let sure = |found: &(usize, f32)| found.1 >= ACCEPT;
        let all: BTreeSet<usize> =
            best(&english, arabic.iter()).into_iter().filter(sure).map(|b| b.0).collect();
        let found = window.find(&english, &mut scratch, |_| true);
        let found: BTreeSet<usize> =
            found.into_iter().map(|(at, score)| (*at, score)).filter(sure).map(|b| b.0).collect();
        wanted += all.len();
        right += all.intersection(&found).count();
        let own = names.iter().position(|name| *name == row[2]);
        pairs += usize::from(own.is_some_and(|own| found.contains(&own)));
        others += found.iter().filter(|at| Some(**at) != own).count();
    }
    eprintln!(
        "window of {} with {} cues: {right} of the {wanted} that a comparison with each takes; {pairs} right, {others} others",
        arabic.len(),
        window.cues()
    );
    assert_eq!(right, wanted);
}

//! How well questions find their passages: mean reciprocal rank over judged questions, through the archive's own
//! search. The corpora are not part of the project; without them the test says so and passes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use qari::archive::{Archive, Cancel, Embedded, Gazetteer, Mode, Query, Request};
use qari::article::{Article, ArticleId, Block, BlockKind, Lang, Provenance};

/// Places of a ranking that count.
const FIRST: usize = 10;

/// A set of passages with questions and judgements.
struct Judged {
    folder: PathBuf,
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests has to know what was skipped")]
fn sets() -> Option<PathBuf> {
    let corpora = std::env::var_os("QARI_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"), PathBuf::from);
    let folder = corpora.join("redistributable/relevance");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no judged questions at '{}'", folder.display());
    None
}

impl Judged {
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// An archive with the passages, nothing else known of them than the file says.
    fn archive(&self, at: &Path) -> Embedded {
        let archive = Embedded::open(at, Mode::Create).unwrap();
        let articles: Vec<Article> = self.read("docs.jsonl").lines().map(article).collect();
        let batch = archive.begin_batch("2026-01-01T00:00:00Z").unwrap();
        archive.put(batch, &articles).unwrap();
        archive.end_batch(batch).unwrap();
        archive
    }

    /// Questions: number, language, text.
    fn questions(&self) -> Vec<(String, Lang, String)> {
        let row = |line: &str| {
            let mut parts = line.split('\t').map(str::to_owned);
            let (id, lang) = (parts.next().unwrap(), parts.next().unwrap());
            (id, Lang::from_code(&lang), parts.next().unwrap())
        };
        self.read("queries.tsv").lines().map(row).collect()
    }

    /// The passages that answer each question, with how well: 2 in its own language, 1 in the other. A set of one
    /// language says 1.
    fn answers(&self) -> HashMap<String, Vec<(String, u8)>> {
        let mut answers: HashMap<String, Vec<(String, u8)>> = HashMap::new();
        for line in self.read("qrels.tsv").lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            answers.entry(parts[0].into()).or_default().push((parts[2].into(), parts[3].parse().unwrap()));
        }
        answers
    }
}

fn article(line: &str) -> Article {
    let record: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
    let mut article = Article {
        id: ArticleId(text("id")),
        title: text("title"),
        lang: Lang::from_code(&text("lang")),
        blocks: vec![Block::new(BlockKind::Paragraph, text("text"))],
        provenance: Provenance { path: text("id"), hash: text("id"), ..Provenance::default() },
        ..Article::default()
    };
    qari::tag::tag_article(&mut article);
    article
}

/// The mean reciprocal rank of the first of the wanted answers, over questions of one language; the ranking may be
/// told to hold one language only.
fn mrr(archive: &Embedded, set: &Judged, asked_in: Lang, wanted: u8, filter: &str) -> f64 {
    let answers = set.answers();
    let questions: Vec<_> = set.questions().into_iter().filter(|(_, lang, _)| *lang == asked_in).collect();
    let mut sum = 0.0;
    for (id, _, text) in &questions {
        let line = format!("{filter} sort:relevance {text}");
        let query = Query::parse_question(&line, &Gazetteer);
        let query = query.unwrap_or_else(|e| panic!("a question is refused: '{text}': {e}"));
        let request = Request { query, any: true, typing: false };
        let answer = archive.search(&request, &Cancel::default()).unwrap();
        let first: Vec<_> = answer.rows.iter().take(FIRST).copied().collect();
        let rows = archive.rows(&first).unwrap();
        let good = &answers[id];
        let rank =
            rows.iter().position(|row| good.iter().any(|(doc, how)| *doc == row.id.0 && *how == wanted));
        sum += rank.map_or(0.0, |place| 1.0 / (place + 1) as f64);
    }
    sum / questions.len() as f64
}

/// The figures of light stemming that this search is held to.
#[test]
fn questions_find_their_passages_as_well_as_light_stemming_does() {
    let Some(folder) = sets() else { return };
    let (arcd, xquad) = (Judged { folder: folder.join("arcd") }, Judged { folder: folder.join("xquad") });
    let room = tempfile::tempdir().unwrap();
    let one = arcd.archive(&room.path().join("arcd"));
    let two = xquad.archive(&room.path().join("xquad"));
    for (name, archive, set, lang, wanted, least) in [
        ("arcd", &one, &arcd, Lang::Ar, 1, 0.738),
        ("xquad, Arabic", &two, &xquad, Lang::Ar, 2, 0.917),
        ("xquad, English", &two, &xquad, Lang::En, 2, 0.961),
    ] {
        let found = mrr(archive, set, lang, wanted, "");
        eprintln!("MRR@{FIRST}, {name}: {found:.4} (light stemming: {least})");
        assert!(found >= least, "{name}: {found:.4} is below {least}");
    }
    // Without what names sound like, these were .106 and .150.
    for (name, lang, filter, least) in [
        ("English questions, Arabic passages", Lang::En, "lang:ar", 0.38),
        ("Arabic questions, English passages", Lang::Ar, "lang:en", 0.38),
    ] {
        let crossed = mrr(&two, &xquad, lang, 1, filter);
        eprintln!("MRR@{FIRST}, xquad, {name}: {crossed:.4}");
        assert!(crossed >= least, "{name}: {crossed:.4} is below {least}");
    }
}

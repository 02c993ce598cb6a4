//! A small archive in our own words for the tests of the model and of the screen. Never compiled into the program.

use std::sync::Arc;

use crate::app::{Counterpart, Effect, Found, Model, Msg, Setup, update};

use crate::archive::{Answer, Choice, Facet, FacetValue, Field, Row, State};
use crate::article::{Article, ArticleId, Bead, Block, BlockKind, Lang, Link, Pair, PartialDate, Tag};
use crate::config::Config;
use crate::config::keys::{Key, Keymap};
use crate::config::words::Words;
use crate::text;

/// Titles with their languages: the second is the translation of the first.
pub(crate) const TITLES: [(&str, Lang); 4] = [
    ("ميناء الإسكندرية يفتح رصيفًا جديدًا (2024)", Lang::Ar),
    ("Alexandria opens a new quay", Lang::En),
    ("Bakers of Lyon ask for cheaper flour", Lang::En),
    ("مزارعو تونس يجنون الزيتون", Lang::Ar),
];

pub(crate) fn id(n: usize) -> ArticleId {
    ArticleId(format!("a{n}"))
}

pub(crate) fn rows() -> Vec<Row> {
    let row = |(n, (title, lang)): (usize, &(&str, Lang))| Row {
        row: n as u32,
        id: id(n),
        title: (*title).to_owned(),
        lang: *lang,
        date: PartialDate::new(2024 - n as u16, Some(5), Some(1 + n as u8)),
        countries: vec![["EG", "EG", "FR", "TN"][n].to_owned()],
        pairs: match n {
            0 => vec![(Lang::En, id(1))],
            1 => vec![(Lang::Ar, id(0))],
            _ => Vec::new(),
        },
        state: State::default(),
        ..Row::default()
    };
    TITLES.iter().enumerate().map(row).collect()
}

fn value(value: &str, en: &str, ar: &str, count: usize) -> FacetValue {
    FacetValue {
        value: value.into(),
        label_en: en.into(),
        label_ar: ar.into(),
        count,
        before: count,
        after: count,
        choice: Choice::Off,
        parent: None,
    }
}

pub(crate) fn facets() -> Vec<Facet> {
    let child = |name: &str, en: &str, ar: &str| FacetValue {
        parent: Some("trade".into()),
        ..value(name, en, ar, 1)
    };
    vec![
        Facet {
            field: Field::Country,
            values: vec![
                value("EG", "Egypt", "مصر", 2),
                value("FR", "France", "فرنسا", 1),
                value("TN", "Tunisia", "تونس", 1),
                value("unknown", "", "", 1),
            ],
        },
        Facet {
            field: Field::Topic,
            values: vec![
                value("trade", "Trade", "التجارة", 3),
                child("ports", "Ports", "الموانئ"),
                child("bread", "Bread", "أرغفة الخبز"),
            ],
        },
        Facet {
            field: Field::Year,
            values: vec![value("2021", "", "", 1), value("2023", "", "", 1), value("2024", "", "", 2)],
        },
    ]
}

pub(crate) fn answer(places: &[usize]) -> Found {
    let all = rows();
    let answer = Answer {
        rows: Arc::new(places.iter().map(|p| *p as u32).collect()),
        total: places.len(),
        stories: places.len(),
        facets: facets(),
        ..Answer::default()
    };
    Found { answer, first: places.iter().filter_map(|p| all.get(*p).cloned()).collect() }
}

pub(crate) fn article(n: usize) -> Arc<Article> {
    let (title, lang) = TITLES[n];
    let row = &rows()[n];
    let text = match lang {
        Lang::Ar => "قال مدير الميناء إن الرصيف يتسع لأربع سفن، وإن العمل دام 18 شهرًا (أي عامًا ونصفًا).",
        _ => "The harbour master said that the quay takes four ships and that the work lasted 18 months.",
    };
    let mut blocks = vec![
        Block::new(BlockKind::Paragraph, text),
        Block::new(BlockKind::Heading, if lang == Lang::Ar { "ما بعد الرصيف" } else { "After the quay" }),
    ];
    for i in 0..20 {
        let more = if lang == Lang::Ar {
            "ثم فقرة أخرى عن الميناء"
        } else {
            "Then one more paragraph on the port"
        };
        blocks.push(Block::new(BlockKind::Paragraph, format!("{more} {i}.")));
    }
    if n == 1 {
        blocks[0].links.push(Link { range: 4..18, url: "https://example.org/port".into() });
    }
    Arc::new(Article {
        id: id(n),
        title: title.to_owned(),
        lang,
        date: row.date.clone(),
        url: Some(format!("https://example.org/{n}")),
        countries: row.countries.iter().map(|c| Tag::declared(c.as_str())).collect(),
        blocks,
        ..Article::default()
    })
}

pub(crate) fn counterpart() -> Counterpart {
    let beads =
        (0..22).map(|i| Bead { ar: vec![i], en: vec![i], confidence: if i < 20 { 0.9 } else { 0.4 } });
    let pair = Pair { ar: id(0), en: id(1), confidence: 1.0, beads: beads.collect() };
    Counterpart { pair, article: article(1), differences: Vec::new(), made: None }
}

/// The usual settings in a window of this size.
pub(crate) fn setup(lang: Lang, w: u16, h: u16) -> Setup {
    Setup {
        config: Config::default(),
        keymap: Keymap::new(&toml::Table::new(), "arabic-pc").0,
        words: Words::of(lang),
        options: text::Options::default(),
        size: (w, h),
    }
}

/// The model with its front page, in a window of this size.
pub(crate) fn model_in(lang: Lang, w: u16, h: u16) -> Model {
    let mut model = Model::new(setup(lang, w, h), answer(&[0, 1, 2, 3]), None);
    let effects = model.start();
    serve(&mut model, effects);
    model
}

pub(crate) fn model(w: u16, h: u16) -> Model {
    model_in(Lang::En, w, h)
}

/// Answers effects as an archive would, and gives those that no archive answers.
pub(crate) fn serve(model: &mut Model, effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    for effect in effects {
        let msg = match effect {
            Effect::Search { generation, request } => {
                let none = request.query.to_string().contains("nothing");
                let found = answer(if none { &[] } else { &[0, 1, 2, 3] });
                Msg::Found { generation, result: Ok(found) }
            }
            Effect::Open { request, id: wanted } => {
                let n = (0..TITLES.len()).find(|n| id(*n) == wanted);
                Msg::Opened { request, result: Ok(n.map(|n| (article(n), State::default()))) }
            }
            Effect::LoadPairs { request, id: wanted } => {
                let pairs = if wanted == id(0) { vec![counterpart()] } else { Vec::new() };
                Msg::Pairs { request, result: Ok(pairs) }
            }
            Effect::Align { request, .. } | Effect::ConfirmPair { request, .. } => {
                Msg::Pairs { request, result: Ok(vec![counterpart()]) }
            }
            Effect::LoadCandidates { request, .. } => {
                Msg::Candidates { request, result: Ok(vec![rows()[1].clone()]) }
            }
            // Nothing else is ever meant there.
            Effect::Offers { .. } => continue,
            other => {
                left.push(other);
                continue;
            }
        };
        let more = update(model, msg);
        left.extend(serve(model, more));
    }
    left
}

/// Presses keys, written as in the keys' table and apart by blanks; every answer comes at once. Gives the effects
/// that no archive answers.
pub(crate) fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut left = Vec::new();
    for key in keys.split_whitespace() {
        let key = Key::parse(key).unwrap_or_else(|| panic!("'{key}' is a key"));
        let effects = update(model, Msg::Key(key));
        left.extend(serve(model, effects));
    }
    left
}

/// Types a text, letter by letter.
pub(crate) fn type_text(model: &mut Model, text: &str) {
    for c in text.chars() {
        let effects = update(model, Msg::Key(Key::char(c)));
        serve(model, effects);
    }
}

//! The articles that the checks put into an archive, made by hand. Nothing is checked here.

use crate::article::{Article, Block, BlockKind, Lang, Provenance, Tag};

/// An article of a few sentences; the hash is of nothing but the text, as an importer would have it.
pub(in crate::archive) fn article(id: &str, lang: Lang, title: &str, body: &[&str]) -> Article {
    let blocks = body.iter().map(|text| Block::new(BlockKind::Paragraph, *text)).collect();
    let hash = format!("{title}{body:?}");
    Article {
        id: id.into(),
        title: title.into(),
        lang,
        blocks,
        provenance: Provenance { path: format!("/news/{id}"), hash, ..Provenance::default() },
        ..Article::default()
    }
}

pub(in crate::archive) fn dated(mut article: Article, date: &str) -> Article {
    article.date = Some(date.parse().unwrap());
    article
}

pub(in crate::archive) fn tagged(mut article: Article, countries: &[&str], topics: &[&str]) -> Article {
    article.countries = countries.iter().map(|c| Tag::declared(*c)).collect();
    article.topics = topics.iter().map(|t| Tag::declared(*t)).collect();
    article
}

/// Five articles: two of one story, one more of each language, one without a date.
pub(in crate::archive) fn five() -> Vec<Article> {
    let harbour_en = article(
        "harbour-en",
        Lang::En,
        "The old harbour opens again",
        &[
            "After 14 months of repairs the harbour of Tunis took in 37 ships on Monday.",
            "The mayor spoke of a good day.",
        ],
    );
    let harbour_ar = article(
        "harbour-ar",
        Lang::Ar,
        "الميناء القديم يفتح من جديد",
        &["بعد 14 شهرا من الأعمال استقبل ميناء تونس 37 سفينة يوم الاثنين.", "وتحدث رئيس البلدية عن يوم جيد."],
    );
    let talks = article(
        "talks-ar",
        Lang::Ar,
        "محادثات في القاهرة حول أمن الشبكات",
        &[
            "قالت المسؤولة إن الوفد بحث أمن الشبكات مع الحكومة في القاهرة.",
            "وستعود الوفود بعد شهر إلى لبنان.",
        ],
    );
    let storm = article(
        "storm-en",
        Lang::En,
        "A storm passes over the coast",
        &["The storm broke trees and left 900 houses without power.", "Nobody was hurt."],
    );
    let undated = article(
        "letter-en",
        Lang::En,
        "A letter from the coast",
        &["The writer of this letter loves the old harbour."],
    );
    let mut harbour_en = tagged(dated(harbour_en, "2021-03-04"), &["TN"], &[]);
    harbour_en.source = Some("The Quay".into());
    let mut harbour_ar = tagged(dated(harbour_ar, "2021-03-04"), &["TN"], &[]);
    (harbour_en.pair_key, harbour_ar.pair_key) = (Some("harbour".into()), Some("harbour".into()));
    vec![
        harbour_en,
        harbour_ar,
        tagged(dated(talks, "2020-06"), &["EG", "LB"], &["critical-infrastructure"]),
        tagged(dated(storm, "2020"), &["FR"], &[]),
        undated,
    ]
}

//! What is found in an article and where, shown on sentences of our own.

#![allow(clippy::string_slice, reason = "the ranges under test are those of whole words")]

use super::*;
use crate::article::{Block, BlockKind};
use crate::fold::fold;

fn tagged(title: &str, blocks: &[&str]) -> Article {
    let blocks = blocks.iter().map(|text| Block::new(BlockKind::Paragraph, *text)).collect();
    let mut article = Article { title: title.to_owned(), blocks, ..Article::default() };
    tag_article(&mut article);
    article
}

fn all_countries(article: &Article) -> Vec<&str> {
    article.countries.iter().chain(&article.mentions).map(|t| t.value.as_str()).collect()
}

fn values(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(|t| t.value.as_str()).collect()
}

#[test]
fn every_country_has_a_code_and_both_labels() {
    assert!(countries().count() >= 249);
    for country in countries() {
        assert!(
            country.code.len() == 2 && country.code.bytes().all(|b| b.is_ascii_uppercase()),
            "{country:?}"
        );
        assert!(country.ar.contains(fold::is_arabic), "{country:?}");
        assert!(country.en.is_ascii() || !country.en.contains(fold::is_arabic), "{country:?}");
    }
    assert_eq!(country_label("FR", Lang::Ar), Some("فرنسا"));
    assert_eq!(country_label("FR", Lang::En), Some("France"));
    assert_eq!(country_label("ZZ", Lang::En), None);
}

#[test]
fn a_country_is_known_by_its_names_in_both_scripts() {
    for (name, code) in [
        ("أمريكا", "US"),
        ("أميركا", "US"),
        ("المملكة العربية السعودية", "SA"),
        ("سعودية", "SA"),
        ("united states", "US"),
        ("UK", "GB"),
        ("كوريا الشمالية", "KP"),
    ] {
        assert_eq!(country_of_name(&fold(name)), Some(code), "{name}");
    }
    assert_eq!(country_of_name("atlantis"), None);
}

#[test]
fn topics_are_a_tree_of_two_levels_with_parents_first() {
    let mut seen = std::collections::HashSet::new();
    for topic in topics() {
        assert!(topic.parent.is_none_or(|p| seen.contains(p)), "{} before its parent", topic.slug);
        assert!(seen.insert(topic.slug), "{} twice", topic.slug);
    }
    assert_eq!(topic_of_name(&fold("الأمن السيبراني")), Some("cyber-security"));
    assert_eq!(topic_of_name(&fold("cyber-attacks")), Some("cyber-attacks"));
    assert_eq!(topic_label("norms", Lang::En), Some("Norms of behaviour"));
}

#[test]
fn clitics_and_nationalities_are_understood() {
    for (text, code) in [
        ("سافر وفد رسمي إلى فرنسا", "FR"),
        ("سافر الوفد لفرنسا ثم عاد", "FR"),
        ("وللصين رأي آخر في المسألة", "CN"),
        ("بالأردن وفي غيره", "JO"),
        ("المنتجات الأمريكية في الأسواق", "US"),
        ("ثلاثة أميركيين وصلوا أمس", "US"),
        ("خبيران روسيان", "RU"),
        ("فالصينية لغة صعبة", "CN"),
        ("الكورية الشمالية", "KP"),
        ("Two Egyptians were there", "EG"),
        ("The Kremlin's answer", "RU"),
        ("talks with the U.S. and others", "US"),
    ] {
        assert_eq!(all_countries(&tagged("", &[text])), [code], "{text}");
    }
}

#[test]
fn only_whole_words_and_names_written_as_names_count() {
    for text in [
        "the woman told us that the romans ate turkey off fine china",
        "تقرير مالي عن السوق",
        "اشترى البنون كتابا",
        "أمريكا اللاتينية قارة",
        "He flew over the Indian Ocean",
        "a poll in Georgia, where the governor spoke",
        "صحيفة واشنطن بوست",
    ] {
        assert_eq!(all_countries(&tagged("", &[text])), [""; 0], "{text}");
    }
}

#[test]
fn a_weak_word_counts_only_beside_a_surer_one() {
    assert_eq!(all_countries(&tagged("", &["عقد الاجتماع في عمان صباح اليوم"])), [""; 0]);
    assert_eq!(all_countries(&tagged("", &["عقد الاجتماع في عمان بحضور الوزير الأردني"])), ["JO"]);
    assert_eq!(all_countries(&tagged("", &["زار مسقط ثم عاد إلى عمان عبر سلطنة عمان"])), ["OM"]);
}

#[test]
fn the_title_weighs_more_than_the_body() {
    let article = tagged(
        "Norway signs fishing accord",
        &[
            "The accord covers cod.",
            "It was signed on Monday.",
            "Observers came from Japan.",
            "Fish is sold to Portugal.",
        ],
    );
    assert_eq!(values(&article.countries), ["NO"]);
    assert_eq!(values(&article.mentions), ["JP", "PT"]);
}

#[test]
fn evidence_points_into_the_original_text() {
    let article = tagged("", &["قالت فَرَنسا والصين، وقال NATO."]);
    let text = &article.blocks[0].text;
    let word = |tag: &Tag| &text[tag.evidence[0].range.clone()];
    assert_eq!(article.countries.iter().map(word).collect::<Vec<_>>(), ["فَرَنسا", "والصين"]);
    assert_eq!(values(&article.orgs), ["NATO"]);
    assert_eq!(word(&article.orgs[0]), "NATO");
}

#[test]
fn declared_tags_stay_first_and_get_their_evidence() {
    let mut article = Article {
        title: "باريس تستقبل وفدا صينيا".to_owned(),
        countries: vec![Tag::declared("CN")],
        topics: vec![Tag::declared("foreign-policy")],
        ..Article::default()
    };
    tag_article(&mut article);
    assert_eq!(values(&article.countries), ["CN"]);
    assert_eq!(values(&article.mentions), ["FR"]);
    assert!((article.countries[0].score - 1.0).abs() < f32::EPSILON);
    assert_eq!(article.countries[0].evidence.len(), 1);
    assert_eq!(values(&article.topics), ["foreign-policy"]);
}

#[test]
fn a_tagger_that_remembers_words_tags_each_article_as_if_it_were_alone() {
    let texts = [
        ("Norway signs fishing accord", "Observers came from Japan, the EU and Oman."),
        ("باريس تستقبل وفدا صينيا", "قالت فرنسا وللصين رأي آخر في كرة القدم."),
        ("The eu of norway", "ransomware attacks and more ransomware attacks"),
    ];
    let mut tagger = Tagger::default();
    for (title, body) in texts.into_iter().chain(texts) {
        let alone = tagged(title, &[body]);
        let mut among =
            Article { title: alone.title.clone(), blocks: alone.blocks.clone(), ..Article::default() };
        tagger.tag(&mut among);
        assert_eq!(among, alone);
    }
}

#[test]
fn an_abbreviation_needs_its_capitals() {
    assert_eq!(values(&tagged("", &["The WHO and the EU met"]).orgs), ["WHO", "EU"]);
    assert_eq!(values(&tagged("", &["those who met the eu team"]).orgs), [""; 0]);
}

#[test]
fn words_that_look_like_a_name_are_told_from_it_by_their_company() {
    for (text, codes) in [
        ("انقطع كابل بحري في الخليج", &[][..]),
        ("وصل الوفد إلى كابل", &["AF"]),
        ("نقص مالي كبير", &[]),
        ("قوات حفظ السلام في مالي", &["ML"]),
        ("مناورات الأسد المتأهب", &[]),
        ("قوات نظام الأسد", &["SY"]),
        ("أستاذ في الجامعة الأمريكية في بيروت", &[]),
        ("على ضفاف نهر الأردن", &[]),
    ] {
        assert_eq!(all_countries(&tagged("", &[text])), codes, "{text}");
    }
    for (text, ids) in [
        ("اشترى هاتفا من آبل", &["APPLE"][..]),
        ("مهرجان الإبل السنوي", &[]),
        ("غابات الأمازون تحترق", &[]),
        ("طلبية من أمازون", &["AMAZON"]),
        ("The Amazon rainforest burns", &[]),
        ("وجد الرجل ميتًا", &[]),
    ] {
        assert_eq!(values(&tagged("", &[text]).orgs), ids, "{text}");
    }
}

#[test]
fn leaders_stand_among_the_organisations_and_for_their_country() {
    for text in ["التقى ماكرون نظيره", "Emmanuel Macron met his colleague"] {
        let article = tagged("", &[text]);
        assert_eq!(values(&article.orgs), ["MACRON"], "{text}");
        assert_eq!(all_countries(&article), ["FR"], "{text}");
    }
    assert_eq!(org_of_name(&fold("ماكرون")), Some("MACRON"));
    assert_eq!(org_label("MACRON", Lang::En), Some("Emmanuel Macron"));
    assert_eq!(all_countries(&tagged("", &["قال غوتيريش إنه قلق"])), [""; 0], "of no country");
}

#[test]
fn topics_are_found_by_their_terms_in_both_languages() {
    let english = tagged(
        "Hospital pays ransom after ransomware attack",
        &["Hackers locked the hospital's files with ransomware.", "The cyberattack began at night."],
    );
    assert!(values(&english.topics).contains(&"ransomware"), "{:?}", english.topics);
    let arabic =
        tagged("تعادل المنتخب في تصفيات كأس العالم", &["سجل المهاجم هدفا في كرة القدم قبل نهاية المباراة."]);
    assert_eq!(values(&arabic.topics).first(), Some(&"football"));
    assert_eq!(values(&tagged("Hello", &["Nothing of note here."]).topics), [""; 0]);
}

//! Differences in texts of our own making, each with its reason.

use super::*;
use crate::article::{Block, BlockKind, Evidence, Tag};

fn article(lang: Lang, blocks: &[&str]) -> Article {
    let blocks = blocks.iter().map(|text| Block::new(BlockKind::Paragraph, *text)).collect();
    Article { lang, blocks, ..Article::default() }
}

fn one_to_one(n: usize) -> Vec<Bead> {
    (0..n).map(|i| Bead { ar: vec![i], en: vec![i], confidence: 1.0 }).collect()
}

/// What differs, as `side kind word`.
fn told(pairs: &[(&str, &str)]) -> Vec<String> {
    let (ar, en): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    let (ar, en) = (article(Lang::Ar, &ar), article(Lang::En, &en));
    let say = |d: Difference| {
        let article = if d.side == Lang::Ar { &ar } else { &en };
        let word = article.blocks[d.block].text.get(d.range).unwrap();
        format!("{} {:?} {word}", d.side.code(), d.kind)
    };
    differences(&ar, &en, &one_to_one(pairs.len())).into_iter().map(say).collect()
}

#[test]
fn numbers_face_each_other_in_every_form() {
    for (ar, en) in [
        ("بلغ العدد ٣٥٠ سفينة", "There were 350 ships"),
        ("بلغ العدد 1,500 سفينة", "There were 1500 ships"),
        ("بلغت الكلفة 1.5 مليون دينار", "It cost 1,500,000 dinars"),
        ("غرقت خمس سفن", "Five ships sank"),
        ("غرقت خمس سفن", "5 ships sank"),
        ("غرقت سفينتان", "2 ships sank"),
        ("في خمسة وعشرين ميناء", "In 25 ports"),
        ("نحو ألفين من البحارة", "About 2,000 sailors"),
        ("في التاسعة والنصف مساء", "At 9:30 pm"),
        ("منذ 2018", "Since 2018"),
        ("في 3/4/2016", "On April 3, 2016"),
        ("ثلث السفن", "A third of the ships"),
    ] {
        assert_eq!(told(&[(ar, en)]), [""; 0], "{en}");
    }
    assert_eq!(told(&[("بلغ العدد 350 سفينة", "There were 530 ships")]), ["ar Number 350", "en Number 530"]);
    assert_eq!(told(&[("بلغ العدد كثيرا", "There were 50 ships")]), ["en Number 50"]);
    // A word for a number is told where digits stand in its place.
    assert_eq!(told(&[("غرقت خمس سفن", "Some 7 ships sank")]), ["ar Number خمس", "en Number 7"]);
}

#[test]
fn months_and_days_are_the_same_by_every_name() {
    for (ar, en) in [
        ("في 12 تشرين الثاني 2018", "On 12 November 2018"),
        ("في 3 جويلية", "On July 3"),
        ("يوم الاثنين", "On Monday"),
        ("في أغسطس/آب الماضي", "Last August"),
        ("قد تبحر السفينة", "The ship may sail"),
    ] {
        assert_eq!(told(&[(ar, en)]), [""; 0], "{en}");
    }
    assert_eq!(told(&[("في 3 مايو", "On June 3")]), ["ar Date مايو", "en Date June"]);
    assert_eq!(told(&[("يوم الخميس", "On Friday")]), ["ar Date الخميس", "en Date Friday"]);
}

#[test]
fn a_denial_that_was_lost_is_told() {
    let lost = told(&[("يفتقر الاتفاق إلى القوة القانونية", "The pact enters into legal force")]);
    assert_eq!(lost, ["ar Negation يفتقر"]);
    // Of two, the one that stands where the other side has none.
    let two = "يفتقر الاتفاق إلى القوة القانونية، إذ إنه لا يلزم أحدا بشيء";
    assert_eq!(
        told(&[(two, "The pact enters into legal force, as it does not bind anyone")]),
        ["ar Negation يفتقر"]
    );
    assert_eq!(told(&[("أبحرت السفينة", "The ship did not sail")]), ["en Negation not"]);
    for (ar, en) in [
        ("لم تبحر السفينة", "The ship did not sail"),
        ("لم تبحر السفينة", "The ship failed to sail"),
        ("لا تزال السفينة راسية", "The ship is still at anchor"),
        ("ليس فقط السفينة", "Not only the ship"),
        ("الميناء رقم 5", "Port No. 5"),
        ("وغير معروف متى", "And it is unknown when"),
    ] {
        assert_eq!(told(&[(ar, en)]), [""; 0], "{en}");
    }
}

#[test]
fn a_name_that_both_write_elsewhere_is_missed_where_one_side_has_another() {
    let pairs = [
        ("قال ماكلينتوك إن السفينة أبحرت", "McLintock said the ship sailed"),
        ("ورد ماكلينتوك على السؤال", "Later McLintock answered"),
        ("وأضاف روبرتسون أنه متعب", "In the end McLintock was tired"),
    ];
    assert_eq!(told(&pairs[..2]), [""; 0]);
    assert_eq!(told(&pairs), ["en Name McLintock"]);
}

#[test]
fn places_are_compared_by_the_country_that_they_stand_for() {
    let tagged = |lang: Lang, text: &str, places: &[(&str, &str)]| {
        let mut article = article(lang, &[text]);
        for (code, word) in places {
            let at = text.find(word).unwrap();
            let evidence = vec![Evidence { place: Place::Block(0), range: at..at + word.len() }];
            article.mentions.push(Tag { value: (*code).to_owned(), score: 1.0, evidence });
        }
        article
    };
    let ar = tagged(Lang::Ar, "وصلت من باريس", &[("FR", "باريس")]);
    let same = tagged(Lang::En, "It came from France", &[("FR", "France")]);
    let other = tagged(Lang::En, "It came from Spain", &[("ES", "Spain")]);
    assert_eq!(differences(&ar, &same, &one_to_one(1)), []);
    let found: Vec<_> =
        differences(&ar, &other, &one_to_one(1)).into_iter().map(|d| (d.side, d.kind)).collect();
    assert_eq!(found, [(Lang::Ar, DifferenceKind::Place), (Lang::En, DifferenceKind::Place)]);
}

#[test]
fn text_without_a_counterpart_is_a_gap_and_no_difference() {
    let (ar, en) = (article(Lang::Ar, &["لم تبحر 5 سفن"]), article(Lang::En, &["Nothing"]));
    let gap = [Bead { ar: vec![0], ..Bead::default() }, Bead { en: vec![0], ..Bead::default() }];
    assert_eq!(differences(&ar, &en, &gap), []);
    assert_eq!(differences(&ar, &en, &[Bead { ar: vec![9], en: vec![9], confidence: 1.0 }]), []);
}

//! Small pairs of our own: what merges, splits, goes missing, and what never stands together.

use proptest::prelude::*;

use crate::article::{Article, Bead, Block, BlockKind, Lang, Tag};

use super::align::in_windows;
use super::cues::{Key, of_text};
use super::{ACCEPT, Profile, Scratch, Window, align, best, name, score, sentences};

const P: BlockKind = BlockKind::Paragraph;
const H: BlockKind = BlockKind::Heading;
const I: BlockKind = BlockKind::Item;
const Q: BlockKind = BlockKind::Quote;

fn article(lang: Lang, title: &str, blocks: &[(BlockKind, &str)]) -> Article {
    let blocks = blocks.iter().map(|&(kind, text)| Block::new(kind, text)).collect();
    Article { lang, title: title.into(), blocks, ..Article::default() }
}

const HARBOUR: [(BlockKind, &str); 7] = [
    (P, "The harbour of Rotterdam handled 14,500 containers in March, its director Johan Vermeer said."),
    (P, "Two cranes were damaged when a storm struck on 7 March, and repairs will cost 3.2 million euros."),
    (H, "New rules for ships"),
    (P, "From 2024 every vessel must report its cargo 48 hours before arrival."),
    (I, "Tankers report to the office in Antwerp."),
    (I, "Ferries report to the office in Hamburg."),
    (P, "The trade union asked the ministry for a dialogue about working hours."),
];

const MINA: [(BlockKind, &str); 7] = [
    (P, "قال مدير ميناء روتردام يوهان فيرمير إن الميناء تعامل مع ١٤٬٥٠٠ حاوية في شهر مارس."),
    (P, "وتضررت رافعتان حين ضربت عاصفة المنطقة في ٧ مارس، وستكلف الإصلاحات ٣٫٢ مليون يورو."),
    (H, "قواعد جديدة للسفن"),
    (P, "واعتبارا من عام 2024 على كل سفينة أن تبلغ عن حمولتها قبل وصولها بـ 48 ساعة."),
    (I, "تبلغ الناقلات مكتب أنتويرب."),
    (I, "تبلغ العبارات مكتب هامبورغ."),
    (P, "وطلبت النقابة من الوزارة حوارا حول ساعات العمل."),
];

fn harbour() -> Article {
    article(Lang::En, "Rotterdam counts its containers", &HARBOUR)
}

fn mina() -> Article {
    article(Lang::Ar, "روتردام تحصي حاوياتها", &MINA)
}

/// Another story about the same harbour.
fn strike() -> Article {
    let blocks = [
        (
            P,
            "Dockers in Rotterdam stopped work on Monday; 900 of them marched to the town hall, police said.",
        ),
        (P, "Their leader Pieter Groot wants 12 percent more for night shifts, and talks begin in June."),
        (P, "In Hamburg the ministry watches the dispute with concern, and a storm of letters has arrived."),
        (P, "Johan Vermeer, the director, would not say how many ships had turned back since 2024."),
    ];
    article(Lang::En, "Dockers march in Rotterdam", &blocks)
}

/// The shapes of beads, readable: `0-0 12-1 3-`.
fn shapes(beads: &[Bead]) -> String {
    let side = |indices: &[usize]| indices.iter().map(usize::to_string).collect::<String>();
    beads.iter().map(|b| format!("{}-{}", side(&b.ar), side(&b.en))).collect::<Vec<_>>().join(" ")
}

fn keys(text: &str, lang: Lang) -> Vec<Key> {
    of_text(text, lang).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn a_name_has_one_skeleton_in_both_scripts() {
    for (ar, en) in [
        ("ماكرون", "macron"),
        ("واشنطن", "washintn"),
        ("شارلوت", "charlotte"),
        ("فيليب", "philip"),
        ("مايكروسوفت", "microsoft"),
        ("بايدن", "biden"),
        ("ناتشو", "nacho"),
        ("اوباما", "obama"),
    ] {
        assert_eq!(name::arabic(ar), name::latin(en), "{ar} {en}");
    }
    assert_ne!(name::arabic("باريس"), name::latin("berlin"));
}

#[test]
fn words_of_the_lexicon_meet_in_any_inflection() {
    for (ar, en) in [
        ("والحكومات", "governments"),
        ("للهجوم", "attacked"),
        ("ستة", "6"),
        ("تموز", "July"),
        ("بالقانونية", "laws"),
    ] {
        let meets = keys(ar, Lang::Ar).iter().any(|key| keys(en, Lang::En).contains(key));
        assert!(meets, "{ar} {en}");
    }
    assert!(!keys("حكومة", Lang::Ar).iter().any(|key| keys("attack", Lang::En).contains(key)));
}

#[test]
fn numbers_are_one_cue_however_they_are_written() {
    for (ar, en) in
        [("١٤٬٥٠٠", "14,500"), ("٣٫٢", "3.2"), ("ست", "6"), ("07", "7"), ("12/11/2018", "12 11 2018")]
    {
        assert_eq!(keys(ar, Lang::Ar), keys(en, Lang::En), "{ar} {en}");
    }
    assert_ne!(keys("3.2", Lang::En), keys("32", Lang::En));
}

#[test]
fn a_story_finds_its_translation_and_not_another_about_the_same_place() {
    let (ar, en, other) = (Profile::of(&mina()), Profile::of(&harbour()), Profile::of(&strike()));
    assert!(score(&ar, &en) >= ACCEPT, "{}", score(&ar, &en));
    assert!((score(&ar, &en) - score(&en, &ar)).abs() < f32::EPSILON);
    assert!(score(&ar, &other) < ACCEPT, "{}", score(&ar, &other));
    let ranked = best(&ar, [&other, &ar, &en].into_iter());
    assert_eq!(ranked.first().map(|b| b.0), Some(2));
    assert!(ranked.iter().all(|b| b.0 != 1), "an article of the same language is no candidate");
}

#[test]
fn what_the_files_declare_decides() {
    let (mut ar, mut other) = (mina(), strike());
    other.original_title = Some("روتردام تُحصي حاوياتها".into());
    assert!(
        score(&Profile::of(&ar), &Profile::of(&other)) > 0.9,
        "the title of the original, vowel marks or not"
    );
    ar.pair_key = Some("harbour-1".into());
    other.pair_key = Some("harbour-2".into());
    assert!(score(&Profile::of(&ar), &Profile::of(&other)) < ACCEPT);
    other.pair_key = ar.pair_key.clone();
    assert!((score(&Profile::of(&ar), &Profile::of(&other)) - 1.0).abs() < f32::EPSILON);
}

#[test]
fn a_profile_is_the_same_after_storing() {
    let mut article = mina();
    article.countries.push(Tag::declared("NL"));
    let profile = Profile::of(&article);
    let stored = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&stored).unwrap(), profile);
}

#[test]
fn blocks_that_match_stand_one_by_one() {
    let beads = align(&mina(), &harbour());
    assert_eq!(shapes(&beads), "0-0 1-1 2-2 3-3 4-4 5-5 6-6");
    assert!(beads.iter().all(|b| b.confidence > 0.8), "{beads:?}");
}

#[test]
fn a_paragraph_set_as_two_is_one_bead() {
    let mut en = harbour();
    let both = format!("{} {}", en.blocks[0].text, en.blocks[1].text);
    en.blocks.splice(0..2, [Block::new(P, both)]);
    assert_eq!(shapes(&align(&mina(), &en)), "01-0 2-1 3-2 4-3 5-4 6-5");
    let mut ar = mina();
    let both = format!("{} {}", ar.blocks[0].text, ar.blocks[1].text);
    ar.blocks.splice(0..2, [Block::new(P, both)]);
    assert_eq!(shapes(&align(&ar, &harbour())), "0-01 1-2 2-3 3-4 4-5 5-6");
}

#[test]
fn what_is_left_out_on_one_side_stands_alone() {
    let mut en = harbour();
    en.blocks.remove(3);
    assert_eq!(shapes(&align(&mina(), &en)), "0-0 1-1 2-2 3- 4-3 5-4 6-5");
    let mut ar = mina();
    ar.blocks.remove(5);
    ar.blocks.remove(2);
    assert_eq!(shapes(&align(&ar, &harbour())), "0-0 1-1 -2 2-3 3-4 -5 4-6");
}

#[test]
fn headings_stand_with_headings_and_items_with_items_only() {
    let ar = article(Lang::Ar, "", &[(H, "ثلاث قواعد"), (P, "نص أول هنا"), (I, "بند")]);
    let en = article(Lang::En, "", &[(P, "Three rules"), (H, "A first text"), (P, "An item")]);
    for bead in align(&ar, &en) {
        let kinds =
            |side: &Article, at: &[usize]| at.iter().map(|&i| side.blocks[i].kind).collect::<Vec<_>>();
        let (a, e) = (kinds(&ar, &bead.ar), kinds(&en, &bead.en));
        assert!(a.is_empty() || e.is_empty() || a == e, "{a:?} {e:?}");
    }
}

#[test]
fn a_quotation_may_stand_with_a_paragraph() {
    let ar =
        article(Lang::Ar, "", &[(Q, "قال فيرمير إن الكلفة بلغت 450 يورو في 2019"), (P, "ثم غادر هامبورغ")]);
    let en = article(
        Lang::En,
        "",
        &[(P, "The cost was 450 euros in 2019, Vermeer said"), (P, "He then left Hamburg")],
    );
    assert_eq!(shapes(&align(&ar, &en)), "0-0 1-1");
}

#[test]
fn a_side_without_blocks_leaves_the_other_alone() {
    let none = Article { lang: Lang::En, ..Article::default() };
    assert_eq!(shapes(&align(&mina(), &none)), "0- 1- 2- 3- 4- 5- 6-");
    assert_eq!(align(&none, &none), []);
}

/// Numbered short texts, without those of the numbers that leave `out` when divided by a hundred.
fn numbered(lang: Lang, count: usize, text: fn(usize) -> String, out: usize) -> Article {
    let blocks = (0..count).filter(|i| i % 100 != out).map(|i| Block::new(P, text(i))).collect();
    Article { lang, blocks, ..Article::default() }
}

#[test]
fn a_long_text_is_aligned_within_a_band_and_in_windows() {
    let arabic = |i| format!("نص قصير رقمه {} وينتهي.", 3000 + i * 7);
    let english = |i| format!("A short text, number {}, ends.", 3000 + i * 7);
    let ar = numbered(Lang::Ar, 450, arabic, 100);
    let en = numbered(Lang::En, 450, english, 50);
    for window in [2000, 120] {
        let beads = in_windows(&ar, &en, window);
        let single = beads.iter().filter(|b| b.ar.len() == 1 && b.en.len() == 1).count();
        assert_eq!((single, beads.len()), (en.blocks.len(), ar.blocks.len()), "window {window}");
        assert!(beads.iter().filter(|b| b.en.is_empty()).all(|b| b.ar.iter().all(|i| i % 100 == 50)));
    }
}

#[test]
fn sentences_inside_a_bead_are_set_beside_each_other() {
    let ar =
        "وصل فيرمير إلى هامبورغ. كلفت الرحلة 450 يورو، وعاد بعد 3 أيام إلى روتردام. ثم كتب تقريرا للوزارة.";
    let en = "Vermeer came to Hamburg. The trip cost 450 euros. He was back in Rotterdam after 3 days. \
              Then he wrote a report to the ministry.";
    let texts: Vec<(&str, &str)> =
        sentences(ar, en).into_iter().map(|(a, e)| (ar.get(a).unwrap(), en.get(e).unwrap())).collect();
    let starts: Vec<(&str, &str)> =
        texts.iter().map(|(a, e)| (a.split(' ').next().unwrap(), e.split(' ').next().unwrap())).collect();
    assert_eq!(starts, [("وصل", "Vermeer"), ("كلفت", "The"), ("ثم", "Then")]);
    assert!(texts.iter().all(|(a, e)| a.ends_with('.') && e.ends_with('.')));
    assert_eq!(sentences("", "A lonely sentence."), [(0..0, 0..18)]);
    assert_eq!(sentences("", " "), []);
}

fn any_article(lang: Lang) -> impl Strategy<Value = Article> {
    let kind = prop_oneof![Just(P), Just(H), Just(I), Just(Q)];
    let text = prop_oneof!["\\PC{0,40}", "[0-9٠-٩.,٬٫ ]{0,12}", "[اأبتثوي A-Za-z]{0,30}"];
    prop::collection::vec((kind, text), 0..9).prop_map(move |blocks| {
        let blocks = blocks.into_iter().map(|(kind, text)| Block::new(kind, text)).collect();
        Article { lang, blocks, ..Article::default() }
    })
}

proptest! {
    #[test]
    fn every_block_is_in_one_bead_in_order(ar in any_article(Lang::Ar), en in any_article(Lang::En)) {
        let beads = align(&ar, &en);
        let side = |of: fn(&Bead) -> &Vec<usize>| beads.iter().flat_map(of).copied().collect::<Vec<_>>();
        prop_assert_eq!(side(|b| &b.ar), (0..ar.blocks.len()).collect::<Vec<_>>());
        prop_assert_eq!(side(|b| &b.en), (0..en.blocks.len()).collect::<Vec<_>>());
        prop_assert!(beads.iter().all(|b| (0.0..=1.0).contains(&b.confidence)));
        let likely = score(&Profile::of(&ar), &Profile::of(&en));
        prop_assert!((0.0..=1.0).contains(&likely));
    }
}

/// Numbered texts with figures of their own, in the same places in either language.
fn figures(lang: Lang, n: usize) -> Profile {
    let blocks = (0..6).map(|k| {
        let (one, other) = (10_000 + n * 101 + k, 500_000 + n * 37 + k * 7_000);
        Block::new(
            P,
            if lang == Lang::Ar { format!("كان {one} ثم {other}") } else { format!("{one} of {other}") },
        )
    });
    Profile::of(&Article { lang, blocks: blocks.collect(), ..Article::default() })
}

#[test]
fn a_window_gives_the_counterpart_as_long_as_it_is_in_it() {
    let mut window = Window::default();
    for n in 0..200 {
        window.push(n, figures(Lang::En, n));
        window.push(n, figures(Lang::Ar, n));
    }
    let other = |n: usize| Profile::of(&article(Lang::Und, "x", &[(P, &n.to_string())]));
    window.push(200, other(7));
    window.settle();
    let mut scratch = Scratch::default();
    let mut first = |window: &Window<usize>, n| {
        let found = window.find(&figures(Lang::Ar, n), &mut scratch, |_| true);
        found.first().filter(|(_, score)| *score >= ACCEPT).map(|(known, _)| **known)
    };
    assert_eq!((first(&window, 0), first(&window, 130), first(&window, 300)), (Some(0), Some(130), None));
    let cues = window.cues();
    window.drop_while(|known| *known < 100);
    // Before and after the index is brought up.
    assert_eq!((first(&window, 0), first(&window, 130)), (None, Some(130)));
    window.push(300, figures(Lang::En, 300));
    window.settle();
    assert_eq!((first(&window, 99), first(&window, 100), first(&window, 300)), (None, Some(100), Some(300)));
    assert!(window.cues() < cues * 6 / 10);
    assert!(window.profile(|known| known.cmp(&99)).is_none());
    assert_eq!(window.profile(|known| known.cmp(&300)), Some(&figures(Lang::En, 300)));
    window.drop_while(|_| true);
    window.settle();
    assert_eq!((window.cues(), first(&window, 130)), (0, None));
}

#[test]
fn a_window_knows_a_translation_by_the_title_that_it_names() {
    let titled = |lang, title: &str, original: Option<&str>| {
        let mut article = article(lang, title, &[(P, "…")]);
        article.original_title = original.map(str::to_owned);
        Profile::of(&article)
    };
    let mut window = Window::default();
    for n in 0..100 {
        window.push(n, titled(Lang::En, &format!("Plain words {n}"), None));
    }
    window.push(100, titled(Lang::En, "Loose words", Some("كلام عن شيء ما")));
    window.settle();
    let mut scratch = Scratch::default();
    let mut best = |query: &Profile| {
        let found = window.find(query, &mut scratch, |_| true);
        found.first().filter(|(_, score)| *score >= ACCEPT).map(|(known, _)| **known)
    };
    assert_eq!(best(&titled(Lang::Ar, "كلام عن شيء ما", None)), Some(100));
    assert_eq!(best(&titled(Lang::Ar, "كلام آخر", Some("Plain words 42"))), Some(42));
    assert_eq!(best(&titled(Lang::Ar, "كلام آخر", None)), None);
}

//! Pages in the shapes that sites give them when they are saved as text; the words are ours.

use super::{body, cuts, kinds, page, values};
use crate::article::BlockKind::{Heading, Item, Paragraph};
use crate::article::Lang;

#[test]
fn a_page_loses_its_furniture_and_nothing_else() {
    let article = page(
        "Home\n\nHarbour closes after storm\n\nHarbour closes after storm\n\nShare this:\n\n\
         The harbour was closed on Monday after a storm had torn away part of its wall.\n\n\
         Read also: Ten ways to tie a rope\n\nShips wait outside\n\n\
         Eleven ships were waiting outside, said the harbour master, and two had turned back.\n\n\
         Leave a Reply\n\nName\n\nSubmit comment",
    );
    assert_eq!(article.title, "Harbour closes after storm");
    assert_eq!(kinds(&article), [Paragraph, Heading, Paragraph]);
    assert_eq!(body(&article)[1], "Ships wait outside");
    assert_eq!(
        cuts(&article),
        [
            ("navigation", "Home"),
            ("repeated-title", "Harbour closes after storm"),
            ("share", "Share this:"),
            ("related", "Read also: Ten ways to tie a rope"),
            ("comments", "Leave a Reply"),
            ("comments", "Name"),
            ("comments", "Submit comment"),
        ]
    );
    assert_eq!(article.cut.iter().map(|c| c.after).collect::<Vec<_>>(), [-1, -1, -1, 0, 2, 2, 2]);
}

#[test]
fn the_sites_name_leaves_the_title_and_becomes_the_source() {
    let article = page(
        "Storm closes the old harbour | Harbour Times\nHome > News > Coast\nStorm closes the old harbour\n\
         By Jane Doe | March 3, 2020\n\
         The harbour was closed on Tuesday, the port authority said in a short statement.\n\
         It will open again when the wall has been mended, which may take three weeks or more.\n\
         Tags: harbour, storm\n© Harbour Times",
    );
    assert_eq!(article.title, "Storm closes the old harbour");
    assert_eq!(article.source.as_deref(), Some("Harbour Times"));
    assert_eq!(article.author.as_deref(), Some("Jane Doe"));
    assert_eq!(article.date.as_ref().map(ToString::to_string).as_deref(), Some("2020-03-03"));
    assert_eq!(article.blocks.len(), 2, "{:?}", body(&article));
}

#[test]
fn an_arabic_page_with_breadcrumbs_numbers_and_a_comment_form() {
    let article = page(
        "الرئيسية / محليات / الميناء\n\nالعاصفة تغلق الميناء القديم\n\nنشر في: 3 آذار 2020\n\nبقلم: ليلى منصور\n\n\
         أغلقت السلطات الميناء القديم صباح اليوم بعد أن هدمت العاصفة جزءا من سوره.\n\n\
         وطلبت إدارة الميناء من أصحاب القوارب ثلاثة أمور:\n\n١- ربط القوارب جيدا\n\n٢- إخلاء الأرصفة\n\n٣- متابعة النشرة الجوية\n\n\
         اقرأ أيضاً:\n\nعشر طرق لربط الحبال\n\nتاريخ السور القديم في صور\n\n\
         ومن المقرر أن يعود العمل إلى طبيعته الأسبوع المقبل.\n\nأضف تعليقك\n\nالاسم\n\nشكرا على هذا الخبر المفيد جدا، وبارك الله فيكم جميعا.",
    );
    assert_eq!(article.title, "العاصفة تغلق الميناء القديم");
    assert_eq!(article.lang, Lang::Ar);
    assert_eq!(article.author.as_deref(), Some("ليلى منصور"));
    assert_eq!(article.date.as_ref().map(ToString::to_string).as_deref(), Some("2020-03-03"));
    assert_eq!(kinds(&article), [Paragraph, Paragraph, Item, Item, Item, Paragraph]);
    assert_eq!(body(&article)[2], "ربط القوارب جيدا");
    assert_eq!(
        cuts(&article).iter().map(|c| c.0).collect::<Vec<_>>(),
        [
            "navigation",
            "date-line",
            "byline",
            "related",
            "related",
            "related",
            "comments",
            "comments",
            "comments"
        ]
    );
}

#[test]
fn lines_without_gaps_and_a_menu_above() {
    let article = page(
        "Menu\nNews\nSport\nCulture\nThe Harbour Gazette\nFishermen ask for a longer season\n\
         Fishermen of the bay asked on Monday for a season that is two weeks longer.\n\
         They say that the fish come later every year.\n\
         The ministry has not answered yet, but a meeting is planned for next week.\n\
         Related stories\nWhy the fish come late\nA day on a trawler\nRope prices rise again\n\
         Back to top",
    );
    assert_eq!(article.title, "Fishermen ask for a longer season");
    assert_eq!(article.blocks.len(), 3);
    assert!(article.cut.iter().all(|c| c.after == -1 || c.after == 2), "{:?}", article.cut);
    assert_eq!(article.cut.len(), 10);
}

#[test]
fn a_mail_with_lines_broken_at_a_width() {
    let article = page(
        "The season of the fishermen\n\nFishermen of the bay asked on Monday for a season that is two\n\
         weeks longer than it used to be, because the fish come later\nevery year and leave later too, \
         as old people remember.\n\nThe ministry has not answered yet, but it has called a meeting\n\
         for next week, to which the towns of the bay will send their\nmayors.\n",
    );
    assert_eq!(article.title, "The season of the fishermen");
    assert_eq!(article.blocks.len(), 2);
    assert!(body(&article)[1].ends_with("their mayors."));
}

#[test]
fn a_dateline_is_cut_and_its_city_not_counted() {
    let article = page(
        "النرويج تمدد موسم الصيد\n\nدبي، الإمارات العربية المتحدة (CNN)-- أعلنت النرويج تمديد موسم الصيد أسبوعين.\n\n\
         ورحبت السويد بالقرار النرويجي في بيان قصير.",
    );
    assert_eq!(body(&article)[0], "أعلنت النرويج تمديد موسم الصيد أسبوعين.");
    assert_eq!(article.source.as_deref(), Some("CNN"));
    assert_eq!(values(&article.countries).first(), Some(&"NO"));
    assert!(article.countries.iter().chain(&article.mentions).all(|t| t.value != "AE"));
    assert_eq!(article.date, None);
}

#[test]
fn a_date_in_the_running_text_is_not_the_articles() {
    let article = page(
        "Harbour wall is older than thought\n\nThe wall was built before 3 March 1920, a historian said.\n\n\
         On 12 May 2019 a diver found a stone with a much earlier date on it.",
    );
    assert_eq!(article.date, None);
}

#[test]
fn a_translation_by_machine_is_told_by_its_traces() {
    let text = |name: &str| {
        format!(
            "The storm close the harbour the old\n\nالعاصفة تغلق الميناء القديم في المدينة\n\n\
             Said the director {name} that the harbour closed since the morning because of the storm.\n\n\
             And will open the harbour its doors after the repair of the wall, God willing."
        )
    };
    let machine = page(&text("Sami Saad Sami Saad"));
    assert!(machine.machine_translated);
    assert_eq!(machine.original_title.as_deref(), Some("العاصفة تغلق الميناء القديم في المدينة"));
    assert_eq!((machine.lang, machine.blocks.len()), (Lang::En, 2));
    let human = page(&text("Sami Saad"));
    assert!(human.original_title.is_some() && !human.machine_translated);
    assert!(page(&format!("{}\n\nMachine translated from Arabic", text("Sami Saad"))).machine_translated);
}

#[test]
fn a_page_without_a_head_takes_its_title_from_its_first_words() {
    let article = page(
        "The harbour was closed on Monday after a storm had torn away part of its old wall, and eleven ships were \
         waiting outside the bay.",
    );
    assert!(article.title.starts_with("The harbour was closed") && article.title.ends_with('…'));
    assert_eq!(article.blocks.len(), 1);
}

#[test]
fn verses_and_answers_stay() {
    let article = page(
        "أغنية البحر\n\nهذه القصيدة كتبها شاعر من أهل المدينة في القرن الماضي.\n\nيا بحر يا واسع المدى والهدير\n\n\
         خذني إلى شاطئ بعيد بعيد بعيد\n\nلا ريح فيه ولا مطر ولا مساء",
    );
    assert_eq!(article.blocks.len(), 4, "{:?}", article.cut);
}

#[test]
fn a_list_without_markers_belongs_to_the_line_that_announces_it() {
    let article = page(
        "Harbour opens three piers again\n\nThe port authority opened these piers on Monday, after two years of repairs:\n\n\
         East pier\n\nFish pier\n\nThe pier of the old lighthouse\n\nMost read\n\nTen ways to tie a rope\n\nA day on a trawler",
    );
    assert_eq!(body(&article).len(), 4, "{:?}", article.cut);
    assert_eq!(article.cut.len(), 3);
}

/// The five articles that the project began with; they are not part of it.
#[test]
fn the_seeds_are_read_as_they_stand() {
    let shared = std::env::var("QARI_CORPORA").map_or_else(
        |_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds").into(),
        |corpora| std::path::Path::new(&corpora).join("../seeds"),
    );
    let Ok(shared) = shared.canonicalize() else {
        eprintln!("skipped: no seeds at {}", shared.display());
        return;
    };
    let articles: Vec<_> =
        crate::ingest::walk(&[shared]).flat_map(|p| crate::ingest::read_file(&p.unwrap()).unwrap()).collect();
    let count = |kind| {
        articles.iter().map(|a| a.blocks.iter().filter(|b| b.kind == kind).count()).collect::<Vec<_>>()
    };
    assert_eq!(count(Paragraph), [8, 11, 8, 10, 14]);
    assert_eq!(count(Item), [9, 0, 9, 0, 0]);
    assert_eq!(count(Heading), [0, 1, 0, 0, 0]);
    assert_eq!(articles.iter().map(|a| a.cut.len()).collect::<Vec<_>>(), [6, 0, 6, 4, 7]);
    let dates: Vec<_> = articles.iter().map(|a| a.date.as_ref().map(ToString::to_string)).collect();
    assert_eq!(dates, [None, None, None, Some("2021-07-28".to_owned()), None]);
    assert_eq!(
        articles.iter().map(|a| a.machine_translated).collect::<Vec<_>>(),
        [false, false, true, false, false]
    );
    assert_eq!(articles[2].original_title.as_deref(), Some(articles[0].title.as_str()));
    assert_eq!(articles[3].source.as_deref(), Some("سبوتنيك"));
    for (article, first) in articles.iter().zip(["US", "US", "US", "RU", "CN"]) {
        assert!(values(&article.countries).contains(&first), "{:?}", article.countries);
        assert!(!article.topics.is_empty());
    }
}

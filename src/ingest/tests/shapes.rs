//! More shapes of saved pages, each for one thing that goes wrong easily; the words are ours.

use super::{body, cuts, kinds, page};
use crate::article::BlockKind::{Heading, Item, Paragraph, Quote};

fn date(article: &crate::article::Article) -> Option<String> {
    article.date.as_ref().map(ToString::to_string)
}

#[test]
fn a_link_to_the_comments_above_the_text_does_not_end_the_page() {
    let article = page(
        "Bakery opens at midnight\n\nPeople of the old town can buy bread at night from next week, the baker says.\n\n\
         By Jane Doe\n\nPublished 3 March 2020\n\nJoin the conversation\n\n\
         The bakery at the bridge will open at midnight and close at noon, its owner said on Monday.\n\n\
         She wants to sell to nurses, drivers and others who are awake when everybody else is asleep.\n\n\
         Leave a Reply\n\nGreat news for all of us who work at night, thank you.",
    );
    assert_eq!(body(&article).len(), 3, "{:?}", article.cut);
    assert_eq!(
        (article.author.as_deref(), date(&article).as_deref()),
        (Some("Jane Doe"), Some("2020-03-03"))
    );
    assert_eq!(cuts(&article).last().map(|c| c.0), Some("comments"));
}

#[test]
fn menus_of_bullets_go_and_the_lists_of_the_text_stay() {
    let article = page(
        "* Home\n* World\n* Contact us\n\nBakery opens at midnight\n\n  * Facebook\n  * WhatsApp\n\n\
         The bakery at the bridge will open at midnight and close at noon, its owner said.\n\n\
         It will sell three things:\n\n  * bread\n  * salt rolls\n  * cakes with plums\n\n\
         Nobody else in the town bakes at night, said the guild of the bakers.\n\n\
         Most read\n\n  * Mill stands still\n  * Price of flour falls\n\n© 2020 The Bridge",
    );
    assert_eq!(kinds(&article), [Paragraph, Paragraph, Item, Item, Item, Paragraph], "{:?}", article.cut);
    assert_eq!(article.title, "Bakery opens at midnight");
}

#[test]
fn a_dump_of_fixed_width_is_joined_though_its_menus_are_short() {
    let article = page(
        "   Home\n   News\n   Sport\n\n              Bakery opens at midnight\n\n\
         \u{20}  The bakery at the bridge will open at midnight and close at noon, its\n\
         \u{20}  owner said on Monday. She wants to sell to nurses, drivers and others\n\
         \u{20}  who are awake when everybody else is asleep, and who had to eat what\n\
         \u{20}  was left of the day before.\n\n\
         \u{20}  Nobody else in the town bakes at night, said the guild of the bakers,\n\
         \u{20}  which has eleven members.\n",
    );
    assert_eq!(article.blocks.len(), 2, "{:?}", body(&article));
    assert!(body(&article)[0].ends_with("left of the day before."));
    assert_eq!(article.title, "Bakery opens at midnight");
}

#[test]
fn a_dump_to_markdown_shows_title_headings_and_quotations() {
    let article = page(
        "# The Bridge\n\n* Home\n* World\n\n# Bakery opens at midnight\n\n\
         **The bakery at the bridge will open at midnight, its owner said on Monday.**\n\n\
         ## Bread for nurses\n\nShe wants to sell to nurses and drivers, who are awake when others sleep.\n\n\
         > I have never slept at night, so why should my oven.\n\n* * *\n\nThe guild has nothing against it, said one of its eleven members.",
    );
    assert_eq!(article.title, "Bakery opens at midnight");
    assert_eq!(kinds(&article), [Paragraph, Heading, Paragraph, Quote, Paragraph], "{:?}", article.cut);
    assert!(body(&article)[0].starts_with("The bakery") && body(&article)[0].ends_with("Monday."));
}

#[test]
fn arabic_text_without_full_stops_is_text_and_the_links_between_are_links() {
    let article = page(
        "مخبز الجسر يفتح أبوابه ليلا\n\nالإثنين 09-03-2020 | 04:30 مساءً\n\n\
         يفتح مخبز الجسر القديم أبوابه عند منتصف الليل ابتداء من الأسبوع المقبل ويغلقها ظهرا كما أعلن صاحبه اليوم\n\n\
         موضوعات متعلقة\n\n• أسعار الطحين تنخفض\n\n• طاحونة المدينة تتوقف عن العمل\n\n\
         وأضاف صاحب المخبز أن كثيرا من الممرضين والسائقين يبحثون ليلا عن خبز طازج فلا يجدونه في المدينة\n\n\
         وذكرت نقابة الخبازين أن أحدا غيره لا يخبز ليلا",
    );
    assert_eq!(body(&article).len(), 3, "{:?}", article.cut);
    assert_eq!(date(&article).as_deref(), Some("2020-03-09"));
    assert_eq!(article.cut.iter().filter(|c| c.reason == "related").count(), 3);
}

#[test]
fn captions_are_told_by_their_credit_and_a_signed_end_by_its_full_stop() {
    let article = page(
        "مخبز الجسر يفتح أبوابه ليلا\n\nواجهة المخبز كما بدت صباح اليوم (رويترز)\n\n\
         يفتح مخبز الجسر أبوابه عند منتصف الليل، كما أعلن صاحبه اليوم الاثنين.\n\n\
         The oven of the bakery. Photo: Jane Doe\n\n\
         ولا يخبز أحد غيره في المدينة ليلا، كما قالت نقابة الخبازين. (د ب أ)",
    );
    assert_eq!(body(&article).len(), 2, "{:?}", article.cut);
    assert!(body(&article)[1].ends_with("الخبازين."));
    assert_eq!(article.source.as_deref(), Some("د ب أ"));
    assert_eq!(article.cut.iter().filter(|c| c.reason == "caption").count(), 2);
}

#[test]
fn a_dateline_on_its_own_line_gives_the_source() {
    for (line, source) in [("برلين (د ب أ) -", "د ب أ"), ("صور / ليلى منصور / الأناضول", "الأناضول")]
    {
        let article = page(&format!(
            "مخبز الجسر يفتح أبوابه ليلا\n\n5 نوفمبر 2019\n\n{line}\n\n\
             يفتح مخبز الجسر أبوابه عند منتصف الليل، كما أعلن صاحبه.\n\nولا يخبز أحد غيره في المدينة ليلا."
        ));
        assert_eq!((article.source.as_deref(), article.blocks.len()), (Some(source), 2), "{:?}", article.cut);
        assert_eq!(date(&article).as_deref(), Some("2019-11-05"));
    }
}

#[test]
fn a_dateline_without_a_year_takes_it_from_the_page() {
    let article = page(
        "Bakery opens at midnight\n\nNovember 2019\n\nBRIDGETOWN, Nov 12 (Reuters) - The bakery at the bridge will open at \
         midnight, its owner said.\n\nNobody else in the town bakes at night, said the guild.",
    );
    assert_eq!(date(&article).as_deref(), Some("2019-11-12"));
    assert!(body(&article)[0].starts_with("The bakery"));
}

#[test]
fn a_live_report_keeps_its_headings_and_loses_its_clock() {
    let article = page(
        "Live: Snow in the upper town\n\nLast updated: 12 December 2022 18:05 GMT\n\n17:55\n\nOvens stay warm\n\n\
         The bakers will keep their ovens warm all night, said their guild on Monday.\n\n2 hours ago\n\nNo bread left\n\n\
         The bakery at the bridge has sold all of its bread before noon, its owner said.",
    );
    assert_eq!(kinds(&article), [Heading, Paragraph, Heading, Paragraph], "{:?}", article.blocks);
    assert_eq!(date(&article).as_deref(), Some("2022-12-12T18:05:00Z"));
}

#[test]
fn a_notice_about_cookies_above_is_neither_title_nor_text() {
    let article = page(
        "News\nWe use cookies to give you the best bread on our site. By going on you agree to our use of cookies.\nOK\n\
         Bakery opens at midnight\nBakery opens at midnight - The Bridge\n\
         The bakery at the bridge will open at midnight and close at noon, its owner said.\n\
         Nobody else in the town bakes at night, said the guild of the bakers.",
    );
    assert_eq!(
        (article.title.as_str(), article.source.as_deref()),
        ("Bakery opens at midnight", Some("The Bridge"))
    );
    assert_eq!(article.blocks.len(), 2, "{:?}", body(&article));
}

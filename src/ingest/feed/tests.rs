//! Feeds of our own making, whole and broken.

use super::*;

fn items(feed: &str) -> Vec<Draft> {
    read(feed.as_bytes(), Declared::default()).unwrap().0
}

fn body(draft: &Draft) -> Vec<&str> {
    draft.article.blocks.iter().map(|b| b.text.as_str()).collect()
}

const ITEM: &str = "<item><title>Ropes &amp; knots</title><link>https://example.org/ropes</link>\
    <guid isPermaLink='false'>r1</guid><pubDate>Tue, 03 Mar 2020 10:00:00 +0300</pubDate>\
    <author>desk@example.org (Jane Doe)</author><category>Trade</category>\
    <description>&lt;p&gt;A &lt;b&gt;long&lt;/b&gt; rope.&lt;/p&gt;&lt;p&gt;A knot.&lt;/p&gt;</description></item>";

fn rss(items: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Quay Post</title><link>https://example.org/</link>\
         <image><title>Logo</title></image><language>en</language>{items}</channel></rss>"
    )
}

#[test]
fn an_item_becomes_an_article() {
    let drafts = items(&rss(ITEM));
    assert_eq!(drafts.len(), 1);
    let article = &drafts[0].article;
    assert_eq!((article.title.as_str(), article.lang), ("Ropes & knots", Lang::En));
    assert_eq!(article.url.as_deref(), Some("https://example.org/ropes"));
    assert_eq!(article.date.as_ref().map(ToString::to_string).as_deref(), Some("2020-03-03T10:00:00+03:00"));
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("Jane Doe"), Some("Quay Post")));
    assert_eq!(body(&drafts[0]), ["A long rope.", "A knot."]);
    assert_eq!((article.cut[0].reason.as_str(), article.cut[0].text.as_str()), ("tags", "Trade"));
}

#[test]
fn full_content_beats_the_summary_which_is_kept() {
    let drafts = items(&rss("<item><title>T</title><description>In short.</description>\
         <content:encoded xmlns:content='x'><![CDATA[<p>One.</p><ul><li>Two</li></ul>]]></content:encoded></item>"));
    assert_eq!(body(&drafts[0]), ["One.", "Two"]);
    assert_eq!(drafts[0].article.cut[0].reason, "summary");
}

#[test]
fn atom_and_rdf_and_json_are_read() {
    let atom = items(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Quay</title>\
         <author><name>The desk</name></author>\
         <link rel='self' href='https://example.org/self'/><link href='https://example.org/'/>\
         <entry><title type='html'>A &amp;lt;b&amp;gt; &amp;amp; c</title><link rel='edit' href='/e'/>\
         <link href='/a'/><id>tag:1</id><updated>2020-03-04T00:00:00Z</updated>\
         <published>2020-03-03T10:00:00Z</published><author><name>Jane</name><uri>u</uri></author>\
         <category term='trade' label='Trade'/>\
         <content type='xhtml'><div xmlns='x'><p>1 &lt; 2 <a href='/x'>and</a><br/>so</p></div></content>\
         <source><title>Other</title></source></entry></feed>",
    );
    let article = &atom[0].article;
    assert_eq!(
        (article.title.as_str(), article.url.as_deref()),
        ("A <b> & c", Some("https://example.org/a"))
    );
    assert_eq!(article.date.as_ref().map(ToString::to_string).as_deref(), Some("2020-03-03T10:00:00Z"));
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("Jane"), Some("Quay")));
    assert_eq!(body(&atom[0]).join(" "), "1 < 2 and so");
    assert_eq!(article.blocks[0].links[0].url, "https://example.org/x");

    let rdf = items(
        "<rdf:RDF xmlns:rdf='r'><channel rdf:about='c'><title>Quay</title><items><rdf:Seq/></items></channel>\
         <item rdf:about='https://example.org/1'><title>One</title><dc:date>2020-03-03</dc:date>\
         <description>Text.</description></item>\
         <item><title>Two</title><link>https://example.org/2</link></item></rdf:RDF>",
    );
    let urls: Vec<&str> = rdf.iter().filter_map(|d| d.article.url.as_deref()).collect();
    assert_eq!(urls, ["https://example.org/1", "https://example.org/2"]);
    assert_eq!(rdf[1].article.source.as_deref(), Some("Quay"));

    let json = items(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[{"id":"1","url":"https://example.org/1",
        "title":"One","content_html":"<p>Text.</p>","date_published":"2020-03-03T10:00:00Z","authors":[{"name":"Jane"}],
        "tags":["x"]}]}"#,
    );
    assert_eq!((body(&json[0]), json[0].article.author.as_deref()), (vec!["Text."], Some("Jane")));
}

#[test]
fn broken_feeds_keep_their_whole_items() {
    let second = ITEM.replace("ropes", "two").replace("r1", "r2");
    let cut = rss(&format!("{ITEM}{second}"));
    let cut = cut.get(..cut.len() - 60).unwrap();
    for (feed, count) in [
        (rss(ITEM).replace("Ropes &amp; knots", "Ropes & knots"), 1),
        (rss(ITEM).replace("Ropes &amp; knots", "Ropes &amp; knots&nbsp;"), 1),
        (
            rss(ITEM)
                .replace("<category>", "<source url='https://example.org/?a=1&b=2'>x</source><category>"),
            1,
        ),
        (rss(ITEM).replace("rope.", "rope\u{B}."), 1),
        (format!("\u{FEFF}\n  {}", rss(ITEM)), 1),
        (rss(&format!("{ITEM}{ITEM}{second}")), 2),
        (cut.to_owned(), 1),
        (rss(&format!("<item><title>No date</title><b><i></item>{ITEM}")), 2),
        (rss(&format!("<!bogus {ITEM}>{ITEM}")), 1),
        (rss(ITEM).replace("version='2.0'", "version='0.91'"), 1),
    ] {
        let drafts = items(&feed);
        assert_eq!(drafts.len(), count, "{feed}");
        assert!(drafts.iter().any(|d| d.article.title == "Ropes & knots"), "{feed}");
    }
    let dateless = items(&rss("<item><title>No date</title></item>"));
    assert_eq!(dateless[0].article.date, None);
    assert_eq!(dateless[0].identity.as_deref(), Some("https://example.org/#No date None"));
}

#[test]
fn what_is_no_feed_says_so() {
    for text in ["<html><p>text</html>", "{\"a\": 1}", "plain", ""] {
        assert_eq!(read(text.as_bytes(), Declared::default()).err(), Some(FeedError::None), "{text}");
    }
    assert_eq!(read(b"\0\x01\x02\0", Declared::default()).err(), Some(FeedError::Binary));
}

#[test]
fn entities_that_grow_are_not_expanded() {
    let bomb = rss(ITEM).replace(
        "<rss",
        "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><rss",
    );
    let drafts = items(&bomb.replace("Ropes &amp; knots", "Ropes &b;"));
    assert_eq!(drafts[0].article.title, "Ropes &b;");
}

#[test]
fn feeds_that_nest_or_never_end_are_bounded() {
    for inside in [
        "<a>".repeat(100_000),
        format!("<item>{}", "<b>".repeat(100_000)),
        format!("<item><description>{}", "<div>".repeat(20_000)),
        format!("<item><title>{}", "&".repeat(100_000)),
        "<item><title>x</title></item>".repeat(2_000),
        "<!bogus ".repeat(2_000),
        format!("<item {}/>", "a='1' ".repeat(20_000)),
    ] {
        let _ = read(rss(&inside).as_bytes(), Declared::default());
    }
    let deep = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}", "[".repeat(100_000));
    assert!(read(deep.as_bytes(), Declared::default()).is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_a_feed_or_none(bytes: Vec<u8>) {
        let _ = read(&bytes, Declared::default());
        let _ = read(&[b"<rss><channel><item>".as_slice(), bytes.as_slice()].concat(), Declared::default());
    }

    #[test]
    fn any_soup_of_tags_gives_items_with_a_title_or_text(
        parts in proptest::collection::vec(0..TAGS.len(), 0..40)
    ) {
        let soup: String = parts.iter().filter_map(|at| TAGS.get(*at).copied()).collect();
        for feed in [rss(&soup), rss(&format!("{soup}{ITEM}"))] {
            for draft in read(feed.as_bytes(), Declared::default()).unwrap().0 {
                proptest::prop_assert!(!draft.article.title.is_empty() || !draft.article.blocks.is_empty());
            }
        }
    }
}

/// Tags of feeds, whole and half.
const TAGS: [&str; 16] = [
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<link>",
    "</link>",
    "<description>",
    "</description>",
    "word ",
    "<![CDATA[x]]>",
    "<b>",
    "</p>",
    "&nbsp;",
    "& ",
    "<guid>1</guid>",
    "<author><name>",
];

#[test]
fn items_that_say_nothing_and_authors_without_end_cost_little() {
    let names: Vec<String> = (0..20_000).map(|n| format!("<author>{}</author>", n % 10_000)).collect();
    let names = names.concat();
    let feed = format!(
        "<rss><channel>{}<item><title>Tide</title>{names}</item></channel></rss>",
        "<item/>".repeat(20_000)
    );
    assert_eq!(xml::read(&feed).unwrap().items.len(), 1);
    let (drafts, _) = read(feed.as_bytes(), Declared::default()).map_err(|e| e.to_string()).unwrap();
    let author = drafts[0].article.author.as_deref().unwrap();
    assert_eq!(author.split(", ").count(), 10_000, "each is named once");
}

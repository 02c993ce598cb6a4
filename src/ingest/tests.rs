//! What pages become, shown on pages of our own making.

use super::*;
use crate::article::Block;
use crate::article::BlockKind::{self, Heading, Item, Paragraph, Quote};

mod odd;
mod pages;
mod records;
mod shapes;

fn read(text: &str, format: Format) -> Article {
    let origin = Origin { path: "/pages/a".to_owned(), format: Some(format) };
    read_bytes(text.as_bytes(), &origin).unwrap().remove(0)
}

fn page(text: &str) -> Article {
    read(text, Format::Text)
}

fn body(article: &Article) -> Vec<&str> {
    article.blocks.iter().map(|b| b.text.as_str()).collect()
}

fn kinds(article: &Article) -> Vec<BlockKind> {
    article.blocks.iter().map(|b| b.kind).collect()
}

fn cuts(article: &Article) -> Vec<(&str, &str)> {
    article.cut.iter().map(|c| (c.reason.as_str(), c.text.as_str())).collect()
}

fn values(tags: &[Tag]) -> Vec<&str> {
    tags.iter().map(|t| t.value.as_str()).collect()
}

#[test]
fn the_edition_is_read_on_the_same_path() {
    let articles = edition();
    assert!(articles.len() >= 8);
    for article in &articles {
        assert!(article.blocks.len() >= 8, "{}", article.title);
        assert!(article.date.is_some() && article.pair_key.is_some() && !article.countries.is_empty());
        assert!(article.provenance.path.starts_with("edition:"));
        assert!(article.cut.is_empty(), "{:?}", article.cut);
        assert!(matches!(article.lang, Lang::Ar | Lang::En));
    }
    let has = |kind| articles.iter().all(|a| a.blocks.iter().any(|b: &Block| b.kind == kind));
    assert!(has(Heading) && has(Paragraph));
    assert_eq!(edition_hash().len(), 16);
}

#[test]
fn markdown_becomes_blocks_with_links() {
    let article = read(
        "---\ntitle: The rope\nlang: en\ndate: 2020-03-03\nsource: Harbour Times\nauthor: Jane Doe\n\
         countries: [NO, Sweden]\ntopics: [trade]\npair: rope\nmood: fair\n---\n\n# The rope\n\n\
         It is [very long](https://example.org/long), they say.\n\n## How long\n\n- one mile\n- **two** miles\n  \
         - or three\n\n> Nobody measured it.\n\n![a rope](rope.png)\n",
        Format::Markdown,
    );
    assert_eq!((article.title.as_str(), article.lang), ("The rope", Lang::En));
    assert_eq!(article.date.as_ref().map(ToString::to_string).as_deref(), Some("2020-03-03"));
    assert_eq!(
        (article.source.as_deref(), article.author.as_deref(), article.pair_key.as_deref()),
        (Some("Harbour Times"), Some("Jane Doe"), Some("rope"))
    );
    assert_eq!((values(&article.countries), values(&article.topics)), (vec!["NO", "SE"], vec!["trade"]));
    assert_eq!(kinds(&article), [Paragraph, Heading, Item, Item, Item, Quote]);
    assert_eq!(body(&article)[3..5], ["two miles", "or three"]);
    let link = &article.blocks[0].links[0];
    assert_eq!(article.blocks[0].text.get(link.range.clone()), Some("very long"));
    assert_eq!(link.url, "https://example.org/long");
    assert_eq!(cuts(&article), [("repeated-title", "The rope"), ("image", "a rope rope.png")]);
}

#[test]
fn items_of_numbered_lists_keep_their_numbers() {
    let article = read(
        "# T\n\n3. three\n4. four\n   - bullet\n\n     more of it\n5. five\n\nAfter.\n",
        Format::Markdown,
    );
    let markers: Vec<&str> = article.blocks.iter().map(|block| block.marker.as_str()).collect();
    assert_eq!(
        (body(&article).len(), markers),
        (6, vec!["3.", "4.", "", "", "5.", ""]),
        "{:?}",
        body(&article)
    );
}

#[test]
fn front_matter_that_is_wrong_costs_nothing_but_its_value() {
    let article = read(
        "---\ntitle: خبر: بلا اقتباس: أبدا\ndate: yesterday\ncountries: [Atlantis, FR]\n---\nنص الخبر هنا.\n",
        Format::Markdown,
    );
    assert_eq!(article.title, "خبر: بلا اقتباس: أبدا");
    assert_eq!((article.date.clone(), values(&article.countries)), (None, vec!["FR"]));
    assert_eq!(
        cuts(&article),
        [("front-matter", "countries: Atlantis, FR"), ("front-matter", "date: yesterday")]
    );
    let toml = read("+++\ntitle = \"A\"\ndate = 2020-03-03\n+++\n\nText.\n", Format::Markdown);
    assert_eq!((toml.title.as_str(), toml.date.map(|d| d.to_string())), ("A", Some("2020-03-03".to_owned())));
    let plain = read("# Only a heading\n\nAnd a text.\n", Format::Markdown);
    assert_eq!((plain.title.as_str(), body(&plain)), ("Only a heading", vec!["And a text."]));
}

#[test]
fn the_id_follows_the_identity_and_the_hash_the_content() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "A title here\n\nA body that says something in a sentence.").unwrap();
    std::fs::create_dir(folder.path().join("b")).unwrap();
    let first = read_file(&file).unwrap().remove(0);
    let roundabout = read_file(&folder.path().join("b/../a.txt")).unwrap().remove(0);
    assert_eq!(first, roundabout);
    assert!(
        first.id.0.len() == 12 && first.id.0.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    );
    std::fs::write(&file, "A title here\n\nA body that says something else in a sentence.").unwrap();
    let changed = read_file(&file).unwrap().remove(0);
    assert_eq!(changed.id, first.id);
    assert_ne!(changed.provenance.hash, first.provenance.hash);
    let named = |path: &str| {
        let origin = Origin { path: path.to_owned(), format: Some(Format::Markdown) };
        read_bytes(b"---\nid: x1\n---\nText.", &origin).unwrap().remove(0).id
    };
    assert_eq!(named("/a.md"), named("/b.md"));
}

#[test]
fn what_cannot_be_read_says_why() {
    let origin = Origin { path: "/pages/x.txt".to_owned(), format: None };
    let error = |bytes: &[u8]| read_bytes(bytes, &origin).unwrap_err().to_string();
    assert!(error(b"").starts_with("'/pages/x.txt' has no text"), "{}", error(b""));
    assert!(error(b" \n\t\n").starts_with("'/pages/x.txt' has no text"));
    assert!(error(&[0; 100]).starts_with("'/pages/x.txt' is no text but binary data"));
    let missing = read_file(Path::new("/no/such/file.txt")).unwrap_err().to_string();
    assert!(missing.starts_with("'/no/such/file.txt' cannot be read"), "{missing}");
}

#[test]
fn folders_are_walked_in_order_and_only_for_what_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("sub")).unwrap();
    std::fs::create_dir_all(folder.path().join("page_files")).unwrap();
    let frame = "page_files/frame.html";
    for name in ["b.txt", "a.md", "sub/c.MD", "image.png", ".hidden.txt", "page.html", "c.csv.gz", frame] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    let paths = [folder.path().to_owned(), folder.path().join("image.png"), folder.path().join("gone.txt")];
    let (found, failed): (Vec<_>, Vec<_>) = walk(&paths).partition(Result::is_ok);
    let names: Vec<String> = found
        .into_iter()
        .map(|p| p.unwrap().strip_prefix(folder.path()).unwrap().display().to_string())
        .collect();
    assert_eq!(names, ["a.md", "b.txt", "c.csv.gz", "page.html", "sub/c.MD", "image.png"]);
    assert_eq!(failed.len(), 1);
    assert!(failed[0].as_ref().unwrap_err().path.ends_with("gone.txt"));
}

#[test]
fn foreign_controls_never_reach_an_article() {
    let article = page("A title\u{1b}[31m here\n\nA body\u{202E} with \u{7}controls in one sentence.\r\n");
    let text = format!("{} {}", article.title, body(&article).join(" "));
    assert!(text.chars().all(|c| !c.is_control() && c != '\u{202E}'), "{text:?}");
}

#[test]
fn a_page_in_a_language_that_is_not_told_is_not_taken_for_english() {
    let german = "Die Fähre verließ den Hafen am frühen Morgen und kehrte erst am späten Abend zurück, weil der Wind \
                  draußen stärker war, als die Leute an Bord gedacht hatten, und niemand wollte ein Wagnis eingehen.";
    let html = format!(
        "<html lang=\"en\"><head><title>Ferry service</title></head><body><h1>Ferry service</h1><p>{german}</p><p>{german} Wieder.</p></body></html>"
    );
    assert_eq!(read(&html, Format::Html).lang, Lang::Und);
}

/// A page of very many lines costs its length, not its square: with the square, this test would not end.
#[test]
fn a_long_page_is_read_to_its_end() {
    let lines: Vec<String> = (0..8_000).map(|i| format!("label {i} of the harbour")).collect();
    assert!(!page(&lines.join("\n")).blocks.is_empty());
    assert!(
        !page(&"the harbour was closed after the storm had torn away the wall\n".repeat(4_000))
            .blocks
            .is_empty()
    );
}

proptest::proptest! {
    /// No bytes make the reader fail in another way than by an error, and no line of a text is lost.
    #[test]
    fn every_line_is_kept_somewhere(lines in proptest::collection::vec("[ a-dA-D.:|•*-]{0,40}|[ابتثةجال .؟:]{0,40}", 1..20)) {
        let text = lines.join("\n");
        let origin = Origin { path: "/p".to_owned(), format: Some(Format::Text) };
        if let Ok(articles) = read_bytes(text.as_bytes(), &origin) {
            let article = &articles[0];
            let kept: Vec<&str> = article.blocks.iter().map(|b| b.text.as_str())
                .chain(article.cut.iter().map(|c| c.text.as_str()))
                .chain([article.title.as_str()])
                .collect();
            let kept = crate::fold::fold(&kept.join("\n"));
            for word in lines.iter().flat_map(|l| crate::fold::tokens(l)) {
                proptest::prop_assert!(kept.split(' ').any(|k| k == word.text), "{} of {lines:?}", word.text);
            }
        }
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300), markdown: bool) {
        let format = if markdown { Format::Markdown } else { Format::Text };
        let _ = read_bytes(&bytes, &Origin { path: "/p".to_owned(), format: Some(format) });
    }
}

#[test]
fn what_escapes_hide_in_markdown_is_cleaned_too() {
    let text =
        "---\ntitle: \"A\\u001b[2J\\u202eB\"\n---\n\nOne &#27;[31m two &#x202e; [three](http://a/&#27;b).\n";
    let origin = Origin { path: "/x.md".into(), format: Some(Format::Markdown) };
    let article = read_bytes(text.as_bytes(), &origin).unwrap().remove(0);
    let stored = serde_json::to_string(&article).unwrap();
    assert_eq!(article.title, "A[2JB");
    assert!(!stored.contains("\\u001b") && !stored.contains('\u{202e}'), "{stored}");
}

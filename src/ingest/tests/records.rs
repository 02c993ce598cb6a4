//! Records with other people's names for the fields, in every form that has records.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::*;

fn records(text: &str, format: Format) -> Vec<Article> {
    let origin = Origin { path: "/dumps/a".to_owned(), format: Some(format) };
    read_bytes(text.as_bytes(), &origin).unwrap()
}

#[test]
fn fields_are_known_by_the_names_that_archives_give_them() {
    let json = r#"[{"headline": "Ships turn back", "articleBody": "The tide fell.\nTwo ships turned.",
        "publishedAt": "20/12/2016", "publisher": {"name": "Harbour Times"}, "authors": [{"name": "A"}, {"name": "B"}],
        "webUrl": "http://example.org/1", "inLanguage": "en-GB", "section": "sea"}]"#;
    let [article] = records(json, Format::Json).try_into().unwrap();
    assert_eq!((article.title.as_str(), article.lang), ("Ships turn back", Lang::En));
    assert_eq!(body(&article), ["The tide fell.", "Two ships turned."]);
    assert_eq!(article.date.unwrap().to_string(), "2016-12-20");
    assert_eq!(article.source.as_deref(), Some("Harbour Times"));
    assert_eq!(article.author.as_deref(), Some("A, B"));
    assert_eq!(article.url.as_deref(), Some("http://example.org/1"));

    let table = "العنوان,النص,التاريخ\nعودة السفن,انحسر المد عن الميناء.,2016-12-20\n";
    let [article] = records(table, Format::Csv).try_into().unwrap();
    assert_eq!((article.title.as_str(), article.lang), ("عودة السفن", Lang::Ar));
    assert_eq!(body(&article), ["انحسر المد عن الميناء."]);

    let seconds = records(r#"{"title":"t","body":"b","timestamp":1482192000}"#, Format::Json);
    assert_eq!(seconds[0].date.as_ref().unwrap().to_string(), "2016-12-20T00:00:00Z");
}

#[test]
fn a_summary_stands_in_for_a_text_and_is_kept_beside_one() {
    let lone = records(r#"{"title":"t","description":"It rained all day."}"#, Format::Json);
    assert_eq!(body(&lone[0]), ["It rained all day."]);
    let both =
        records(r#"{"title":"t","description":"It rained.","body":"Rain fell on Oslo."}"#, Format::Json);
    assert_eq!(body(&both[0]), ["Rain fell on Oslo."]);
    assert_eq!(cuts(&both[0]), [("summary", "It rained.")]);
    // One that the text begins with says nothing new.
    let same = records(r#"{"title":"t","abstract":"Rain fell","body":"Rain fell on Oslo."}"#, Format::Json);
    assert!(same[0].cut.is_empty());
}

#[test]
fn a_text_that_was_written_for_a_browser_is_read_as_one() {
    let json = r#"{"title":{"rendered":"Rain &#8211; and more"},"link":"http://example.org/a/",
        "content":{"rendered":"<p>Rain fell &amp; fell.</p>\n<ul><li>On <a href=\"b\">Oslo</a></li></ul><script>x()</script>"}}"#;
    let [article] = records(json, Format::Json).try_into().unwrap();
    assert_eq!(body(&article), ["Rain fell & fell.", "On Oslo"]);
    assert_eq!(kinds(&article), [Paragraph, Item]);
    assert_eq!(article.blocks[1].links[0].url, "http://example.org/a/b");
    assert_eq!(article.title, "Rain – and more");
    // Signs of mathematics are none.
    let plain = records(r#"{"title":"t","text":"If a < b & b > c, then R&D."}"#, Format::Json);
    assert_eq!(body(&plain[0]), ["If a < b & b > c, then R&D."]);
}

#[test]
fn a_row_in_two_languages_is_a_pair() {
    let table =
        "id,title_ar,title_en,text_ar,text_en\n7,سفينة,A ship,وصلت السفينة إلى الميناء.,The ship arrived.\n";
    let found = records(table, Format::Csv);
    assert_eq!(found.iter().map(|a| a.lang).collect::<Vec<_>>(), [Lang::Ar, Lang::En]);
    assert_eq!((found[0].title.as_str(), found[1].title.as_str()), ("سفينة", "A ship"));
    assert!(found[0].pair_key.is_some() && found[0].pair_key == found[1].pair_key);
    assert_ne!(found[0].id, found[1].id);
    // A row with one side only is an article in that language.
    let alone =
        records("title_ar,title_en,text_ar,text_en\nسفينة,,وصلت السفينة إلى الميناء.,\n", Format::Csv);
    assert_eq!(alone.iter().map(|a| a.lang).collect::<Vec<_>>(), [Lang::Ar]);
}

#[test]
fn the_number_of_a_row_is_its_place_in_this_file_only() {
    let read = |path: &str, table: &str| {
        let origin = Origin { path: path.to_owned(), format: Some(Format::Csv) };
        read_bytes(table.as_bytes(), &origin).unwrap()
    };
    let first = read("/dumps/a.csv", "id,title,text\n1,a,x\n2,b,y\n");
    let turned = read("/dumps/a.csv", "id,title,text\n2,b,y\n1,a,x\n");
    let other = read("/dumps/b.csv", "id,title,text\n1,c,z\n");
    assert_eq!(first[0].id, turned[1].id);
    assert_ne!(first[0].id, other[0].id);
    // A name is the article's, wherever it stands.
    let named = |path| read(path, "id,title,text\nharbour-2016-7,a,x\n").remove(0).id;
    assert_eq!(named("/dumps/a.csv"), named("/dumps/b.csv"));
}

#[test]
fn what_a_person_says_about_fields_goes_before_what_is_guessed() {
    let mut how = Reading { format: Some(Format::Json), ..Reading::default() };
    how.mapping.add("title=kicker").unwrap();
    how.mapping.add("text = parts.main").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.data");
    std::fs::write(&file, r#"{"title":"Not this","kicker":"This","parts":{"main":"And this."}}"#).unwrap();
    let mut found = Vec::new();
    read_all(&[file], &how, &AtomicBool::new(false), |piece| -> Result<(), ()> {
        found.extend(piece.articles);
        Ok(())
    })
    .unwrap();
    assert_eq!((found[0].title.as_str(), body(&found[0])), ("This", vec!["And this."]));
    let wrong = how.mapping.add("colour=x").unwrap_err().to_string();
    assert!(wrong.starts_with("'colour' is no field of an article: it has author, "), "{wrong}");
    assert!(how.mapping.add("title").unwrap_err().to_string().contains("FIELD=NAME"));
}

/// Everything of some files, and what failed.
fn all(paths: &[PathBuf]) -> (Vec<String>, Vec<String>) {
    let (mut titles, mut failed) = (Vec::new(), Vec::new());
    read_all(paths, &Reading::default(), &AtomicBool::new(false), |piece| -> Result<(), ()> {
        titles.extend(piece.articles.into_iter().map(|a| a.title));
        failed.extend(piece.failed.into_iter().map(|f| f.reason));
        Ok(())
    })
    .unwrap();
    (titles, failed)
}

#[test]
fn packed_files_of_every_form_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let gzip = |name: &str, text: &str| {
        let file = std::fs::File::create(path(name)).unwrap();
        let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap();
    };
    gzip("a.jsonl.gz", "{\"title\":\"A\",\"text\":\"x\"}\nnonsense\n{\"title\":\"B\",\"text\":\"y\"}\n");
    gzip("b.md.gz", "---\ntitle: C\n---\nRain.\n");
    let packed = zstd::encode_all(&b"title\ttext\nD\tx\n"[..], 3).unwrap();
    std::fs::write(path("c.tsv.zst"), packed).unwrap();
    std::fs::write(path("d.txt"), "<DOC>\n<TITLE>E\n<TEXT>\nRain.\n</DOC>\n<DOC><TITLE>F</TITLE></DOC>\n")
        .unwrap();
    gzip("e.txt.gz", &"Rain fell on Oslo all day, and nobody had brought an umbrella.\n".repeat(3));
    let (titles, failed) = all(&[folder.path().to_owned()]);
    assert_eq!(titles[..6], ["A", "B", "C", "D", "E", "F"]);
    assert_eq!(titles.len(), 7);
    assert_eq!(failed.len(), 1);
    assert!(failed[0].contains("a.jsonl.gz#2' is no record"), "{}", failed[0]);
}

#[test]
fn a_damaged_packing_is_told_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl.gz"), [0x1F, 0x8B, 8, 0, 1, 2, 3]).unwrap();
    std::fs::write(folder.path().join("b.md"), "---\ntitle: B\n---\nRain.\n").unwrap();
    let (titles, failed) = all(&[folder.path().to_owned()]);
    assert_eq!((titles.as_slice(), failed.len()), (&["B".to_owned()][..], 1));
    assert!(failed[0].contains("cannot be read"), "{}", failed[0]);
}

#[test]
fn a_line_that_is_too_long_is_told_and_those_behind_it_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let long = "a".repeat(SIZE_LIMIT as usize + 10);
    let lines = format!("{{\"title\":\"A\"}}\n{{\"title\":\"{long}\"}}\n{{\"title\":\"B\"}}\n");
    std::fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    let (titles, failed) = all(&[folder.path().to_owned()]);
    assert_eq!(titles, ["A", "B"]);
    assert_eq!(failed.len(), 1);
    assert!(failed[0].contains("a.jsonl#2' has 33554"), "{}", failed[0]);
}

//! Translations by makers of the tests' own, and by commands of this machine.

use std::cell::RefCell;
use std::time::Instant;

use super::*;
use crate::article::{BlockKind, Link, Place};

/// Says from which language into which, with what no text may have, and keeps what it was asked.
#[derive(Default)]
struct Shared(std::sync::Mutex<Vec<String>>);

impl Maker for Shared {
    fn name(&self) -> String {
        "echo".into()
    }

    fn translate(
        &self,
        text: &str,
        from: Lang,
        to: Lang,
        _: &dyn Fn() -> bool,
    ) -> Result<String, TranslateError> {
        self.0.lock().unwrap().push(text.to_owned());
        Ok(if text == "silent" {
            " \n".into()
        } else {
            format!("{}>{}:\u{1b}\n{text}\n", from.code(), to.code())
        })
    }
}

fn original() -> Article {
    let block = |kind, text: &str| Block::new(kind, text);
    let mut item = block(BlockKind::Item, "an item");
    item.marker = "2.".into();
    item.links = vec![Link { range: 0..2, url: "https://example.org".into() }];
    let mut foreign = block(BlockKind::Quote, "قول بالعربية");
    foreign.lang = Some(Lang::Ar);
    Article {
        id: "a".into(),
        title: "The title".into(),
        lang: Lang::En,
        source: Some("Wire".into()),
        countries: vec![Tag {
            value: "FR".into(),
            score: 0.5,
            evidence: vec![crate::article::Evidence { place: Place::Title, range: 0..3 }],
        }],
        blocks: vec![block(BlockKind::Heading, "one"), item, block(BlockKind::Paragraph, " "), foreign],
        ..Article::default()
    }
}

fn never() -> bool {
    false
}

fn made(maker: &dyn Maker, begun: Option<Article>) -> Result<Article, TranslateError> {
    translate(maker, &original(), begun, &never, &mut |_| Ok(()))
}

#[test]
fn a_translation_has_the_blocks_of_its_original_one_for_one_and_says_what_it_is() {
    let told = RefCell::new(Vec::new());
    let maker = Shared::default();
    let each = &mut |so_far: &Article| {
        told.borrow_mut().push(so_far.blocks.len());
        Ok::<(), TranslateError>(())
    };
    let made = translate(&maker, &original(), None, &never, each).unwrap();
    assert_eq!(told.into_inner(), [0, 1, 2, 3, 4]);
    assert_eq!((made.id.0.as_str(), made.lang, made.machine_translated), ("a-mt-ar", Lang::Ar, true));
    assert_eq!(
        (made.title.as_str(), made.original_title.as_deref()),
        ("en>ar: The title", Some("The title"))
    );
    let texts: Vec<&str> = made.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["en>ar: one", "en>ar: an item", " ", "قول بالعربية"], "what is Arabic already stays");
    let kinds: Vec<BlockKind> = made.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, original().blocks.iter().map(|block| block.kind).collect::<Vec<_>>());
    assert_eq!((made.blocks[1].marker.as_str(), made.blocks[1].links.len()), ("2.", 0));
    assert_eq!((made.countries[0].value.as_str(), made.countries[0].evidence.len()), ("FR", 0));
    assert_eq!(
        (made.provenance.path.as_str(), made.provenance.format.as_str()),
        ("translation:a", "translation")
    );
    assert_eq!(maker.0.into_inner().unwrap(), ["The title", "one", "an item"]);
}

#[test]
fn one_that_was_begun_is_gone_on_with_where_it_stopped() {
    let maker = Shared::default();
    let mut begun = made(&maker, None).unwrap();
    begun.blocks.truncate(1);
    begun.title = "Kept".into();
    maker.0.lock().unwrap().clear();
    let whole = made(&maker, Some(begun)).unwrap();
    assert_eq!((whole.title.as_str(), whole.blocks.len()), ("Kept", 4));
    assert_eq!(maker.0.into_inner().unwrap(), ["an item"]);
}

#[test]
fn nothing_for_a_paragraph_is_a_fault_that_names_it() {
    let mut original = original();
    original.blocks[1].text = "silent".into();
    let mut so_far = 0;
    let told = translate(&Shared::default(), &original, None, &never, &mut |made| {
        so_far = made.blocks.len();
        Ok::<(), TranslateError>(())
    });
    let told = told.unwrap_err().to_string();
    assert!(told.contains("the paragraph that begins 'silent'"), "{told}");
    assert_eq!(so_far, 1, "what came before is kept");
}

#[test]
fn only_the_two_languages_are_translated() {
    for lang in [Lang::Fa, Lang::Ur, Lang::Und] {
        let original = Article { lang, ..original() };
        let told =
            translate(&Shared::default(), &original, None, &never, &mut |_| Ok::<(), TranslateError>(()));
        assert!(matches!(told, Err(TranslateError::Language { .. })), "{told:?}");
    }
}

/// A command of the shell's.
fn shell(line: &str, timeout: Duration) -> Box<dyn Maker> {
    let command = ["sh", "-c", line, "sh", "{from}>{to}"].map(str::to_owned).to_vec();
    maker(&Settings { command, timeout, ..Settings::default() }).unwrap().unwrap()
}

fn asked(line: &str) -> Result<String, TranslateError> {
    shell(line, Duration::from_secs(20)).translate("قال الوفد", Lang::Ar, Lang::En, &never)
}

#[test]
fn a_command_reads_the_text_and_knows_the_languages() {
    assert_eq!(asked("cat; echo $1 $QARI_FROM $QARI_TO").unwrap(), "قال الوفد\nar>en ar en\n");
    assert_eq!(asked("read -r line && echo \"$line\"").unwrap(), "قال الوفد\n", "a whole line");
    let long = "word ".repeat(100_000);
    let back = shell("cat", Duration::from_secs(20)).translate(&long, Lang::En, Lang::Ar, &never).unwrap();
    assert_eq!(back.len(), long.len() + 1);
}

#[test]
fn a_command_that_fails_is_told_with_its_last_words() {
    let told = asked("echo first >&2; echo 'no model for it' >&2; exit 3").unwrap_err().to_string();
    assert!(told.starts_with("'sh' failed (exit status: 3: no model for it): try it in a shell"), "{told}");
    let command = vec!["/no/such/program".to_owned()];
    let none = maker(&Settings { command, ..Settings::default() }).unwrap().unwrap();
    let told = none.translate("x", Lang::En, Lang::Ar, &never).unwrap_err();
    assert!(told.is_lasting() && told.to_string().starts_with("cannot run '/no/such/program' to translate"));
    assert!(matches!(asked("printf '\\377\\376'"), Err(TranslateError::NotUtf8 { .. })));
    assert!(matches!(asked("yes"), Err(TranslateError::TooLong { .. })));
}

#[test]
fn a_command_is_stopped_with_all_that_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let line = format!("sleep 300 & echo $! > '{}'; wait", file.display());
    let gone = |why: &str| {
        let pid = std::fs::read_to_string(&file).unwrap();
        let proc = format!("/proc/{}/stat", pid.trim());
        let end = Instant::now() + Duration::from_secs(20);
        // Whoever inherits it may take a moment to bury it: a zombie sleeps no more.
        while std::fs::read_to_string(&proc).is_ok_and(|stat| !stat.contains(") Z ")) {
            assert!(Instant::now() < end, "{why}: it still sleeps");
            std::thread::sleep(Duration::from_millis(5));
        }
        std::fs::remove_file(&file).unwrap();
    };
    let told = shell(&line, Duration::from_millis(300)).translate("x", Lang::En, Lang::Ar, &never);
    assert!(matches!(told, Err(TranslateError::Slow { .. })), "{told:?}");
    gone("too slow");
    let started = || file.exists() && std::fs::read_to_string(&file).is_ok_and(|pid| pid.ends_with('\n'));
    let told = shell(&line, Duration::from_mins(5)).translate("x", Lang::En, Lang::Ar, &started);
    assert!(matches!(told, Err(TranslateError::Stopped)), "{told:?}");
    gone("stopped");
}

#[test]
fn nothing_is_asked_where_nothing_is_set_and_no_other_address_than_the_webs() {
    assert!(maker(&Settings::default()).unwrap().is_none());
    for url in ["localhost:5000", "file:///etc/passwd", "http://", "x"] {
        let told = maker(&Settings { url: url.into(), ..Settings::default() }).map(|_| ());
        assert!(matches!(told, Err(TranslateError::Address { .. })), "{url}");
    }
    let set = Settings { url: "https://translate.example.org/".into(), ..Settings::default() };
    assert_eq!(maker(&set).unwrap().unwrap().name(), "translate.example.org");
}

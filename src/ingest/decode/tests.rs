//! What bytes become, with what is declared of them and without.

use super::*;
use encoding_rs::WINDOWS_1256;

const ARABIC: &str = "وصل القطار إلى المحطة متأخرا، ولم ينتظره أحد في المدينة القديمة.";

#[test]
fn an_arabic_text_is_read_in_the_encodings_it_is_saved_in() {
    let windows = WINDOWS_1256.encode(ARABIC).0.into_owned();
    let iso = encoding_rs::ISO_8859_6.encode(ARABIC).0.into_owned();
    let little: Vec<u8> = ARABIC.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(little.clone()).collect();
    let utf8_marked: Vec<u8> = "\u{FEFF}".bytes().chain(ARABIC.bytes()).collect();
    for (bytes, name) in [
        (ARABIC.as_bytes().to_vec(), "UTF-8"),
        (utf8_marked, "UTF-8"),
        (windows, "windows-1256"),
        (iso, "ISO-8859-6"),
        (little, "UTF-16LE"),
        (marked, "UTF-16LE"),
    ] {
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.encoding.as_str(), decoded.text.as_str()), (name, ARABIC));
    }
}

#[test]
fn binary_data_is_no_text() {
    assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0").is_none());
    assert!(decode(&[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]).is_none());
    assert!(decode(b"").is_some());
}

fn html(bytes: &[u8]) -> Decoded {
    decode_html(bytes, Declared::default()).unwrap()
}

fn page(declaration: &str, encode: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    encode(&format!("<html><head>{declaration}<title>{ARABIC}</title></head><body>{ARABIC}</body></html>"))
}

fn windows(text: &str) -> Vec<u8> {
    WINDOWS_1256.encode(text).0.into_owned()
}

fn iso(text: &str) -> Vec<u8> {
    encoding_rs::ISO_8859_6.encode(text).0.into_owned()
}

fn dos(text: &str) -> Vec<u8> {
    oem_cp::encode_string_lossy(text, &oem_cp::code_table::ENCODING_TABLE_CP720)
}

#[test]
fn a_page_is_read_right_whatever_it_declares() {
    for declaration in [
        "",
        "<meta charset=windows-1256>",
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>",
        "<META CONTENT=\"text/html; charset=iso-8859-1\" HTTP-EQUIV=Content-Type>",
        "<meta charset=\"utf-8\">",
        "<meta charset=\"koi8-r\">",
        "<meta charset=\"iso-8859-6\">",
        "<meta charset=nonsense><!-- <meta charset=utf-8> -->",
    ] {
        for (encode, name) in
            [(windows as fn(&str) -> Vec<u8>, "windows-1256"), (iso, "ISO-8859-6"), (dos, "cp720")]
        {
            let decoded = html(&page(declaration, encode));
            assert_eq!(decoded.encoding, name, "{declaration}");
            // DOS has no Arabic comma.
            let expected = if name == "cp720" { ARABIC.replace('،', "?") } else { ARABIC.to_owned() };
            assert!(decoded.text.contains(&expected), "{declaration} {name}");
        }
        let decoded = html(&page(declaration, |t| t.as_bytes().to_vec()));
        assert_eq!((decoded.encoding.as_str(), decoded.text.contains(ARABIC)), ("UTF-8", true));
    }
}

#[test]
fn what_is_declared_of_other_languages_is_believed() {
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let french = "Le maire a été reçu à l'hôtel de ville, où la fête était déjà commencée.";
    let decoded = html(&latin(&format!("<meta charset=iso-8859-1><p>{french}")));
    assert_eq!((decoded.encoding.as_str(), decoded.text.contains(french)), ("windows-1252", true));
    let russian = "Делегация прибыла в город вчера вечером и осмотрела выставку цветов";
    let bytes = encoding_rs::KOI8_R.encode(&format!("<meta charset=koi8-r><p>{russian}")).0.into_owned();
    assert!(html(&bytes).text.contains(russian));
}

#[test]
fn http_is_asked_before_the_page() {
    let bytes = page("<meta charset=utf-8>", |_| windows("<p>قهوة"));
    let declared = Declared { charset: Some("WINDOWS-1256"), url: None };
    assert!(decode_html(&bytes, declared).unwrap().text.contains("قهوة"));
}

#[test]
fn an_xml_declaration_is_read_by_all_its_aliases() {
    for label in ["windows-1256", "windows_1256", "cp1256", "CP-1256", "ms-arab", "x-cp1256", "1256"] {
        let bytes = windows(&format!("\n<?xml version='1.0' encoding='{label}'?><a>قهوة</a>"));
        let decoded = decode_xml(&bytes, Declared::default()).unwrap();
        assert!(decoded.text.contains("قهوة"), "{label}: {}", decoded.text);
    }
    for (label, name) in
        [("IBM720", "cp720"), ("dos_720", "cp720"), ("asmo-708", "ISO-8859-6"), ("UTF8", "UTF-8")]
    {
        assert_eq!(Charset::for_label(label).map(Charset::name), Some(name), "{label}");
    }
    assert_eq!(Charset::for_label("no-such"), None);
}

#[test]
fn text_that_was_cut_inside_a_letter_stays_utf8() {
    let cut = &ARABIC.as_bytes()[..ARABIC.len() - 2];
    let decoded = decode(cut).unwrap();
    assert_eq!(decoded.encoding, "UTF-8");
    assert!(decoded.text.starts_with("وصل القطار إلى المحطة"));
}

#[test]
fn mojibake_is_read_back_and_said() {
    let misread = |text: &str, encoding: &'static Encoding| {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    };
    for encoding in [encoding_rs::WINDOWS_1252, WINDOWS_1256] {
        let once = misread(ARABIC, encoding);
        let decoded = decode(once.as_bytes()).unwrap();
        assert_eq!(decoded.text, ARABIC);
        assert_eq!(decoded.encoding, format!("UTF-8, misread as {}", encoding.name()));
        let decoded = decode(misread(&once, encoding).as_bytes()).unwrap();
        assert_eq!(decoded.text, ARABIC, "{}", decoded.encoding);
        assert_eq!(decoded.encoding.matches("misread").count(), 2);
    }
    let mixed = format!("{ARABIC} {}", misread("والمدينة القديمة", encoding_rs::WINDOWS_1252));
    assert_eq!(decode(mixed.as_bytes()).unwrap().text, format!("{ARABIC} والمدينة القديمة"));
}

#[test]
fn mojibake_that_lost_letters_is_said_and_left() {
    let misread = encoding_rs::WINDOWS_1252.decode_without_bom_handling(ARABIC.as_bytes()).0;
    let lost: String =
        misread.chars().map(|c| if ('\u{80}'..='\u{9F}').contains(&c) { '?' } else { c }).collect();
    let lost = lost.replace('§', "?");
    let decoded = decode(lost.as_bytes()).unwrap();
    assert_eq!((decoded.text.as_str(), decoded.encoding.ends_with("not repaired")), (lost.as_str(), true));
}

#[test]
fn real_text_is_no_mojibake() {
    for text in [
        ARABIC,
        "قال: «ط§»؛ و«ظ»… هل من وسط؟ لا، فقط،",
        "20 °C, Ã la carte, “naïve” – café, Øre, Ünal",
        "Sør-Trøndelag ligger på Østlandet: Åse så på Ævar",
    ] {
        let decoded = decode(text.as_bytes()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (text, "UTF-8"));
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_decode_within_bounds(bytes: Vec<u8>, label: Option<String>) {
        let declared = Declared { charset: label.as_deref(), url: None };
        for decoded in [decode_html(&bytes, declared), decode_xml(&bytes, declared), decode(&bytes)] {
            // A byte becomes three bytes of UTF-8 at most, and a replacement takes three.
            proptest::prop_assert!(decoded.is_none_or(|d| d.text.len() <= 3 * bytes.len()));
        }
    }
}

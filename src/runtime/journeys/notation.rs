//! The screen written down so that a person can check it in any editor: Arabic letters as the signs of Buckwalter's
//! transliteration, each in its own column, so that no viewer reorders or joins anything.
//!
//! Under a row with Arabic stands a second one that says what each of its letters is: `i` initial, `m` medial,
//! `f` final, `s` standing alone, `.` a sign without forms, `!` a letter that was never shaped (a fault). A capital
//! there means that the cell carries marks, which the end of the row lists as `column:code point`. The table for
//! people is in `tests/golden/README.md`.

use ratatui::buffer::Buffer;

/// Letters in the order of U+FE80 to U+FEFC, with their sign and how many forms stand there (2: alone and final;
/// 4: initial and medial too). The four ligatures of lam and alef end the table.
const LETTERS: &[(char, char, u32)] = &[
    ('ء', '\'', 1),
    ('آ', '|', 2),
    ('أ', '>', 2),
    ('ؤ', '&', 2),
    ('إ', '<', 2),
    ('ئ', '}', 4),
    ('ا', 'A', 2),
    ('ب', 'b', 4),
    ('ة', 'p', 2),
    ('ت', 't', 4),
    ('ث', 'v', 4),
    ('ج', 'j', 4),
    ('ح', 'H', 4),
    ('خ', 'x', 4),
    ('د', 'd', 2),
    ('ذ', '*', 2),
    ('ر', 'r', 2),
    ('ز', 'z', 2),
    ('س', 's', 4),
    ('ش', '$', 4),
    ('ص', 'S', 4),
    ('ض', 'D', 4),
    ('ط', 'T', 4),
    ('ظ', 'Z', 4),
    ('ع', 'E', 4),
    ('غ', 'g', 4),
    ('ف', 'f', 4),
    ('ق', 'q', 4),
    ('ك', 'k', 4),
    ('ل', 'l', 4),
    ('م', 'm', 4),
    ('ن', 'n', 4),
    ('ه', 'h', 4),
    ('و', 'w', 2),
    ('ى', 'Y', 2),
    ('ي', 'y', 4),
    ('آ', 'C', 2),
    ('أ', 'O', 2),
    ('إ', 'I', 2),
    ('ا', 'X', 2),
];

/// Signs of Arabic writing that have no forms.
const SIGNS: &[(char, char)] = &[('،', ','), ('؛', ';'), ('؟', '?'), ('٪', '%'), ('ـ', '_')];

/// One row: its cells, what its Arabic letters are, its marks.
struct Row {
    cells: String,
    forms: String,
    marks: Vec<String>,
}

/// The whole screen, each row with its number.
pub(super) fn picture(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let row = row(buffer, y);
        out.push_str(format!("{y:02} {}", row.cells).trim_end());
        out.push('\n');
        if !row.forms.trim().is_empty() {
            let forms = format!("   {}  {}", row.forms.trim_end(), row.marks.join(" "));
            out.push_str(forms.trim_end());
            out.push('\n');
        }
    }
    out
}

fn row(buffer: &Buffer, y: u16) -> Row {
    let mut row = Row { cells: String::new(), forms: String::new(), marks: Vec::new() };
    for x in 0..buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        let mut chars = symbol.chars();
        // The second column of a wide cell has no symbol, and none is needed: the first takes two columns here too.
        let Some(first) = chars.next() else {
            row.forms.push(' ');
            continue;
        };
        let (sign, form) = sign(first);
        let before = row.marks.len();
        row.marks.extend(chars.map(|mark| format!("{x}:U+{:04X}", mark as u32)));
        row.cells.push(sign);
        row.forms.push(if row.marks.len() > before { form.to_ascii_uppercase() } else { form });
    }
    row
}

/// The sign of a cell's first character and what it is; a blank for what reads as it stands.
fn sign(c: char) -> (char, char) {
    let mut first = 0xFE80;
    for (letter, sign, forms) in LETTERS {
        if let Some(form) = (c as u32).checked_sub(first).filter(|form| form < forms) {
            return (*sign, ['s', 'f', 'i', 'm'][form as usize]);
        }
        if c == *letter {
            // Hamza joins neither side: its letter is its only form.
            return (*sign, if *forms == 1 { 's' } else { '!' });
        }
        first += forms;
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(arabic, _)| *arabic == c) {
        return (*sign, '.');
    }
    match c {
        '٠'..='٩' => (char::from(b'0' + (c as u32 - '٠' as u32) as u8), '.'),
        // Nothing else of the right-to-left scripts belongs in these screens.
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => ('¿', '!'),
        _ => (c, ' '),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    fn buffer(symbols: &[&str]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, symbols.len() as u16, 1));
        for (x, symbol) in (0u16..).zip(symbols) {
            buffer[(x, 0)].set_symbol(symbol);
        }
        buffer
    }

    #[test]
    fn letters_are_written_in_their_columns_with_their_forms_below() {
        // A blank, then BAB from left to right: beh alone, alef final, beh initial; then a Latin letter.
        let shown = picture(&buffer(&[" ", "\u{FE8F}", "\u{FE8E}", "\u{FE91}", "x"]));
        assert_eq!(shown, "00  bAbx\n    sfi\n");
    }

    #[test]
    fn a_marked_letter_has_a_capital_and_its_mark_at_the_rows_end() {
        let shown = picture(&buffer(&["\u{FED3}\u{064F}", "\u{FEFB}"]));
        assert_eq!(shown, "00 fX\n   Is  0:U+064F\n");
    }

    #[test]
    fn a_letter_that_was_never_shaped_is_seen() {
        assert_eq!(picture(&buffer(&["م"])), "00 m\n   !\n");
    }

    #[test]
    fn the_table_ends_where_the_block_ends() {
        assert_eq!(0xFE80 + LETTERS.iter().map(|l| l.2).sum::<u32>(), 0xFEFD);
        assert_eq!((sign('\u{FEF4}'), sign('\u{FEFC}')), (('y', 'm'), ('X', 'f')));
    }
}

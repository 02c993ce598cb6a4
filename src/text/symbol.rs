//! Ready-made symbols of one character: copying one is several times faster than encoding a character and copying
//! its bytes, and nearly every cell has one.
//!
//! Data and look-up only; which character a cell shows is not decided here.

use super::CompactString;

/// The symbol that shows `c` alone.
#[inline]
pub(super) fn of(c: char) -> CompactString {
    let ready = match c {
        '\0'..='\x7F' => ASCII.get(c as usize),
        '\u{600}'..='\u{6FF}' => ARABIC.get(c as usize - 0x600),
        '\u{2010}'..='\u{203F}' => SIGNS.get(c as usize - 0x2010),
        '\u{FB50}'..='\u{FBFF}' => FORMS_A.get(c as usize - 0xFB50),
        '\u{FE80}'..='\u{FEFF}' => FORMS_B.get(c as usize - 0xFE80),
        _ => None,
    };
    ready.map_or_else(|| CompactString::new(c.encode_utf8(&mut [0; 4])), Clone::clone)
}

static ASCII: [CompactString; 0x80] = symbols(ASCII_BYTES, 1);
static ARABIC: [CompactString; 0x100] = symbols(ARABIC_BYTES, 2);
static SIGNS: [CompactString; 0x30] = symbols(SIGNS_BYTES, 3);
static FORMS_A: [CompactString; 0xB0] = symbols(FORMS_A_BYTES, 3);
static FORMS_B: [CompactString; 0x80] = symbols(FORMS_B_BYTES, 3);

const ASCII_BYTES: &[u8] = &bytes::<0x80>(0, 1);
const ARABIC_BYTES: &[u8] = &bytes::<0x200>(0x600, 2);
const SIGNS_BYTES: &[u8] = &bytes::<0x90>(0x2010, 3);
const FORMS_A_BYTES: &[u8] = &bytes::<0x210>(0xFB50, 3);
const FORMS_B_BYTES: &[u8] = &bytes::<0x180>(0xFE80, 3);

/// The characters from `first` on in UTF-8, `size` bytes each.
const fn bytes<const N: usize>(first: u32, size: usize) -> [u8; N] {
    let mut out = [0; N];
    let mut at = 0;
    while at < N {
        let mut buffer = [0; 4];
        let c = char::from_u32(first + (at / size) as u32).expect("no surrogates in these blocks");
        let _ = c.encode_utf8(&mut buffer);
        let mut byte = 0;
        while byte < size {
            out[at + byte] = buffer[byte];
            byte += 1;
        }
        at += size;
    }
    out
}

/// A symbol of each `size` bytes.
const fn symbols<const N: usize>(mut bytes: &'static [u8], size: usize) -> [CompactString; N] {
    let mut out = [const { CompactString::const_new("") }; N];
    let mut at = 0;
    while at < N {
        let (one, rest) = bytes.split_at(size);
        if let Ok(text) = std::str::from_utf8(one) {
            // Nothing is dropped in constants, and an empty symbol has nothing to drop.
            std::mem::forget(std::mem::replace(&mut out[at], CompactString::const_new(text)));
        }
        bytes = rest;
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_its_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(of(c), String::from(c));
        }
    }
}

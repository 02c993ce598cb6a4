//! A query written back as text: what the prompt shows after a facet was clicked, and what is saved.
//!
//! Reading it gives the same query again. Field names are written in English, values as they are stored.

use std::fmt::{self, Write as _};

use super::parse::{DROPPED, Prefix, is_blank, is_or, is_quote, prefix};
use super::{Atom, Field, Filter, Group, Query, Sort};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = self.groups.iter().filter(|g| !g.any.is_empty()).map(|g| g as &dyn fmt::Display);
        let filters = self.filters.iter().filter(|f| !f.values.is_empty()).map(|f| f as &dyn fmt::Display);
        let mut first = true;
        for part in groups.chain(filters) {
            if !std::mem::take(&mut first) {
                f.write_char(' ')?;
            }
            part.fmt(f)?;
        }
        if self.sort == Sort::default() {
            return Ok(());
        }
        write!(f, "{}sort:{}", if first { "" } else { " " }, self.sort.slug())
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_char('-')?;
        }
        for (i, atom) in self.any.iter().enumerate() {
            if i > 0 {
                f.write_str(" OR ")?;
            }
            atom.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends = |c: char| is_blank(c) || is_quote(c) || c == '|';
        match self {
            Self::Word(word) if is_or(word) || !matches!(prefix(word), Prefix::None) => quoted(word, f),
            Self::Word(word) if word.contains(ends) || word.starts_with(['-', '−', '=']) => quoted(word, f),
            Self::Word(word) => f.write_str(word),
            Self::Narrowed { word, without } => {
                f.write_str(word)?;
                without.iter().try_for_each(|form| write!(f, "{DROPPED}{form}"))
            }
            Self::Phrase(text) => quoted(text, f),
            Self::Exact(text) => {
                f.write_char('=')?;
                if text.contains(ends) { quoted(text, f) } else { f.write_str(text) }
            }
        }
    }
}

/// A quotation of words: a quote inside it separates them as a blank does.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\"{}\"", text.replace(is_quote, " "))
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}:", if self.negated { "-" } else { "" }, self.field.slug())?;
        for (i, value) in self.values.iter().enumerate() {
            if i > 0 {
                f.write_char(if self.all { '+' } else { ',' })?;
            }
            write_value(self.field, value, f)?;
        }
        Ok(())
    }
}

fn write_value(field: Field, value: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let dated = matches!(field, Field::Year | Field::Date);
    let plain = |c: char| c.is_alphanumeric() || "-_./@#&".contains(c) || (dated && ":+".contains(c));
    if !value.is_empty() && value.chars().all(plain) && !value.starts_with("//") {
        f.write_str(value)
    } else {
        write!(f, "\"{}\"", value.replace('"', "\"\""))
    }
}

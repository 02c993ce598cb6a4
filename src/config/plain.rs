//! The shipped words, keys and themes, read at once: they are written in a small part of TOML, one entry a line, and
//! every start waits for them.
//!
//! Never for what a user writes: that may be any TOML, and its faults are told.

/// What stands behind a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A text, without escapes: one with quotes in it stands in single ones.
    Text(&'a str),
    /// True or false.
    Flag(bool),
    /// Values in brackets.
    List(Vec<Self>),
    /// Keys and values in braces.
    Table(Vec<(&'a str, Self)>),
}

impl<'a> Value<'a> {
    /// The text.
    pub(super) const fn text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The name of the table that it stands in; empty above the first.
    pub(super) table: &'a str,
    /// Its key.
    pub(super) key: &'a str,
    /// Its value.
    pub(super) value: Value<'a>,
}

/// The entries of a shipped file. A line of another form is passed over; a test sees to it that there is none.
pub(super) fn entries(text: &str) -> impl Iterator<Item = Entry<'_>> {
    let mut table = "";
    text.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            table = name.strip_suffix(']').unwrap_or_default();
            return None;
        }
        let (key, rest) = line.split_once(" = ").filter(|(key, _)| !key.starts_with('#'))?;
        let (value, _) = value(rest)?;
        Some(Entry { table, key, value })
    })
}

/// A value, and what stands behind it.
fn value(text: &str) -> Option<(Value<'_>, &str)> {
    if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        let mut parts = text.splitn(3, quote).skip(1);
        return Some((Value::Text(parts.next()?), parts.next()?));
    }
    if let Some(text) = text.strip_prefix('[') {
        let (values, rest) = several(text, ']', value)?;
        return Some((Value::List(values), rest));
    }
    if let Some(text) = text.strip_prefix('{') {
        let (values, rest) = several(text, '}', |text| {
            let (key, rest) = text.split_once(" = ")?;
            let (value, rest) = value(rest)?;
            Some(((key, value), rest))
        })?;
        return Some((Value::Table(values), rest));
    }
    match text.strip_prefix("true") {
        Some(rest) => Some((Value::Flag(true), rest)),
        None => Some((Value::Flag(false), text.strip_prefix("false")?)),
    }
}

/// What stands before this bracket, with commas between.
fn several<'a, T>(
    mut text: &'a str,
    end: char,
    one: impl Fn(&'a str) -> Option<(T, &'a str)>,
) -> Option<(Vec<T>, &'a str)> {
    let mut all = Vec::new();
    loop {
        text = text.trim_start_matches([' ', ',']);
        if let Some(rest) = text.strip_prefix(end) {
            return Some((all, rest));
        }
        let (next, rest) = one(text)?;
        all.push(next);
        text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_toml(value: &Value<'_>) -> toml::Value {
        match value {
            Value::Text(text) => (*text).into(),
            Value::Flag(flag) => (*flag).into(),
            Value::List(values) => toml::Value::Array(values.iter().map(as_toml).collect()),
            Value::Table(values) => {
                toml::Value::Table(values.iter().map(|(key, v)| ((*key).to_owned(), as_toml(v))).collect())
            }
        }
    }

    #[test]
    fn every_shipped_file_is_read_as_a_whole_reader_reads_it() {
        let files = [
            include_str!("../../assets/locale/ar.toml"),
            include_str!("../../assets/locale/en.toml"),
            include_str!("../../assets/keys.toml"),
            include_str!("../../assets/themes/dark.toml"),
            include_str!("../../assets/themes/light.toml"),
            include_str!("../../assets/themes/plain16.toml"),
        ];
        for file in files {
            let mut read = toml::Table::new();
            for Entry { table, key, value } in entries(file) {
                let into = match table {
                    "" => &mut read,
                    name => {
                        let empty = || toml::Value::Table(toml::Table::new());
                        read.entry(name).or_insert_with(empty).as_table_mut().unwrap()
                    }
                };
                assert_eq!(into.insert(key.to_owned(), as_toml(&value)), None, "{table}.{key} twice");
            }
            assert_eq!(read, file.parse::<toml::Table>().unwrap(), "{}", file.lines().next().unwrap());
        }
    }

    #[test]
    fn a_line_of_another_form_is_passed_over() {
        let text = "# a = \"b\"\na = \"b\nc = 3\n[t]\nd = [\"x\", \"y\"]\ne = { f = true\n";
        let found: Vec<_> = entries(text).collect();
        let value = Value::List(vec![Value::Text("x"), Value::Text("y")]);
        assert_eq!(found, [Entry { table: "t", key: "d", value }]);
    }
}

//! A line of text into a query.
//!
//! What cannot be meant otherwise is taken as meant (a lone dash, brackets, a colon in a title); the rest is an
//! error with its column. It never asks the archive anything.

use super::fields::{Key, key, near_key};
use super::mistake::{Mistake, QueryError, example};
use super::values::canonical;
use super::{Atom, Field, Filter, Group, Names, NoNames, Query, Sort};
use crate::fold::{fold, is_bidi_control, tokens};

impl Query {
    /// Reads a query. Countries are codes and topics slugs; [`Self::parse_with`] knows names too.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::parse_with(text, &NoNames)
    }

    /// Reads a query in which values may be names.
    pub fn parse_with(text: &str, names: &dyn Names) -> Result<Self, QueryError> {
        Parser::new(text, names).run()
    }

    /// Reads a question as people write it: what can be no operator is text there, where a query would be wrong. A
    /// quotation mark without its partner, a field's name before a colon and a blank, OR at an end.
    pub fn parse_question(text: &str, names: &dyn Names) -> Result<Self, QueryError> {
        Parser { question: true, ..Parser::new(text, names) }.run()
    }
}

/// What stands before the place that is read.
enum Last {
    Start,
    Group,
    Filter,
    /// An OR, with its column and spelling.
    Or(usize, String),
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    names: &'a dyn Names,
    query: Query,
    last: Last,
    /// Whether it is a question rather than a query.
    question: bool,
}

/// The quote that closes one that opens.
const fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '«' => &['»'],
        '»' => &['«'],
        '“' | '„' | '”' => &['”', '“'],
        _ => return None,
    })
}

pub(super) const fn is_quote(c: char) -> bool {
    closing(c).is_some()
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether a bare word is the operator OR.
pub(super) fn is_or(word: &str) -> bool {
    word == "OR" || is_arabic_or(word)
}

fn is_arabic_or(word: &str) -> bool {
    fold(word) == "او"
}

/// What a word with a colon is.
pub(super) enum Prefix {
    Known(Key),
    /// Probably this key, mistyped.
    Near(&'static str),
    None,
}

/// Looks for a field's name before the first colon of a bare word. What follows decides too: `http://`, and a
/// colon at the end of a word that is no field, are text.
pub(super) fn prefix(word: &str) -> Prefix {
    let Some((name, rest)) = word.split_once(':') else { return Prefix::None };
    // Letters with marks or tatweel, and nothing else, are one token that is as long as the name.
    let letters = tokens(name).next().is_some_and(|t| t.range == (0..name.len()))
        && name.chars().all(|c| !c.is_numeric() && !matches!(c, '.' | '\'' | '’'));
    match key(name) {
        _ if !letters || rest.starts_with("//") => Prefix::None,
        Some(key) => Prefix::Known(key),
        None if rest.is_empty() || rest.starts_with('/') => Prefix::None,
        None => near_key(name).map_or(Prefix::None, Prefix::Near),
    }
}

/// What stands between a word and a form of it that is not meant.
pub(super) const DROPPED: &str = "~-";

/// A bare word as the atom it is; `None` where no letter or digit is in it. Punctuation around it goes. What
/// would be read as something else when written out again is a phrase.
fn bare(word: &str) -> Option<Atom> {
    let word = word.replace("~−", DROPPED);
    if let Some((head, forms)) = word.split_once(DROPPED)
        && let Some(Atom::Word(word)) = whole(head)
    {
        return Some(narrowed(word, forms.split(DROPPED).filter_map(trimmed)));
    }
    whole(&word)
}

/// A word without some of its forms; the word itself where none is named.
pub(super) fn narrowed<'a>(word: String, forms: impl Iterator<Item = &'a str>) -> Atom {
    let mut without: Vec<String> = Vec::new();
    for form in forms.map(str::to_owned) {
        if !without.contains(&form) {
            without.push(form);
        }
    }
    if without.is_empty() { Atom::Word(word) } else { Atom::Narrowed { word, without } }
}

fn whole(word: &str) -> Option<Atom> {
    let word = trimmed(word)?;
    let plain = !is_or(word) && matches!(prefix(word), Prefix::None);
    Some(if plain { Atom::Word(word.to_owned()) } else { Atom::Phrase(word.to_owned()) })
}

/// The text from its first token to its last.
pub(super) fn trimmed(text: &str) -> Option<&str> {
    let mut all = tokens(text);
    let first = all.next()?.range;
    let end = all.last().map_or(first.end, |token| token.range.end);
    text.get(first.start..end)
}

/// The words of a quotation with single blanks; quotes inside it separate as blanks do.
fn quotation(text: &str) -> String {
    let plain: String = text.chars().filter(|&c| !is_bidi_control(c)).collect();
    plain.split(|c| is_blank(c) || is_quote(c)).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

impl<'a> Parser<'a> {
    fn new(text: &str, names: &'a dyn Names) -> Self {
        let chars = text.chars().collect();
        Self { chars, at: 0, names, query: Query::default(), last: Last::Start, question: false }
    }
}

impl Parser<'_> {
    fn run(mut self) -> Result<Query, QueryError> {
        loop {
            while self.peek().is_some_and(|c| is_blank(c) || is_bidi_control(c)) {
                self.at += 1;
            }
            if self.peek().is_none() {
                break;
            }
            self.item()?;
        }
        if let Last::Or(column, word) = std::mem::replace(&mut self.last, Last::Start) {
            self.lonely_or(column, &word, Mistake::OrRight)?;
        }
        Ok(self.query)
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn column(&self) -> usize {
        self.at + 1
    }

    fn item(&mut self) -> Result<(), QueryError> {
        let column = self.column();
        if self.peek() == Some('|') {
            self.at += 1;
            return self.or(column, "|".to_owned());
        }
        let negated = matches!(self.peek(), Some('-' | '−'));
        if negated {
            self.at += 1;
            if self.peek().is_none_or(is_blank) {
                return Ok(());
            }
        }
        let exact = self.peek() == Some('=');
        if exact {
            self.at += 1;
        }
        if self.question && self.opens_nothing() {
            self.at += 1;
            return Ok(());
        }
        if self.peek().is_some_and(is_quote) {
            let text = quotation(&self.quoted()?);
            let atom = if exact { trimmed(&text).map(|t| Atom::Exact(t.to_owned())) } else { phrase(text) };
            return self.atom(negated, atom, column);
        }
        let start = self.at;
        let word = self.word();
        if exact {
            return self.atom(negated, trimmed(&word).map(|t| Atom::Exact(t.to_owned())), column);
        }
        match prefix(&word) {
            Prefix::Known(_) if self.question && word.ends_with(':') && self.peek().is_none_or(is_blank) => {
                self.atom(negated, bare(word.trim_end_matches(':')), column)
            }
            Prefix::Known(key) => {
                self.at = start;
                self.keyed(key, negated, column)
            }
            Prefix::Near(meant) => {
                let name = word.split(':').next().unwrap_or_default();
                let error = QueryError::new(start + 1, Mistake::UnknownField, [("typed", name)]);
                Err(error.meant(Some(meant.to_owned())))
            }
            Prefix::None if !negated && is_or(&word) => self.or(column, word),
            Prefix::None => self.atom(negated, bare(&word), column),
        }
    }

    /// Whether a quotation mark stands here that no other closes.
    fn opens_nothing(&self) -> bool {
        let close = self.peek().and_then(closing).unwrap_or_default();
        let rest = self.chars.get(self.at + 1..).unwrap_or_default();
        !close.is_empty() && !rest.iter().any(|c| close.contains(c))
    }

    /// Reads to the next blank, quote or bar, leaving bidi controls out.
    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self.peek().filter(|&c| !is_blank(c) && !is_quote(c) && c != '|') {
            if !is_bidi_control(c) {
                word.push(c);
            }
            self.at += 1;
        }
        word
    }

    /// Reads a quotation, the quotes left out. In "…", two quotes are one that is meant.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let column = self.column();
        let open = self.peek().unwrap_or('"');
        let close = closing(open).unwrap_or_default();
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            if !close.contains(&c) {
                text.push(c);
            } else if c == '"' && self.peek() == Some('"') {
                text.push(c);
                self.at += 1;
            } else {
                return Ok(text);
            }
        }
        let end = close.first().copied().unwrap_or(open);
        let (typed, end) = (format!("{open}{text}"), end.to_string());
        Err(QueryError::new(column, Mistake::OpenQuotation, [("typed", &typed), ("close", &end)]))
    }

    fn atom(&mut self, negated: bool, atom: Option<Atom>, column: usize) -> Result<(), QueryError> {
        let Some(atom) = atom else { return Ok(()) };
        if let Last::Or(_, word) = &self.last {
            if negated {
                return Err(QueryError::new(column, Mistake::NegatedAlternative, [("typed", word)]));
            }
            if let Some(group) = self.query.groups.last_mut() {
                group.any.push(atom);
            }
        } else {
            self.query.groups.push(Group { negated, any: vec![atom] });
        }
        self.last = Last::Group;
        Ok(())
    }

    fn or(&mut self, column: usize, word: String) -> Result<(), QueryError> {
        match self.last {
            Last::Group => {
                self.last = Last::Or(column, word);
                Ok(())
            }
            Last::Start => self.lonely_or(column, &word, Mistake::OrLeft),
            Last::Filter => Err(or_beside_filter(column, &word)),
            Last::Or(..) => Err(QueryError::new(column, Mistake::DoubleOr, [("typed", &word)])),
        }
    }

    /// An OR at an end of the query: the Arabic one is a word there, as in any question.
    fn lonely_or(&mut self, column: usize, word: &str, mistake: Mistake) -> Result<(), QueryError> {
        if is_arabic_or(word) || (self.question && is_or(word)) {
            return self.atom(false, trimmed(word).map(|w| Atom::Phrase(w.to_owned())), column);
        }
        Err(QueryError::new(column, mistake, [("typed", word)]))
    }

    /// A field's name, its colon and its values.
    fn keyed(&mut self, key: Key, negated: bool, column: usize) -> Result<(), QueryError> {
        if let Last::Or(column, word) = &self.last {
            return Err(or_beside_filter(*column, word));
        }
        while self.peek().is_some_and(|c| c != ':') {
            self.at += 1;
        }
        self.at += 1;
        let plus_joins = matches!(key, Key::Field(field) if field.is_many());
        let mut list = ValueList { values: Vec::new(), any: false, all: false };
        loop {
            let column = self.column();
            let value = self.value(plus_joins)?;
            if value.trim().is_empty() {
                let (name, example) = match key {
                    Key::Sort => ("sort", "relevance"),
                    Key::Field(field) => (field.slug(), example(field)),
                };
                return Err(QueryError::no_value(column, name, example, list.values.is_empty()));
            }
            list.values.push((column, value));
            match self.peek() {
                Some(',' | '،' | '|') => list.any = true,
                Some('+') if plus_joins => list.all = true,
                _ => break,
            }
            self.at += 1;
        }
        if list.any && list.all {
            return Err(QueryError::new(column, Mistake::Mixed, []));
        }
        match key {
            Key::Sort => self.sort(&list, negated, column),
            Key::Field(field) => self.filter(field, &list, negated, column),
        }?;
        self.last = Last::Filter;
        Ok(())
    }

    fn value(&mut self, plus_joins: bool) -> Result<String, QueryError> {
        while self.peek().is_some_and(is_bidi_control) {
            self.at += 1;
        }
        if self.peek().is_some_and(is_quote) {
            return self.quoted();
        }
        let mut value = String::new();
        let ends =
            |c: char| is_blank(c) || is_quote(c) || matches!(c, ',' | '،' | '|') || (plus_joins && c == '+');
        while let Some(c) = self.peek().filter(|&c| !ends(c)) {
            if !is_bidi_control(c) {
                value.push(c);
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn sort(&mut self, list: &ValueList, negated: bool, column: usize) -> Result<(), QueryError> {
        let typed = list.values.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(",");
        match Sort::from_name(&typed) {
            Some(sort) if !negated => {
                self.query.sort = sort;
                Ok(())
            }
            _ => {
                let sign = if negated { "-" } else { "" };
                Err(QueryError::new(column, Mistake::NoOrder, [("typed", &format!("{sign}sort:{typed}"))]))
            }
        }
    }

    fn filter(
        &mut self,
        field: Field,
        list: &ValueList,
        negated: bool,
        column: usize,
    ) -> Result<(), QueryError> {
        let slug = field.slug();
        if negated && list.all {
            return Err(QueryError::new(column, Mistake::ExcludedAll, [("field", slug)]));
        }
        let mut values: Vec<String> = Vec::with_capacity(list.values.len());
        for (column, typed) in &list.values {
            let value = canonical(field, typed, self.names, *column)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let all = list.all && values.len() > 1;
        let Some(filter) = self.query.filters.iter_mut().find(|f| f.field == field && f.negated == negated)
        else {
            self.query.filters.push(Filter { field, negated, all, values });
            return Ok(());
        };
        if filter.all != all {
            return Err(QueryError::new(column, Mistake::AllAndAny, [("field", slug)]));
        }
        values.retain(|value| !filter.values.contains(value));
        filter.values.append(&mut values);
        Ok(())
    }
}

/// The values behind one colon, with their columns and how they are joined.
struct ValueList {
    values: Vec<(usize, String)>,
    any: bool,
    all: bool,
}

fn phrase(text: String) -> Option<Atom> {
    tokens(&text).next().is_some().then_some(Atom::Phrase(text))
}

fn or_beside_filter(column: usize, word: &str) -> QueryError {
    QueryError::new(column, Mistake::OrBesideFilter, [("typed", word)])
}

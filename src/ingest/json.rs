//! Articles in JSON that is not one record a line: an object, a list, a list inside an object (as interfaces answer),
//! or one value behind the other.
//!
//! A list is read item by item, so that it may be larger than the memory; what each item means is judged elsewhere.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::SIZE_LIMIT;
use super::allowance::Allowance;
use super::fields::Mapping;

/// Objects inside objects that are looked into for a list of articles (`{"response": {"docs": […]}}`).
const DEPTH: usize = 4;

/// What some interfaces wrap each record in.
const WRAPPER: &str = "_source";

/// What ends the reading when nobody wants more.
const ENOUGH: &str = "enough";

/// The bytes of an object: one article, or what is wrapped around a list of some, which is held in memory as a whole.
const OBJECT: u64 = 4 * SIZE_LIMIT;

/// What is told of a longer one.
const TOO_LONG: &str = "an object is longer than 128 MB: write its articles as a list, or one on each line";

/// Gives each record of a text in JSON to `each`, until that says `false`.
///
/// # Errors
/// What is wrong with it as JSON, and where; the records before were given.
pub(super) fn records(
    from: impl Read,
    mapping: &Mapping,
    each: &mut dyn FnMut(Value) -> bool,
) -> Result<(), serde_json::Error> {
    let allowance = Allowance::new(OBJECT, TOO_LONG);
    let mut json = serde_json::Deserializer::from_reader(allowance.of(from));
    // There are values until nothing but blanks is left.
    while json.end().is_err() {
        let mut going = true;
        let mut give = |value: Value| {
            going = each(value);
            allowance.renew();
            going
        };
        let read = (Items { each: &mut give, mapping }).deserialize(&mut json);
        if !going {
            return Ok(());
        }
        read?;
    }
    Ok(())
}

/// The records of one value.
struct Items<'a> {
    each: &'a mut dyn FnMut(Value) -> bool,
    mapping: &'a Mapping,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article as an object, or a list of them")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Items { each: self.each, mapping: self.mapping })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut object = Map::new();
        while let Some((name, value)) = members.next_entry::<String, Value>()? {
            object.insert(name, value);
        }
        for record in unwrapped(object, self.mapping) {
            if !(self.each)(record) {
                return Err(A::Error::custom(ENOUGH));
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The records that an object stands for: those of the list in it, or itself.
fn unwrapped(object: Map<String, Value>, mapping: &Mapping) -> Vec<Value> {
    let object = match object {
        mut wrapper if wrapper.get(WRAPPER).is_some_and(Value::is_object) => match wrapper.remove(WRAPPER) {
            Some(Value::Object(inner)) => inner,
            _ => wrapper,
        },
        object => object,
    };
    if !is_record(&object, mapping) {
        let mut object = object;
        return match list_in(&mut object, mapping, DEPTH) {
            Some(list) => list
                .into_iter()
                .flat_map(|item| match item {
                    Value::Object(item) => unwrapped(item, mapping),
                    other => vec![other],
                })
                .collect(),
            None => vec![Value::Object(object)],
        };
    }
    vec![Value::Object(object)]
}

/// Whether an object has a title or a text, or blocks, and so is an article.
fn is_record(object: &Map<String, Value>, mapping: &Mapping) -> bool {
    let simple = |value: &Value| value.is_string() || value.is_object();
    let names = object.iter().filter(|(_, value)| simple(value)).map(|(name, _)| name.as_str());
    object.contains_key("blocks")
        || mapping.has_article(names.filter(|name| !name.eq_ignore_ascii_case("name")))
            && !has_list(object, mapping)
}

/// Whether an object has a list of articles: then its own title is that of the list.
fn has_list(object: &Map<String, Value>, mapping: &Mapping) -> bool {
    object.values().any(|value| is_list(value, mapping))
}

fn is_list(value: &Value, mapping: &Mapping) -> bool {
    let article = |item: &Value| match item.get(WRAPPER).unwrap_or(item) {
        Value::Object(item) => is_record(item, mapping),
        _ => false,
    };
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(article))
}

/// The first list of articles in an object or in the objects in it.
fn list_in(object: &mut Map<String, Value>, mapping: &Mapping, depth: usize) -> Option<Vec<Value>> {
    for value in object.values_mut() {
        if is_list(value, mapping) {
            return value.as_array_mut().map(std::mem::take);
        }
        if let Value::Object(inner) = value
            && depth > 0
            && let Some(list) = list_in(inner, mapping, depth - 1)
        {
            return Some(list);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(json: &str) -> Vec<String> {
        let mut found = Vec::new();
        records(json.as_bytes(), &Mapping::default(), &mut |value| {
            found.push(value.get("title").and_then(Value::as_str).unwrap_or("?").to_owned());
            true
        })
        .unwrap();
        found
    }

    #[test]
    fn records_are_found_wherever_interfaces_put_them() {
        for json in [
            r#"[{"title":"a","text":"x"},{"title":"b","text":"y"}]"#,
            r#"{"title":"a"} {"title":"b"}"#,
            r#"{"status":"ok","articles":[{"title":"a"},{"title":"b"}]}"#,
            r#"{"response":{"numFound":2,"docs":[{"title":"a"},{"title":"b"}]}}"#,
            r#"{"hits":{"total":2,"hits":[{"_id":1,"_source":{"title":"a"}},{"_source":{"title":"b"}}]}}"#,
            r#"{"title":"The feed","items":[{"title":"a"},{"title":"b"}]}"#,
        ] {
            assert_eq!(titles(json), ["a", "b"], "{json}");
        }
        // An article's own lists are no articles.
        assert_eq!(titles(r#"{"title":"a","tags":[{"id":1}],"links":["x"]}"#), ["a"]);
        assert_eq!(titles(""), [""; 0]);
    }

    #[test]
    fn reading_ends_when_nobody_wants_more_and_says_what_is_wrong() {
        let mut seen = 0;
        let mut one = |_| {
            seen += 1;
            false
        };
        records(&br#"[{"title":"a"},{"title":"b"}]"#[..], &Mapping::default(), &mut one).unwrap();
        assert_eq!(seen, 1);
        let mut seen = 0;
        let cut = records(&br#"[{"title":"a"},{"title":"#[..], &Mapping::default(), &mut |_| {
            seen += 1;
            true
        });
        assert!(cut.unwrap_err().is_eof());
        assert_eq!(seen, 1);
        let deep = "[".repeat(100_000);
        assert!(records(deep.as_bytes(), &Mapping::default(), &mut |_| true).is_err());
    }
}

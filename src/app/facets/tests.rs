//! Which rows the pane has: what is open, found, chosen, and where the cursor stays.

use super::*;
use crate::app::fixtures;

fn pane() -> Facets {
    let mut pane = Facets::new(&Words::of(Lang::En));
    pane.resize(40);
    pane.show(fixtures::facets(), &[], &Query::default());
    pane
}

/// The rows as text: `Country`, ` EG`, `  ports`, `more 3`.
fn rows(pane: &Facets) -> Vec<String> {
    let row = |(_, slot): (usize, Slot)| match slot {
        Slot::Gap => String::new(),
        Slot::Head(facet) => format!("{:?}", pane.facets()[facet].field),
        Slot::Value { facet, value, depth, .. } => {
            let indent = " ".repeat(usize::from(depth) + 1);
            format!("{indent}{}", pane.value(facet, value).unwrap().value)
        }
        Slot::More { hidden, .. } => format!("more {hidden}"),
    };
    pane.seen().map(row).collect()
}

fn stand_on(pane: &mut Facets, value: &str) {
    pane.go_to(rows(pane).iter().position(|r| r.trim() == value).unwrap());
}

fn find(typed: &str) -> Facets {
    let mut pane = pane();
    pane.begin_find();
    pane.find_mut().unwrap().insert(typed);
    pane.found();
    pane
}

#[test]
fn a_branch_opens_and_closes_and_the_cursor_stays_on_it() {
    let mut pane = pane();
    assert!(!rows(&pane).contains(&"  ports".to_owned()));
    stand_on(&mut pane, "trade");
    pane.toggle_branch();
    assert!(rows(&pane).contains(&"  ports".to_owned()));
    assert_eq!(pane.current().unwrap().1.unwrap().value, "trade");
    pane.toggle_branch();
    assert!(!rows(&pane).contains(&"  ports".to_owned()));
}

#[test]
fn a_value_is_found_by_typing_in_either_script_and_without_hamza() {
    for typed in ["fran", "فرنس", "FRA"] {
        let mut pane = find(typed);
        assert_eq!(rows(&pane), ["Country", " FR"], "{typed}");
        pane.end_find();
        assert_eq!(pane.current().unwrap().1.unwrap().value, "FR");
    }
    let mut pane = find("ارغفه");
    assert_eq!(rows(&pane), ["Topic", " bread"]);
    pane.end_find();
    assert_eq!(pane.current().unwrap().1.unwrap().value, "bread", "the branch that hid it is open now");
}

#[test]
fn the_cursor_stays_on_its_value_when_counts_change() {
    let mut pane = pane();
    stand_on(&mut pane, "TN");
    let mut facets = fixtures::facets();
    facets[0].values.rotate_right(2);
    pane.show(facets, &[], &Query::default());
    assert_eq!(pane.current().unwrap().1.unwrap().value, "TN");
}

#[test]
fn a_long_facet_is_short_until_opened_but_a_chosen_value_stays_in_sight() {
    let mut facets = fixtures::facets();
    facets[0].values = (0..30)
        .map(|n| FacetValue { value: format!("V{n}"), count: 30 - n, ..FacetValue::default() })
        .collect();
    facets[0].values[25].choice = Choice::Exclude;
    let mut pane = pane();
    pane.show(facets, &[], &Query::default());
    assert!(rows(&pane).contains(&" V25".to_owned()));
    assert!(!rows(&pane).contains(&" V20".to_owned()));
    assert!(rows(&pane).contains(&"more 22".to_owned()));
    stand_on(&mut pane, "more 22");
    assert!(pane.on_branch());
    pane.toggle_branch();
    assert!(rows(&pane).contains(&" V20".to_owned()));
}

#[test]
fn the_cursor_never_stands_on_a_gap() {
    let mut pane = pane();
    for by in [1isize, -1] {
        for _ in 0..30 {
            pane.step(by);
            assert!(pane.current().is_some(), "row {}", pane.cursor());
        }
    }
}

#[test]
fn a_tree_with_a_loop_in_it_ends() {
    let mut facets = fixtures::facets();
    facets[1].values[0].parent = Some("bread".into());
    facets[1].values[2].parent = Some("trade".into());
    let mut pane = pane();
    pane.show(facets, &[], &Query::default());
    assert!(rows(&pane).len() < 40);
}

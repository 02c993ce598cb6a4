//! Whether a table has data in its cells or is there to lay out the page, as pages before style sheets did.

use crate::ingest::html::tree::{Id, Tree};

/// Rows and columns of a table of data, at least.
const LEAST: usize = 2;

/// Letters of a cell of data, at most; a column of an article has more.
const CELL: usize = 160;

/// The table that a row belongs to.
pub(super) fn of_row(tree: &Tree, row: Id) -> Option<Id> {
    let mut table = tree.parent(row);
    while let Some(id) = table.filter(|id| matches!(tree.name(*id), "tbody" | "thead" | "tfoot")) {
        table = tree.parent(id);
    }
    table
}

/// Whether a table has data in its cells.
pub(super) fn is_data(tree: &Tree, table: Id) -> bool {
    if matches!(tree.attribute(table, "role"), Some("presentation" | "none")) {
        return false;
    }
    let parts = tree.children(table).flat_map(|id| match tree.name(id) {
        "tr" => vec![id],
        "tbody" | "thead" | "tfoot" => tree.children(id).filter(|r| tree.name(*r) == "tr").collect(),
        _ => Vec::new(),
    });
    // A long table is judged by its beginning.
    let rows: Vec<Vec<Id>> = parts
        .take(LOOK)
        .map(|row| tree.children(row).filter(|cell| matches!(tree.name(*cell), "td" | "th")).collect())
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let alike = rows.iter().filter(|row| row.len() >= LEAST && row.len() + 1 >= columns).count();
    rows.len() >= LEAST
        && columns >= LEAST
        && alike * 3 >= rows.len() * 2
        && rows.iter().flatten().all(|cell| is_datum(tree, *cell))
}

/// Rows of a table that are looked at.
const LOOK: usize = 8;

fn is_datum(tree: &Tree, cell: Id) -> bool {
    let mut links = 0;
    for id in tree.below(cell) {
        match tree.name(id) {
            "table" | "ul" | "ol" | "form" | "h1" | "h2" | "h3" | "script" | "iframe" => return false,
            "a" => links += 1,
            _ => {}
        }
        if links > 3 {
            return false;
        }
    }
    tree.text(cell, CELL * 4).trim().chars().count() <= CELL
}

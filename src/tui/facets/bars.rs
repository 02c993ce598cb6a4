//! Time drawn: all years beside the facet's name as one line of bars, and a bar in each row of years, months, days.
//!
//! Time runs as the interface is read. Thin lines rather than blocks, in half columns, so that they end as exactly in
//! either direction and show in sixteen colours.

use crate::app::facets::GUTTER;
use crate::app::{Area, Model};
use crate::archive::query::{Mark, UNKNOWN};
use crate::archive::{FacetValue, Field};
use crate::config::theme::Role;
use crate::tui::put::Canvas;

/// Bars of the overview, from a single article to the most.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Columns of a year.
const YEAR: u16 = 4;
/// Columns of a day.
const DAY: u16 = 2;
/// How a month is written in a query.
const MONTH: &str = "2018-11";
/// A bar with fewer columns than this tells nothing.
const LEAST: u16 = 3;

/// `2018 ▁▃▇▂ 2021`, the first year where one begins to read; neighbours share a bar where years are many.
pub(super) fn overview(canvas: &mut Canvas<'_>, area: Area, years: &[(u16, usize, Mark)]) {
    let (Some((first, ..)), Some((last, ..))) = (years.first(), years.last()) else { return };
    let room = area.w.saturating_sub(2 * (YEAR + 1));
    if first == last || room == 0 {
        return;
    }
    let each = years.len().div_ceil(usize::from(room)).max(1);
    let bars: Vec<(usize, Role)> = years
        .chunks(each)
        .map(|years| {
            let count = years.iter().map(|(_, count, _)| count).sum();
            let role = years.iter().map(|(.., mark)| role(*mark)).find(|role| *role != Role::Histogram);
            (count, role.unwrap_or(Role::Histogram))
        })
        .collect();
    let most = bars.iter().map(|(count, _)| *count).max().unwrap_or(0).max(1);
    canvas.say(canvas.part(area, 0, YEAR), &first.to_string(), Role::Dim);
    for (nth, (count, role)) in (0u16..).zip(&bars) {
        let height = (count * BARS.len()).div_ceil(most);
        if let Some(bar) = height.checked_sub(1).and_then(|h| BARS.get(h)) {
            canvas.sign(area, YEAR + 1 + nth, bar, *role);
        }
    }
    canvas.say(canvas.part(area, YEAR + 2 + bars.len() as u16, YEAR), &last.to_string(), Role::Dim);
}

const fn role(mark: Mark) -> Role {
    match mark {
        Mark::Include | Mark::WithinIncluded => Role::Include,
        Mark::Exclude | Mark::WithinExcluded => Role::Exclude,
        Mark::Below | Mark::Off => Role::Histogram,
    }
}

/// Where all bars begin, and how much the counts behind them take: found once a frame.
pub(super) struct Columns {
    start: u16,
    counts: u16,
}

impl Columns {
    /// The columns for the rows that are there.
    pub(super) fn of(model: &Model, canvas: &Canvas<'_>) -> Self {
        let years = model.facets.facets().iter().find(|f| f.field == Field::Year);
        let values = || years.into_iter().flat_map(|facet| &facet.values);
        let months = values().filter(|v| v.value.len() == MONTH.len());
        let month = months.map(|v| canvas.words(&v.label_en).natural_width() as u16).max();
        // Sign and name of a year, then a level deeper of a month; a day has no sign.
        let names = [Some(2 + YEAR), month.map(|width| 4 + width), month.map(|_| 4 + DAY)];
        let start = GUTTER + names.into_iter().flatten().max().unwrap_or(0) + 1;
        let counts = values().map(|v| counted(v).chars().count()).max().unwrap_or(0);
        Self { start, counts: counts as u16 }
    }
}

/// The bar of a row, long as its articles are many beside its neighbours': a heavy line for what is left, and a light
/// one after it for what an exclusion takes away. All bars begin and end in the same columns.
pub(super) fn bar(
    model: &Model,
    canvas: &mut Canvas<'_>,
    row: Area,
    (value, mark, columns): (&FacetValue, Mark, &Columns),
) {
    let room = row.w.saturating_sub(columns.start + columns.counts + 2);
    let Some(facet) = model.facets.facets().iter().find(|f| f.field == Field::Year) else { return };
    if room < LEAST || value.value == UNKNOWN {
        return;
    }
    let beside =
        facet.values.iter().filter(|v| v.parent == value.parent && v.value.len() == value.value.len());
    let most = beside.map(|v| v.before).max().unwrap_or(0).max(1);
    let half = |n: usize| (n * usize::from(room) * 2).div_ceil(most);
    let (left, all) = (half(value.after), half(value.before));
    for column in 0..room {
        let at = usize::from(column) * 2;
        let (heavy, light) = (left.saturating_sub(at), all.saturating_sub(at));
        let (symbol, role) = match (heavy, light) {
            (2.., _) => ("━", role(mark)),
            (1, _) if canvas.is_mirrored() => ("╺", role(mark)),
            (1, _) => ("╸", role(mark)),
            (0, 1..) => ("─", Role::Dim),
            (0, 0) => break,
        };
        canvas.sign(row, columns.start + column, symbol, role);
    }
}

/// The widest that is said of a value's counts.
fn counted(value: &FacetValue) -> String {
    if value.before == value.after {
        value.count.to_string()
    } else {
        format!("{}→{}", value.before, value.after)
    }
}

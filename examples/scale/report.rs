//! The table and the plot.

use std::fmt::Write as _;
use std::io::{self, Write as _};

/// Figures by name, one for each size.
#[derive(Default)]
pub(super) struct Report {
    sizes: Vec<usize>,
    figures: Vec<(String, Vec<Option<f64>>)>,
}

/// The plot's box, in pixels, and what is left for the words beside it.
const BOX: (f64, f64) = (560.0, 380.0);
const LEFT: f64 = 60.0;
const TOP: f64 = 30.0;

/// Colours that are told apart by the colour-blind too (Okabe and Ito).
const COLOURS: [&str; 7] = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#000000"];

impl Report {
    /// Begins the figures of a size.
    pub(super) fn begin(&mut self, size: usize) {
        self.sizes.push(size);
        for (_, values) in &mut self.figures {
            values.push(None);
        }
    }

    /// Adds a figure of the present size.
    pub(super) fn add(&mut self, name: &str, value: f64) {
        // A long run shows how far it is; what cannot be written there is in the table too.
        let _ = writeln!(io::stderr(), "{name}: {value:.2}");
        let at = self.figures.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.figures.push((name.to_owned(), vec![None; self.sizes.len()]));
            self.figures.len() - 1
        });
        if let Some(last) = self.figures.get_mut(at).and_then(|(_, values)| values.last_mut()) {
            *last = Some(value);
        }
    }

    /// All figures as Markdown.
    pub(super) fn table(&self) -> String {
        let mut table = String::from("| figure |");
        for size in &self.sizes {
            let _ = write!(table, " {size} |");
        }
        table.push_str("\n| --- |");
        table.push_str(&" ---: |".repeat(self.sizes.len()));
        for (name, values) in &self.figures {
            let _ = write!(table, "\n| {name} |");
            for value in values {
                match value {
                    Some(value) if *value >= 100.0 => _ = write!(table, " {value:.0} |"),
                    Some(value) => _ = write!(table, " {value:.2} |"),
                    None => table.push_str(" |"),
                }
            }
        }
        table.push('\n');
        table
    }

    /// The figures in milliseconds against the number of articles, both logarithmic.
    pub(super) fn plot(&self) -> String {
        let drawn: Vec<_> = self.figures.iter().filter(|(name, _)| name.ends_with(", ms")).collect();
        let (width, height) = (LEFT + BOX.0 + 330.0, TOP + BOX.1 + 50.0);
        let mut svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' font-family='sans-serif' \
             font-size='12'>\n<rect width='100%' height='100%' fill='white'/>\n"
        );
        let across = |size: f64| LEFT + BOX.0 * (size.log10() - 3.0) / 3.0;
        // From a hundredth of a millisecond to ten seconds.
        let down = |ms: f64| TOP + BOX.1 * (1.0 - (ms.max(0.01).log10() + 2.0) / 6.0);
        for power in -2..=4 {
            let y = down(10_f64.powi(power));
            let _ = writeln!(
                svg,
                "<path d='M{LEFT} {y}h{}' stroke='#ddd'/><text x='{}' y='{}' text-anchor='end'>{} ms</text>",
                BOX.0,
                LEFT - 4.0,
                y + 4.0,
                10_f64.powi(power)
            );
        }
        for size in [1e3, 1e4, 1e5, 1e6] {
            let (x, y) = (across(size), TOP + BOX.1);
            let _ = writeln!(
                svg,
                "<path d='M{x} {TOP}V{y}' stroke='#ddd'/><text x='{x}' y='{}' text-anchor='middle'>{size}</text>",
                y + 18.0
            );
        }
        for (at, (name, values)) in drawn.iter().enumerate() {
            let colour = COLOURS[at % COLOURS.len()];
            let dash = if at < COLOURS.len() { "none" } else { "5 3" };
            let points = self.sizes.iter().zip(values).filter_map(|(size, value)| Some((*size, (*value)?)));
            let path: Vec<String> =
                points.map(|(size, ms)| format!("{:.1},{:.1}", across(size as f64), down(ms))).collect();
            let y = TOP + 14.0 + 18.0 * at as f64;
            let x = LEFT + BOX.0 + 16.0;
            let _ = writeln!(
                svg,
                "<polyline points='{}' fill='none' stroke='{colour}' stroke-width='2' stroke-dasharray='{dash}'/>\
                 <path d='M{x} {}h20' stroke='{colour}' stroke-width='2' stroke-dasharray='{dash}'/>\
                 <text x='{}' y='{y}'>{name}</text>",
                path.join(" "),
                y - 4.0,
                x + 26.0
            );
        }
        svg.push_str("</svg>\n");
        svg
    }
}

//! The paths through two articles: the best one, and how much of all their weight goes through each of its beads.

use std::ops::Range;

use crate::article::Bead;

use super::SHAPES;
use super::weigh::{Gain, Offsets, Weigher};

/// Cells up to which every combination of blocks is looked at; beyond, only a band along the diagonal is.
/// Two articles of four hundred blocks still take less than a second.
const ALL_CELLS: usize = 160_000;
/// Half the width of that band in English blocks: text that is missing from one side may shift the rest so far.
const HALF_BAND: usize = 80;

/// The alignment of two articles in windows of so many Arabic blocks; nearly all articles are one window. Of a
/// window that more follows, the last quarter is left to the next: its far end was only guessed.
pub(super) fn align(weigher: &Weigher, window: usize) -> Vec<Bead> {
    let offsets = weigher.offsets();
    let end = (offsets.ar.len() - 1, offsets.en.len() - 1);
    let mut beads: Vec<Bead> = Vec::new();
    let mut from = (0, 0);
    loop {
        let last = end.0 - from.0 <= window;
        let to = if last { end } else { (from.0 + window, offsets.counterpart(from, from.0 + window)) };
        let found = Lattice::new(from, to, &offsets, weigher).best_path();
        if last {
            beads.extend(found);
            return beads;
        }
        let sure = |bead: &Bead| bead.ar.first().is_none_or(|&i| i < from.0 + window / 4 * 3);
        let mut next = from;
        for bead in found.into_iter().take_while(sure) {
            next = (next.0 + bead.ar.len(), next.1 + bead.en.len());
            beads.push(bead);
        }
        from = next;
    }
}

/// The cells of a window that are looked at, counted from its start, and the weights of the beads from each.
struct Lattice {
    from: (usize, usize),
    rows: Vec<Row>,
}

/// The cells before one Arabic block, or (the last row) after all of them.
struct Row {
    /// English blocks that are looked at before this Arabic block.
    columns: Range<usize>,
    /// Where a bead of each shape would lead from each cell of the row: the logarithm of its weight.
    beads: Vec<[f32; SHAPES.len()]>,
}

/// A number for each cell, minus infinity for those outside.
struct Cells(Vec<Vec<f64>>);

impl Lattice {
    fn new(from: (usize, usize), to: (usize, usize), offsets: &Offsets, weigher: &Weigher) -> Self {
        let (ar, en) = (to.0 - from.0, to.1 - from.1);
        let all = (ar + 1) * (en + 1) <= ALL_CELLS;
        let columns = |i: usize| if all { 0..en + 1 } else { band(from, to, from.0 + i, offsets) };
        let columns: Vec<Range<usize>> = (0..=ar).map(columns).collect();
        let gains = |(i, columns): (usize, &Range<usize>)| {
            columns.clone().map(|j| weigher.gain(from.0 + i, from.1 + j)).collect()
        };
        let gains: Vec<Vec<Option<Gain>>> = columns.iter().enumerate().map(gains).collect();
        let gain = |i: usize, j: usize| {
            let (i, j) = (i - from.0, j - from.1);
            gains.get(i)?.get(j.checked_sub(columns.get(i)?.start)?)?.as_ref()
        };
        let row = |(i, columns): (usize, &Range<usize>)| {
            let beads = columns.clone().map(|j| weigher.weigh(from.0 + i, from.1 + j, gain)).collect();
            Row { beads, columns: columns.clone() }
        };
        Self { from, rows: columns.iter().enumerate().map(row).collect() }
    }

    /// The beads of the best path, each with its posterior.
    fn best_path(&self) -> Vec<Bead> {
        let after = self.sums_after();
        let before = self.sums_before();
        let total = after.get(self, 0, 0);
        let best = self.best_after();
        let (mut i, mut j) = (0, 0);
        let mut beads = Vec::new();
        while let Some((shape, weight, _)) = self.next_best(&best, i, j) {
            let shape = SHAPES[shape];
            let (to_i, to_j) = (i + shape.ar, j + shape.en);
            let through = before.get(self, i, j) + weight + after.get(self, to_i, to_j) - total;
            let confidence = through.exp().clamp(0.0, 1.0) as f32;
            let (ar, en) = (self.from.0 + i..self.from.0 + to_i, self.from.1 + j..self.from.1 + to_j);
            beads.push(Bead { ar: ar.collect(), en: en.collect(), confidence });
            (i, j) = (to_i, to_j);
        }
        beads
    }

    /// The steps from a cell that stay inside: shape, weight, the cell it leads to.
    fn steps(&self, i: usize, j: usize) -> impl Iterator<Item = (usize, f64, (usize, usize))> {
        let row = self.rows.get(i).filter(|row| row.columns.contains(&j));
        let beads = row.and_then(|row| row.beads.get(j - row.columns.start));
        beads.into_iter().flat_map(move |weights| {
            SHAPES.iter().zip(weights).enumerate().filter_map(move |(n, (shape, &weight))| {
                let weight = f64::from(weight);
                let to = (i + shape.ar, j + shape.en);
                let inside = self.rows.get(to.0).is_some_and(|row| row.columns.contains(&to.1));
                (inside && weight > f64::NEG_INFINITY).then_some((n, weight, to))
            })
        })
    }

    fn next_best(&self, best: &Cells, i: usize, j: usize) -> Option<(usize, f64, (usize, usize))> {
        let value = |step: &(usize, f64, (usize, usize))| step.1 + best.get(self, step.2.0, step.2.1);
        self.steps(i, j).max_by(|a, b| value(a).total_cmp(&value(b)))
    }

    fn best_after(&self) -> Cells {
        self.backwards(f64::max)
    }

    fn sums_after(&self) -> Cells {
        self.backwards(add_logarithms)
    }

    /// From every cell to the end, the ways combined.
    fn backwards(&self, combine: fn(f64, f64) -> f64) -> Cells {
        let mut cells = self.blank();
        for i in (0..self.rows.len()).rev() {
            for j in self.rows[i].columns.clone().rev() {
                if i + 1 == self.rows.len() && j + 1 == self.rows[i].columns.end {
                    cells.set(self, i, j, 0.0);
                    continue;
                }
                let ways = self.steps(i, j).map(|(_, weight, to)| weight + cells.get(self, to.0, to.1));
                let value = ways.fold(f64::NEG_INFINITY, combine);
                cells.set(self, i, j, value);
            }
        }
        cells
    }

    /// From the start to every cell, the ways summed.
    fn sums_before(&self) -> Cells {
        let mut cells = self.blank();
        cells.set(self, 0, 0, 0.0);
        for (i, row) in self.rows.iter().enumerate() {
            for j in row.columns.clone() {
                let here = cells.get(self, i, j);
                for (_, weight, to) in self.steps(i, j) {
                    let sum = add_logarithms(cells.get(self, to.0, to.1), here + weight);
                    cells.set(self, to.0, to.1, sum);
                }
            }
        }
        cells
    }

    fn blank(&self) -> Cells {
        Cells(self.rows.iter().map(|row| vec![f64::NEG_INFINITY; row.columns.len()]).collect())
    }
}

impl Cells {
    fn get(&self, lattice: &Lattice, i: usize, j: usize) -> f64 {
        let column = lattice.rows.get(i).and_then(|row| j.checked_sub(row.columns.start));
        column.and_then(|c| self.0.get(i)?.get(c).copied()).unwrap_or(f64::NEG_INFINITY)
    }

    fn set(&mut self, lattice: &Lattice, i: usize, j: usize, value: f64) {
        if let Some(column) = j.checked_sub(lattice.rows[i].columns.start)
            && let Some(cell) = self.0.get_mut(i).and_then(|row| row.get_mut(column))
        {
            *cell = value;
        }
    }
}

/// The English blocks of a window within reach of the place that corresponds by length to the start of Arabic
/// block `i`, counted from the window's start. Reach grows by what one Arabic block spans, so that the bands of
/// neighbouring rows always overlap.
fn band(from: (usize, usize), to: (usize, usize), i: usize, offsets: &Offsets) -> Range<usize> {
    let place = |i: usize| offsets.between(from, to, i) - from.1;
    let start = place(i.saturating_sub(1).max(from.0)).saturating_sub(HALF_BAND);
    let end = (place((i + 1).min(to.0)) + HALF_BAND + 1).min(to.1 - from.1 + 1);
    start..end
}

fn add_logarithms(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

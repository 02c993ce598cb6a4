//! The short way from text to clusters, for what most paragraphs are made of: common characters, clean and composed,
//! without controls. One pass decodes the text and looks each character up; all later steps read what it found.
//!
//! Answers only where the general way is sure to give the same clusters, levels, forms and breaks.

use super::cluster::{Cluster, Kind, Look, Role};
use super::facts::{self, Bidi, Fact, Joining, Part};
use super::wrap::words::Sort;
use super::{Direction, Options, direction, shape, wrap};

/// The one letter that a hamza above follows in daily use (Persian, Urdu, Uyghur) and does not compose with.
const HEH: char = '\u{647}';

/// A paragraph's clusters as they come from one pass, each with the fact of its first character.
struct Glance {
    clusters: Vec<Cluster>,
    facts: Vec<Fact>,
    strong: Option<Direction>,
    /// The bidi classes that there are, a bit each.
    seen: u16,
    brackets: bool,
}

const fn bits(classes: &[Bidi]) -> u16 {
    let mut bits = 0;
    let mut at = 0;
    while at < classes.len() {
        bits |= 1 << classes[at] as u16;
        at += 1;
    }
    bits
}
/// Without these a left-to-right paragraph has one level.
const RTL: u16 = bits(&[Bidi::R, Bidi::Al, Bidi::An]);
/// Without these a right-to-left paragraph has one level.
const LTR: u16 = bits(&[Bidi::L, Bidi::En, Bidi::An]);

/// The clusters of `text` with the direction of the paragraph, or `None` where the general way has to be gone. The
/// text is clean then.
pub(super) fn clusters(text: &str, options: &Options) -> Option<(Vec<Cluster>, Direction)> {
    let mut glance = read(text)?;
    let direction = options.base.or(glance.strong).unwrap_or(options.fallback);
    glance.set_levels(direction)?;
    let Glance { mut clusters, facts, seen, .. } = glance;
    wrap::mark_plain(text, &mut clusters, &facts);
    if options.shape && seen & RTL != 0 {
        shape::shape_plain(&mut clusters, &facts, options.lam_alef_ligature);
    }
    Some((clusters, direction))
}

fn read(text: &str) -> Option<Glance> {
    let count = text.chars().count();
    let mut glance = Glance {
        clusters: Vec::with_capacity(count),
        facts: Vec::with_capacity(count),
        strong: None,
        seen: 0,
        brackets: false,
    };
    // The combining class of the mark before: they rise where marks are in canonical order.
    let mut last = 0;
    for (start, c) in text.char_indices() {
        let fact = facts::of(c);
        match fact.part {
            Part::Base => {
                glance.begin(start, c, fact);
                last = 0;
            }
            Part::Mark => {
                let class = facts::class(c);
                let cluster = glance.go_on()?;
                let composes = c == facts::HAMZA && (cluster.base != HEH || cluster.look != Look::Single);
                if composes || class < last {
                    return None;
                }
                cluster.look = Look::Cluster;
                last = class;
            }
            Part::NonJoiner => {
                glance.go_on()?.look = Look::Cluster;
                glance.close();
                last = 0;
            }
            Part::Unknown => return None,
        }
    }
    Some(glance)
}

impl Glance {
    #[inline]
    fn begin(&mut self, start: usize, c: char, fact: Fact) {
        self.seen |= 1 << fact.bidi as u16;
        let (kind, role) = match fact.bidi {
            Bidi::Ws => (Kind::Blank, Role::Space),
            Bidi::S => (Kind::Newline, Role::Separator),
            _ => (Kind::Text, Role::Content),
        };
        match fact.bidi {
            Bidi::L if self.strong.is_none() => self.strong = Some(Direction::Ltr),
            Bidi::R | Bidi::Al if self.strong.is_none() => self.strong = Some(Direction::Rtl),
            Bidi::On => self.brackets |= matches!(c, '(' | '[' | '{'),
            _ => {}
        }
        // Made where it will be: a copy of what was just written field by field would have to wait for the writes.
        self.clusters.push(Cluster {
            start,
            base: if kind == Kind::Newline { ' ' } else { c },
            width: 1,
            level: 0,
            kind,
            role,
            look: Look::Single,
            breaks: false,
            joins_right: false,
            joins_left: false,
        });
        self.facts.push(fact);
    }

    /// The cluster that a mark goes on with: one that begins with a letter.
    #[inline]
    fn go_on(&mut self) -> Option<&mut Cluster> {
        let fact = self.facts.last()?;
        let letter = fact.sort == Sort::Letter && matches!(fact.bidi, Bidi::L | Bidi::R | Bidi::Al);
        self.clusters.last_mut().filter(|_| letter)
    }

    /// Ends the joining after the last letter.
    fn close(&mut self) {
        if let Some(fact) = self.facts.last_mut()
            && matches!(fact.joining, Joining::Dual | Joining::Causing)
        {
            fact.joining = Joining::Right;
        }
    }

    fn set_levels(&mut self, direction: Direction) -> Option<()> {
        match direction {
            Direction::Ltr if self.seen & RTL == 0 => {}
            Direction::Rtl if self.seen & LTR == 0 => {
                self.clusters.iter_mut().for_each(|cluster| cluster.level = 1);
            }
            _ => {
                let bases = self.clusters.iter().map(|cluster| cluster.base).filter(|_| self.brackets);
                let classes = self.facts.iter().map(|fact| fact.bidi);
                let resolved = direction::simple::levels(classes, bases, direction)?;
                for (cluster, class) in self.clusters.iter_mut().zip(resolved) {
                    cluster.level = class.level(direction);
                }
            }
        }
        Some(())
    }
}

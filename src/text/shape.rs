//! Joining: which form each Arabic letter takes beside its neighbours (Unicode chapter 9, ArabicShaping.txt).
//!
//! Works on the whole paragraph in logical order, before lines are broken, so that a word keeps its forms wherever
//! it is cut. Never reorders and never looks at a line's width.

pub(super) mod forms;

use icu_properties::CodePointMapData;
use icu_properties::props::JoiningType;

use super::cluster::{Cluster, Look};
use super::facts::{Fact, Joining};

const ZWJ: char = '\u{200D}';
const LAM: char = '\u{644}';

/// A character that is not transparent to joining.
#[derive(Clone, Copy)]
struct Letter {
    cluster: usize,
    /// Whether it is the first of its cluster, the one that has forms.
    first: bool,
    joining: JoiningType,
    level: u8,
    /// A zero-width joiner stands in no run of its own: it joins across levels.
    joiner: bool,
}

/// Gives each cluster its letter's joining form, and makes lam-alef one cluster when `ligature` is set.
pub(super) fn shape(text: &str, clusters: &mut Vec<Cluster>, ligature: bool) {
    if !clusters.iter().any(|cluster| cluster.base >= '\u{600}') {
        return;
    }
    join(text, clusters);
    if ligature {
        ligate(text, clusters);
    }
    give_forms(clusters);
}

/// [`shape`] by the facts of the clusters, where each is one letter with marks and every Arabic letter is at level 1.
pub(super) fn shape_plain(clusters: &mut Vec<Cluster>, facts: &[Fact], ligature: bool) {
    let goes_on = |fact: &Fact| matches!(fact.joining, Joining::Dual | Joining::Causing);
    let mut joins_right = false;
    // Whether the last cluster kept is a lam that joins the next, and how it joins itself.
    let mut lam = None;
    let mut kept = 0;
    for (at, fact) in facts.iter().enumerate() {
        let Some(mut cluster) = clusters.get(at).copied() else { break };
        let next = facts.get(at + 1).is_some_and(|next| next.joining != Joining::None);
        let joins_left = goes_on(fact) && next;
        let pair = lam.filter(|_| joins_right).and_then(|right| forms::lam_alef(cluster.base, right));
        if let Some(form) = pair
            && let Some(first) = clusters.get_mut(kept - 1)
        {
            (first.base, first.look) = (form, Look::LamAlef);
            (lam, joins_right) = (None, false);
            continue;
        }
        lam = (ligature && cluster.base == LAM && joins_left).then_some(joins_right);
        if fact.joining != Joining::None {
            (cluster.joins_right, cluster.joins_left) = (joins_right, joins_left);
            cluster.base = forms::form(cluster.base, joins_right, joins_left);
        }
        if let Some(place) = clusters.get_mut(kept) {
            *place = cluster;
        }
        kept += 1;
        joins_right = joins_left;
    }
    clusters.truncate(kept);
}

fn give_forms(clusters: &mut [Cluster]) {
    for cluster in clusters.iter_mut().filter(|cluster| matches!(cluster.look, Look::Single | Look::Cluster))
    {
        cluster.base = forms::form(cluster.base, cluster.joins_right, cluster.joins_left);
    }
}

fn joining_type(c: char) -> JoiningType {
    match c {
        '\0'..='\u{AC}' | '\u{AE}'..='\u{2FF}' => JoiningType::NonJoining,
        _ => CodePointMapData::<JoiningType>::new().get(c),
    }
}

fn join(text: &str, clusters: &mut [Cluster]) {
    let mut previous: Option<Letter> = None;
    for index in 0..clusters.len() {
        let Some(cluster) = clusters.get(index) else { break };
        let (level, look, base) = (cluster.level, cluster.look, cluster.base);
        if look == Look::Single {
            step(clusters, &mut previous, base, index, true, level);
            continue;
        }
        let end = clusters.get(index + 1).map_or(text.len(), |next| next.start);
        let Some(chars) = clusters.get(index).and_then(|cluster| text.get(cluster.start..end)) else { break };
        for (at, c) in chars.chars().enumerate() {
            step(clusters, &mut previous, c, index, at == 0, level);
        }
    }
}

fn step(
    clusters: &mut [Cluster],
    previous: &mut Option<Letter>,
    c: char,
    cluster: usize,
    first: bool,
    level: u8,
) {
    let joining = joining_type(c);
    if joining == JoiningType::Transparent {
        return;
    }
    let next = Letter { cluster, first, joining, level, joiner: c == ZWJ };
    if let Some(before) = *previous {
        connect(clusters, before, next);
    }
    *previous = (joining != JoiningType::NonJoining).then_some(next);
}

/// Joins two neighbours in logical order if their types and levels allow it.
fn connect(clusters: &mut [Cluster], before: Letter, after: Letter) {
    let level = if before.joiner { after.level } else { before.level };
    if before.level != after.level && !before.joiner && !after.joiner {
        return;
    }
    let right_to_left = level % 2 == 1;
    let (right, left) = if right_to_left { (before, after) } else { (after, before) };
    let towards_left = matches!(
        right.joining,
        JoiningType::DualJoining | JoiningType::LeftJoining | JoiningType::JoinCausing
    );
    let towards_right = matches!(
        left.joining,
        JoiningType::DualJoining | JoiningType::RightJoining | JoiningType::JoinCausing
    );
    if !(towards_left && towards_right) {
        return;
    }
    if let Some(cluster) = clusters.get_mut(right.cluster).filter(|_| right.first) {
        cluster.joins_left = true;
    }
    if let Some(cluster) = clusters.get_mut(left.cluster).filter(|_| left.first) {
        cluster.joins_right = true;
    }
}

/// Makes lam and the alef joined to it one cluster of one column. A joiner or a control between keeps them apart.
fn ligate(text: &str, clusters: &mut Vec<Cluster>) {
    let open = |cluster: &Cluster| {
        let bare = cluster.look == Look::Single;
        let lam = cluster.base == LAM && cluster.joins_left && (bare || !joiner_follows(text, cluster.start));
        lam.then_some(*cluster)
    };
    let mut lam = clusters.first().and_then(open);
    clusters.dedup_by(|next, kept| {
        let pair = lam.take().filter(|lam| {
            kept.start == lam.start && next.joins_right && next.level == lam.level && lam.level % 2 == 1
        });
        lam = open(next);
        let Some(form) = pair.and_then(|lam| forms::lam_alef(next.base, lam.joins_right)) else {
            return false;
        };
        (kept.base, kept.look) = (form, Look::LamAlef);
        true
    });
}

/// Whether the letter at `start` has a ZWJ or ZWNJ among the marks after it.
fn joiner_follows(text: &str, start: usize) -> bool {
    let marks = text.get(start..).unwrap_or_default().chars().skip(1);
    marks
        .take_while(|&c| joining_type(c) == JoiningType::Transparent || c == ZWJ || c == '\u{200C}')
        .any(|c| c == ZWJ || c == '\u{200C}')
}

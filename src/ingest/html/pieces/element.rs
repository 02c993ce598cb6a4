//! What an element does to the layout, and what its markup says of it: by its name, role, classes and style.

use crate::ingest::furniture::{self, Mark};

use crate::ingest::html::tree::{Id, Tree};

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has no text: scripts, styles, the head, what is played or drawn.
    Nothing,
    Inline,
    /// It stands in a line and is not shown.
    Hidden,
    Break,
    Rule,
    Image,
    /// A button to choose one of several answers by.
    Choice,
    /// An exponent, or the mark of a footnote.
    Superior,
    Block,
}

pub(super) fn kind_of(tree: &Tree, id: Id) -> Kind {
    let inline = match tree.name(id) {
        "script" | "style" | "head" | "title" | "meta" | "link" | "base" | "svg" | "canvas" | "iframe"
        | "frame" | "object" | "embed" | "applet" | "audio" | "video" | "map" | "area" | "param"
        | "source" | "track" | "col" | "colgroup" | "progress" | "meter" | "bgsound" => {
            return Kind::Nothing;
        }
        "br" => return Kind::Break,
        "input" if matches!(tree.attribute(id, "type"), Some(t) if t.eq_ignore_ascii_case("radio") || t.eq_ignore_ascii_case("checkbox")) =>
        {
            return Kind::Choice;
        }
        "hr" => return Kind::Rule,
        "img" | "amp-img" => return Kind::Image,
        "wbr" | "input" => return Kind::Nothing,
        name => INLINE.contains(&name),
    };
    let style = tree.attribute(id, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    if inline && !style.contains("display:block") {
        if is_hidden(tree, id, &style) {
            Kind::Hidden
        } else if tree.name(id) == "sup" {
            Kind::Superior
        } else {
            Kind::Inline
        }
    } else {
        Kind::Block
    }
}

/// Elements that stand in a line. All others begin and end one, so that text of elements that nobody has heard of is
/// not glued together.
const INLINE: [&str; 52] = [
    "", "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "mark", "math", "mi", "mn", "mo", "mrow", "msup", "msub",
    "nobr", "output", "picture", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "slot", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "spacer",
];

fn is_hidden(tree: &Tree, id: Id, style: &str) -> bool {
    tree.attribute(id, "hidden").is_some_and(|value| value != "until-found")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || tree.attribute(id, "class").is_some_and(is_hiding)
}

/// Whether classes hide an element: those of the common frameworks, unless they show it again on wider screens.
fn is_hiding(classes: &str) -> bool {
    let shown = [":block", ":flex", ":grid", ":inline", "-block", "-flex"];
    let mut classes = classes.split_ascii_whitespace();
    let hiding = classes.clone().any(|c| {
        matches!(
            c,
            "hidden"
                | "hide"
                | "d-none"
                | "is-hidden"
                | "invisible"
                | "sr-only"
                | "visually-hidden"
                | "visuallyhidden"
                | "screen-reader-text"
        )
    });
    hiding && !classes.any(|c| shown.iter().any(|s| c.contains(s)))
}

/// Whether an element makes its text stand out as headings do: bold, or large by the sizes before style sheets, 1 to 7
/// with 3 for running text. Articles in Arabic are often set in 4.
pub(super) fn is_strong(tree: &Tree, id: Id) -> bool {
    match tree.name(id) {
        "b" | "strong" | "big" => true,
        "font" => tree
            .attribute(id, "size")
            .is_some_and(|size| matches!(size, "5" | "6" | "7" | "+2" | "+3" | "+4")),
        "span" => tree.attribute(id, "style").is_some_and(|style| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            ["font-weight:bold", "font-weight:700", "font-weight:800", "font-weight:900"]
                .iter()
                .any(|s| style.contains(s))
        }),
        _ => false,
    }
}

/// What the markup of a block says that it is.
pub(super) fn mark(tree: &Tree, id: Id) -> Option<Mark> {
    let style = tree.attribute(id, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    let sure = |reason| Some(Mark { reason, sure: true });
    if is_hidden(tree, id, &style) {
        return sure("hidden");
    }
    match tree.name(id) {
        "nav" => return sure("navigation"),
        "footer" => return sure("footer"),
        "noscript" => return sure("noscript"),
        "template" => return sure("template"),
        "select" | "button" | "textarea" | "datalist" | "option" | "fieldset" => return sure("form"),
        "dialog" => return sure("notice"),
        "aside" => return Some(Mark { reason: "aside", sure: false }),
        // These have classes that speak of what is inside them, and the whole page in one of them.
        "html" | "body" | "main" => return None,
        _ => {}
    }
    match tree.attribute(id, "role").unwrap_or_default() {
        "navigation" | "menu" | "menubar" => return sure("navigation"),
        "contentinfo" => return sure("footer"),
        "search" => return sure("form"),
        "dialog" | "alert" | "alertdialog" => return sure("notice"),
        "complementary" => return Some(Mark { reason: "aside", sure: false }),
        _ => {}
    }
    if tree.name(id).contains('-')
        && let Some(mark) = furniture::marked(tree.name(id))
    {
        return Some(mark);
    }
    let names = ["class", "id", "data-component", "data-module"];
    names.iter().filter_map(|key| tree.attribute(id, key)).find_map(furniture::marked)
}

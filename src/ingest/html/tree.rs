//! HTML to a tree of elements, within bounds: how deep it nests, how many elements it has, how many attributes an
//! element has.
//!
//! The parser is html5ever's, which does with broken markup what browsers do. Some markup makes it slow or the tree
//! huge (a million open elements, formatting that is opened again in every paragraph, a tag with a million
//! attributes), so tags are left out below a depth, attributes beyond a number, and a page with too many elements is
//! refused. Nothing here knows what an element means.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, QualName, TokenizerResult, local_name, ns};

mod attributes;

/// Elements inside one another: browsers stop at 512, pages written by people at 60.
const DEPTH: usize = 400;

/// Elements and texts of a page. The longest pages have some ten thousand; this many take about 200 MB.
const NODES: usize = 1_000_000;

/// A page has more elements than any page to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {NODES} elements")]
pub(in crate::ingest) struct TooMany;

/// The place of a node in its [`Tree`].
pub(super) type Id = usize;

/// What a node is.
pub(super) enum Data {
    /// An element; the contents of a template hang on a node of their own.
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
        template: Option<Id>,
    },
    Text(StrTendril),
    /// The document, a template's contents, a comment.
    Other,
}

struct Node {
    parent: Option<Id>,
    previous: Option<Id>,
    next: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    depth: usize,
    data: Data,
}

/// A page as a tree. Node 0 is the document.
pub(super) struct Tree(Vec<Node>);

impl Tree {
    /// Reads a page.
    pub(super) fn read(html: &str) -> Result<Self, TooMany> {
        let html = attributes::bounded(html);
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let bounded = Bounded { builder: TreeBuilder::new(Sink::default(), options) };
        let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(&html));
        // The tokenizer stops for scripts to be run and for encodings to be changed: neither is done.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        let sink = tokenizer.sink.builder.sink;
        if sink.is_full() { Err(TooMany) } else { Ok(Self(sink.nodes.into_inner())) }
    }

    /// The name of an element; empty for anything else.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.data(id) {
            Some(Data::Element { name, .. }) => &name.local,
            _ => "",
        }
    }

    pub(super) fn data(&self, id: Id) -> Option<&Data> {
        self.0.get(id).map(|node| &node.data)
    }

    /// The value of an attribute, without blanks around it.
    pub(super) fn attribute(&self, id: Id, key: &str) -> Option<&str> {
        let Some(Data::Element { attributes, .. }) = self.data(id) else { return None };
        attributes.iter().find(|a| &*a.name.local == key).map(|a| a.value.trim())
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.0.get(id)?.parent
    }

    /// The children of a node; those of a template are its contents.
    pub(super) fn children(&self, id: Id) -> impl DoubleEndedIterator<Item = Id> {
        let from = match self.data(id) {
            Some(Data::Element { template: Some(contents), .. }) => *contents,
            _ => id,
        };
        let mut children = Vec::new();
        let mut next = self.0.get(from).and_then(|node| node.first);
        while let Some(child) = next {
            children.push(child);
            next = self.0.get(child).and_then(|node| node.next);
        }
        children.into_iter()
    }

    /// A node and all below it, in the order of the page.
    pub(super) fn below(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut open = vec![id];
        std::iter::from_fn(move || {
            let id = open.pop()?;
            open.extend(self.children(id).rev());
            Some(id)
        })
    }

    /// The text below a node, as it stands in the page, up to a number of bytes.
    pub(super) fn text(&self, id: Id, most: usize) -> String {
        let mut text = String::new();
        for id in self.below(id) {
            if let Some(Data::Text(piece)) = self.data(id) {
                text.push_str(piece);
            }
            if text.len() > most {
                break;
            }
        }
        text
    }
}

/// Keeps tags that would nest too deep from the builder, and everything once the tree is full.
struct Bounded {
    builder: TreeBuilder<Id, Sink>,
}

impl TokenSink for Bounded {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let sink = &self.builder.sink;
        let end = matches!(token, Token::EOFToken);
        let opens = matches!(&token, Token::TagToken(Tag { kind: TagKind::StartTag, .. }));
        if !end && (sink.is_full() || (opens && sink.depth.get() >= DEPTH)) {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// What the builder builds into.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// How deep the node lies that was added or closed last.
    depth: Cell<usize>,
}

impl Default for Sink {
    fn default() -> Self {
        let sink = Self { nodes: RefCell::default(), depth: Cell::new(0) };
        sink.create(Data::Other);
        sink
    }
}

impl Sink {
    fn is_full(&self) -> bool {
        self.nodes.borrow().len() > NODES
    }

    fn create(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
            depth: 0,
            data,
        });
        nodes.len() - 1
    }

    /// Changes a node that is there.
    fn change<T>(&self, id: Id, change: impl FnOnce(&mut Node) -> T) -> Option<T> {
        self.nodes.borrow_mut().get_mut(id).map(change)
    }

    fn get<T>(&self, id: Id, get: impl FnOnce(&Node) -> T) -> Option<T> {
        self.nodes.borrow().get(id).map(get)
    }

    /// Puts a node under a parent, before one of its children or behind all.
    fn insert(&self, child: Id, parent: Id, before: Option<Id>) {
        let previous = match before {
            Some(next) => self.get(next, |n| n.previous).flatten(),
            None => self.get(parent, |n| n.last).flatten(),
        };
        let depth = self.get(parent, |n| n.depth).unwrap_or_default() + 1;
        self.depth.set(depth);
        self.change(child, |n| {
            (n.parent, n.previous, n.next, n.depth) = (Some(parent), previous, before, depth);
        });
        match previous {
            Some(previous) => self.change(previous, |n| n.next = Some(child)),
            None => self.change(parent, |n| n.first = Some(child)),
        };
        match before {
            Some(next) => self.change(next, |n| n.previous = Some(child)),
            None => self.change(parent, |n| n.last = Some(child)),
        };
    }

    /// Adds text to the text that stands there already, or as a node of its own.
    fn insert_text(&self, text: &StrTendril, parent: Id, before: Option<Id>) {
        let beside = match before {
            Some(next) => self.get(next, |n| n.previous).flatten(),
            None => self.get(parent, |n| n.last).flatten(),
        };
        let joined = beside.and_then(|id| {
            self.change(id, |n| match &mut n.data {
                Data::Text(there) => {
                    there.push_tendril(text);
                    true
                }
                _ => false,
            })
        });
        if joined == Some(true) {
            self.depth.set(self.get(parent, |n| n.depth).unwrap_or_default() + 1);
        } else {
            let id = self.create(Data::Text(text.clone()));
            self.insert(id, parent, before);
        }
    }

    fn put(&self, child: NodeOrText<Id>, parent: Id, before: Option<Id>) {
        match child {
            NodeOrText::AppendNode(id) => self.insert(id, parent, before),
            NodeOrText::AppendText(text) => self.insert_text(&text, parent, before),
        }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match nodes.get(*target).map(|n| &n.data) {
            Some(Data::Element { name, .. }) => name,
            _ => &NOTHING,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Id {
        let template = flags.template.then(|| self.create(Data::Other));
        self.create(Data::Element { name, attributes, template })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.create(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.create(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(child, *parent, None);
    }

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let Some(parent) = self.get(*sibling, |n| n.parent).flatten() {
            if let NodeOrText::AppendNode(id) = &child {
                self.remove_from_parent(id);
            }
            self.put(child, parent, Some(*sibling));
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.get(*element, |n| n.parent).flatten().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Id) {
        self.depth.set(self.get(*node, |n| n.depth).unwrap_or_default());
    }

    fn get_template_contents(&self, target: &Id) -> Id {
        let contents = self.get(*target, |n| match n.data {
            Data::Element { template, .. } => template,
            _ => None,
        });
        contents.flatten().unwrap_or(*target)
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        self.change(*target, |n| {
            if let Data::Element { attributes, .. } = &mut n.data {
                for attribute in more {
                    // A second `body` may bring a million attributes too.
                    if attributes.len() < attributes::MOST
                        && attributes.iter().all(|a| a.name != attribute.name)
                    {
                        attributes.push(attribute);
                    }
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &Id) {
        let Some((parent, previous, next)) = self.get(*target, |n| (n.parent, n.previous, n.next)) else {
            return;
        };
        let Some(parent) = parent else { return };
        match previous {
            Some(previous) => self.change(previous, |n| n.next = next),
            None => self.change(parent, |n| n.first = next),
        };
        match next {
            Some(next) => self.change(next, |n| n.previous = previous),
            None => self.change(parent, |n| n.last = previous),
        };
        self.change(*target, |n| (n.parent, n.previous, n.next) = (None, None, None));
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        while let Some(child) = self.get(*node, |n| n.first).flatten() {
            self.remove_from_parent(&child);
            self.insert(child, *new_parent, None);
        }
    }
}

/// The name of what is no element: the builder never asks for it.
static NOTHING: std::sync::LazyLock<QualName> =
    std::sync::LazyLock::new(|| QualName::new(None, ns!(), local_name!("")));

//! The feeds that a page names in its head. Nothing is fetched.

use super::base;
use super::tree::Tree;

/// So many feeds of a page are told at most: a page has one for its news, and a few for its sections.
const MOST: usize = 20;

/// The addresses of the feeds, completed where the page's own address is known.
pub(crate) fn feeds(html: &str, address: Option<&str>) -> Vec<String> {
    let Ok(tree) = Tree::read(html) else { return Vec::new() };
    let base = base(&tree, address);
    let mut found: Vec<String> = Vec::new();
    for id in tree.below(0).filter(|id| tree.name(*id) == "link") {
        let is = |name: &str, known: &[&str]| {
            let value = tree.attribute(id, name).unwrap_or_default().to_ascii_lowercase();
            value.split([' ', ';']).any(|word| known.contains(&word))
        };
        let is_feed = is("rel", &["alternate", "feed"])
            && is("type", &["application/rss+xml", "application/atom+xml", "application/feed+json"]);
        let Some(href) = tree.attribute(id, "href").filter(|_| is_feed) else { continue };
        let url = match &base {
            Some(base) => base.join(href).ok(),
            None => url::Url::parse(href).ok(),
        };
        found.extend(url.map(String::from).filter(|url| !found.contains(url)));
    }
    found.truncate(MOST);
    found
}

//! What a server lets programs do that wander: `robots.txt` by RFC 9309, and the `Crawl-delay` that many write.
//!
//! It reads rules and judges addresses; nothing is asked of a server.

use std::time::Duration;

use url::Url;

/// How many rules of a file are kept: no server of a newspaper has as many, and each page is matched against all.
const MOST_RULES: usize = 2_000;

/// The longest path of a rule in bytes, and how many wildcards count in it: matching must not take for ever.
const LONGEST_RULE: usize = 512;
const WILDCARDS: usize = 8;

/// The rules of one server for this program.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
    closed: bool,
}

#[derive(Debug, PartialEq)]
struct Rule {
    path: String,
    allow: bool,
}

/// The rules under one or more `User-agent` lines.
#[derive(Default)]
struct Group {
    ours: bool,
    all: bool,
    robots: Robots,
}

impl Robots {
    /// The rules of a server that cannot be asked for them: nothing is allowed.
    pub(super) fn closed() -> Self {
        Self { closed: true, ..Self::default() }
    }

    /// Reads the rules for the program of this name; those for all where there are none.
    pub(super) fn read(bytes: &[u8], name: &str) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (mut groups, mut heading): (Vec<Group>, bool) = (Vec::new(), false);
        for line in text.trim_start_matches('\u{FEFF}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            if field == "user-agent" {
                if !heading {
                    groups.push(Group::default());
                }
                heading = true;
                if let Some(group) = groups.last_mut() {
                    let product = value.split(['/', ' ']).next().unwrap_or_default();
                    group.ours |= product.eq_ignore_ascii_case(name);
                    group.all |= value == "*";
                }
                continue;
            }
            let Some(group) = groups.last_mut() else { continue };
            match field.as_str() {
                "allow" | "disallow" => {
                    heading = false;
                    group.robots.add(value, field == "allow");
                }
                "crawl-delay" => {
                    heading = false;
                    let seconds =
                        value.parse().ok().filter(|s: &f64| s.is_finite() && (0.0..1e6).contains(s));
                    group.robots.delay = seconds.map(Duration::from_secs_f64);
                }
                _ => {}
            }
        }
        let ours = groups.iter().any(|group| group.ours);
        let mut found = Self::default();
        for group in groups.into_iter().filter(|group| if ours { group.ours } else { group.all }) {
            found.rules.extend(group.robots.rules);
            found.rules.truncate(MOST_RULES);
            found.delay = found.delay.max(group.robots.delay);
        }
        found
    }

    fn add(&mut self, path: &str, allow: bool) {
        // An empty rule says nothing.
        let fits = path.len() <= LONGEST_RULE && path.matches('*').count() <= WILDCARDS;
        if !path.is_empty() && fits && self.rules.len() < MOST_RULES {
            self.rules.push(Rule { path: path.to_owned(), allow });
        }
    }

    /// Whether a page may be read: the longest rule that fits it counts, and of two as long the one that allows.
    pub(super) fn allow(&self, url: &Url) -> bool {
        let path = url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        let fitting = self.rules.iter().filter(|rule| matches(&rule.path, &path));
        let counting = fitting.max_by_key(|rule| (rule.path.len(), rule.allow));
        !self.closed && counting.is_none_or(|rule| rule.allow)
    }

    /// The pause between two requests that it asks for.
    pub(super) const fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// Whether a rule fits the beginning of a path: `*` stands for anything, `$` at the end for the end.
fn matches(rule: &str, path: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        if last && to_end {
            return rest.ends_with(part);
        }
        // The first place is as good as any: what follows has the most room.
        let Some((_, behind)) = rest.split_once(part) else { return false };
        rest = behind;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(robots: &str, path: &str) -> bool {
        let url = Url::parse("http://example.org").unwrap().join(path).unwrap();
        Robots::read(robots.as_bytes(), "qari").allow(&url)
    }

    #[test]
    fn the_longest_rule_counts() {
        let robots = "User-agent: *\nDisallow: /news/\nAllow: /news/open/\nDisallow: /*.pdf$\nDisallow:\n";
        for (path, allowed) in [
            ("/", true),
            ("/news/1", false),
            ("/news/open/1", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
        ] {
            assert_eq!(allows(robots, path), allowed, "{path}");
        }
        assert!(allows("", "/x") && allows("Disallow: /", "/x"), "a rule without a group is none");
    }

    #[test]
    fn rules_for_this_program_take_the_place_of_those_for_all() {
        let robots = "\u{FEFF}User-agent: *\r\nDisallow: /\r\n\r\nUser-Agent: other\nUser-agent: Qari/1.0\n# ours\n\
                      Disallow: /private\nCrawl-delay: 2.5\n";
        assert!(allows(robots, "/news") && !allows(robots, "/private/x"));
        assert_eq!(Robots::read(robots.as_bytes(), "qari").delay(), Some(Duration::from_millis(2500)));
        assert!(!allows("User-agent: *\nDisallow: /", "/news"));
        assert!(!Robots::closed().allow(&Url::parse("http://example.org/").unwrap()));
    }

    proptest::proptest! {
        #[test]
        fn no_rules_harm(text in "((User-agent|Allow|Disallow|Crawl-delay|[*$:/#\n a-z0-9.-]|\\PC)){0,80}", path in "/[a-z*$/]{0,40}") {
            let mut url = Url::parse("http://example.org").unwrap();
            url.set_path(&path);
            let robots = Robots::read(text.as_bytes(), "qari");
            proptest::prop_assert!(robots.allow(&url) || !robots.rules.is_empty());
        }
    }

    #[test]
    fn hostile_rules_end() {
        let stars = format!("User-agent: *\nDisallow: /{}x$\n", "a*".repeat(200));
        assert!(allows(&stars, &format!("/{}", "a".repeat(5000))));
        let delay = Robots::read(b"User-agent: *\nCrawl-delay: inf\nDisallow: \xff", "qari");
        assert_eq!(delay.delay(), None);
    }
}

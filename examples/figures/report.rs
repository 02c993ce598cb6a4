//! The figures as a table in Markdown, and the wrong outputs behind it. Printed to standard output; nothing is kept.
#![expect(clippy::print_stdout, reason = "a program that prints figures")]

/// Where figures and wrong outputs go.
pub(crate) struct Report {
    kind: &'static str,
    /// How many wrong outputs of each kind are wanted.
    wanted: usize,
    wrong: Vec<(&'static str, String)>,
    skipped: Vec<String>,
}

impl Report {
    pub(crate) fn new(wanted: usize) -> Self {
        println!("| kind | figure | here | goal | simple baselines |\n| --- | --- | ---: | ---: | --- |");
        Self { kind: "", wanted, wrong: Vec::new(), skipped: Vec::new() }
    }

    pub(crate) fn begin(&mut self, kind: &'static str) {
        self.kind = kind;
    }

    /// One row: what it is, what came out, what was hoped for, and what others reach.
    pub(crate) fn figure(&mut self, name: &str, here: f64, goal: Option<f64>, baselines: &str) {
        let short =
            |value: f64| if value.fract() == 0.0 { format!("{value}") } else { format!("{value:.3}") };
        println!(
            "| {} | {name} | {} | {} | {baselines} |",
            self.kind,
            short(here),
            goal.map(short).unwrap_or_default()
        );
    }

    /// An output that is not as the gold has it.
    pub(crate) fn wrong(&mut self, what: impl Into<String>) {
        if self.wrong.iter().filter(|(kind, _)| *kind == self.kind).count() < self.wanted {
            self.wrong.push((self.kind, what.into()));
        }
    }

    /// Data that is not there.
    pub(crate) fn skip(&mut self, path: &std::path::Path) {
        self.skipped.push(format!("{}: skipped, there is no '{}'", self.kind, path.display()));
    }

    pub(crate) fn end(&self) {
        for line in &self.skipped {
            println!("\n{line}");
        }
        for (n, (kind, what)) in self.wrong.iter().enumerate() {
            let first = n == 0 || self.wrong.get(n - 1).is_some_and(|before| before.0 != *kind);
            if first {
                println!("\n## Wrong: {kind}\n");
            }
            println!("- {}", what.replace('\n', " ⏎ "));
        }
    }
}

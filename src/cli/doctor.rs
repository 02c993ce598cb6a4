//! `qari doctor`: what this terminal is, which output profile is used and why, where the program's files are; and
//! from here to the calibration screen.

use std::io::{self, IsTerminal, Write};

use crate::archive::Query;
use crate::cli::args::Common;
use crate::cli::say::Door;
use crate::cli::sheet::{Measure, Sheet};
use crate::cli::{Done, UsageError, place, record, say};
use crate::config::words::Words;
use crate::config::{Config, Warning};
use crate::runtime::{self, Outlook};
use crate::terminal::{self, Environment, Kind, Replies, listen};
use crate::text::Glyphs;

/// A line that shows at a glance whether the profile is right: letters joined, right to left, brackets closed.
const SAMPLE: &str = "السلام (كتاب) 2024 «قارئ» hi لا";

/// Wide enough for the sample in one row.
const SAMPLE_WIDTH: u16 = 60;

/// What was found out.
struct Findings {
    config: Config,
    warnings: Vec<Warning>,
    environment: Environment,
    replies: Replies,
    /// Whether there was a terminal to ask.
    asked: bool,
    outlook: Outlook,
    locale: Option<String>,
}

impl Findings {
    fn gather(common: &Common, profile: Option<&str>) -> anyhow::Result<Self> {
        let (config, warnings) = place::config(common, profile)?;
        let environment = Environment::detect(|name| std::env::var(name).ok());
        let asked = io::stdout().is_terminal() && io::stdin().is_terminal();
        let replies = if asked { listen::inquire(&environment)? } else { Replies::default() };
        let outlook = runtime::outlook(&config, place::memory_file(), &environment, &replies)?;
        Ok(Self { config, warnings, environment, replies, asked, outlook, locale: runtime::locale() })
    }

    /// Whether vowel marks are sent, and what decides it.
    fn marks(&self) -> (bool, &'static str) {
        match self.config.marks.as_str() {
            "on" => (true, "the setting 'marks'"),
            "off" => (false, "the setting 'marks'"),
            _ => (self.outlook.used.0.marks, "the profile"),
        }
    }

    /// The words of the interface.
    fn words(&self) -> Words {
        Words::of(self.config.interface_lang(self.locale.as_deref()))
    }

    /// What is sent of signs.
    fn glyphs(&self) -> &'static str {
        match runtime::glyphs(&self.config.glyphs, &self.environment) {
            Glyphs::All => "all; Arabic as it is written",
            Glyphs::Console => "those of a console's font; Arabic is romanised",
            Glyphs::Ascii => "ASCII; Arabic is romanised",
        }
    }

    /// How a copy reaches the clipboard.
    fn clipboard(&self) -> &'static str {
        match (self.environment.tmux, self.environment.multiplexed()) {
            (true, _) => "OSC 52 through tmux (tmux must have 'set-clipboard on')",
            (false, true) => "OSC 52 through the multiplexer, where it passes it on",
            (false, false) => "OSC 52, where the terminal allows it",
        }
    }
}

/// Tells what was found.
pub(super) fn doctor(common: &Common, profile: Option<&str>) -> anyhow::Result<Done> {
    let found = Findings::gather(common, profile)?;
    let mut out = say::out();
    if common.json {
        writeln!(out, "{}", record::line(&data(common, &found)?)?)?;
    } else {
        tell(common, &found, &mut out)?;
    }
    Ok(Done::Fully)
}

/// Opens the calibration screen and tells what was kept.
pub(super) fn calibrate(common: &Common) -> anyhow::Result<Done> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        let why = "the calibration needs a terminal to show its samples on";
        return Err(UsageError(why.to_owned()).into());
    }
    // It works beside any archive, also a damaged one: it opens none.
    let (opened, _) = place::of_files(&[])?;
    let (config, _) = place::config(common, None)?;
    let start = runtime::Start {
        front: runtime::front(opened.archive.as_ref())?,
        archive: opened.archive,
        name: opened.name,
        warnings: Vec::new(),
        calibrate: true,
        query: Query::default(),
        settings: place::config_name(common),
    };
    runtime::run(start, runtime::prepare(config, place::memory_file())?)?;
    doctor(common, None)
}

/// Forgets what was chosen for this terminal.
pub(super) fn forget() -> anyhow::Result<Done> {
    let environment = Environment::detect(|name| std::env::var(name).ok());
    let key = say::one_line(&environment.key());
    let said = match runtime::forget(place::memory_file(), &environment)? {
        Some(profile) => format!("forgotten for {key}: {}", say::one_line(&profile)),
        None => format!("nothing was chosen for {key}"),
    };
    writeln!(say::out(), "{said}")?;
    Ok(Done::Fully)
}

fn settings(common: &Common) -> String {
    place::config_file(common).map_or_else(String::new, |f| f.display().to_string())
}

fn data(common: &Common, found: &Findings) -> anyhow::Result<serde_json::Value> {
    let Findings { environment, replies, outlook, .. } = found;
    let (marks, _) = found.marks();
    Ok(serde_json::json!({
        "terminal": environment.key(),
        "asked": found.asked,
        "profile": outlook.used.0.to_string(),
        "reason": outlook.used.1.to_string(),
        "chosen": outlook.chosen,
        "found": { "profile": outlook.found.0.to_string(), "reason": outlook.found.1.to_string() },
        "profiles": Kind::ALL.map(Kind::name),
        "marks": marks,
        "glyphs": found.glyphs(),
        "term": environment.term,
        "program": environment.program,
        "version": replies.version,
        "outer": replies.outer,
        "bdsm": replies.bdsm,
        "primary": replies.primary,
        "secondary": replies.secondary,
        "colors": format!("{:?}", terminal::colors(environment)).to_lowercase(),
        "clipboard": found.clipboard(),
        "locale": found.locale,
        "settings": settings(common),
        "archive": place::standard()?,
        "memory": place::memory_file(),
        "warnings": found.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

/// The findings for people: a line each, then the samples.
fn tell(common: &Common, found: &Findings, out: &mut Door<impl Write>) -> anyhow::Result<()> {
    let Findings { environment, replies, outlook, .. } = found;
    let unknown = || (if found.asked { "no answer" } else { "not asked: this is no terminal" }).to_owned();
    let mut line = |name: &str, text: &str| writeln!(out, "{name:<10} {}", say::one_line(text));
    line("terminal", &format!("TERM={}, remembered as {}", environment.term, environment.key()))?;
    line("version", &replies.version.clone().unwrap_or_else(unknown))?;
    if environment.multiplexed() {
        line("around it", &replies.outer.clone().unwrap_or_else(unknown))?;
    }
    line("bidi mode", &replies.bdsm.map_or_else(unknown, |n| format!("CSI 8 $ p answered {n}")))?;
    let (profile, reason) = &outlook.used;
    line("profile", &format!("{profile}: {reason}"))?;
    if outlook.used != outlook.found {
        line("", &format!("without that it would be {}: {}", outlook.found.0, outlook.found.1))?;
    }
    if outlook.chosen.is_some() {
        line("", "'qari doctor --forget' takes back what was chosen for this terminal")?;
    }
    if let Some(advice) = outlook.found.0.advice {
        line("advice", found.words().get(advice.key()))?;
    }
    let (marks, why) = found.marks();
    line("marks", &format!("{}, by {why}", if marks { "shown" } else { "hidden" }))?;
    line("glyphs", found.glyphs())?;
    line("colours", &format!("{:?}", terminal::colors(environment)).to_lowercase())?;
    line("clipboard", found.clipboard())?;
    line("locale", found.locale.as_deref().unwrap_or("none is set"))?;
    line("font", "any that has Arabic presentation forms (U+FE70 to U+FEFC): DejaVu Sans Mono does")?;
    line("settings", &settings(common))?;
    line("archive", &place::standard()?.display().to_string())?;
    line("choices", &place::memory_file().map_or_else(String::new, |f| f.display().to_string()))?;
    for warning in &found.warnings {
        line("warning", &warning.to_string())?;
    }
    let names: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
    writeln!(out, "\nprofiles: {}; each also with -no-marks", names.join(", "))?;
    writeln!(
        out,
        "try them on this terminal with 'qari doctor --calibrate', or choose one with --profile NAME or\n\
         'profile = \"NAME\"' in the settings, which win over what was chosen"
    )?;
    // Romanised, or in a pipe, no sample tells anything.
    let shows = found.asked && runtime::glyphs(&found.config.glyphs, &found.environment) == Glyphs::All;
    if shows { samples(out) } else { Ok(()) }
}

/// A numbered line for each kind that needs no switch, so that all can stand on one screen.
fn samples(out: &mut Door<impl Write>) -> anyhow::Result<()> {
    let (switched, plain): (Vec<Kind>, Vec<Kind>) =
        Kind::ALL.iter().partition(|kind| !kind.enter().is_empty());
    writeln!(out, "\nwhich line reads right, from the right, its letters joined and in one piece?")?;
    for (number, kind) in (1..).zip(plain) {
        let sheet = Sheet::of(kind);
        let lead = format!("{number:>3} {:<20}", kind.name());
        let measure = Measure { width: SAMPLE_WIDTH, lead: &lead, align: false };
        for row in sheet.rows(SAMPLE, &sheet.options(), measure) {
            out.row(&row)?;
        }
    }
    let names: Vec<&str> = switched.iter().map(|kind| kind.name()).collect();
    writeln!(
        out,
        "{} switch the whole terminal, so they are no lines here:\n'qari doctor --calibrate' tries them, and keeps the choice",
        names.join(", ")
    )?;
    Ok(())
}

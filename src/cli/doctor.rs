//! `qari doctor`: what this terminal is, which output profile is used and why, where the program's files are.

use std::io::{self, IsTerminal, Write};

use crate::cli::args::Common;
use crate::cli::{Done, place, print, record, say};
use crate::runtime;
use crate::terminal::{self, Environment, Kind, Replies, listen};

/// A line that shows at a glance whether the profile is right: letters joined, right to left, brackets closed.
const SAMPLE: &str = "السلام (كتاب) 2024 «قارئ» hi لا";

/// Wide enough for the sample in one row.
const SAMPLE_WIDTH: u16 = 60;

/// Tells what was found.
pub(super) fn doctor(common: &Common, profile: Option<&str>) -> anyhow::Result<Done> {
    let (mut config, warnings) = place::config(common)?;
    if let Some(profile) = profile {
        profile.clone_into(&mut config.profile);
    }
    let environment = Environment::detect(|name| std::env::var(name).ok());
    let replies = if io::stdout().is_terminal() && io::stdin().is_terminal() {
        listen::inquire(&environment)?
    } else {
        Replies::default()
    };
    let (profile, reason) = runtime::profile_after(&config, &environment, &replies)?;
    let colors = terminal::colors(&environment);
    let settings = place::config_file(common).map_or_else(String::new, |f| f.display().to_string());
    let archive = place::standard()?;
    let mut out = say::out();
    if common.json {
        let found = serde_json::json!({
            "profile": profile.to_string(),
            "reason": reason.to_string(),
            "term": environment.term,
            "program": environment.program,
            "version": replies.version,
            "outer": replies.outer,
            "bdsm": replies.bdsm,
            "primary": replies.primary,
            "secondary": replies.secondary,
            "colors": format!("{colors:?}").to_lowercase(),
            "settings": settings,
            "archive": archive,
            "warnings": warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        });
        writeln!(out, "{}", record::line(&found)?)?;
        return Ok(Done::Fully);
    }
    let unknown = || "no answer".to_owned();
    let term = format!("TERM={}, {}", environment.term, environment.key());
    writeln!(out, "terminal   {}", say::one_line(&term))?;
    writeln!(out, "version    {}", replies.version.clone().unwrap_or_else(unknown))?;
    if environment.multiplexed() {
        writeln!(out, "around it  {}", replies.outer.clone().unwrap_or_else(unknown))?;
    }
    writeln!(out, "bidi mode  {}", replies.bdsm.map_or_else(unknown, |n| format!("CSI 8 $ p answered {n}")))?;
    writeln!(out, "profile    {profile}: {reason}")?;
    writeln!(out, "colours    {}", format!("{colors:?}").to_lowercase())?;
    writeln!(out, "settings   {}", say::one_line(&settings))?;
    writeln!(out, "archive    {}", say::one_line(&archive.display().to_string()))?;
    for warning in &warnings {
        writeln!(out, "warning    {}", say::one_line(&warning.to_string()))?;
    }
    let names: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
    writeln!(out, "\nother profiles: {}; each also with -no-marks", names.join(", "))?;
    writeln!(
        out,
        "choose one with --profile NAME or 'profile = \"NAME\"' in the settings\n\nas it is printed here:"
    )?;
    let printed = print::default_profile();
    for row in print::rows(SAMPLE, SAMPLE_WIDTH, print::options_of(printed), printed, false) {
        writeln!(out, "  {row}")?;
    }
    Ok(Done::Fully)
}

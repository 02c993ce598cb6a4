//! The command line, read.

use super::*;

fn prepared(line: &str) -> String {
    let args = line.split(' ').map(OsString::from);
    let out = prepare(args);
    out.iter().map(|a| a.to_str().unwrap().replace(WORD, "^")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_parser_itself_is_sound() {
    use clap::CommandFactory;
    Cli::command().debug_assert();
}

#[test]
fn the_look_has_the_values_of_the_settings() {
    use clap::CommandFactory;
    let cli = Cli::command();
    for command in ["print", "show"] {
        let command = cli.find_subcommand(command).unwrap();
        for setting in ["justify", "digits", "quotes"] {
            let arg = command.get_arguments().find(|a| a.get_long() == Some(setting)).unwrap();
            let values: Vec<_> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
            assert_eq!(values, crate::config::choices(setting));
        }
    }
}

#[test]
fn words_without_a_command_browse() {
    assert_eq!(prepared("qari"), "qari browse");
    assert_eq!(prepared("qari فرنسا country:FR"), "qari browse فرنسا country:FR");
    assert_eq!(prepared("qari --archive a -country:RU x"), "qari --archive a browse ^-country:RU x");
    assert_eq!(prepared("qari --lang=ar"), "qari --lang=ar browse");
    assert_eq!(prepared("qari -- import"), "qari browse -- import");
    assert_eq!(prepared("qari --profile visual"), "qari browse --profile visual");
    assert_eq!(prepared("qari --profile visual -x y"), "qari browse --profile visual ^-x y");
    assert_eq!(prepared("qari --profile=visual x"), "qari browse --profile=visual x");
    assert_eq!(prepared("qari --profile visual read f"), "qari read --profile visual f");
}

#[test]
fn a_first_word_that_is_a_command_is_the_command() {
    assert_eq!(prepared("qari search -russia --limit 3"), "qari search ^-russia --limit 3");
    assert_eq!(prepared("qari --archive import import x"), "qari --archive import import x");
    assert_eq!(prepared("qari russia import"), "qari browse russia import");
    assert_eq!(prepared("qari --help"), "qari --help");
}

#[test]
fn a_kept_search_needs_no_query_and_may_be_narrowed() {
    let parsed = |line: &str| Cli::try_parse_from(prepare(line.split(' ').map(Into::into)));
    let Command::Search { query, saved, new, .. } = parsed("qari search --saved sea --new").unwrap().command
    else {
        panic!("not a search")
    };
    assert_eq!((query.len(), saved.as_deref(), new), (0, Some("sea"), true));
    assert!(parsed("qari search").is_err() && parsed("qari search --new x").is_err());
    let Command::Saved { task: Some(SavedTask::Keep { name, query, .. }) } =
        parsed("qari saved keep sea -country:RU harbour").unwrap().command
    else {
        panic!("not kept")
    };
    assert_eq!((name.as_str(), join_query(&query).as_str()), ("sea", "-country:RU harbour"));
}

#[test]
fn a_query_keeps_its_hyphens() {
    let cli = Cli::try_parse_from(prepare("qari search -country:RU x --any".split(' ').map(Into::into)));
    let Command::Search { query, any, .. } = cli.unwrap().command else { panic!("not a search") };
    assert_eq!((join_query(&query).as_str(), any), ("-country:RU x", true));
}

#[test]
fn forms_are_asked_for_instead_of_articles() {
    let cli = Cli::try_parse_from(prepare("qari search --forms -country:RU على".split(' ').map(Into::into)));
    let Command::Search { query, forms, .. } = cli.unwrap().command else { panic!("not a search") };
    assert_eq!((join_query(&query).as_str(), forms), ("-country:RU على", true));
    for line in ["qari search --forms --limit 3 x", "qari search --forms --saved sea"] {
        assert!(Cli::try_parse_from(prepare(line.split(' ').map(Into::into))).is_err(), "{line}");
    }
}

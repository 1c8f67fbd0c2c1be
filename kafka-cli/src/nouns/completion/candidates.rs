//! What a command line can go on with, by the command tree.

use clap::{Arg, Command};

/// What can follow.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// One of these words, each with what it means.
    Words(Vec<(String, String)>),
    /// A name that the cluster knows.
    Live(Kind),
    /// A file, or something that nobody can guess: shells offer files.
    File,
}

/// Names of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Topics,
    Groups,
    Users,
    /// Of contexts, which are in a file.
    Contexts,
}

/// What the words lead to: `before` are those in front of the one that is being typed.
pub(super) fn wanted(kadm: &Command, before: &[String], typed: &str) -> Wanted {
    let (mut command, mut path, mut pending, mut places) = (kadm, Vec::new(), None, 0);
    for word in before {
        if pending.take().is_some() {
            continue;
        }
        if word.starts_with('-') && word.len() > 1 {
            pending = flag(command, word).filter(|arg| takes_value(arg) && !word.contains('='));
        } else if let Some(below) = command.find_subcommand(word) {
            path.push(below.get_name());
            command = below;
        } else {
            places += 1;
        }
    }
    match pending {
        Some(arg) => value(arg, &path),
        None if typed.starts_with('-') => Wanted::Words(flags(command)),
        None if command.has_subcommands() => Wanted::Words(verbs(command)),
        None => match argument(command, places) {
            Some(arg) => value(arg, &path),
            None => Wanted::Words(flags(command)),
        },
    }
}

/// The argument at this place; the last one may take more than one word.
fn argument(command: &Command, place: usize) -> Option<&Arg> {
    let all: Vec<&Arg> = command.get_positionals().collect();
    let last =
        all.last().copied().filter(|arg| matches!(arg.get_action(), clap::ArgAction::Append));
    all.get(place).copied().or(last)
}

fn flag<'c>(command: &'c Command, word: &str) -> Option<&'c Arg> {
    let name = word.split_once('=').map_or(word, |(name, _)| name);
    command.get_arguments().find(|arg| match name.strip_prefix("--") {
        Some(long) => {
            arg.get_long() == Some(long)
                || arg.get_all_aliases().unwrap_or_default().contains(&long)
        }
        None => {
            arg.get_short().is_some_and(|short| name.strip_prefix('-') == Some(&short.to_string()))
        }
    })
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

fn value(arg: &Arg, path: &[&str]) -> Wanted {
    let possible = arg.get_possible_values();
    if !possible.is_empty() && takes_value(arg) {
        let shown = possible.iter().filter(|it| !it.is_hide_set());
        let about = |it: &clap::builder::PossibleValue| it.get_help().map(ToString::to_string);
        return Wanted::Words(
            shown.map(|it| (it.get_name().to_owned(), about(it).unwrap_or_default())).collect(),
        );
    }
    let named = arg.get_value_names().and_then(|names| names.first()).map(|name| name.as_str());
    let name = named.map_or_else(|| arg.get_id().as_str().to_ascii_uppercase(), str::to_owned);
    let is_topic =
        name.starts_with("TOPIC") || (name == "PATTERN" && path.first() == Some(&"topic"));
    let is_group = name == "GROUP" || (name == "PATTERN" && path.first() == Some(&"group"));
    match name.as_str() {
        // What is created is not there yet.
        _ if path.last() == Some(&"create") && path.first() != Some(&"acl") => Wanted::File,
        _ if is_topic => Wanted::Live(Kind::Topics),
        _ if is_group => Wanted::Live(Kind::Groups),
        "USER" => Wanted::Live(Kind::Users),
        "NAME" if is_context(arg, path) => Wanted::Live(Kind::Contexts),
        "NAME" if path.first() == Some(&"config") => Wanted::Live(Kind::Topics),
        _ => Wanted::File,
    }
}

fn is_context(arg: &Arg, path: &[&str]) -> bool {
    arg.get_long() == Some("context")
        || (path.first() == Some(&"context") && path.last() != Some(&"add"))
}

fn verbs(command: &Command) -> Vec<(String, String)> {
    let shown = command.get_subcommands().filter(|it| !it.is_hide_set() && it.get_name() != "help");
    shown.map(|it| (it.get_name().to_owned(), about(it.get_about()))).collect()
}

fn flags(command: &Command) -> Vec<(String, String)> {
    let shown = command.get_arguments().filter(|it| !it.is_hide_set());
    shown.filter_map(|it| Some((format!("--{}", it.get_long()?), about(it.get_help())))).collect()
}

/// The first sentence or so.
fn about(text: Option<&clap::builder::StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let end = line.find(". ").unwrap_or(line.len());
    line[..end].trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn of(line: &str) -> Wanted {
        let mut kadm = crate::cli::Cli::command();
        kadm.build();
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let (typed, before) = words.split_last().unwrap();
        wanted(&kadm, before, typed)
    }

    fn has(wanted: &Wanted, word: &str) -> bool {
        matches!(wanted, Wanted::Words(words) if words.iter().any(|(it, _)| it == word))
    }

    #[test]
    fn verbs_flags_and_values_follow_from_the_command() {
        for (line, word) in [
            ("", "topic"),
            ("to", "topic"),
            ("topic ", "describe"),
            ("group offsets ", "alter"),
            ("topic create -", "--partitions"),
            ("topic list --format ", "json"),
            ("config describe ", "broker-logger"),
            ("partition elect --type ", "unclean"),
            ("whoami ", "--topic"),
        ] {
            assert!(has(&of(line), word), "{line}: {:?}", of(line));
        }
        assert!(!has(&of(""), "complete"), "it is hidden");
    }

    #[test]
    fn names_of_the_cluster_stand_where_it_has_them() {
        for (line, kind) in [
            ("topic describe ", Kind::Topics),
            ("topic describe a ", Kind::Topics),
            ("topic list ", Kind::Topics),
            ("acl create --topic ", Kind::Topics),
            ("group lag -b h:1 ", Kind::Groups),
            ("group reset g --topic ", Kind::Topics),
            ("user delete ", Kind::Users),
            ("share t --with ", Kind::Users),
            ("context use ", Kind::Contexts),
            ("topic list --context ", Kind::Contexts),
            ("config alter topic ", Kind::Topics),
        ] {
            assert_eq!(of(line), Wanted::Live(kind), "{line}");
        }
        for line in
            ["topic create ", "context add ", "partition reassign --plan ", "topic list -b "]
        {
            assert_eq!(of(line), Wanted::File, "{line}");
        }
    }
}

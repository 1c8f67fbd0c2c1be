//! What people type by habit, in kadm's words: Kafka's own flags for what is an argument here, a verb that is
//! written as a flag, and the short verbs of other tools.
//!
//! Nothing is changed that kadm understands as it is.

use std::ffi::OsString;

use clap::{Arg, Command};

/// Words for a noun or a verb, and what they may stand for. The first that there is, is meant.
const WORDS: &[(&str, &[&str])] = &[
    ("acls", &["acl"]),
    ("add", &["create"]),
    ("brokers", &["broker"]),
    ("configs", &["config"]),
    ("contexts", &["context"]),
    ("desc", &["describe"]),
    ("groups", &["group"]),
    ("info", &["describe"]),
    ("ls", &["list"]),
    ("quotas", &["quota"]),
    ("remove", &["delete"]),
    ("reset-offsets", &["reset"]),
    ("rm", &["delete"]),
    ("tokens", &["token"]),
    ("topics", &["topic"]),
    ("transactions", &["transaction"]),
    ("users", &["user"]),
];

/// Flags of Kafka's tools for what is an argument here, by the name of the argument's value.
const ARGUMENTS: &[(&str, &[&str])] = &[
    ("entity-name", &["NAME"]),
    ("entity-type", &["TYPE"]),
    ("group", &["GROUP"]),
    ("topic", &["TOPIC", "TOPIC[:PARTITION]"]),
    ("transactional-id", &["ID"]),
];

/// Flags of kafka-configs.sh that name a resource and its type at once.
const RESOURCES: [&str; 5] = ["broker", "broker-logger", "client-metrics", "group", "topic"];

/// The global flags with a value, which may stand in front of the noun.
const GLOBAL: [&str; 2] = ["--format", "--timeout"];

/// The same command line in kadm's words.
pub(crate) fn understood(args: Vec<OsString>, kadm: &Command) -> Vec<OsString> {
    let is_text = args.iter().all(|arg| arg.to_str().is_some());
    if !is_text {
        return args;
    }
    let mut words: Vec<String> =
        args.into_iter().filter_map(|arg| arg.into_string().ok()).collect();
    // Behind -- are values only.
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let behind = words.split_off(end);
    let mut at = noun_place(&words);
    let (mut command, mut noun) = (kadm, "");
    while command.has_subcommands() && at < words.len() {
        let Some(below) = verb(command, &mut words, at) else { break };
        if !below.has_subcommands() && command.get_name() != "kadm" {
            noun = command.get_name();
        }
        (command, at) = (below, at + 1);
    }
    if !command.has_subcommands() {
        // Until it is built, a verb has no arguments.
        let mut verb = command.clone();
        verb.build();
        words = with_arguments(words, at, &verb, noun);
    }
    words.into_iter().chain(behind).map(Into::into).collect()
}

/// Where the noun is: behind the name of the program and what is global.
fn noun_place(words: &[String]) -> usize {
    let mut at = 1;
    while let Some(word) = words.get(at).filter(|word| word.starts_with('-')) {
        at += if GLOBAL.contains(&word.as_str()) { 2 } else { 1 };
    }
    at
}

/// The command that the word at this place stands for; a verb that is written as a flag is moved there.
fn verb<'c>(command: &'c Command, words: &mut Vec<String>, at: usize) -> Option<&'c Command> {
    if words[at].starts_with('-') {
        let flags = words.iter().enumerate().skip(at);
        let mut verbs = flags.filter_map(|(place, word)| Some((place, word.strip_prefix("--")?)));
        let (place, verb) =
            verbs.find(|(_, word)| *word != "help" && meant(command, word).is_some())?;
        let verb = verb.to_owned();
        words.remove(place);
        words.insert(at, verb);
    }
    let below = meant(command, &words[at])?;
    words[at] = below.get_name().to_owned();
    Some(below)
}

fn meant<'c>(command: &'c Command, word: &str) -> Option<&'c Command> {
    let other = WORDS.iter().find(|(habit, _)| *habit == word).map_or(&[][..], |(_, meant)| meant);
    std::iter::once(&word).chain(other).find_map(|word| command.find_subcommand(word))
}

/// Puts what Kafka's flags give in the place of the arguments.
fn with_arguments(words: Vec<String>, at: usize, verb: &Command, noun: &str) -> Vec<String> {
    let mut words = words.into_iter();
    let mut before: Vec<String> = words.by_ref().take(at).collect();
    let (mut others, mut last) = (Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        let (name, joined) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word.clone(), None),
        };
        let unknown = name.strip_prefix("--").filter(|name| !has_flag(verb, name));
        let place = unknown.and_then(|name| argument(verb, noun, name));
        match (unknown, place) {
            (Some(kind), _) if RESOURCES.contains(&kind) && takes(verb, "TYPE") => {
                before.push(kind.to_owned());
                before.extend(joined.or_else(|| words.next()));
            }
            (Some("entity-default"), _) if takes(verb, "NAME") => last.push("default".to_owned()),
            // Only what reads takes all groups at once: where none is named, all are described.
            (Some("all-groups"), _) if verb.get_name() == "lag" => others.push("--all".to_owned()),
            (Some("all-groups"), _) if verb.get_name() == "describe" && takes(verb, "GROUP") => {}
            (Some("add-config"), _) if has_flag(verb, "set") => {
                let changes = joined.or_else(|| words.next()).unwrap_or_default();
                others
                    .extend(settings(&changes).into_iter().flat_map(|it| ["--set".to_owned(), it]));
            }
            (Some("delete-config"), _) if has_flag(verb, "delete") => {
                let keys = joined.or_else(|| words.next()).unwrap_or_default();
                others.extend(
                    keys.split(',').flat_map(|key| ["--delete".to_owned(), key.to_owned()]),
                );
            }
            (_, Some(place)) => match (joined.or_else(|| words.next()), place) {
                (None, _) => others.push(word),
                (Some(value), 1) => before.push(value),
                (Some(value), _) => last.push(value),
            },
            (_, None) => others.push(word),
        }
    }
    before.extend(others);
    before.extend(last);
    before
}

/// Which argument a flag stands for, counted from 1.
fn argument(verb: &Command, noun: &str, flag: &str) -> Option<usize> {
    let (_, values) = ARGUMENTS.iter().find(|(name, _)| *name == flag)?;
    // A list takes patterns of what it lists.
    let is_meant = |value: &str| values.contains(&value) || (value == "PATTERN" && noun == flag);
    let mut places = verb.get_positionals().filter(|arg| is_meant(&value_name(arg)));
    places.next().and_then(Arg::get_index)
}

fn takes(verb: &Command, value: &str) -> bool {
    verb.get_positionals().any(|arg| value_name(arg) == value)
}

fn value_name(arg: &Arg) -> String {
    let given = arg.get_value_names().and_then(|names| names.first());
    given.map_or_else(|| arg.get_id().as_str().to_ascii_uppercase(), ToString::to_string)
}

fn has_flag(verb: &Command, name: &str) -> bool {
    let is_global = GLOBAL.iter().any(|global| global.strip_prefix("--") == Some(name));
    is_global
        || verb.get_arguments().any(|arg| {
            arg.get_long() == Some(name)
                || arg.get_all_aliases().unwrap_or_default().contains(&name)
        })
}

/// `a=1,b=[x,y]` of kafka-configs: a list stands between brackets.
fn settings(text: &str) -> Vec<String> {
    let (mut settings, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => settings.push(String::new()),
            c => settings.iter_mut().last().into_iter().for_each(|setting| setting.push(c)),
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn line(text: &str) -> String {
        let kadm = Cli::command();
        let args = text.split(' ').map(Into::into).collect();
        let words: Vec<_> =
            understood(args, &kadm).into_iter().map(|it| it.into_string().unwrap()).collect();
        words.join(" ")
    }

    #[test]
    fn what_people_type_by_habit_becomes_what_kadm_says() {
        for (habit, meant) in [
            ("kadm topic --create --topic a --partitions 3", "kadm topic create a --partitions 3"),
            ("kadm topic -b h:1 --list", "kadm topic list -b h:1"),
            ("kadm topic list --topic=a*", "kadm topic list a*"),
            ("kadm topics ls", "kadm topic list"),
            ("kadm topic rm --yes a", "kadm topic delete --yes a"),
            (
                "kadm --format json topic describe --topic a --topic b",
                "kadm --format json topic describe a b",
            ),
            ("kadm group --describe --group g", "kadm group describe g"),
            (
                "kadm group --reset-offsets --group g --topic a:0 --to-latest",
                "kadm group reset g --topic a:0 --to-latest",
            ),
            ("kadm config --describe --topic a", "kadm config describe topic a"),
            (
                "kadm config --alter --broker=1 --add-config a=1",
                "kadm config alter broker 1 --set a=1",
            ),
            ("kadm group --describe --all-groups", "kadm group describe"),
            ("kadm group lag --all-groups", "kadm group lag --all"),
            (
                "kadm group remove-members g --all-groups",
                "kadm group remove-members g --all-groups",
            ),
            ("kadm group offsets list --group g", "kadm group offsets list g"),
            (
                "kadm config --alter --entity-name a --entity-type topics --add-config a=1,b=[x,y] --delete-config c,d",
                "kadm config alter topics --set a=1 --set b=x,y --delete c --delete d a",
            ),
            (
                "kadm config --describe --entity-type brokers --entity-default",
                "kadm config describe brokers default",
            ),
            (
                "kadm acl --add --topic a --allow-principal b",
                "kadm acl create --topic a --allow-principal b",
            ),
            ("kadm acl --remove --topic a", "kadm acl delete --topic a"),
            ("kadm transaction describe --transactional-id t", "kadm transaction describe t"),
        ] {
            assert_eq!(line(habit), meant);
        }
    }

    #[test]
    fn what_kadm_understands_stays_as_it_is() {
        for same in [
            "kadm",
            "kadm --help",
            "kadm topic",
            "kadm topic --help",
            "kadm nonsense ls",
            "kadm acl create --topic a --operation read",
            "kadm config alter topic a --set x=--topic",
            "kadm topic create -- --topic",
            "kadm topic create --topic",
            "kadm group lag --all",
            "kadm metadata -L --topic a",
        ] {
            assert_eq!(line(same), same);
        }
    }
}

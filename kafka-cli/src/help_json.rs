//! `--help-json`: the commands with their arguments, for programs that write command lines.

use clap::{Arg, Command, CommandFactory};
use serde_json::{Value, json};

use crate::cli::Cli;

/// Behind any words of a command.
pub(crate) const FLAG: &str = "--help-json";

/// What there is below the command that the words lead to.
pub(crate) fn of(words: &[String]) -> Value {
    let mut kadm = Cli::command();
    kadm.build();
    let mut command = &kadm;
    for word in words {
        command = command.find_subcommand(word).unwrap_or(command);
    }
    described(command)
}

fn described(command: &Command) -> Value {
    let shown = command.get_subcommands().filter(|it| !it.is_hide_set() && it.get_name() != "help");
    let commands: Vec<Value> = shown.map(described).collect();
    let mut value = json!({
        "name": command.get_name(),
        "about": command.get_long_about().or(command.get_about()).map(ToString::to_string),
    });
    match commands.is_empty() {
        true => {
            let arguments = command.get_arguments().filter(|arg| !arg.is_hide_set());
            value["arguments"] = arguments.map(argument).collect();
        }
        false => value["commands"] = commands.into(),
    }
    value
}

fn argument(arg: &Arg) -> Value {
    let possible = arg.get_possible_values();
    let takes_value = arg.get_action().takes_values();
    let values: Vec<_> = possible.iter().map(|it| it.get_name()).filter(|_| takes_value).collect();
    let names = arg.get_value_names().and_then(|names| names.first()).filter(|_| takes_value);
    json!({
        "long": arg.get_long(),
        "short": arg.get_short().map(String::from),
        "value": names.map(|name| name.as_str()),
        "values": values,
        "required": arg.is_required_set(),
        "repeatable": matches!(arg.get_action(), clap::ArgAction::Append),
        "help": arg.get_long_help().or(arg.get_help()).map(ToString::to_string),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_verbs_and_a_verb_its_arguments() {
        let all = of(&[]);
        let nouns: Vec<_> =
            all["commands"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
        assert!(nouns.contains(&&json!("topic")) && !nouns.contains(&&json!("complete")));
        let create = of(&["topic".into(), "create".into()]);
        let arguments = create["arguments"].as_array().unwrap();
        let partitions = arguments.iter().find(|it| it["long"] == "partitions").unwrap();
        assert_eq!((&partitions["short"], &partitions["value"]), (&json!("p"), &json!("N")));
        let format = arguments.iter().find(|it| it["long"] == "format").unwrap();
        assert_eq!(format["values"], json!(["text", "json", "tsv", "tsv-header"]));
    }
}

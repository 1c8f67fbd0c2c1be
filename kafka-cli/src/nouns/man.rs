//! `kadm man`: the manual, a page for each command.

use std::path::{Path, PathBuf};

use clap::{Arg, Args, Command};

use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Write the manual into a folder: kadm.1, kadm-topic.1, kadm-topic-create.1 and so on.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder, which is made if it is not there.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Run for Man {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let written = |path: &Path, error| Failure::cannot_write(path, &error);
        std::fs::create_dir_all(&self.folder).map_err(|error| written(&self.folder, error))?;
        let mut kadm = (context.definition)();
        kadm.build();
        let pages = pages(&kadm);
        for (name, page) in &pages {
            let path = self.folder.join(format!("{name}.1"));
            std::fs::write(&path, page).map_err(|error| written(&path, error))?;
        }
        context.report.set("pages", pages.len());
        context.report.line(format_args!("{} pages in {}", pages.len(), self.folder.display()));
        Ok(())
    }
}

/// Each page with its name, `kadm-topic-create`.
fn pages(kadm: &Command) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    collect(kadm, "kadm", None, &mut pages);
    pages
}

fn collect(command: &Command, name: &str, above: Option<&str>, pages: &mut Vec<(String, String)>) {
    pages.push((name.to_owned(), page(command, name, above)));
    for below in below(command) {
        collect(below, &format!("{name}-{}", below.get_name()), Some(name), pages);
    }
}

fn below(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|it| it.get_name() != "help" && !it.is_hide_set())
}

fn page(command: &Command, name: &str, above: Option<&str>) -> String {
    let mut page = format!(
        ".TH {} 1 \"\" \"kadm {}\" \"kadm manual\"\n",
        name.to_uppercase(),
        env!("CARGO_PKG_VERSION")
    );
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let first = about.lines().next().unwrap_or_default().trim_end_matches('.');
    page += &format!(".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n", escaped(name), escaped(first));
    page += &synopsis(command, name);
    page += ".SH DESCRIPTION\n";
    let long = command.get_long_about().or(command.get_about()).map(ToString::to_string);
    page += &paragraphs(&long.unwrap_or_default());
    let commands: Vec<_> = below(command).collect();
    if !commands.is_empty() {
        page += ".SH COMMANDS\n";
        for it in commands {
            let about = it.get_about().map(ToString::to_string).unwrap_or_default();
            let entry = format!("{name}-{}", it.get_name());
            page += &format!(".TP\n.BR {} (1)\n{}", escaped(&entry), paragraphs(&about));
        }
    }
    page += &options(command);
    if let Some(above) = above {
        page += &format!(".SH SEE ALSO\n.BR {} (1)\n", escaped(above));
    }
    page
}

fn synopsis(command: &Command, name: &str) -> String {
    let words = escaped(&name.replacen('-', " ", 1));
    let words = if command.has_subcommands() { words } else { escaped(&spaced(command, name)) };
    let arguments =
        command.get_positionals().map(|arg| format!(" [{}]", escaped(&value_name(arg))));
    let more = if command.has_subcommands() { " COMMAND" } else { "" };
    format!(".B {words}\n[OPTIONS]{}{more}\n", arguments.collect::<String>())
}

/// `kadm topic delete-records` of `kadm-topic-delete-records`.
fn spaced(command: &Command, name: &str) -> String {
    let verb = command.get_name();
    match name.strip_suffix(verb).map(|noun| noun.trim_end_matches('-')) {
        Some(noun) if !noun.is_empty() => format!("{} {verb}", noun.replace('-', " ")),
        _ => name.to_owned(),
    }
}

fn options(command: &Command) -> String {
    let all: Vec<&Arg> = command.get_arguments().filter(|arg| !arg.is_hide_set()).collect();
    let arguments = all.iter().filter(|arg| arg.is_positional());
    let mut text = section("ARGUMENTS", arguments.copied());
    let flags = || all.iter().copied().filter(|arg| !arg.is_positional());
    text += &section("OPTIONS", flags().filter(|arg| arg.get_help_heading().is_none()));
    let mut headings: Vec<&str> = flags().filter_map(Arg::get_help_heading).collect();
    headings.sort_unstable();
    headings.dedup();
    for heading in headings {
        let headed = flags().filter(|arg| arg.get_help_heading() == Some(heading));
        text += &section(&heading.to_uppercase(), headed);
    }
    text
}

fn section<'a>(title: &str, arguments: impl Iterator<Item = &'a Arg>) -> String {
    let entries: String = arguments.map(entry).collect();
    if entries.is_empty() { String::new() } else { format!(".SH {title}\n{entries}") }
}

fn entry(arg: &Arg) -> String {
    let mut names: Vec<String> = Vec::new();
    names.extend(arg.get_short().map(|short| format!("\\fB\\-{short}\\fR")));
    names.extend(arg.get_long().map(|long| format!("\\fB\\-\\-{}\\fR", escaped(long))));
    let value = match arg.get_action().takes_values() {
        true => format!("\\fI{}\\fR", escaped(&value_name(arg))),
        false => String::new(),
    };
    let text = match names.is_empty() {
        true => value,
        false => format!("{} {value}", names.join(", ")),
    };
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string);
    format!(".TP\n{}\n{}", text.trim_end(), paragraphs(&help.unwrap_or_default()))
}

fn value_name(arg: &Arg) -> String {
    let given = arg.get_value_names().and_then(|names| names.first());
    given.map_or_else(|| arg.get_id().as_str().to_ascii_uppercase(), ToString::to_string)
}

/// Paragraphs, and lines that stand in as they are.
fn paragraphs(text: &str) -> String {
    let mut page = String::new();
    let mut is_after_blank = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            is_after_blank = !page.is_empty();
            continue;
        }
        let is_verbatim = line.starts_with("  ");
        if is_after_blank {
            page += if is_verbatim { ".sp\n" } else { ".PP\n" };
        } else if is_verbatim && !page.is_empty() {
            page += ".br\n";
        }
        page += &format!("{}\n", escaped(line.trim()));
        is_after_blank = false;
    }
    page
}

/// A text in which nothing is a request of roff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    match text.starts_with(['.', '\'']) {
        true => format!("\\&{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn each_command_has_a_page_that_names_its_flags() {
        let mut kadm = Cli::command();
        kadm.build();
        let pages = pages(&kadm);
        let page = |name: &str| &pages.iter().find(|(it, _)| it == name).unwrap().1;
        assert!(page("kadm").contains(".BR kadm\\-topic (1)"));
        let create = page("kadm-topic-create");
        for told in [
            ".TH KADM-TOPIC-CREATE 1",
            "\\-\\-replication\\-factor",
            ".SH CONNECTING",
            ".B kadm topic create",
        ] {
            assert!(create.contains(told), "{told}\n{create}");
        }
        assert!(page("kadm-topic-delete-records").contains(".B kadm topic delete\\-records"));
        assert!(pages.iter().all(|(name, _)| name != "kadm-complete"));
        let requests = [".TH", ".SH", ".TP", ".BR", ".B ", ".PP", ".sp", ".br"];
        for line in pages.iter().flat_map(|(_, page)| page.lines()) {
            let is_request = line.starts_with('.');
            assert!(!is_request || requests.iter().any(|it| line.starts_with(it)), "{line}");
        }
    }
}

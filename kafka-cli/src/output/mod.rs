//! What a command has to say, as text, as one JSON object, or as rows.

use clap::ValueEnum;

mod items;
mod json;
mod report;
mod table;
mod tsv;

pub(crate) use items::Items;
pub(crate) use json::{Pretty, error, line, strings};
pub(crate) use report::Report;

/// How the result is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object on standard output, for errors too.
    Json,
    /// A row for each item, with tabs between the columns. Errors are on standard error.
    Tsv,
    /// The same with the names of the columns first.
    TsvHeader,
}

impl Format {
    /// The format somebody wants whose command line is not understood otherwise.
    pub(crate) fn guess(args: &[std::ffi::OsString]) -> Self {
        let joined = args.iter().any(|arg| arg == "--format=json");
        let apart = args.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
        if joined || apart { Self::Json } else { Self::Text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Vec<std::ffi::OsString> {
        words.iter().map(Into::into).collect()
    }

    #[test]
    fn the_format_is_found_in_a_broken_command_line() {
        assert_eq!(Format::guess(&args(&["kadm", "x", "--format", "json"])), Format::Json);
        assert_eq!(Format::guess(&args(&["kadm", "--format=json", "x"])), Format::Json);
        assert_eq!(Format::guess(&args(&["kadm", "--format", "text"])), Format::Text);
    }
}

//! A file's text, cut into lines, and errors that point into it.

use std::error::Error;
use std::fmt;

/// What is wrong with a file, and where: `file:line:column`, the line, and a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The file, as it was called.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The whole line.
    pub text: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, text, message } = self;
        writeln!(f, "{file}:{line}:{column}: {message}")?;
        writeln!(f, "  {text}")?;
        write!(f, "  {:>column$}", "^")
    }
}

impl Error for SchemaError {}

/// One line that says something, without comment and indentation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) file: &'a str,
    pub(crate) number: usize,
    pub(crate) indent: usize,
    pub(crate) whole: &'a str,
    pub(crate) content: &'a str,
}

impl<'a> Line<'a> {
    /// An error at `part`, which is a piece of this line.
    pub(crate) fn error(&self, part: &str, message: impl Into<String>) -> SchemaError {
        let start = self.whole.as_ptr() as usize;
        let offset = (part.as_ptr() as usize).saturating_sub(start).min(self.whole.len());
        SchemaError {
            file: self.file.to_owned(),
            line: self.number,
            column: self.whole[..offset].chars().count() + 1,
            text: self.whole.to_owned(),
            message: message.into(),
        }
    }
}

/// The lines of a file; blank ones and comments (`//`) left out.
pub(crate) fn lines<'a>(file: &'a str, text: &'a str) -> Vec<Line<'a>> {
    text.lines()
        .enumerate()
        .filter_map(|(index, whole)| {
            let content = whole.trim();
            let says_something = !content.is_empty() && !content.starts_with("//");
            let indent = whole.len() - whole.trim_start().len();
            says_something.then_some(Line { file, number: index + 1, indent, whole, content })
        })
        .collect()
}

/// A line's words: a quoted text is one word, with its quotes.
#[derive(Clone, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) line: Line<'a>,
    rest: &'a str,
}

impl<'a> Words<'a> {
    pub(crate) fn new(line: Line<'a>) -> Self {
        Self { line, rest: line.content }
    }

    pub(crate) fn expect(&mut self, what: &str) -> Result<&'a str, SchemaError> {
        let end = self.rest;
        self.next().ok_or_else(|| self.line.error(end, format!("expected {what}")))
    }

    pub(crate) fn end(&mut self) -> Result<(), SchemaError> {
        match self.next() {
            None => Ok(()),
            Some(word) => Err(self.line.error(word, format!("unexpected `{word}`"))),
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start();
        let len = match self.rest.strip_prefix('"') {
            _ if self.rest.is_empty() => return None,
            Some(text) => text.find('"').map_or(self.rest.len(), |end| end + 2),
            None => self.rest.find(char::is_whitespace).unwrap_or(self.rest.len()),
        };
        let (word, rest) = self.rest.split_at(len);
        self.rest = rest;
        Some(word)
    }
}

//! Text for people: tables, warnings, errors.

use super::Report;
use crate::failure::Failure;

/// Columns as wide as their widest cell, the last one as it comes.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(header: &[&str]) -> Self {
        Self { rows: vec![header.iter().map(|cell| (*cell).to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl ToString>) {
        self.rows.push(cells.into_iter().map(|cell| cell.to_string()).collect());
    }

    pub(crate) fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let widths: Vec<_> = (0..columns).map(|column| self.width(column)).collect();
        let line = |row: &Vec<String>| {
            let cells: Vec<_> =
                row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            format!("{}\n", cells.join("  ").trim_end())
        };
        self.rows.iter().map(line).collect()
    }

    fn width(&self, column: usize) -> usize {
        self.rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    }
}

/// Warnings, then the failure: for standard error.
pub(super) fn remarks(report: &Report) -> String {
    let warnings = report.warnings.iter().map(|warning| format!("warning: {warning}\n"));
    let failure = report.failure.iter().map(describe);
    warnings.chain(failure).collect()
}

/// One line for what, one for what next.
fn describe(failure: &Failure) -> String {
    let hint = failure.hint.as_ref().map(|hint| format!(" hint: {hint}\n"));
    format!("error: {}\n{}", failure.message, hint.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_without_trailing_blanks() {
        let mut table = Table::new(&["TOPIC", "PARTITIONS"]);
        table.row(["orders", "3"]);
        table.row(["x", ""]);
        assert_eq!(table.render(), "TOPIC   PARTITIONS\norders  3\nx\n");
    }
}

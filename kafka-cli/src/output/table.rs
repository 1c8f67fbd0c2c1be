//! Tables for people.

use std::borrow::Cow;
use std::io::Write;

use kafka_admin::escape::escaped;

use crate::stream::Stream;

/// A cell with more characters stands out of its column, instead of padding all the others.
const WIDEST_CELL: usize = 60;
/// Behind this column nothing is lined up any more.
const WIDEST_LINE: usize = 200;
/// What is between two columns.
const GAP: usize = 2;

/// Writes a table whose columns are as wide as the widest cell that is not [too wide](WIDEST_CELL).
/// Every cell is written in full: a name has to be typed again. So where a line would not fit into the terminal,
/// each row is a block of lines, one for each cell.
pub(super) fn write<'a, const N: usize>(
    mut stream: &Stream,
    terminal: Option<usize>,
    header: [&'a str; N],
    rows: impl Iterator<Item = [Cow<'a, str>; N]> + Clone,
) {
    let rows = rows.map(|row| row.map(escaped));
    if let Some(terminal) = terminal
        && !fits(terminal, header, rows.clone())
    {
        return blocks(stream, header, rows);
    }
    let rows = std::iter::once(header.map(Cow::from)).chain(rows);
    let widths = widths(rows.clone());
    for row in rows {
        let _ = writeln!(stream, "{}", line(&row, widths).trim_end());
    }
}

/// Whether no line is longer than one of the terminal.
fn fits<'a, const N: usize>(
    terminal: usize,
    header: [&'a str; N],
    rows: impl Iterator<Item = [Cow<'a, str>; N]> + Clone,
) -> bool {
    let rows = std::iter::once(header.map(Cow::from)).chain(rows);
    let widths = widths(rows.clone());
    rows.clone().all(|row| line(&row, widths).trim_end().chars().count() <= terminal)
}

/// A block for each row, with the names of the columns in front of the cells.
fn blocks<'a, const N: usize>(
    mut stream: &Stream,
    header: [&'a str; N],
    rows: impl Iterator<Item = [Cow<'a, str>; N]>,
) {
    let indent = header[0].len() - header[0].trim_start().len();
    let names = header.map(str::trim);
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0);
    for (number, row) in rows.enumerate() {
        if number > 0 {
            let _ = writeln!(stream);
        }
        for (name, cell) in names.iter().zip(row) {
            let text = format!("{:indent$}{name:<width$}  {}", "", cell.trim());
            let _ = writeln!(stream, "{}", text.trim_end());
        }
    }
}

fn widths<'a, const N: usize>(rows: impl Iterator<Item = [Cow<'a, str>; N]>) -> [usize; N] {
    let mut widths = [0; N];
    for row in rows {
        for (cell, width) in row.iter().zip(&mut widths) {
            *width = Some(cell.chars().count())
                .filter(|it| *it <= WIDEST_CELL)
                .max(Some(*width))
                .unwrap_or(0);
        }
    }
    let mut left = WIDEST_LINE;
    for width in &mut widths {
        *width = left.min(*width);
        left = left.saturating_sub(*width + GAP);
    }
    widths
}

fn line<const N: usize>(row: &[Cow<'_, str>; N], widths: [usize; N]) -> String {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(&format!("{cell:<width$}  "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Captured;

    fn written(terminal: Option<usize>, name: &str) -> String {
        let mut captured = Captured::default();
        let outside = captured.outside();
        let rows = [
            [Cow::from("  a"), Cow::from(name), Cow::from("")],
            ["  b".into(), "short".into(), "x".into()],
        ];
        write(outside.stdout(), terminal, ["  ID", "NAME", "NOTE"], rows.into_iter());
        outside.stdout().lost();
        drop(outside);
        captured.stdout()
    }

    #[test]
    fn what_fits_is_a_table_and_what_does_not_is_a_block_for_each_row() {
        let name = "n".repeat(100);
        for (terminal, name, is_table) in [
            (None, name.as_str(), true),
            (Some(80), "name", true),
            (Some(80), name.as_str(), false),
            (Some(200), name.as_str(), true),
            (Some(14), "name", false),
        ] {
            let shown = written(terminal, name);
            assert_eq!(shown.starts_with("  ID  NAME"), is_table, "{terminal:?} {shown}");
            assert!(shown.contains(name), "every cell is whole");
        }
        let expected = "  ID    a\n  NAME  name\n  NOTE\n\n  ID    b\n  NAME  short\n  NOTE  x\n";
        assert_eq!(written(Some(14), "name"), expected);
    }
}

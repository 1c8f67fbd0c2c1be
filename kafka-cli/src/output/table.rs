//! Tables for people.

use std::borrow::Cow;
use std::io::Write;

use kafka_admin::escape::escaped;

use crate::stream::Stream;

/// A cell with more characters stands out of its column, instead of padding all the others.
const WIDEST_CELL: usize = 60;
/// Behind this column of the terminal nothing is lined up any more.
const WIDEST_LINE: usize = 200;

/// Writes a table whose columns are as wide as the widest cell that is not [too wide](WIDEST_CELL).
/// Every cell is written in full: a name has to be typed again.
pub(super) fn write<'a, const N: usize>(
    mut stream: &Stream,
    header: [&'a str; N],
    rows: impl Iterator<Item = [Cow<'a, str>; N]> + Clone,
) {
    let rows = std::iter::once(header.map(Cow::from)).chain(rows);
    let rows = rows.map(|row| row.map(escaped));
    let widths = widths(rows.clone());
    for row in rows {
        let _ = writeln!(stream, "{}", line(&row, widths).trim_end());
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
        left = left.saturating_sub(*width + 2);
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

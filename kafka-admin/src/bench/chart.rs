//! Figures as bars: one SVG document.

use std::fmt::{self, Display, Formatter};

/// Pixels from one row to the next.
const ROW: usize = 26;
/// Pixels of a character of a label, at the most.
const CHARACTER: usize = 9;
/// Pixels of the longest bar.
const LONGEST: f64 = 460.0;
/// Pixels for the text behind the longest bar.
const TEXT: usize = 110;

/// Rows of horizontal bars, which [`Display`] writes as an SVG document. The longest bar of all fills the
/// width, and the others are drawn to its scale.
///
/// ```
/// let chart = kafka_admin::bench::Chart::new("A login: p50 and p99, ms")
///     .row("tls", &[(2.5, "#9cd"), (1.5, "#27a")], "1.50 / 2.50");
/// assert!(chart.to_string().starts_with("<svg"));
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Chart {
    title: String,
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    label: String,
    bars: Vec<(f64, &'static str)>,
    text: String,
}

impl Chart {
    /// A chart without rows, below this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), rows: Vec::new() }
    }

    /// One row more: a label, bars that are drawn over each other (a length of any unit and a CSS colour
    /// for each), and a text behind them. A length that is no finite positive number draws nothing.
    pub fn row(
        mut self,
        label: impl Into<String>,
        bars: &[(f64, &'static str)],
        text: impl Into<String>,
    ) -> Self {
        let bars = bars.iter().copied().filter(|(length, _)| length.is_finite() && *length > 0.0);
        let (label, bars, text) = (label.into(), bars.collect(), text.into());
        self.rows.push(Row { label, bars, text });
        self
    }

    /// Pixels for a length of one.
    fn scale(&self) -> f64 {
        match self.rows.iter().map(Row::longest).fold(0.0, f64::max) {
            0.0 => 0.0,
            longest => LONGEST / longest,
        }
    }

    /// Where bars begin, in pixels.
    fn left(&self) -> usize {
        let characters = self.rows.iter().map(|row| row.label.chars().count()).max();
        CHARACTER * characters.unwrap_or_default() + 16
    }
}

impl Display for Chart {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (left, scale) = (self.left(), self.scale());
        let (width, height) = (left + LONGEST as usize + TEXT, ROW * (self.rows.len() + 2));
        writeln!(
            f,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">"#
        )?;
        writeln!(f, r##"<rect width="100%" height="100%" fill="#fff"/>"##)?;
        writeln!(f, r#"<text x="8" y="20" font-weight="bold">{}</text>"#, Escaped(&self.title))?;
        for (nth, row) in self.rows.iter().enumerate() {
            row.draw(f, ROW * (nth + 1) + 8, left, scale)?;
        }
        writeln!(f, "</svg>")
    }
}

impl Row {
    fn longest(&self) -> f64 {
        self.bars.iter().map(|(length, _)| *length).fold(0.0, f64::max)
    }

    fn draw(&self, f: &mut Formatter<'_>, top: usize, left: usize, scale: f64) -> fmt::Result {
        let (end, base, label) = (left - 8, top + 14, Escaped(&self.label));
        write!(f, r#"<text x="{end}" y="{base}" text-anchor="end">{label}</text>"#)?;
        for (length, colour) in &self.bars {
            let width = length * scale;
            write!(
                f,
                r#"<rect x="{left}" y="{top}" width="{width:.1}" height="18" fill="{}"/>"#,
                Escaped(colour)
            )?;
        }
        let (behind, text) = (left as f64 + self.longest() * scale + 6.0, Escaped(&self.text));
        writeln!(f, r#"<text x="{behind:.0}" y="{base}">{text}</text>"#)
    }
}

/// What XML reads as this text, in an element or in an attribute.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '<' => f.write_str("&lt;"),
                '&' => f.write_str("&amp;"),
                '"' => f.write_str("&quot;"),
                _ => write!(f, "{character}"),
            }?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_width_and_the_others_are_to_its_scale() {
        let chart = Chart::new("t").row("a", &[(4.0, "#1")], "4").row("b", &[(1.0, "#2")], "1");
        let svg = chart.to_string();
        assert!(svg.contains(r##"width="460.0" height="18" fill="#1""##), "{svg}");
        assert!(svg.contains(r##"width="115.0" height="18" fill="#2""##), "{svg}");
    }

    #[test]
    fn words_are_no_markup_and_what_is_no_length_is_not_drawn() {
        let chart = Chart::new("<&").row("\"", &[(f64::NAN, "#1"), (-1.0, "#1")], "none");
        let svg = chart.to_string();
        assert!(svg.contains("&lt;&amp;") && svg.contains("&quot;</text>"), "{svg}");
        assert!(!svg.contains("#1") && !svg.contains("NaN"), "{svg}");
        assert!(Chart::new("").to_string().ends_with("</svg>\n"));
    }
}

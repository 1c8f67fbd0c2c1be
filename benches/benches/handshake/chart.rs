//! The table as bars: one SVG file, written by hand.

use std::fmt::Write;
use std::path::Path;

use crate::Result;
use crate::row::Row;

const BAR: f64 = 22.0;
const LABELS: f64 = 330.0;
const BARS: f64 = 420.0;

/// Writes `handshake-<keys>.svg` into Cargo's folder for such files.
pub(crate) fn write(rows: &[Row], keys: &str) -> Result<()> {
    let name =
        format!("handshake-{}.svg", keys.split(['-', ' ']).next().unwrap_or(keys).to_lowercase());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, svg(rows, keys)?)?;
    println!("\nchart: {}", path.display());
    Ok(())
}

fn svg(rows: &[Row], keys: &str) -> Result<String> {
    let longest = rows.iter().map(|row| row.cpu).fold(1.0, f64::max);
    let (width, height) = (LABELS + BARS + 90.0, BAR * (rows.len() as f64 + 2.0));
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="{BAR}" font-weight="bold">Client CPU per login, ms ({keys})</text>
"##
    );
    for (index, Row { name, cpu, .. }) in rows.iter().enumerate() {
        let (y, bar) = (BAR * (index as f64 + 1.5), BARS * cpu / longest);
        let colour = if name.starts_with("ours") { "#2a7" } else { "#89a" };
        writeln!(
            svg,
            r#"<text x="{:.0}" y="{:.0}" text-anchor="end">{name}</text><rect x="{LABELS}" y="{y:.0}" width="{bar:.1}" height="16" fill="{colour}"/><text x="{:.0}" y="{:.0}">{cpu:.2}</text>"#,
            LABELS - 8.0,
            y + 13.0,
            LABELS + bar + 6.0,
            y + 13.0
        )?;
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}

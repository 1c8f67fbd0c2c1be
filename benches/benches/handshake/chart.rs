//! The table as bars: one SVG file.

use std::path::Path;

use kafka_admin::bench::Chart;

use crate::Result;
use crate::row::Row;

/// Writes `handshake-<keys>.svg` into Cargo's folder for such files.
pub(crate) fn write(rows: &[Row], keys: &str) -> Result<()> {
    let name =
        format!("handshake-{}.svg", keys.split(['-', ' ']).next().unwrap_or(keys).to_lowercase());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, chart(rows, keys).to_string())?;
    println!("\nchart: {}", path.display());
    Ok(())
}

fn chart(rows: &[Row], keys: &str) -> Chart {
    let title = format!("Client CPU per login, ms ({keys})");
    rows.iter().fold(Chart::new(title), |chart, Row { name, cpu, .. }| {
        let colour = if name.starts_with("ours") { "#2a7" } else { "#89a" };
        chart.row(name, &[(*cpu, colour)], format!("{cpu:.2}"))
    })
}

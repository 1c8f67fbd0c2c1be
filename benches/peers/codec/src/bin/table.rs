//! Prints what `run.sh` measured, as Markdown: `table FOLDER ratios` or `table FOLDER figures`, where
//! `FOLDER` holds for each profile criterion's results and `instructions.tsv`, and
//! `allocations.tsv`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codec_peers::Operation;
use serde_json::Value as Json;

const OURS: &str = "kafka-proto";

/// Title, folder, and whether it is a time (or else a number of instructions).
const COLUMNS: [(&str, &str, bool); 4] = [
    ("time", "release", true),
    ("instructions", "release", false),
    ("time, fat LTO", "fatlto", true),
    ("instructions, fat LTO", "fatlto", false),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [folder, "ratios"] => ratios(&rows(Path::new(folder))),
        [folder, "figures"] => figures(&rows(Path::new(folder))),
        _ => panic!("FOLDER, and ratios or figures"),
    }
}

/// What was measured of one operation.
struct Row {
    case: &'static str,
    bytes: usize,
    action: &'static str,
    by: &'static str,
    figures: [Option<f64>; COLUMNS.len()],
    allocations: String,
}

fn rows(folder: &Path) -> Vec<Row> {
    let allocations = tsv(&folder.join("allocations.tsv"));
    let counts = COLUMNS.map(|(_, profile, _)| tsv(&folder.join(profile).join("instructions.tsv")));
    let figure = |operation: &Operation, index: usize| match COLUMNS[index] {
        (_, profile, true) => median(&folder.join(profile), operation),
        _ => counts[index].get(&operation.name()).and_then(|cells| cells.parse().ok()),
    };
    let row = |operation: Operation| Row {
        case: operation.case.name,
        bytes: operation.case.content.0.len(),
        action: operation.action,
        by: operation.by,
        figures: std::array::from_fn(|index| figure(&operation, index)),
        allocations: allocations.get(&operation.name()).cloned().unwrap_or_default(),
    };
    codec_peers::operations().into_iter().map(row).collect()
}

/// Lines of a name and more; none without the file.
fn tsv(file: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(name, cells)| (name.to_owned(), cells.to_owned())).collect()
}

/// The median of criterion's samples, in nanoseconds.
fn median(folder: &Path, operation: &Operation) -> Option<f64> {
    let group = format!("{} {}", operation.case.name, operation.action);
    let file = folder.join("criterion").join(group).join(operation.by).join("new/estimates.json");
    let json: Json = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    json["median"]["point_estimate"].as_f64()
}

/// The fastest peer's figure, divided by ours.
fn ratios(rows: &[Row]) {
    header("fastest peer / kafka-proto", |title| title.to_owned(), "");
    for ours in rows.iter().filter(|row| row.by == OURS) {
        let ratio = |index: usize| {
            let action = ours.action.split(',').next().unwrap_or_default();
            let peers = rows.iter().filter(|it| it.case == ours.case && it.action == action);
            let peers = peers.filter(|it| it.by != OURS).filter_map(|it| it.figures[index]);
            let best = peers.min_by(f64::total_cmp)?;
            Some(format!("{:.2}", best / ours.figures[index]?))
        };
        let cells = (0..COLUMNS.len()).map(|index| ratio(index).unwrap_or_default());
        println!("| {} {} | {} |", ours.case, ours.action, cells.collect::<Vec<_>>().join(" | "));
    }
}

/// Everything, and each peer's figure divided by ours.
fn figures(rows: &[Row]) {
    for rows in rows.chunk_by(|a, b| a.case == b.case) {
        let title = format!("{} ({} bytes)", rows[0].case, rows[0].bytes);
        header(&title, |title| format!("{title} | ×"), " allocations | bytes |");
        for row in rows {
            let cells = (0..COLUMNS.len()).map(|index| cell(rows, row, index));
            let cells = cells.collect::<Vec<_>>().join(" | ");
            let allocations = row.allocations.replace('\t', " | ");
            println!("| {} {} | {cells} | {allocations} |", row.by, row.action);
        }
    }
}

fn header(title: &str, column: impl Fn(&str) -> String, more: &str) {
    let columns = COLUMNS.map(|(title, ..)| column(title)).join(" | ");
    let line = format!("| {title} | {columns} |{more}");
    println!("\n{line}\n{}", "|---".repeat(line.matches('|').count() - 1) + "|");
}

fn cell(rows: &[Row], row: &Row, index: usize) -> String {
    let Some(figure) = row.figures[index] else { return " | ".to_owned() };
    let text = if COLUMNS[index].2 { time(figure) } else { count(figure) };
    let ours = rows.iter().find(|it| it.by == OURS && it.action == row.action);
    match ours.and_then(|ours| ours.figures[index]) {
        Some(ours) if row.by != OURS => format!("{text} | {:.2}", figure / ours),
        _ => format!("{text} | "),
    }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e4 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.1} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

fn count(number: f64) -> String {
    match number {
        count if count < 1e4 => format!("{count:.0}"),
        count if count < 1e6 => format!("{:.0} k", count / 1e3),
        count => format!("{:.2} M", count / 1e6),
    }
}

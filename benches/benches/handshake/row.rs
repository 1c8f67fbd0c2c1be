//! One line of the table.

/// What one client costs, in milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) cpu: f64,
    pub(crate) p50: f64,
    pub(crate) p90: f64,
    /// How many connections one client made.
    pub(crate) connections: Option<f64>,
    /// The part of the TLS sessions that was resumed, where that is known.
    pub(crate) resumed: Option<f64>,
}

impl Row {
    /// From the processor time of all and the time of each.
    pub(crate) fn of(name: impl Into<String>, cpu: f64, mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let rank = |percent: usize| (times.len() * percent).div_ceil(100).saturating_sub(1);
        let at = |percent| times.get(rank(percent)).copied().unwrap_or(f64::NAN);
        let (p50, p90) = (at(50), at(90));
        Self {
            name: name.into(),
            cpu: cpu / times.len() as f64,
            p50,
            p90,
            connections: None,
            resumed: None,
        }
    }
}

/// The median of each figure over all rounds, which have the same rows.
pub(crate) fn medians(rounds: &[Vec<Row>]) -> Vec<Row> {
    let Some(first) = rounds.first() else { return Vec::new() };
    let median = |name: &str, figure: fn(&Row) -> Option<f64>| {
        let of_name = rounds.iter().flatten().filter(|row| row.name == name);
        let mut figures: Vec<_> = of_name.filter_map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied()
    };
    let row = |Row { name, .. }: &Row| Row {
        name: name.clone(),
        cpu: median(name, |row| Some(row.cpu)).unwrap_or(f64::NAN),
        p50: median(name, |row| Some(row.p50)).unwrap_or(f64::NAN),
        p90: median(name, |row| Some(row.p90)).unwrap_or(f64::NAN),
        connections: median(name, |row| row.connections),
        resumed: median(name, |row| row.resumed),
    };
    first.iter().map(row).collect()
}

/// Markdown.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = "| | client CPU, ms | p50, ms | p90, ms | TLS resumed | connections per client |\n\
                |---|--:|--:|--:|--:|--:|\n";
    let line = |row: &Row| {
        let Row { name, cpu, p50, p90, .. } = row;
        let resumed = row.resumed.map_or_else(String::new, |part| format!("{:.0} %", part * 100.0));
        let connections = row.connections.map_or_else(String::new, |count| format!("{count:.1}"));
        format!("| {name} | {cpu:.2} | {p50:.2} | {p90:.2} | {resumed} | {connections} |\n")
    };
    head.to_owned() + &rows.iter().map(line).collect::<String>()
}

/// How many TCP connections this machine has opened so far (RFC 4022, `tcpActiveOpens`), those of
/// other processes included.
pub(crate) fn open_connections() -> f64 {
    let snmp = std::fs::read_to_string("/proc/net/snmp").unwrap_or_default();
    let mut lines = snmp.lines().filter(|line| line.starts_with("Tcp:"));
    let (Some(names), Some(values)) = (lines.next(), lines.next()) else { return f64::NAN };
    let mut pairs = names.split_whitespace().zip(values.split_whitespace());
    let value = pairs.find(|(name, _)| *name == "ActiveOpens").map(|(_, value)| value.parse());
    value.and_then(std::result::Result::ok).unwrap_or(f64::NAN)
}

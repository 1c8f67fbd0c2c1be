//! `kadm decode --pcap`: the requests in a capture of packets, as a table or as the log of requests.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use kafka_capture::{Error, Exchange, Options, Outcome, Summary};
use serde_json::{Value, json};

use super::Decode;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::{self, Format, Report};
use crate::requests::{self, Became, entry};
use crate::stream::Stream;

const HEADER: [&str; 8] =
    ["TIME", "CONN", "CLIENT", "BROKER", "PRINCIPAL", "REQUEST", "MILLIS", "OUTCOME"];

/// Where lines of JSON go.
enum Log {
    Stdout(Stream),
    File(BufWriter<File>),
}

pub(super) fn run(args: &Decode, path: &Path, context: &mut Context<'_, '_>) -> Result<()> {
    let mut log = open_log(args, context)?;
    let is_table = !matches!(log, Some(Log::Stdout(_)));
    let mut options = Options::default();
    options.ports.clone_from(&args.ports);
    let (name, input) = input(path)?;
    let (mut lost, mut items) = (None, context.report.items("requests"));
    let read = kafka_capture::read(input, options, &mut |exchange| {
        let entry = line(exchange);
        if let Some(log) = &mut log
            && lost.is_none()
        {
            lost = log.write(&output::line(&entry)).err();
        }
        let is_first = items.is_empty();
        let report = items.listed(&entry);
        if is_table {
            if is_first {
                report.line(row(HEADER));
            }
            report.line(cells(&entry));
        }
    });
    drop(items);
    let lost = lost.or_else(|| log.and_then(|log| log.end().err()));
    if let (Some(error), Some(path)) = (lost, &args.log_requests) {
        return Err(Failure::cannot_write(path, &error));
    }
    tell(&read.map_err(|error| failure(&name, error))?, is_table, &mut context.report)
}

fn open_log(args: &Decode, context: &Context<'_, '_>) -> Result<Option<Log>> {
    let Some(path) = &args.log_requests else { return Ok(None) };
    if path != Path::new("-") {
        let file = File::create(path).map_err(|error| Failure::cannot_write(path, &error))?;
        return Ok(Some(Log::File(BufWriter::new(file))));
    }
    match context.format {
        Format::Text => Ok(Some(Log::Stdout(context.outside.stdout().clone()))),
        _ => Err(Failure::usage("--log-requests writes to standard output, and so does --format")
            .hint("give it a file, as --log-requests=FILE, or leave one of them out")),
    }
}

fn input(path: &Path) -> Result<(String, Box<dyn Read>)> {
    if path == Path::new("-") {
        return Ok(("standard input".into(), Box::new(BufReader::new(io::stdin()))));
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Failure::cannot_read(&name, error))?;
    Ok((name, Box::new(BufReader::with_capacity(1 << 16, file))))
}

fn failure(name: &str, error: Error) -> Failure {
    match error {
        Error::NotACapture => Failure::unexpected(format!("{name}: {error}"))
            .hint("tcpdump -w FILE makes one; hex and dumps of one frame are for kadm decode without --pcap"),
        Error::Damaged { .. } => Failure::unexpected(format!("{name}: {error}"))
            .hint("what stands in front of the damage was read"),
        error => Failure::cannot_read(name, error),
    }
}

/// The line of the log of requests, and where in the capture it is.
fn line(exchange: Exchange) -> Value {
    let (server, packet) = (exchange.server.to_string(), exchange.packet);
    let whole = exchange.request.len() == exchange.request_length;
    let length = exchange.request_length;
    let outcome = match exchange.outcome {
        Outcome::Answered(answer) => Became::Answered(answer.into()),
        Outcome::AnsweredAtLength(length) => Became::AnsweredAtLength(length),
        Outcome::Unanswered => Became::Unanswered,
        Outcome::Closed => Became::Closed,
        _ => Became::NotSeen,
    };
    let mut line = entry::of(&requests::Exchange {
        at: exchange.at.unwrap_or(std::time::UNIX_EPOCH),
        took: exchange.took.unwrap_or_default(),
        connection: exchange.connection,
        broker: None,
        listener: None,
        peer: exchange.client,
        principal: exchange.principal,
        is_before_login: exchange.is_raw_login,
        request: if whole { exchange.request.into() } else { Default::default() },
        outcome,
    });
    if !whole {
        line["request"] = format!("[not shown: {length} bytes]").into();
    }
    if exchange.at.is_none() {
        line["time"] = Value::Null;
    }
    line["server"] = server.into();
    line["packet"] = packet.into();
    line
}

/// A line of the table.
fn cells(entry: &Value) -> String {
    let text = |name: &str| entry[name].as_str().unwrap_or("-").to_owned();
    let request = match entry["api"].as_str() {
        Some(api) => format!("{api} v{}", entry["version"]),
        None => entry["request"].as_str().unwrap_or("-").to_owned(),
    };
    let outcome = text("outcome").replace('_', " ");
    let is_answered = outcome == "answered";
    let errors: Vec<_> = entry["errors"].as_array().into_iter().flatten().collect();
    let errors: String =
        errors.iter().filter_map(|it| it.as_str()).map(|it| format!(" {it}")).collect();
    let millis =
        entry["micros"].as_f64().filter(|_| is_answered).map(|it| format!("{:.1}", it / 1000.0));
    let (client, broker, principal) = (text("peer"), text("server"), text("principal"));
    row([
        &text("time"),
        &entry["connection"].to_string(),
        &client,
        &broker,
        &principal,
        &request,
        &millis.unwrap_or_else(|| "-".into()),
        &(outcome + &errors),
    ])
}

/// Columns of a width that is known before the rows are: they are written as they come.
fn row(
    [time, connection, client, broker, principal, request, millis, outcome]: [&str; 8],
) -> String {
    format!(
        "{time:<24}  {connection:>4}  {client:<21}  {broker:<21}  {principal:<16}  {request:<26}  \
         {millis:>8}  {outcome}"
    )
}

fn tell(summary: &Summary, is_table: bool, report: &mut Report) -> Result<()> {
    let Summary { packets, connections, kafka_connections, requests, answered, .. } = summary;
    let undecoded = summary.undecoded.iter().map(|(why, count)| (why.name(), Value::from(*count)));
    let notes = summary.notes.iter().map(|note| {
        json!({"packet": note.packet, "connection": note.connection, "what": note.why.to_string()})
    });
    report.set(
        "capture",
        json!({
            "packets": packets,
            "other_packets": summary.other_packets,
            "connections": connections,
            "kafka_connections": kafka_connections,
            "tls_connections": summary.tls_connections,
            "requests": requests,
            "answered": answered,
            "undecoded": undecoded.collect::<Value>(),
            "notes": notes.collect::<Value>(),
            "is_cut_short": summary.is_cut_short,
        }),
    );
    if is_table {
        report.line(format_args!(
            "{packets} packets, {connections} connections, {kafka_connections} of them Kafka: \
             {requests} requests, {answered} answered"
        ));
    }
    warn(summary, report);
    match requests {
        0 => Err(nothing(summary)),
        _ => Ok(()),
    }
}

/// What could not be decoded, each kind once, with the first place where it happened.
fn warn(summary: &Summary, report: &mut Report) {
    for (why, count) in &summary.undecoded {
        let first = summary.notes.iter().find(|note| note.why.name() == why.name());
        let place = first.map(|note| {
            let of = note.connection.map(|it| format!(" of connection {it}")).unwrap_or_default();
            format!(", first at packet {}{of}", note.packet)
        });
        report.warnings.push(format!("not decoded: {why} ({count}{})", place.unwrap_or_default()));
    }
    if summary.is_cut_short {
        report.warnings.push("the file ends in the middle of a packet".into());
    }
}

fn nothing(summary: &Summary) -> Failure {
    let failure = Failure::unexpected("no request of Kafka was found");
    failure.hint(match summary {
        _ if summary.connections == 0 => {
            "there is no connection of TCP, or none with a --port: tcpdump -i any -w FILE 'tcp port 9092' \
             captures some"
        }
        _ if summary.tls_connections > 0 => {
            "the connections speak TLS, whose content cannot be read without its keys"
        }
        _ => {
            "where a capture begins in the middle of connections, --port says which side is the broker; it \
             may speak something else"
        }
    })
}

impl Log {
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(stream) => { &*stream }.write_all(line),
            Self::File(file) => file.write_all(line),
        }
    }

    fn end(self) -> io::Result<()> {
        match self {
            // What becomes of standard output is asked at the end of every command.
            Self::Stdout(_) => Ok(()),
            Self::File(mut file) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_what_is_known() {
        let line = cells(&json!({"time": "t", "connection": 7, "api": "Metadata", "version": 12,
            "micros": 1500, "outcome": "answered", "errors": ["A", "B"]}));
        assert_eq!(
            line.split_whitespace().collect::<Vec<_>>(),
            ["t", "7", "-", "-", "-", "Metadata", "v12", "1.5", "answered", "A", "B"]
        );
        let open = cells(
            &json!({"connection": 7, "request": "[not shown: 9 bytes]", "outcome": "not_seen"}),
        );
        assert!(open.ends_with("-  not seen") && open.contains("[not shown: 9 bytes]"), "{open}");
    }
}

//! `kadm bench handshake`: what a login costs, phase by phase.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use kafka_admin::Flight;
use kafka_admin::bench::{self, Chart, HandshakeBench, HandshakeReport, Phase, Until};
use serde_json::{Value, json};

use super::emulated::Emulated;
use super::mechanism::MechanismName;
use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run, Threads};
use crate::failure::{Failure, Result};
use crate::output::Report;

/// Measure what logins cost: TCP, TLS, SASL and the first Metadata answer.
///
/// Each login is a real one, on a connection of its own. Brokers limit them: an Amazon MSK broker
/// takes 100 new IAM connections per second, a small one 4.
#[derive(Debug, Clone, Args)]
pub(crate) struct Handshake {
    /// Measure against a cluster in this process; its work is in the CPU time then.
    #[arg(long, conflicts_with_all = ["bootstrap_servers", "settings", "command_config", "password_file"])]
    emulator: bool,
    /// How to log in [default: as the connection's settings say; with --emulator SCRAM-SHA-512].
    #[arg(long, value_enum, value_name = "MECHANISM", ignore_case = true)]
    mechanism: Option<MechanismName>,
    /// How many logins.
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    connections: u32,
    /// How many of them at the same time.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    concurrency: u32,
    /// Let no TLS session be resumed: every handshake is a whole one, as a new client's.
    #[arg(long)]
    no_resumption: bool,
    /// Derive the keys of the password for every login, as a new client does.
    #[arg(long)]
    no_key_cache: bool,
    /// Whether the frames of a login wait for each other's answers: sequential; trailing, up to the last
    /// of the login; eager; or paced:MS for frames that many milliseconds apart (paced: 5).
    #[arg(long, value_name = "POLICY", default_value = "trailing", value_parser = flight)]
    flight: Flight,
    /// Where each connection ends.
    #[arg(long, value_enum, value_name = "PHASE", default_value = "metadata")]
    until: End,
    /// Draw the phases into this file, as SVG.
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// The part of a login where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum End {
    Tls,
    Sasl,
    Metadata,
}

impl Run for Handshake {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let (emulated, config) = match self.emulator {
            true => Emulated::start(self.mechanism).await.map(|(it, config)| (Some(it), config))?,
            false => (None, connect::settings(&with_mechanism(self), context.outside)?.config),
        };
        let measured = bench::handshake(config.flight(self.flight), wanted(self)).await;
        if let Some(emulated) = emulated {
            emulated.shutdown().await;
        }
        let report = measured?;
        report_measured(&report, self, &mut context.report);
        match &self.chart {
            Some(path) => std::fs::write(path, chart(&phases(&report)).to_string())
                .map_err(|error| Failure::cannot_write(path, &error)),
            None => Ok(()),
        }
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

/// `--mechanism` is `-X sasl.mechanism=`, and wins over it.
fn with_mechanism(args: &Handshake) -> ConnectArgs {
    let mut connect = args.connect.clone();
    let setting = args.mechanism.map(|mechanism| format!("sasl.mechanism={}", mechanism.name()));
    connect.settings.extend(setting);
    connect
}

fn wanted(args: &Handshake) -> HandshakeBench {
    HandshakeBench::default()
        .connections(args.connections)
        .concurrency(args.concurrency)
        .resumption(!args.no_resumption)
        .key_cache(!args.no_key_cache)
        .until(match args.until {
            End::Tls => Until::Tls,
            End::Sasl => Until::Login,
            End::Metadata => Until::Metadata,
        })
}

fn report_measured(measured: &HandshakeReport, args: &Handshake, report: &mut Report) {
    let HandshakeReport { connections, concurrency, resumed, .. } = measured;
    report.line(format!(
        "{connections} connections, {concurrency} at a time: {:.0} per second, {resumed} TLS sessions resumed\n",
        measured.per_second()
    ));
    let header = ["PHASE", "P50", "P90", "P99", "SENT", "RECEIVED", "ROUND TRIPS"];
    let phases = phases(measured);
    report.table(header, phases.iter().map(|(name, phase)| cells(name, phase)));
    let whose = if args.emulator { "this client and the emulator" } else { "this client" };
    if let Some(cpu) = measured.cpu_per_login() {
        report.line(format!("\nCPU for each: {}, {whose}", millis(cpu)));
    }
    members(measured, args.emulator, report);
}

/// In their order, the sum last.
fn phases(measured: &HandshakeReport) -> Vec<(&'static str, Phase)> {
    let HandshakeReport { tcp, tls, sasl, metadata, total, .. } = *measured;
    let all = [("tcp", Some(tcp)), ("tls", tls), ("sasl", sasl), ("metadata", metadata)];
    let all = all.into_iter().chain([("total", Some(total))]);
    all.filter_map(|(name, phase)| Some((name, phase?))).collect()
}

/// p50 (dark) over p99 (light).
fn chart(phases: &[(&str, Phase)]) -> Chart {
    phases.iter().fold(
        Chart::new("A login: p50 (dark) and p99 (light), ms"),
        |chart, (name, phase)| {
            let [p50, p99] = [phase.p50, phase.p99].map(|time| time.as_secs_f64() * 1e3);
            chart.row(*name, &[(p99, "#9cd"), (p50, "#27a")], format!("{p50:.2} / {p99:.2}"))
        },
    )
}

fn cells<'a>(name: &'a str, phase: &Phase) -> [Cow<'a, str>; 7] {
    let Phase { p50, p90, p99, sent, received, round_trips, .. } = *phase;
    let [p50, p90, p99] = [p50, p90, p99].map(millis);
    [
        name.into(),
        p50.into(),
        p90.into(),
        p99.into(),
        sent.to_string().into(),
        received.to_string().into(),
        format!("{round_trips:.1}").into(),
    ]
}

fn members(measured: &HandshakeReport, emulator: bool, report: &mut Report) {
    report.set("connections", measured.connections);
    report.set("concurrency", measured.concurrency);
    report.set("resumed", measured.resumed);
    report.set("emulator", emulator);
    report.set("per_second", rounded(measured.per_second()));
    report.set("cpu_ms_per_login", measured.cpu_per_login().map(number));
    let phases =
        phases(measured).into_iter().map(|(name, phase)| (name.to_owned(), member(&phase)));
    report.set("phases", Value::Object(phases.collect()));
}

fn member(phase: &Phase) -> Value {
    json!({
        "p50_ms": number(phase.p50),
        "p90_ms": number(phase.p90),
        "p99_ms": number(phase.p99),
        "sent": phase.sent,
        "received": phase.received,
        "round_trips": rounded(phase.round_trips),
    })
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// Milliseconds, to a microsecond.
fn number(time: Duration) -> f64 {
    rounded(time.as_secs_f64() * 1e3)
}

fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

fn flight(text: &str) -> Result<Flight, String> {
    match text {
        "sequential" => Some(Flight::Sequential),
        "trailing" => Some(Flight::Trailing),
        "eager" => Some(Flight::Eager),
        "paced" => Some(Flight::PACED),
        _ => text
            .strip_prefix("paced:")
            .and_then(|millis| Some(Flight::Paced(Duration::from_millis(millis.parse().ok()?)))),
    }
    .ok_or_else(|| "it is sequential, trailing, eager, paced or paced:MS, such as paced:2".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_in_milliseconds() {
        assert_eq!(flight("paced:2"), Ok(Flight::Paced(Duration::from_millis(2))));
        assert_eq!(flight("paced"), Ok(Flight::PACED));
        assert_eq!(flight("trailing"), Ok(Flight::Trailing));
        assert_eq!(flight("eager"), Ok(Flight::Eager));
        for wrong in ["paced:", "paced:-1", "Eager"] {
            assert!(flight(wrong).is_err(), "{wrong}");
        }
    }
}

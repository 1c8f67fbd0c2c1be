//! `kadm bench handshake`: what a login costs, phase by phase.

use std::borrow::Cow;
use std::time::Duration;

use kafka_admin::bench::{self, HandshakeBench, HandshakeReport, Phase, Until};
use serde_json::{Value, json};

use super::Context;
use crate::args::{self, BenchCommand, BenchHandshake};
use crate::connect;
use crate::failure::{Failure, Result};
use crate::output::Report;

mod chart;
mod emulated;

use emulated::Emulated;

pub(super) async fn run(command: &BenchCommand, context: &mut Context<'_, '_>) -> Result<()> {
    let BenchCommand::Handshake(args) = command;
    let (emulated, config) = match args.emulator {
        true => Emulated::start(args.mechanism).await.map(|(it, config)| (Some(it), config))?,
        false => (None, connect::settings(&with_mechanism(args), context.outside)?.config),
    };
    let measured = bench::handshake(config.flight(args.flight), wanted(args)).await;
    if let Some(emulated) = emulated {
        emulated.shutdown().await;
    }
    let report = measured?;
    tell(&report, args, &mut context.report);
    match &args.chart {
        Some(path) => std::fs::write(path, chart::svg(&phases(&report))).map_err(|error| {
            Failure::local(format!("{} cannot be written: {error}", path.display()))
        }),
        None => Ok(()),
    }
}

/// `--mechanism` is `-X sasl.mechanism=`, and wins over it.
fn with_mechanism(args: &BenchHandshake) -> args::ConnectArgs {
    let mut connect = args.connect.clone();
    let setting = args.mechanism.map(|mechanism| format!("sasl.mechanism={}", mechanism.name()));
    connect.settings.extend(setting);
    connect
}

fn wanted(args: &BenchHandshake) -> HandshakeBench {
    HandshakeBench::default()
        .connections(args.connections)
        .concurrency(args.concurrency)
        .resumption(!args.no_resumption)
        .key_cache(!args.no_key_cache)
        .until(match args.until {
            args::Phase::Tls => Until::Tls,
            args::Phase::Sasl => Until::Login,
            args::Phase::Metadata => Until::Metadata,
        })
}

fn tell(measured: &HandshakeReport, args: &BenchHandshake, report: &mut Report) {
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

//! `kadm tap`: a relay that clients dial instead of the cluster, and the log of what they ask.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::relay::{Became as Of, Passed, Relay};
use serde_json::json;

use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run, Threads};
use crate::failure::{Failure, Result};
use crate::nouns::emulator::interruption;
use crate::output::Report;
use crate::requests::{self, Became, Exchange, Last, Requests};
use crate::running::Running;

/// How many connections that failed get a line, within a second.
const MAX_LINES: u32 = 10;

/// Let clients dial this instead of the cluster, and write what they ask, until Ctrl-C.
///
/// Clients log in here with kadm's own user and password (SCRAM, PLAIN) or AWS credentials, without TLS, and
/// kadm logs in at the brokers. Where brokers are is replaced in every answer, so that clients come back here for
/// each of them. What they ask is written as kadm emulator --log-requests writes it: a line of JSON for each
/// request, credentials left out, for kadm acl learn.
#[derive(Debug, Args)]
pub(crate) struct Tap {
    /// Where clients find it; port 0 is a free port. Brokers get free ports of the same address.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Listen beyond this machine: what goes over it is not encrypted there.
    #[arg(long)]
    allow_remote_clients: bool,
    /// Let clients in without a login: every program that reaches this one acts by kadm's login.
    #[arg(long)]
    no_client_login: bool,
    /// How many clients may be connected at once; one more is closed.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..))]
    max_clients: u16,
    /// Where the lines go: a file, or standard error. When clients are faster than the lines, some are
    /// counted instead.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_value = "-", default_missing_value = "-")]
    log_requests: PathBuf,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Tap {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        self.check()?;
        let config = connect::settings(&self.connect, context.outside)?.config;
        let interrupted = interruption().map_err(|error| {
            Failure::local(format!("the tap could not be ended by a signal: {error}"))
        })?;
        let sink = requests::sink(&self.log_requests)?;
        let (requests, writer) = Requests::start(Some(sink), Last::default())?;
        let notes = Notes::default();
        let mut relay = Relay::builder(config)
            .listen(self.listen)
            .connections(self.max_clients.into())
            .on_request(move |passed| requests.take(exchange(passed)))
            .on_failure(move |client, error| {
                let failure = Failure::from(error.clone());
                notes.line(&format!("client {client}: {}", failure.line()), &mut io::stderr());
            });
        if self.no_client_login {
            relay = relay.without_client_login();
        }
        let relay = relay.start().await?;
        show(&relay, &mut context.report);
        let end = async move {
            relay.shutdown().await;
            writer.end().await;
        };
        context.running = Some(Running { interrupted: Box::pin(interrupted), end: Box::pin(end) });
        Ok(())
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

impl Tap {
    fn check(&self) -> Result<()> {
        let is_remote = !self.listen.ip().is_loopback();
        if is_remote && !self.allow_remote_clients {
            let what = format!("{} can be reached from other machines", self.listen);
            return Err(
                Failure::usage(what).hint("--allow-remote-clients if that is what you want")
            );
        }
        if is_remote && self.no_client_login {
            let what = "everybody who reaches it would act by kadm's login";
            return Err(Failure::usage(what)
                .hint("leave --no-client-login out, or listen on 127.0.0.1 only"));
        }
        Ok(())
    }
}

fn show(relay: &Relay, report: &mut Report) {
    let (address, mechanisms) = (relay.address().to_string(), relay.mechanisms());
    let protocol = if mechanisms.is_empty() { "PLAINTEXT" } else { "SASL_PLAINTEXT" };
    report.set("address", address.as_str());
    report.set("cluster", relay.session().address.to_string());
    report.set("principal", relay.principal());
    report.set("security_protocol", protocol);
    report.set("mechanisms", json!(mechanisms));
    let principal = relay.principal().unwrap_or("whom the brokers know by its credentials");
    report.line(format_args!("tap      {address}"));
    report.line(format_args!("cluster  {}", relay.session().address));
    report.line(format_args!("as       {}", Escaped(principal)));
    report.line(format_args!(
        "clients  bootstrap.servers={address}\n         security.protocol={protocol}"
    ));
    if let Some(mechanism) = mechanisms.first() {
        report.line(format_args!("         sasl.mechanism={mechanism}"));
        report.line("         and kadm's own credentials");
    }
    if relay.principal().is_none() {
        let what = "the log does not say who asks: kadm acl learn takes --as PRINCIPAL";
        report.warnings.push(what.into());
    }
}

fn exchange(passed: Passed) -> Exchange {
    Exchange {
        at: passed.at,
        took: passed.took,
        connection: passed.connection,
        broker: passed.broker,
        listener: None,
        peer: passed.peer,
        principal: passed.principal,
        is_before_login: passed.is_before_login,
        request: passed.request,
        outcome: match passed.outcome {
            Of::Answered(answer) => Became::Answered(answer),
            Of::AnsweredAtLength(length) => Became::AnsweredAtLength(length),
            Of::Unanswered => Became::Unanswered,
            _ => Became::Closed,
        },
    }
}

/// Lines about connections that failed, so many in a second.
#[derive(Default)]
struct Notes(Mutex<Option<(Instant, u32)>>);

impl Notes {
    fn line(&self, text: &str, to: &mut impl Write) {
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (since, count) = match *last {
            Some((since, count)) if since.elapsed() < Duration::from_secs(1) => (since, count + 1),
            _ => (Instant::now(), 1),
        };
        *last = Some((since, count));
        let line = match count {
            ..MAX_LINES => format!("kadm: {text}\n"),
            MAX_LINES => "kadm: more clients fail, and are not told of\n".to_owned(),
            _ => return,
        };
        // Nobody may be reading.
        let _ = to.write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_lines_and_no_more() {
        let (notes, mut written) = (Notes::default(), Vec::new());
        for number in 0..1_000 {
            notes.line(&number.to_string(), &mut written);
        }
        let text = String::from_utf8(written).unwrap();
        assert!(text.starts_with("kadm: 0\nkadm: 1\n"), "{text}");
        assert!(
            text.ends_with("kadm: 8\nkadm: more clients fail, and are not told of\n"),
            "{text}"
        );
    }
}

//! `kadm trust`: which certificates a broker presents, who accepts them, and what to do.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;
use kafka_admin::diagnose::{
    Bundle, Certificate, Inspection, IssuerFound, Link, RootSource, TlsFault, Utc, inspect,
    presented,
};
use kafka_admin::{HostPort, TlsRoots};
use serde_json::{Value, json};

use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, strings};

/// For name, TCP and TLS together.
const DEADLINE: Duration = Duration::from_secs(10);
const DAY: u64 = 86_400;

/// Show the certificates a broker presents, which clients accept them, and what to do.
///
/// Nothing is sent to the broker: the connection ends when it has shown its certificates. The
/// exit code is 0 if every family of clients accepts them.
#[derive(Debug, Args)]
pub(crate) struct Trust {
    /// A TLS port of the broker.
    #[arg(short, long = "bootstrap-server", value_name = "HOST:PORT")]
    broker: HostPort,
    /// Trust the certificates of this PEM file and no others, as clients with ssl.ca.location do
    /// [default: the public authorities].
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Write a CA file that ends in a self-signed root, which every family of clients accepts, and
    /// judge that. A file that is there already is left alone.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

impl Run for Trust {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let roots = self.ca.clone().map_or(TlsRoots::Public, TlsRoots::PemFile);
        let (host, clock) = (self.broker.host(), now());
        // A bad CA file is said before anybody is dialled.
        inspect(&[], host, &roots, clock)?;
        let certificates = presented(&self.broker, DEADLINE).await?;
        let seen = inspect(&certificates, host, &roots, clock)?;
        let report = &mut context.report;
        show_chain(&self.broker, &seen, clock, report);
        let (judged, trusted) = match &self.export {
            None => (seen, trusted_name(self.ca.as_deref())),
            Some(path) => {
                let bundle = bundle(&seen)?;
                let roots = TlsRoots::Pem(bundle.to_pem().into_bytes());
                let judged = inspect(&certificates, host, &roots, clock)?;
                export(bundle, path, report)?;
                (judged, trusted_name(Some(path)))
            }
        };
        show_verdicts(&judged, &trusted, report);
        let next = next_step(&judged, self);
        report.set("next", next.clone());
        match failure(&judged) {
            Some(failure) => Err(failure.hint(next)),
            None => {
                report.line(format!("next: {next}"));
                Ok(())
            }
        }
    }
}

fn bundle(seen: &Inspection) -> Result<&Bundle> {
    seen.bundle().map_err(|missing| {
        let hint = match missing.is_public {
            true => "no CA file is needed for this broker: leave the setting empty; where one must be, take the system's",
            false => "get the root's certificate from whoever runs the authority, and append it to the CA file",
        };
        Failure::unexpected(format!("there is no root to end the CA file with: {missing}")).hint(hint)
    })
}

fn export(bundle: &Bundle, path: &Path, report: &mut Report) -> Result<()> {
    write_new(path, &bundle.to_pem())?;
    report.set(
        "exported",
        json!({
            "file": path.display().to_string(),
            "authorities": bundle.authorities.iter().map(certificate).collect::<Vec<_>>(),
            "root_from": root_source(bundle.source),
        }),
    );
    report.line(format!("wrote {}: {} certificates", path.display(), bundle.authorities.len()));
    report.warnings.extend(unproved_root(bundle));
    Ok(())
}

fn write_new(path: &Path, text: &str) -> Result<()> {
    let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let failure = Failure::cannot_write(path, &error);
        match error.kind() {
            ErrorKind::AlreadyExists => failure.hint("name another file, or remove this one"),
            _ => failure.hint("check the folder and its permissions"),
        }
    })
}

/// A root that the server sent proves nothing by itself.
fn unproved_root(bundle: &Bundle) -> Option<String> {
    let root = bundle.authorities.last().filter(|_| bundle.source == RootSource::Server)?;
    Some(format!(
        "the root came from the broker itself: compare its SHA-256 fingerprint with what the authority publishes before you trust it: {}",
        root.fingerprint()
    ))
}

fn show_chain(broker: &HostPort, seen: &Inspection, clock: Utc, report: &mut Report) {
    report.line(format!("{broker} presents {}:", counted(seen.links.len())));
    for (index, link) in seen.links.iter().enumerate() {
        show_link(index, link, clock, report);
    }
    if seen.unreadable > 0 {
        report.line(format!("  and {} more that cannot be read", seen.unreadable));
    }
    report.set("broker", broker.to_string());
    report.set("certificates", seen.links.iter().map(json_link).collect::<Vec<_>>());
}

fn show_link(index: usize, link: &Link, clock: Utc, report: &mut Report) {
    let Certificate { subject, issuer, names, not_before, not_after, key, .. } = &link.certificate;
    report.line(format!("  {index}  {subject}"));
    report.line(format!("     issuer  {issuer}: {}", issuer_text(link.issuer)));
    if !names.is_empty() {
        let names: Vec<_> = names.iter().map(|name| name.as_str()).collect();
        report.line(format!("     names   {}", names.join(", ")));
    }
    let left = validity(&link.certificate, clock);
    report.line(format!("     valid   {not_before} to {not_after}, {left}"));
    report.line(format!("     key     {key}"));
}

fn issuer_text(issuer: IssuerFound) -> String {
    match issuer {
        IssuerFound::Itself => "it signed itself, a root".into(),
        IssuerFound::Trusted => "trusted".into(),
        IssuerFound::Presented(index) => format!("presented, {index}"),
        IssuerFound::WrongKey => "NOT by the authority of that name at hand: another key".into(),
        _ => "NOT presented, and not trusted here".into(),
    }
}

fn validity(certificate: &Certificate, clock: Utc) -> String {
    match certificate.is_valid_at(clock) {
        true => format!("{} days left", (certificate.not_after.0 - clock.0) / DAY),
        false if clock < certificate.not_before => format!("NOT yet: our clock says {clock}"),
        false => format!("EXPIRED: our clock says {clock}"),
    }
}

fn show_verdicts(judged: &Inspection, trusted: &str, report: &mut Report) {
    report.line(format!("by {trusted}:"));
    let rustls = judged.rustls.as_ref().err();
    let openssl = judged.openssl.as_ref().err();
    report.line(format!("  rustls, Go, Java                       {}", verdict(rustls)));
    report.line(format!("  OpenSSL: librdkafka, kcat, Python, Node  {}", verdict(openssl)));
    report.set("trusted", trusted);
    report.set("rustls", json_verdict(rustls));
    let mut json = json_verdict(openssl);
    json["code"] = openssl.map(|fault| fault.code).into();
    report.set("openssl", json);
}

fn verdict(fault: Option<&impl std::fmt::Display>) -> String {
    fault.map_or_else(|| "accepted".into(), |fault| format!("REFUSED: {fault}"))
}

fn json_verdict(fault: Option<&impl std::fmt::Display>) -> Value {
    json!({"ok": fault.is_none(), "error": fault.map(ToString::to_string)})
}

fn next_step(judged: &Inspection, args: &Trust) -> String {
    let file = args.export.as_deref().or(args.ca.as_deref());
    match (&judged.rustls, &judged.openssl) {
        (Ok(()), Ok(())) => match file {
            None => {
                "no CA file is needed: leave ssl.ca.location (or the CA certificate field) empty"
                    .into()
            }
            Some(file) => format!("give {} to the clients: ssl.ca.location={0}", file.display()),
        },
        (Ok(()), Err(fault)) => match fault.code {
            2 => format!(
                "the CA file ends in an intermediate: it needs the self-signed root too; {}",
                how_to_get_root(judged, args)
            ),
            _ => "renew or replace the certificate that is named".into(),
        },
        (Err(TlsFault::UnknownIssuer), _) => {
            format!("trust the authority that issued it; {}", how_to_get_root(judged, args))
        }
        (Err(fault), _) => fault.hint().into(),
    }
}

/// How to get at the root.
fn how_to_get_root(judged: &Inspection, args: &Trust) -> String {
    match judged.bundle() {
        Ok(_) => {
            let ca = args.ca.as_ref().map(|ca| format!(" --ca {}", ca.display()));
            format!(
                "kadm trust -b {}{} --export FILE writes a CA file with it",
                args.broker,
                ca.unwrap_or_default()
            )
        }
        Err(missing) => missing.to_string(),
    }
}

fn failure(judged: &Inspection) -> Option<Failure> {
    match (&judged.rustls, &judged.openssl) {
        (Ok(()), Ok(())) => None,
        (Err(fault), _) => Some(Failure::unexpected(fault.to_string())),
        (_, Err(fault)) => Some(Failure::unexpected(format!(
            "clients with OpenSSL refuse the broker's certificate: {fault}"
        ))),
    }
}

fn json_link(link: &Link) -> Value {
    let mut value = certificate(&link.certificate);
    value["issued_by"] = match link.issuer {
        IssuerFound::Itself => "itself".into(),
        IssuerFound::Trusted => "trusted".into(),
        IssuerFound::Presented(index) => index.into(),
        IssuerFound::WrongKey => "wrong key".into(),
        _ => Value::Null,
    };
    value["trusted"] = link.is_trusted.into();
    value
}

fn certificate(certificate: &Certificate) -> Value {
    json!({
        "subject": certificate.subject.as_str(),
        "issuer": certificate.issuer.as_str(),
        "names": strings(&certificate.names),
        "not_before": certificate.not_before.to_string(),
        "not_after": certificate.not_after.to_string(),
        "key": certificate.key.to_string(),
        "authority": certificate.is_authority,
        "sha256": certificate.fingerprint(),
        "issuer_url": certificate.issuer_url.as_ref().map(|url| url.as_str()),
    })
}

fn root_source(source: RootSource) -> &'static str {
    match source {
        RootSource::Given => "the CA file",
        RootSource::Machine => "this machine's authorities",
        _ => "the broker itself",
    }
}

fn trusted_name(file: Option<&Path>) -> String {
    file.map_or("the public authorities".into(), |file| file.display().to_string())
}

fn counted(certificates: usize) -> String {
    match certificates {
        1 => "1 certificate".into(),
        many => format!("{many} certificates"),
    }
}

fn now() -> Utc {
    // A clock before 1970 is one that everything refuses.
    Utc(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

//! `kadm doctor`: where the way to a cluster breaks.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use kafka_admin::diagnose::{Checkup, Examination, Finding, Stage, Utc};
use kafka_admin::{HostPort, Layer, Tls, TlsRoots};

use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::nouns::as_user::AsUser;

mod aws;
mod html;
mod json;
mod next;
mod text;

use next::Next;

/// Find out where the way to a cluster breaks, and what to do about it.
///
/// It looks at the names, TCP to each address, TLS and the certificates, whether it is Kafka, the
/// mechanisms, the login, every broker that the cluster advertises, and what you may do with a topic and
/// a group. Nothing is ever written to the cluster. Each finding has a number, which CODES.md explains.
///
/// The exit code is 0 when nothing is broken, 2 for a command line that cannot be obeyed, and else says
/// where it breaks: 11 settings, 12 names, 13 TCP, 14 TLS, 15 Kafka, 16 login, 17 permissions and
/// answers.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Look at what you may do with this topic, too.
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,
    /// Look at what you may do with this group, too.
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Work out from the ACLs what this principal may do with topic and group, which takes DESCRIBE on
    /// the cluster; with the user's password, look at the user's own way, too.
    #[arg(long = "as", value_name = "PRINCIPAL")]
    principal: Option<String>,
    /// Write one page of HTML to send to the other party, without secrets, scripts and anything from
    /// elsewhere. A file that is there already is left alone.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Explain what a login by AWS_MSK_IAM signs, and what its refusals mean. No broker is dialled.
    #[arg(long, conflicts_with_all = ["topic", "group", "principal", "report"])]
    aws: bool,
    /// An HTTPS server to compare this machine's clock with when AWS_MSK_IAM is refused; HTTP with
    /// port 80 [default: sts.REGION.amazonaws.com:443 of the region in the broker's name].
    #[arg(long, value_name = "HOST:PORT")]
    clock: Option<HostPort>,
    #[command(flatten)]
    as_user: AsUser,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Doctor {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let config = connect::settings(&self.connect, context.outside)?.config;
        if self.aws {
            return aws::explain(&config, &mut context.report).await;
        }
        // Before anybody is dialled.
        let mut page = self.report.as_deref().map(created).transpose()?;
        let principal = self.principal.as_deref().map(with_type);
        let login = match &principal {
            Some(principal) => self.as_user.login(principal, &config, context.outside)?,
            None => None,
        };
        let own = self.examine(Checkup::new(config), principal.as_deref()).await;
        let principal = principal.or_else(|| own_principal(&own));
        let next = self.next(&principal, &own);
        text::show(&own, &next, &mut context.report);
        json::set(&own, &next, &mut context.report);
        let mut verdict = own.verdict().cloned();
        let mut user = None;
        if let Some(login) = login {
            let user = user.insert(self.examine(Checkup::new(login), None).await);
            context.report.line("");
            context
                .report
                .line(format_args!("as the user {}:", principal.as_deref().unwrap_or("")));
            text::show(user, &next, &mut context.report);
            context.report.set("as_the_user", json::examination(user, &next));
            verdict = verdict.or_else(|| user.verdict().cloned());
        }
        if let (Some(page), Some(path)) = (&mut page, &self.report) {
            let as_user = format!("As the user {}", principal.as_deref().unwrap_or_default());
            let own = Some(("With the settings given", &own));
            let both = own.into_iter().chain(user.as_ref().map(|seen| (as_user.as_str(), seen)));
            let text = html::page(&both.collect::<Vec<_>>(), &now(), &next);
            let written = page.write_all(text.as_bytes());
            written.map_err(|error| Failure::cannot_write(path, &error))?;
            context.report.set("report", path.display().to_string());
            context.report.line(format_args!("wrote {}", path.display()));
        }
        match verdict {
            None => {
                context.report.line("nothing is broken");
                Ok(())
            }
            Some(finding) => Err(failure(&finding)),
        }
    }
}

impl Doctor {
    async fn examine(&self, mut checkup: Checkup, principal: Option<&str>) -> Examination {
        if let Some(topic) = &self.topic {
            checkup = checkup.topic(topic);
        }
        if let Some(group) = &self.group {
            checkup = checkup.group(group);
        }
        if let Some(principal) = principal {
            checkup = checkup.judge(principal);
        }
        let checkup = match self.clock.clone() {
            None => checkup.clock_of_aws(),
            Some(server) if server.port() == 80 => checkup.clock(server, Tls::Disabled),
            Some(server) => checkup.clock(server, Tls::Roots(TlsRoots::Public)),
        };
        checkup.run().await
    }

    fn next<'a>(&'a self, principal: &'a Option<String>, seen: &Examination) -> Next<'a> {
        Next {
            connect: &self.connect,
            topic: self.topic.as_deref(),
            group: self.group.as_deref(),
            principal: principal.as_deref(),
            has_login: seen.settings.value("mechanism").is_some_and(|it| it != "none"),
        }
    }
}

fn created(path: &Path) -> Result<File> {
    File::create_new(path).map_err(|error| {
        let failure = Failure::cannot_write(path, &error);
        match error.kind() {
            ErrorKind::AlreadyExists => failure.hint("name another file, or remove this one"),
            _ => failure.hint("check the folder and its permissions"),
        }
    })
}

fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Utc(since.map_or(0, |since| since.as_secs())).to_string()
}

/// As whom ACLs know this login, where that follows from it.
fn own_principal(seen: &Examination) -> Option<String> {
    let mechanism = seen.settings.value("mechanism")?;
    if !mechanism.starts_with("SCRAM") && mechanism != "PLAIN" {
        return None;
    }
    let logins = seen.bootstrap.iter().filter_map(|way| way.check(Stage::Login));
    let identity = logins.filter_map(|check| check.value("identity")).next()?;
    Some(format!("User:{identity}"))
}

/// `User:rudder` of `rudder`.
fn with_type(principal: &str) -> String {
    match principal.contains(':') {
        true => principal.into(),
        false => format!("User:{principal}"),
    }
}

fn failure(finding: &Finding) -> Failure {
    let failure = match &finding.error {
        Some(error) if error.diagnosis() == finding.diagnosis => error.clone().into(),
        _ => Failure::found(finding.diagnosis, 0, finding.message.clone()),
    };
    let failure = Failure { exit: exit_code(finding.diagnosis.class()), ..failure };
    match &finding.hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// 10 and the first digits of the number.
fn exit_code(class: Layer) -> u8 {
    match class {
        Layer::Config => 11,
        Layer::Dns => 12,
        Layer::Tcp => 13,
        Layer::Tls => 14,
        Layer::Kafka => 15,
        Layer::Sasl => 16,
        _ => 17,
    }
}

#[cfg(test)]
mod tests {
    use kafka_admin::Diagnosis;

    use super::*;

    #[test]
    fn the_exit_code_is_ten_and_the_class_of_the_number() {
        for it in Diagnosis::all() {
            assert_eq!(u16::from(exit_code(it.class())), 10 + it.number() / 100, "{it}");
        }
    }
}

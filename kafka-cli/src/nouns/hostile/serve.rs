//! `kadm hostile serve`.

use std::path::{Path, PathBuf};

use clap::Args;
use kafka_emulator::hostile::{
    ACCESS_KEY_ID, Case, Hostile, PASSWORD, SECRET_ACCESS_KEY, Setting, USER, When,
};

use super::case;
use crate::context::{Context, Run, Threads};
use crate::failure::{Failure, Result};
use crate::nouns::emulator::interruption;
use crate::running::Running;

/// Run a broker that breaks one rule, until Ctrl-C. It listens on 127.0.0.1 only.
#[derive(Debug, Clone, Args)]
pub(crate) struct Serve {
    /// Which rule: a number of kadm hostile list.
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    how: How,
    /// The port [default: a free one].
    #[arg(long, value_name = "PORT", default_value = "0", hide_default_value = true)]
    port: u16,
}

/// How a hostile broker is reached.
#[derive(Debug, Clone, Args)]
pub(super) struct How {
    /// Speak TLS, and write the CA certificate to this file. The cases about TLS and AWS_MSK_IAM need it.
    #[arg(long, value_name = "FILE")]
    pub(super) ca_out: Option<PathBuf>,
    /// Let clients log in first, as "user" with the password "pencil" by SCRAM-SHA-512 or SCRAM-SHA-256.
    /// The cases that are about the login do that in any case.
    #[arg(long)]
    pub(super) login: bool,
    /// Let clients log in first by AWS_MSK_IAM, with Amazon's example of an access key: AKIAIOSFODNN7EXAMPLE with
    /// wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, for any region.
    #[arg(long, conflicts_with = "login", requires = "ca_out")]
    pub(super) iam: bool,
}

impl How {
    pub(super) fn setting(&self) -> Setting {
        Setting::default().tls(self.ca_out.is_some()).login(self.login).iam(self.iam)
    }

    /// Clients that have no certificate of the authority would fail for the wrong reason.
    pub(super) fn check(&self, case: &Case) -> Result<()> {
        match case.when {
            When::Iam | When::Tls if self.ca_out.is_none() => {
                let failure = Failure::usage(format!("the broker of {} speaks TLS", case.id));
                Err(failure.hint("add --ca-out FILE, and let the client trust that file"))
            }
            _ => Ok(()),
        }
    }

    /// Writes the certificate of this broker.
    pub(super) fn write_ca(&self, broker: &Hostile) -> Result<()> {
        match (&self.ca_out, broker.ca_pem()) {
            (Some(path), Some(pem)) => write(path, pem),
            _ => Ok(()),
        }
    }
}

impl Run for Serve {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let case = case(&self.case)?;
        self.how.check(case)?;
        let interrupted = interruption().map_err(|error| {
            Failure::local(format!("the broker could not be ended by a signal: {error}"))
        })?;
        let broker = start(case, self.how.setting().port(self.port)).await?;
        self.how.write_ca(&broker)?;
        let address = broker.address().to_string();
        let report = &mut context.report;
        report.line(format_args!(
            "{} at {address}: it {}. A client must {}.",
            case.id, case.does, case.must
        ));
        if self.how.iam || case.when == When::Iam {
            report.line(format_args!(
                "The login is {ACCESS_KEY_ID} with {SECRET_ACCESS_KEY}, by AWS_MSK_IAM."
            ));
        } else if self.how.login || case.when == When::Login {
            report
                .line(format_args!("The login is {USER} with the password {PASSWORD}, by SCRAM."));
        }
        report.set("case", case.id);
        report.set("address", address);
        context.running = Some(Running {
            end: Box::pin(async { drop(broker) }),
            interrupted: Box::pin(interrupted),
        });
        Ok(())
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

pub(super) async fn start(case: &'static Case, setting: Setting) -> Result<Hostile> {
    let started = Hostile::start(case, setting).await;
    started.map_err(|error| Failure::local(format!("the broker does not start: {error}")))
}

fn write(path: &Path, pem: &str) -> Result<()> {
    std::fs::write(path, pem).map_err(|error| Failure::cannot_write(path, &error))
}

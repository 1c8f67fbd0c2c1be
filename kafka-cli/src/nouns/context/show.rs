//! `kadm context show`.

use clap::Args;
use kafka_admin::{Config, Listener, Properties};
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::layers::{Layers, Secrets};

/// Show the settings that a command with these flags would have, and what comes from where.
///
/// Nothing is connected to, and no secret is fetched or shown. It fails when the settings contradict
/// each other.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Show where each setting comes from.
    #[arg(long)]
    origin: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Show {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let layers = Layers::gather(&self.connect, context.outside, Secrets::Leave)?;
        let mut rows = layers.shown();
        let inferred = inferred(&layers.merged());
        if let Ok(inferred) = &inferred {
            rows.extend(inferred.iter().cloned());
        }
        let report = &mut context.report;
        let mut items = report.items("settings");
        for (key, value, origin) in &rows {
            items.listed(&json!({"key": key, "value": value, "origin": origin}));
        }
        drop(items);
        match self.origin {
            true => report.table(
                ["SETTING", "VALUE", "ORIGIN"],
                rows.iter().map(|(key, value, origin)| [key.into(), value.into(), origin.into()]),
            ),
            false => report.table(
                ["SETTING", "VALUE"],
                rows.iter().map(|(key, value, _)| [key.into(), value.into()]),
            ),
        }
        inferred.map(drop)
    }
}

/// What the port says, of what nothing else says.
fn inferred(settings: &Properties) -> Result<Vec<(String, String, String)>> {
    let mut settings = settings.clone();
    let given = |key: &str| settings.get(key).is_some();
    let (protocol, mechanism) = (given("security.protocol"), given("sasl.mechanism"));
    let is_missing =
        given("sasl.username") && !given("sasl.password") && !given("sasl.jaas.config");
    if is_missing {
        // It is fetched, or asked for, when there is a connection.
        settings.set("sasl.password", "x");
    }
    let mut config: Config = Config::from_properties(&settings)?.config;
    let Some(port) = config.infer_from_port()? else { return Ok(Vec::new()) };
    let origin = format!("port {} of Amazon MSK", port.port());
    let inferred = [
        ("security.protocol", Some(protocol_of(port.listener)).filter(|_| !protocol)),
        ("sasl.mechanism", mechanism_of(port.listener).filter(|_| !mechanism)),
    ];
    let said = |(key, value): (&str, Option<&str>)| {
        Some((key.to_owned(), value?.to_owned(), origin.clone()))
    };
    Ok(inferred.into_iter().filter_map(said).collect())
}

fn protocol_of(listener: Listener) -> &'static str {
    match listener {
        Listener::Plaintext => "PLAINTEXT",
        Listener::Tls => "SSL",
        _ => "SASL_SSL",
    }
}

fn mechanism_of(listener: Listener) -> Option<&'static str> {
    match listener {
        Listener::Iam => Some("AWS_MSK_IAM"),
        Listener::Scram => Some("SCRAM-SHA-512"),
        _ => None,
    }
}

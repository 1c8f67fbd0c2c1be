//! `kadm whoami`.

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::{Admin, AuthorizedOperations, Session};
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, strings};

/// Show as whom you are logged in, and what the broker says that you may do.
///
/// The broker is asked nothing that changes anything, and no permission is needed. Kafka tells nobody
/// its principal: what is shown follows from the login.
#[derive(Debug, Args)]
pub(crate) struct Whoami {
    /// Show what you may do with this topic too. Repeatable.
    #[arg(short, long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Whoami {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let report = &mut context.report;
        show_session(admin.session(), report);
        let cluster = admin.describe_cluster().await?;
        report.set("cluster_id", cluster.cluster_id.clone());
        report.set("cluster_operations", cluster.authorized_operations.map(words));
        report.line(format_args!("cluster:   {}", on_cluster(cluster.authorized_operations)));
        show_topics(&admin, &self.topics, report).await
    }
}

fn show_session(session: &Session, report: &mut Report) {
    let principal = principal(session);
    report.set("principal", principal.clone().ok());
    report.set("identity", &session.identity);
    report.set("mechanism", session.mechanism);
    report.set("broker", session.address.to_string());
    report.set("tls", session.tls);
    report.set("region", &session.region);
    report.set("request_id", &session.request_id);
    report.set("session_lifetime_ms", session.lifetime.map(|it| it.as_millis()));
    let tls = if session.tls { "TLS" } else { "no TLS" };
    let identity = session.identity.as_ref().map(|it| format!(" as {}", Escaped(it)));
    report.line(format_args!("principal: {}", principal.unwrap_or_else(|why| why.to_owned())));
    report.line(format_args!(
        "login:     {}{} at {}, {tls}",
        session.mechanism.unwrap_or("none"),
        identity.unwrap_or_default(),
        session.address
    ));
    for (name, value) in [("region", &session.region), ("request id", &session.request_id)] {
        if let Some(value) = value {
            report.line(format_args!("{:<10} {}", format!("{name}:"), Escaped(value)));
        }
    }
}

/// The principal that ACLs are about, or why there is no telling.
fn principal(session: &Session) -> Result<String, &'static str> {
    match (session.mechanism, &session.identity, session.tls) {
        (Some(mechanism), Some(user), _)
            if mechanism.starts_with("SCRAM") || mechanism == "PLAIN" =>
        {
            Ok(format!("User:{}", Escaped(user)))
        }
        (Some("AWS_MSK_IAM"), _, _) => {
            Err("an IAM identity: on Amazon MSK its policies count, and ACLs do not")
        }
        (Some(_), _, _) => Err("what the broker makes of the token"),
        (None, _, false) => Ok("User:ANONYMOUS".into()),
        (None, _, true) => {
            Err("User:ANONYMOUS, or what the broker makes of the client's certificate")
        }
    }
}

/// Without DESCRIBE a broker tells of none, whatever else is allowed.
fn on_cluster(allowed: Option<AuthorizedOperations>) -> String {
    match allowed {
        None => "this broker does not tell".into(),
        Some(allowed) if allowed.is_empty() => {
            "no operation is told, which takes DESCRIBE on the cluster".into()
        }
        Some(allowed) => format!("you may {allowed}"),
    }
}

fn words(allowed: AuthorizedOperations) -> serde_json::Value {
    strings(allowed.iter())
}

/// A topic that may not be described is an answer, and still the command fails: the name may be wrong.
async fn show_topics(admin: &Admin, names: &[String], report: &mut Report) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let described = admin.describe_topics(names).await?;
    let mut items = report.items("topics");
    for (name, result) in described {
        let shown = Escaped(&name);
        match result {
            Ok(topic) => {
                let allowed = topic.authorized_operations;
                let told = allowed
                    .map_or("this broker does not tell".into(), |it| format!("you may {it}"));
                let item = json!({"name": name, "operations": allowed.map(words)});
                items.done(&item).line(format_args!("topic {shown}: {told}"));
            }
            Err(error) => {
                let line = format!("topic {shown}: {error}");
                items.refused(&json!({"name": name}), Failure::from(error)).line(line);
            }
        }
    }
    Ok(())
}

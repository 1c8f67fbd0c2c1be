//! Names that the cluster knows, if it says so at once.

use std::time::Duration;

use clap::Parser;
use kafka_admin::Admin;
use tokio::time::timeout;

use super::candidates::Kind;
use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::contexts::{Contexts, own};
use crate::layers::{Layers, Secrets};
use crate::outside::Outside;

/// Whoever types does not wait longer.
const TIME: Duration = Duration::from_secs(1);
/// More names help nobody.
const MOST: usize = 10_000;

/// The flags that lead to the cluster, out of a line that is not whole.
#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    connect: ConnectArgs,
}

/// The names, or none: what is wrong is told by the command itself, later.
pub(super) async fn names(kind: Kind, before: &[String], outside: &mut Outside<'_>) -> Vec<String> {
    outside.forget_terminals();
    let mut names = match kind {
        Kind::Contexts => contexts(outside),
        _ => timeout(TIME, of_cluster(kind, before, outside))
            .await
            .ok()
            .flatten()
            .unwrap_or_default(),
    };
    outside.take_warnings();
    // A shell takes the name as it is: one that means something to it is not offered.
    names.retain(|name| !name.is_empty() && name.chars().all(is_plain));
    names.truncate(MOST);
    names
}

fn contexts(outside: &Outside<'_>) -> Vec<String> {
    let contexts = Contexts::read(outside);
    contexts.map(|it| it.names().into_iter().map(str::to_owned).collect()).unwrap_or_default()
}

async fn of_cluster(kind: Kind, before: &[String], outside: &Outside<'_>) -> Option<Vec<String>> {
    let connect = connection(before);
    let layers = Layers::gather(&connect, outside, Secrets::Leave).ok()?;
    if layers.own(own::PASSWORD_COMMAND).is_some() {
        return None;
    }
    let admin = Admin::connect(connect::settings(&connect, outside).ok()?.config).await.ok()?;
    Some(match kind {
        Kind::Topics => admin.list_topics().await.ok()?.into_iter().map(|it| it.name).collect(),
        Kind::Groups => {
            let brokers = admin.list_groups().await.ok()?.into_iter();
            brokers.filter_map(|(_, it)| it.ok()).flatten().map(|it| it.group_id).collect()
        }
        Kind::Users => {
            let users = admin.list_scram_users().await.ok()?.into_iter();
            users.map(|(name, _)| name).collect()
        }
        Kind::Contexts => Vec::new(),
    })
}

/// The flags of the line that [`ConnectArgs`] knows. A password is never waited for on standard input.
fn connection(before: &[String]) -> ConnectArgs {
    const FLAGS: [&str; 9] = [
        "-b",
        "--bootstrap-server",
        "-X",
        "--context",
        "--command-config",
        "--password-file",
        "--aws-region",
        "--aws-profile",
        "--aws-role-arn",
    ];
    let mut words = vec!["kadm".to_owned()];
    let mut rest = before.iter();
    while let Some(word) = rest.next() {
        let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
        if !FLAGS.contains(&name) {
            continue;
        }
        let value = if name == word { rest.next() } else { None };
        let from_input = value.is_some_and(|value| value == "-") || word.ends_with("=-");
        if !from_input {
            words.push(word.clone());
            words.extend(value.cloned());
        }
    }
    Line::try_parse_from(words).map(|line| line.connect).unwrap_or_default()
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

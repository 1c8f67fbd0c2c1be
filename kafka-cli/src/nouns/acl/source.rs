//! The rules that a question is asked of: a cluster's ACLs, or those of a file.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;
use kafka_admin::acls::{AccessControlEntry, AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::permissions::Rules;
use kafka_admin::{AclOperation, AclPermissionType, Admin, Config, PatternType, ResourceType};
use serde::Deserialize;
use serde_json::Value;

use super::selected;
use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::names::principal;

/// What is read at most; a million ACLs have some 200 MB of JSON.
const MAX_FILE: u64 = 1 << 30;

/// Where the ACLs are from, and what the brokers' configuration says, which no broker tells.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Source {
    /// Ask these ACLs instead of a cluster: what kadm acl list --format json prints; - is standard
    /// input.
    #[arg(
        long = "acls",
        value_name = "FILE",
        conflicts_with_all = ["bootstrap_servers", "settings", "command_config", "password_file",
            "aws_region", "aws_profile", "aws_role_arn"]
    )]
    file: Option<PathBuf>,
    /// One of the brokers' super.users, which no broker tells. Repeatable.
    #[arg(long = "super-user", value_name = "PRINCIPAL", value_parser = principal)]
    pub(super) super_users: Vec<String>,
    /// The brokers have allow.everyone.if.no.acl.found=true, as Amazon MSK's have by default.
    #[arg(long)]
    pub(super) allow_everyone_if_no_acl_found: bool,
    #[command(flatten)]
    pub(super) connect: ConnectArgs,
}

impl Source {
    /// How to connect, unless the ACLs are those of a file.
    pub(super) fn config(&self, context: &Context<'_, '_>) -> Result<Option<Config>> {
        match &self.file {
            Some(_) => Ok(None),
            None => Ok(Some(connect::settings(&self.connect, context.outside)?.config)),
        }
    }

    /// The rules about resources of these types, of the file or of the cluster.
    pub(super) async fn rules(
        &self,
        types: &[ResourceType],
        config: Option<Config>,
    ) -> Result<Rules> {
        let (acls, networks) = match (config, &self.file) {
            (Some(config), _) => from_cluster(config, types).await?,
            (None, Some(path)) => (from_file(path)?, true),
            (None, None) => (Vec::new(), true),
        };
        Ok(Rules::new(acls)
            .super_users(&self.super_users)
            .allow_everyone_if_no_acl_found(self.allow_everyone_if_no_acl_found)
            .networks(networks))
    }
}

/// And whether hosts can be networks there.
async fn from_cluster(config: Config, types: &[ResourceType]) -> Result<(Vec<AclBinding>, bool)> {
    let admin = Admin::connect(config).await?;
    let filters: Vec<_> = types.iter().map(|on| AclBindingFilter::resource_type(*on)).collect();
    let acls = selected(&admin, &filters).await?;
    let has_some = acls.iter().any(|acl| acl.entry.host().contains('/'));
    let networks = !has_some || knows_networks(&admin).await?;
    Ok((acls, networks))
}

/// The lowest level of `metadata.version` that came with Kafka 4.4.
const OF_4_4: i16 = 31;

/// Whether the broker that was asked is of Kafka 4.4 or later.
async fn knows_networks(admin: &Admin) -> Result<bool> {
    let features = admin.describe_features().await?.features;
    let versions = features.iter().find(|feature| feature.name == "metadata.version");
    let newest = versions.and_then(|versions| versions.supported).map(|(_, newest)| newest);
    Ok(newest.is_some_and(|newest| newest >= OF_4_4))
}

/// The object that `kadm acl list` prints, or the list in it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listing {
    Object { acls: Vec<Item> },
    List(Vec<Item>),
}

/// One ACL of it.
#[derive(Deserialize)]
struct Item {
    resource_type: String,
    name: String,
    pattern_type: String,
    principal: String,
    host: String,
    operation: String,
    permission: String,
}

pub(super) fn from_file(path: &Path) -> Result<Vec<AclBinding>> {
    let shown =
        if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
    let input: Box<dyn Read> = match path == Path::new("-") {
        true => Box::new(std::io::stdin().lock()),
        false => Box::new(File::open(path).map_err(|error| Failure::cannot_read(&shown, error))?),
    };
    let listing: Listing =
        serde_json::from_reader(BufReader::new(input.take(MAX_FILE))).map_err(|error| {
            Failure::cannot_read(&shown, error)
                .hint("it is to be what kadm acl list --format json prints")
        })?;
    let (Listing::Object { acls } | Listing::List(acls)) = listing;
    let numbered = acls.into_iter().enumerate();
    let bindings = numbered.map(|(n, item)| {
        item.binding().map_err(|why| Failure::local(format!("{shown}: ACL {}: {why}", n + 1)))
    });
    bindings.collect()
}

/// One ACL as JSON.
pub(super) fn from_json(text: &str) -> Result<AclBinding> {
    let item = serde_json::from_str::<Value>(text).and_then(serde_json::from_value::<Item>);
    item.map_err(|error| error.to_string()).and_then(|item| item.binding()).map_err(Failure::usage)
}

impl Item {
    fn binding(self) -> Result<AclBinding, String> {
        let pattern = ResourcePattern {
            resource_type: definite("resource_type", &self.resource_type, |it: ResourceType| it.0)?,
            name: self.name.into(),
            pattern_type: definite("pattern_type", &self.pattern_type, |it: PatternType| it.0)?,
        };
        if pattern.pattern_type == PatternType::MATCH {
            return Err("the pattern_type of an ACL is LITERAL or PREFIXED".into());
        }
        let operation = definite("operation", &self.operation, |it: AclOperation| it.0)?;
        let permission = definite("permission", &self.permission, |it: AclPermissionType| it.0)?;
        let entry = AccessControlEntry::new(&self.principal, &self.host, operation, permission);
        Ok(AclBinding { pattern: Arc::new(pattern), entry })
    }
}

/// UNKNOWN is 0 and ANY is 1 everywhere.
fn definite<T: FromStr + Copy>(
    field: &str,
    text: &str,
    code: impl Fn(T) -> i8,
) -> Result<T, String> {
    let known = text.parse::<T>().ok().filter(|known| code(*known) > 1);
    known.ok_or_else(|| format!("{text:?} is no {field} of an ACL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_list_prints_is_read_back() {
        let acls = [
            AclBinding::allow(
                "User:a b",
                AclOperation::IDEMPOTENT_WRITE,
                ResourcePattern::cluster(),
            ),
            AclBinding::deny(
                "User:*",
                AclOperation::ALL,
                ResourcePattern::prefixed(ResourceType::TRANSACTIONAL_ID, "\u{1b}ä"),
            )
            .from_host("10.0.0.0/8"),
        ];
        for acl in acls {
            assert_eq!(from_json(&super::super::item(&acl).to_string()).unwrap(), acl);
        }
    }

    #[test]
    fn what_is_no_acl_is_refused_with_the_reason() {
        let good = json("TOPIC", "LITERAL", "READ", "ALLOW");
        assert!(from_json(&good).is_ok());
        for (bad, told) in [
            (json("ANY", "LITERAL", "READ", "ALLOW"), "resource_type"),
            (json("TOPIC", "MATCH", "READ", "ALLOW"), "LITERAL or PREFIXED"),
            (json("TOPIC", "LITERAL", "FLY", "ALLOW"), "operation"),
            (json("TOPIC", "LITERAL", "READ", "ANY"), "permission"),
            ("{}".into(), "missing field"),
            ("[".into(), "EOF"),
        ] {
            let refused = from_json(&bad).unwrap_err();
            assert!(refused.message.contains(told), "{refused:?}");
        }
    }

    fn json(on: &str, pattern: &str, operation: &str, permission: &str) -> String {
        serde_json::json!({
            "resource_type": on, "name": "t", "pattern_type": pattern, "principal": "User:x",
            "host": "*", "operation": operation, "permission": permission,
        })
        .to_string()
    }
}

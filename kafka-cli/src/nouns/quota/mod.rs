//! `kadm quota`.

use clap::Args;
use kafka_admin::quotas::{ClientQuotaEntity, ClientQuotaFilter};
use serde_json::{Map, Value};

use crate::context::commands;
use crate::failure::{Failure, Result};

mod delete;
mod list;
mod set;

commands! {
    /// Show, set and remove quotas of users, client ids and IP addresses.
    enum Quota {
        List(list::List),
        Set(set::Set),
        Delete(delete::Delete),
    }
}

/// What Kafka limits.
const KEYS: [&str; 5] = [
    "consumer_byte_rate",
    "connection_creation_rate",
    "controller_mutation_rate",
    "producer_byte_rate",
    "request_percentage",
];

/// Whose quotas.
#[derive(Debug, Args)]
struct Entity {
    /// A user, without User: in front. With --client-id it is the user with that client id.
    #[arg(long, value_name = "USER", conflicts_with = "user_default")]
    user: Option<String>,
    /// Every user without a quota of its own.
    #[arg(long)]
    user_default: bool,
    /// A client id.
    #[arg(long, value_name = "ID", conflicts_with = "client_id_default")]
    client_id: Option<String>,
    /// Every client id without a quota of its own.
    #[arg(long)]
    client_id_default: bool,
    /// An IP address, for connection_creation_rate.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["ip_default", "user", "user_default", "client_id", "client_id_default"])]
    ip: Option<String>,
    /// Every IP address without a quota of its own.
    #[arg(long, conflicts_with_all = ["user", "user_default", "client_id", "client_id_default"])]
    ip_default: bool,
}

impl Entity {
    /// The one that the flags name.
    fn named(&self) -> Result<ClientQuotaEntity> {
        let first = match (&self.user, &self.ip) {
            (Some(user), _) => Some(ClientQuotaEntity::user(user)),
            (None, Some(ip)) => Some(ClientQuotaEntity::ip(ip)),
            (None, None) if self.user_default => Some(ClientQuotaEntity::default_user()),
            (None, None) if self.ip_default => Some(ClientQuotaEntity::default_ip()),
            (None, None) => None,
        };
        match (first, &self.client_id) {
            (Some(first), Some(id)) => Ok(first.and_client_id(id)),
            (Some(first), None) if self.client_id_default => Ok(first.and_default_client_id()),
            (Some(first), None) => Ok(first),
            (None, Some(id)) => Ok(ClientQuotaEntity::client_id(id)),
            (None, None) if self.client_id_default => Ok(ClientQuotaEntity::default_client_id()),
            (None, None) => Err(Failure::usage("nobody is named")
                .hint("--user, --client-id, both, or --ip, or their -default forms")),
        }
    }

    /// Those that have what the flags name.
    fn filter(&self) -> ClientQuotaFilter {
        let mut filter = ClientQuotaFilter::all();
        if let Some(user) = &self.user {
            filter = filter.user(user);
        }
        if self.user_default {
            filter = filter.default_user();
        }
        if let Some(id) = &self.client_id {
            filter = filter.client_id(id);
        }
        if self.client_id_default {
            filter = filter.default_client_id();
        }
        if let Some(ip) = &self.ip {
            filter = filter.ip(ip);
        }
        if self.ip_default {
            filter = filter.default_ip();
        }
        filter
    }
}

/// An entity in JSON: names by Kafka's types; null is the default.
fn entity_json(entity: &ClientQuotaEntity) -> Value {
    let parts = entity.parts().map(|(kind, name)| (kind.to_owned(), Value::from(name)));
    Value::Object(parts.collect::<Map<_, _>>())
}

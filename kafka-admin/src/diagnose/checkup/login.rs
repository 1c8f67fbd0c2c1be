//! The login, with where its credentials come from, and the cluster that it leads to.

use std::time::SystemTime;

use kafka_auth::PeerText;
use kafka_proto::messages::metadata::MetadataRequest;
use kafka_proto::{ApiKey, ErrorCode, decode_response};
use tokio::time::Instant;

use super::finding::{Check, Stage, Way};
use super::{Examiner, unreached};
use crate::net::connection::Connection;
use crate::net::dialer::{Contest, explain_missing_login, is_final};
use crate::net::early;
use crate::net::mechanism::Credentials;
use crate::{AddressError, Diagnosis, Error, ErrorKind, HostPort, Result};

/// How many brokers of a cluster are kept.
pub(super) const MAX_BROKERS: usize = 100;

/// What the logins so far have brought.
#[derive(Default)]
pub(super) struct Logins {
    /// Trying the password elsewhere may lock the user out.
    is_refused: bool,
    pub(super) cluster: Option<ClusterSeen>,
}

/// What a broker says about its cluster.
#[derive(Clone)]
pub(super) struct ClusterSeen {
    pub(super) id: Option<String>,
    pub(super) brokers: Vec<Advertised>,
    pub(super) more: usize,
}

/// A broker as the cluster tells of it.
#[derive(Clone)]
pub(super) struct Advertised {
    pub(super) id: i32,
    pub(super) address: std::result::Result<HostPort, AddressError>,
    /// The same as text, whatever it is.
    pub(super) text: String,
}

impl Examiner {
    /// Logs in on a way that is open, and looks who answers.
    pub(super) async fn log_in(
        &self,
        address: &HostPort,
        way: &mut Way,
        logins: &mut Logins,
        expected: Option<&ClusterSeen>,
        deadline: Instant,
    ) {
        if logins.is_refused {
            way.checks.push(Check::skipped(Stage::Login, "it was refused elsewhere"));
            way.checks.extend(unreached(way));
            return;
        }
        let (mut check, began) = (Check::of(Stage::Login), Instant::now());
        let result = self.connection(address, &mut check, deadline).await;
        check.took = began.elapsed();
        let connected = match result {
            Ok(connected) => Some(connected),
            Err(error) => {
                logins.is_refused |= is_final(&error);
                check.broken(&error);
                None
            }
        };
        way.checks.push(check);
        if let Some((connection, cluster)) = connected {
            let expected = expected.or(logins.cluster.as_ref()).cloned();
            let identity =
                self.identity(&connection, &cluster, expected.as_ref(), way.node, deadline).await;
            way.checks.push(identity);
            logins.cluster.get_or_insert(cluster);
        }
        way.checks.extend(unreached(way));
    }

    async fn connection(
        &self,
        address: &HostPort,
        check: &mut Check,
        deadline: Instant,
    ) -> Result<(Connection, ClusterSeen)> {
        let authenticator = self.dialer.authenticator();
        let credentials = authenticator.credentials(deadline).await?;
        show_credentials(&credentials, check);
        let prepared = authenticator.login(address, credentials)?;
        show_identity(prepared.identity.as_ref(), prepared.region.as_ref(), check);
        let dialled = self.dialer.dial(address, None, &Contest::of(1), deadline).await?;
        let (connection, session) = (dialled.connection, dialled.session);
        if let Some(id) = &session.request_id {
            check.fact("request_id", id);
        }
        if let Some(lifetime) = session.lifetime {
            check.fact("session_lifetime_s", lifetime.as_secs());
        }
        match self.cluster(&connection, deadline).await {
            // Without a login, brokers close at the first request that is none.
            Err(error)
                if session.mechanism.is_none() && error.kind() == ErrorKind::Disconnected =>
            {
                Err(explain_missing_login(error))
            }
            cluster => Ok((connection, cluster?)),
        }
    }

    async fn cluster(&self, connection: &Connection, deadline: Instant) -> Result<ClusterSeen> {
        let (version, frame) = early::answer(None, connection, deadline).await?;
        let (_, response) =
            decode_response::<MetadataRequest<'_>>(&frame, version).map_err(Error::of_decode)?;
        if response.error_code != ErrorCode::NONE {
            return Err(Error::of_code(ApiKey::METADATA, response.error_code, None));
        }
        let all = response.brokers.iter();
        let brokers = all.take(MAX_BROKERS).map(|broker| {
            let address = HostPort::advertised(broker.host, broker.port);
            let text = format!("{}:{}", PeerText::new(broker.host), broker.port);
            Advertised { id: broker.node_id, address, text }
        });
        Ok(ClusterSeen {
            id: response.cluster_id.map(|id| PeerText::new(id).to_string()),
            brokers: brokers.collect(),
            more: response.brokers.len().saturating_sub(MAX_BROKERS),
        })
    }
}

fn show_credentials(credentials: &Credentials, check: &mut Check) {
    match credentials {
        Credentials::None => check.fact("credentials", "none"),
        Credentials::Password(_) => check.fact("credentials", "a password"),
        Credentials::Token(_) => check.fact("credentials", "a bearer token"),
        Credentials::Aws(aws, _) => {
            check.fact("credentials", format!("from {}", aws.source));
            check.fact("access_key_id", aws.masked_key_id());
            let is_temporary = aws.session_token.as_ref().is_some_and(|token| !token.is_empty());
            check.fact("temporary", is_temporary);
            if let Some(expires) = aws.expires {
                let left = expires.duration_since(SystemTime::now());
                check.fact("credentials_end_in_s", left.map_or(0, |left| left.as_secs()));
            }
        }
    }
}

fn show_identity(identity: Option<&String>, region: Option<&String>, check: &mut Check) {
    if let Some(identity) = identity {
        check.fact("identity", identity);
    }
    if let Some(region) = region {
        check.fact("region", region);
    }
}

/// An advertised address that is none.
pub(super) fn no_address(why: AddressError) -> Error {
    Error::not_dialable(why).diagnosed(Diagnosis::NO_ADDRESS)
}

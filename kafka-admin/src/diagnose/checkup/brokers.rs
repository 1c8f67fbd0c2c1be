//! The ways to all brokers, at the addresses that they advertise, and whether it is they who answer.

use kafka_auth::PeerText;
use kafka_proto::messages::api_versions::ApiVersionsRequest;
use kafka_proto::{ApiKey, ErrorCode, decode_response};
use tokio::time::Instant;

use super::finding::{Check, Finding, Stage, Way};
use super::login::{Advertised, ClusterSeen, Logins, no_address};
use super::{Examiner, advertised, unreached};
use crate::clock::from_now;
use crate::net::connection::{Connection, Effect};
use crate::net::race::{BROKERS_AT_ONCE, all};
use crate::{AddressError, Diagnosis, HostPort};

/// The first version of ApiVersions that says whom it is for (KIP-1242).
const FOR_SOMEBODY: i16 = 5;

impl Examiner {
    /// The ways to the brokers, side by side.
    pub(super) async fn brokers(&self, cluster: &ClusterSeen, bootstrap: &[Way]) -> Vec<Way> {
        let deadline = from_now(self.timeout());
        let looks = cluster.brokers.iter().map(|broker| async move {
            match &broker.address {
                Ok(address) => self.broker(broker.id, address, cluster, bootstrap, deadline).await,
                Err(why) => nowhere(broker, *why),
            }
        });
        all(BROKERS_AT_ONCE, looks.collect()).await
    }

    async fn broker(
        &self,
        id: i32,
        address: &HostPort,
        cluster: &ClusterSeen,
        bootstrap: &[Way],
        deadline: Instant,
    ) -> Way {
        let (mut way, is_open) = self.look(address, Some(id), deadline).await;
        match is_open {
            true => {
                self.log_in(address, &mut way, &mut Logins::default(), Some(cluster), deadline)
                    .await
            }
            false => way.checks.extend(unreached(&way)),
        }
        if !bootstrap.iter().any(|known| known.address == way.address) {
            advertised(&mut way);
        }
        way
    }

    /// Whether this is the cluster, and the broker of this id.
    pub(super) async fn identity(
        &self,
        connection: &Connection,
        cluster: &ClusterSeen,
        expected: Option<&ClusterSeen>,
        node: Option<i32>,
        deadline: Instant,
    ) -> Check {
        let (mut check, began) = (Check::of(Stage::Identity), Instant::now());
        if let Some(id) = &cluster.id {
            check.fact("cluster_id", id);
        }
        check.fact("brokers", cluster.brokers.len() + cluster.more);
        let other = expected.and_then(|expected| expected.id.as_ref());
        if let (Some(here), Some(there)) = (&cluster.id, other)
            && here != there
        {
            let message = format!("it belongs to cluster {here}, and not to {there}");
            check.find(
                Finding::warning(Diagnosis::ANOTHER_CLUSTER, message)
                    .breaking()
                    .hinted("let the name lead to a broker of the cluster that is meant"),
            );
        } else if let (Some(node), Some(id)) = (node, &cluster.id) {
            self.ask_who(connection, id, node, &mut check, deadline).await;
        }
        check.took = began.elapsed();
        check
    }

    /// KIP-1242: REBOOTSTRAP_REQUIRED is the answer of any other broker.
    async fn ask_who(
        &self,
        connection: &Connection,
        cluster_id: &str,
        node: i32,
        check: &mut Check,
        deadline: Instant,
    ) {
        let Ok(version) = connection.pick(ApiKey::API_VERSIONS, (FOR_SOMEBODY, FOR_SOMEBODY))
        else {
            check.fact("broker", format!("{node}, by its address: it is too old to be asked"));
            return;
        };
        let request = ApiVersionsRequest {
            client_software_name: env!("CARGO_PKG_NAME"),
            client_software_version: env!("CARGO_PKG_VERSION"),
            cluster_id: Some(cluster_id),
            node_id: node,
            ..Default::default()
        };
        let Ok(frame) = connection.encode(version, &request) else { return };
        let api = ApiKey::API_VERSIONS;
        match connection.send(api, frame, Effect::Read, deadline).await {
            Err(error) => check.broken(&error),
            Ok(frame) => match decode_response::<ApiVersionsRequest<'_>>(&frame, version) {
                Ok((_, answer)) if answer.error_code == ErrorCode::REBOOTSTRAP_REQUIRED => {
                    let message = format!("another broker than {node} answers here");
                    check.find(
                        Finding::warning(Diagnosis::ANOTHER_BROKER, message).breaking().hinted(
                            "give each broker an address of its own, which leads to it alone",
                        ),
                    );
                }
                Ok(_) => check.fact("broker", node),
                Err(error) => check.fact("broker", PeerText::new(&error.to_string())),
            },
        }
    }
}

/// The way to a broker with an address that is none.
fn nowhere(broker: &Advertised, why: AddressError) -> Way {
    let (mut way, mut check) = (Way::new(&broker.text, Some(broker.id)), Check::of(Stage::Names));
    check.broken(&no_address(why));
    way.checks.push(check);
    way.checks.extend(unreached(&way));
    way
}

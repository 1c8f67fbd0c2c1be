//! A request on its way through the broker, and what comes of it.

mod throttle;

use std::cell::Cell;
use std::time::Duration;

use kafka_proto::messages::RequestHeader;
use kafka_proto::{AclOperation, ErrorCode, Message, encode_response};

use crate::authorizer::Authorizer;
use crate::broker::Broker;
use crate::client::Client;
use crate::cluster::Cluster;
use crate::refusal::Refusal;
use crate::state::acls::Acls;
use crate::wait::Wait;

/// What a broker makes of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Sends this frame, its length included.
    Reply(Vec<u8>),
    /// Cannot answer yet.
    Wait(Wait<Then>),
    /// Goes on without an answer, as the client wants it.
    Silence,
    /// Sends this frame, if there is one, and then takes no request for so long (KIP-219).
    Mute(Option<Vec<u8>>, Duration),
    /// Closes the connection without an answer.
    HangUp,
}

/// What is done after a change or at the deadline, whichever comes first. It may wait again, with a
/// later deadline.
pub(crate) type Then = Box<dyn FnOnce(&Call<'_>) -> Outcome + Send>;

/// A request, besides its body.
pub(crate) struct Call<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) client: &'a Client,
    /// As they were when the request arrived.
    acls: Acls,
    version: i16,
    correlation_id: i32,
    client_id: &'a str,
    /// Of the request, in bytes.
    size: usize,
    /// For how long the client is to be silent.
    throttle: Cell<Duration>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        cluster: &'a Cluster,
        client: &'a Client,
        header: &RequestHeader<'a>,
        size: usize,
    ) -> Self {
        Self {
            cluster,
            client,
            acls: cluster.state.acls.now(),
            version: header.request_api_version,
            correlation_id: header.correlation_id,
            client_id: header.client_id.unwrap_or_default(),
            size,
            throttle: Cell::default(),
        }
    }

    /// What the client calls itself.
    pub(super) fn client_id(&self) -> &'a str {
        self.client_id
    }

    /// The broker that is asked.
    pub(super) fn broker(&self) -> &'a Broker {
        &self.client.at.broker
    }

    pub(super) fn version(&self) -> i16 {
        self.version
    }

    pub(super) fn authorizer(&self) -> Authorizer<'_> {
        Authorizer { policy: &self.cluster.policy, acls: &self.acls, client: self.client }
    }

    /// Refuses with 31 what needs a right on the cluster. The text is what Kafka lets through of
    /// its insides, so that clients meet it here first.
    pub(super) fn require_on_cluster(&self, operation: AclOperation) -> Result<(), Refusal> {
        if self.authorizer().allows_on_cluster(operation) {
            return Ok(());
        }
        let request = format!(
            "Request(processor=0, connectionId=127.0.0.1:9093-{}-0-0, \
             session=org.apache.kafka.network.Session@153d1bdb, \
             listenerName=ListenerName(CONTROLLER), securityProtocol=SASL_SSL, \
             buffer=java.nio.HeapByteBuffer[pos=71 lim=71 cap=71], envelope=Optional",
            self.client.peer
        );
        let text = format!("Request {request}[{request}.empty)]) needs {operation} permission.");
        Err(Refusal::new(ErrorCode::CLUSTER_AUTHORIZATION_FAILED, text))
    }

    /// The response, in the version of the request.
    pub(super) fn reply<'r, R: Message<'r>>(&self, response: &R) -> Outcome {
        self.reply_in(self.version, response)
    }

    pub(super) fn reply_in<'r, R: Message<'r>>(&self, version: i16, response: &R) -> Outcome {
        let mut frame = Vec::new();
        match encode_response(&mut frame, version, self.correlation_id, response) {
            Ok(()) if self.throttle.get().is_zero() => Outcome::Reply(frame),
            Ok(()) => Outcome::Mute(Some(frame), self.throttle.get()),
            Err(_) => Outcome::HangUp,
        }
    }

    /// For a client that wants no answer.
    pub(super) fn silence(&self) -> Outcome {
        match self.throttle.get() {
            Duration::ZERO => Outcome::Silence,
            throttle => Outcome::Mute(None, throttle),
        }
    }
}

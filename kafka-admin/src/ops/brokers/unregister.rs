//! Taking brokers and controllers that are gone out of the cluster's list.

use kafka_proto::ApiKey;
use kafka_proto::messages::unregister_broker::{UnregisterBrokerRequest, UnregisterBrokerResponse};
use kafka_proto::messages::unregister_controller::{
    UnregisterControllerRequest, UnregisterControllerResponse,
};

use super::validate_id;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Error, Result};

/// Takes a broker out.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnregisterBroker;

/// Takes a controller out.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnregisterController;

impl Admin {
    /// Takes a broker that is gone for good out of the cluster (Kafka 2.8 and later, KRaft). It needs
    /// ALTER on the cluster.
    ///
    /// Kafka itself does it to a broker that is alive, too, which is then no part of the cluster any more
    /// until it is restarted. So this looks first, and refuses a broker that is not fenced.
    ///
    /// # Errors
    /// The broker is alive, and nothing was sent; or a request failed. BROKER_ID_NOT_REGISTERED means
    /// that there is no such broker, also when an earlier request took it out.
    pub async fn unregister_broker(&self, broker: i32) -> Result<()> {
        validate_id(broker)?;
        let deadline = self.deadline();
        let brokers = self.describe_cluster_with_fenced().await?.brokers;
        if brokers.iter().any(|it| it.id == broker && !it.is_fenced) {
            return Err(Error::invalid(format!("broker {broker} is alive"))
                .hinted("stop the broker first, and wait until the cluster has fenced it"));
        }
        self.call_about(UnregisterBroker, broker).until(deadline).await
    }

    /// As [`unregister_broker`](Self::unregister_broker), without a look whether the broker is alive.
    ///
    /// # Errors
    /// The request failed.
    pub async fn unregister_broker_unchecked(&self, broker: i32) -> Result<()> {
        self.call_about(UnregisterBroker, broker).await
    }

    /// Takes a controller that is gone for good out of the cluster (Kafka 4.4 and later). It needs ALTER
    /// on the cluster. Kafka refuses the active one.
    ///
    /// # Errors
    /// The request failed: CONTROLLER_ID_NOT_REGISTERED when there is no such controller, also when an
    /// earlier request took it out; [`UnsupportedApi`](crate::ErrorKind::UnsupportedApi) from brokers before
    /// 4.4.
    pub async fn unregister_controller(&self, controller: i32) -> Result<()> {
        self.call_about(UnregisterController, controller).await
    }
}

impl Operation for UnregisterBroker {
    type Item = i32;
    type Key = String;
    type Value = ();
    type Request<'a> = UnregisterBrokerRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, broker: &i32) -> String {
        format!("broker {broker}")
    }

    fn check(&self, broker: &i32) -> Result<()> {
        validate_id(*broker)
    }

    fn route<'a>(&self, _: &'a i32) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(&'a self, brokers: &[&'a i32], _: Terms) -> Result<UnregisterBrokerRequest<'a>> {
        let broker_id = brokers.first().map_or(-1, |id| **id);
        Ok(UnregisterBrokerRequest { broker_id, ..UnregisterBrokerRequest::default() })
    }

    fn answers(
        &self,
        _: &[&i32],
        response: &UnregisterBrokerResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::UNREGISTER_BROKER, response.error_code, response.error_message)?;
        one(())
    }
}

impl Operation for UnregisterController {
    type Item = i32;
    type Key = String;
    type Value = ();
    type Request<'a> = UnregisterControllerRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, controller: &i32) -> String {
        format!("controller {controller}")
    }

    fn check(&self, controller: &i32) -> Result<()> {
        validate_id(*controller)
    }

    fn route<'a>(&self, _: &'a i32) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        controllers: &[&'a i32],
        _: Terms,
    ) -> Result<UnregisterControllerRequest<'a>> {
        let controller_id = controllers.first().map_or(-1, |id| **id);
        Ok(UnregisterControllerRequest { controller_id, ..UnregisterControllerRequest::default() })
    }

    fn answers(
        &self,
        _: &[&i32],
        response: &UnregisterControllerResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::UNREGISTER_CONTROLLER, response.error_code, response.error_message)?;
        one(())
    }
}

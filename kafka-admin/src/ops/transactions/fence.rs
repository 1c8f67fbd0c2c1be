//! Fencing producers.

use std::borrow::Cow;

use kafka_proto::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
use kafka_proto::{ApiKey, CoordinatorType};

use super::{owned, validate_id};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::fence_producers`]: one result for each transactional id.
#[derive(Debug, Clone, Copy)]
pub struct FenceProducers(());

/// What the next producer of a transactional id begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FencedProducer {
    /// The producer's id.
    pub producer_id: i64,
    /// Its epoch: producers of an earlier one are refused.
    pub producer_epoch: i16,
}

/// The default of a producer's own `transaction.timeout.ms`.
const TRANSACTION_TIMEOUT_MS: i32 = 60_000;

impl Admin {
    /// Shuts out the producers of these transactional ids, as a new producer of the same id does by its start:
    /// an open transaction is aborted, and whoever opened it is refused from now on.
    ///
    /// **An id that the cluster does not know is created.** [`describe_transactions`](Self::describe_transactions)
    /// says which it knows. The timeout that is stored with the id becomes one minute, until its producer starts
    /// again and says its own.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with one id is in the
    /// [`Batch`](crate::Batch): TRANSACTIONAL_ID_AUTHORIZATION_FAILED without WRITE, or CONCURRENT_TRANSACTIONS
    /// when the transaction was not aborted in time, which goes on then.
    pub fn fence_producers(
        &self,
        transactional_ids: &[impl AsRef<str>],
    ) -> Call<'_, FenceProducers> {
        self.call(FenceProducers(()), Cow::Owned(owned(transactional_ids)))
    }

    /// Ends the transaction of this id, if one is open, and shuts out its producer: as
    /// [`fence_producers`](Self::fence_producers), but no id is created.
    ///
    /// # Errors
    /// The id is unknown (TRANSACTIONAL_ID_NOT_FOUND), or this client may not DESCRIBE or WRITE it.
    pub async fn force_terminate_transaction(
        &self,
        transactional_id: &str,
    ) -> Result<FencedProducer> {
        let deadline = self.deadline();
        self.describe_transactions(&[transactional_id]).until(deadline).await?.one()?;
        self.fence_producers(&[transactional_id]).until(deadline).await?.one()
    }
}

impl Operation for FenceProducers {
    type Item = String;
    type Key = String;
    type Value = FencedProducer;
    type Request<'a> = InitProducerIdRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, id: &String) -> String {
        id.clone()
    }

    fn check(&self, id: &String) -> Result<()> {
        validate_id(id)
    }

    fn route<'a>(&self, id: &'a String) -> Route<'a> {
        Route::Coordinator(CoordinatorType::TRANSACTION, id)
    }

    /// A request has one id.
    fn at_most(_: i16) -> usize {
        1
    }

    fn request<'a>(&'a self, ids: &[&'a String], _: Terms) -> Result<InitProducerIdRequest<'a>> {
        Ok(InitProducerIdRequest {
            transactional_id: ids.first().map(|id| id.as_str()),
            transaction_timeout_ms: TRANSACTION_TIMEOUT_MS,
            // Whoever it is that has the id now.
            producer_id: -1,
            producer_epoch: -1,
            ..InitProducerIdRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&String],
        response: &InitProducerIdResponse<'_>,
    ) -> Result<Vec<Result<FencedProducer>>> {
        checked(ApiKey::INIT_PRODUCER_ID, response.error_code, None)?;
        one(FencedProducer {
            producer_id: response.producer_id,
            producer_epoch: response.producer_epoch,
        })
    }
}

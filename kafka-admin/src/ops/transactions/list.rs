//! Listing transactions.

use std::borrow::Cow;
use std::time::Duration;

use kafka_proto::ApiKey;
use kafka_proto::messages::list_transactions::{
    ListTransactionsRequest, ListTransactionsResponse, TransactionState as Listed,
};
use tokio::time::Instant;

use super::TransactionState;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::cluster::BrokerNode;
use crate::escape::Escaped;
use crate::net::connection::Effect;
use crate::{Admin, Batch, Error, ErrorKind, Layer, Result};

/// The transactions that one broker coordinates.
#[derive(Debug, Clone)]
pub(super) struct ListTransactions(TransactionFilter);

/// Which transactions to list. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct TransactionFilter {
    /// In one of these states. Default: in any.
    pub states: Vec<TransactionState>,
    /// Of one of these producer ids. Default: of any.
    pub producer_ids: Vec<i64>,
    /// Open for longer than this, to a millisecond (Kafka 3.8 and later). Default: any time, or not open.
    pub open_longer_than: Option<Duration>,
    /// Whose id matches this regular expression of RE2, from end to end (Kafka 4.1 and later). Default: any.
    pub pattern: Option<String>,
}

/// A transactional id in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransactionListing {
    /// The id.
    pub transactional_id: String,
    /// The id of its producer.
    pub producer_id: i64,
    /// How far its last transaction is.
    pub state: TransactionState,
}

impl TransactionFilter {
    /// All transactions.
    pub fn any() -> Self {
        Self::default()
    }

    /// Only in this state, or in another one that is named too.
    pub fn state(mut self, state: TransactionState) -> Self {
        self.states.push(state);
        self
    }

    /// Only of this producer id, or of another one that is named too.
    pub fn producer_id(mut self, id: i64) -> Self {
        self.producer_ids.push(id);
        self
    }

    /// Only what is open for longer than this, to a millisecond.
    pub fn open_longer_than(mut self, time: Duration) -> Self {
        self.open_longer_than = Some(time);
        self
    }

    /// Only ids that match this regular expression of RE2, from end to end.
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }
}

impl Admin {
    /// Lists the transactional ids that this client may DESCRIBE. Each broker coordinates some of them, so
    /// each is asked, and has a result of its own, by its id: what is missing in one that failed is not
    /// hidden. Brokers leave out without a word what this client may not see.
    ///
    /// # Errors
    /// The brokers cannot be listed, or there is only one and it could not be asked. In the [`Batch`] are a
    /// broker that is too old for a part of the filter, or does not know a state, and INVALID_REGULAR_EXPRESSION.
    pub async fn list_transactions(
        &self,
        filter: &TransactionFilter,
    ) -> Result<Batch<i32, Vec<TransactionListing>>> {
        self.list_transactions_until(filter, self.deadline()).await
    }

    pub(super) async fn list_transactions_until(
        &self,
        filter: &TransactionFilter,
        deadline: Instant,
    ) -> Result<Batch<i32, Vec<TransactionListing>>> {
        let brokers = self.describe_cluster().await?.brokers;
        if brokers.is_empty() {
            return Err(Error::count_mismatch(1, 0).about("the list of brokers"));
        }
        let list = ListTransactions(filter.clone());
        self.call(list, Cow::Owned(brokers)).until(deadline).await
    }
}

impl Operation for ListTransactions {
    type Item = BrokerNode;
    type Key = i32;
    type Value = Vec<TransactionListing>;
    type Request<'a> = ListTransactionsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, broker: &BrokerNode) -> i32 {
        broker.id
    }

    fn check(&self, broker: &BrokerNode) -> Result<()> {
        broker.address().map(drop).map_err(Error::not_dialable)
    }

    fn route<'a>(&self, broker: &'a BrokerNode) -> Route<'a> {
        Route::Broker(broker.id)
    }

    fn request<'a>(
        &'a self,
        _: &[&'a BrokerNode],
        _: Terms,
    ) -> Result<ListTransactionsRequest<'a>> {
        let filter = &self.0;
        let longest = filter.open_longer_than.map(|time| i64::try_from(time.as_millis()));
        Ok(ListTransactionsRequest {
            state_filters: filter.states.iter().map(TransactionState::name).collect(),
            producer_id_filters: filter.producer_ids.iter().copied().collect(),
            duration_filter: longest.map_or(-1, |millis| millis.unwrap_or(i64::MAX)),
            transactional_id_pattern: filter.pattern.as_deref(),
            ..ListTransactionsRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&BrokerNode],
        response: &ListTransactionsResponse<'_>,
    ) -> Result<Vec<Result<Vec<TransactionListing>>>> {
        checked(ApiKey::LIST_TRANSACTIONS, response.error_code, None)?;
        if let Some(state) = response.unknown_state_filters.iter().next() {
            return Err(unknown_state(state));
        }
        let mut listings = Vec::with_capacity(response.transaction_states.len());
        listings.extend(response.transaction_states.iter().map(|it| listing(&it)));
        one(listings)
    }
}

fn listing(listed: &Listed<'_>) -> TransactionListing {
    TransactionListing {
        transactional_id: listed.transactional_id.to_owned(),
        producer_id: listed.producer_id,
        state: TransactionState::of(listed.transaction_state),
    }
}

/// It would list nothing, which is no answer.
fn unknown_state(state: &str) -> Error {
    let message = format!("this broker knows no state {}", Escaped(state));
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
}

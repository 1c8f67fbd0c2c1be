//! Finding transactions that nothing ends by itself (KIP-664).

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use super::{ProducerState, TransactionDescription, TransactionFilter};
use crate::topics::TopicPartition;
use crate::{Admin, Batch, Result};

/// The transactional id of each producer, and what its coordinator knows of it.
type Known = BTreeMap<i64, Vec<TransactionDescription>>;

impl Admin {
    /// The producers of each partition whose open transaction is hanging: the last record is older than
    /// `longer_than`, and no coordinator has the transaction with this partition in it. Nobody ends it then, and
    /// readers of committed records go no further. Below the broker's `transaction.max.timeout.ms` (default:
    /// 15 minutes) a transaction may be young enough to be ended in time.
    ///
    /// It needs READ on the topics, and **DESCRIBE on every transactional id**: brokers leave out the others
    /// without a word, and a transaction that nobody shows looks as if it were hanging.
    ///
    /// # Errors
    /// A broker could not say which transactions it coordinates; or there was one request about producers, and it
    /// failed as a whole. A partition that is not there or denied is in the [`Batch`].
    pub async fn find_hanging_transactions(
        &self,
        partitions: &[TopicPartition],
        longer_than: Duration,
    ) -> Result<Batch<TopicPartition, Vec<ProducerState>>> {
        let deadline = self.deadline();
        let mut open = Vec::with_capacity(partitions.len());
        for (partition, producers) in self.describe_producers(partitions).until(deadline).await? {
            open.push((partition, producers.map(|all| left_open(all, longer_than))));
        }
        let suspects = open.iter().filter_map(|(_, producers)| producers.as_ref().ok()).flatten();
        let suspects: BTreeSet<i64> = suspects.map(|producer| producer.producer_id).collect();
        let known = match suspects.is_empty() {
            true => Known::new(),
            false => self.known_transactions(suspects, deadline).await?,
        };
        for (partition, producers) in &mut open {
            if let Ok(producers) = producers {
                producers.retain(|producer| !is_known(partition, producer, &known));
            }
        }
        Ok(Batch::new(open))
    }

    /// What the coordinators know of these producers.
    async fn known_transactions(
        &self,
        producer_ids: BTreeSet<i64>,
        deadline: Instant,
    ) -> Result<Known> {
        let filter = TransactionFilter {
            producer_ids: producer_ids.into_iter().collect(),
            ..Default::default()
        };
        let listed = self.list_transactions_until(&filter, deadline).await?.all()?.concat();
        let ids: Vec<String> = listed.into_iter().map(|it| it.transactional_id).collect();
        let mut known = Known::new();
        for (_, described) in self.describe_transactions(&ids).until(deadline).await? {
            match described {
                Ok(it) => known.entry(it.producer_id).or_default().push(it),
                // It was forgotten since it was listed.
                Err(error) if error.code() == Some(ErrorCode::TRANSACTIONAL_ID_NOT_FOUND) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(known)
    }
}

/// Those that have an open transaction, and wrote nothing for so long.
fn left_open(producers: Vec<ProducerState>, longer_than: Duration) -> Vec<ProducerState> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let oldest = i64::try_from(now.saturating_sub(longer_than).as_millis()).unwrap_or(i64::MAX);
    let is_left = |it: &ProducerState| {
        it.transaction_start_offset.is_some() && it.last_timestamp.is_none_or(|time| time < oldest)
    };
    producers.into_iter().filter(is_left).collect()
}

/// Whether a coordinator has the producer's transaction, with this partition in it.
fn is_known(partition: &TopicPartition, producer: &ProducerState, known: &Known) -> bool {
    let mut of_producer = known.get(&producer.producer_id).into_iter().flatten();
    of_producer.any(|transaction| transaction.has(partition))
}

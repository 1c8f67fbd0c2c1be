//! What quotas do to a request: its client has to be silent for a while afterwards (KIP-13, KIP-219, KIP-599).

use std::time::Duration;

use kafka_proto::ErrorCode;

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::quotas::Bound;

/// How many seconds' worth of bytes one Fetch has at most.
const FETCH_SECONDS: f64 = 10.0;

impl<'a> Call<'a> {
    /// `throttle_time_ms` of the answer.
    pub(in crate::apis) fn throttle_time_ms(&self) -> i32 {
        i32::try_from(self.throttle.get().as_millis()).unwrap_or(i32::MAX)
    }

    /// Counts the bytes of this request against `producer_byte_rate`.
    pub(in crate::apis) fn count_produced(&self) {
        if let Some(bound) = self.bound("producer_byte_rate") {
            let (throttles, now) = (&self.cluster.state.throttles, self.now());
            self.silence_for(throttles.bytes(self.broker().id, &bound, self.size, now));
        }
    }

    /// How many bytes a Fetch has at most for `consumer_byte_rate`.
    pub(in crate::apis) fn fetch_limit(&self) -> usize {
        let bound = self.bound("consumer_byte_rate");
        bound.map_or(usize::MAX, |bound| (bound.limit * FETCH_SECONDS) as usize)
    }

    /// Counts the bytes of an answer against `consumer_byte_rate`. When it is too much, it does not count,
    /// and what is sent `instead` tells the client when to come again.
    pub(in crate::apis) fn count_fetched(
        &self,
        answer: Outcome,
        bytes: usize,
        instead: impl FnOnce() -> Outcome,
    ) -> Outcome {
        let Some(bound) = self.bound("consumer_byte_rate") else { return answer };
        let (throttles, broker, now) =
            (&self.cluster.state.throttles, self.broker().id, self.now());
        let throttle = throttles.bytes(broker, &bound, bytes, now);
        if throttle.is_zero() {
            return answer;
        }
        throttles.take_back(broker, &bound, bytes, now);
        self.silence_for(throttle);
        instead()
    }

    /// Counts so many partitions that are created or deleted against `controller_mutation_rate`. Since a
    /// version a client knows of the refusal; an older one waits afterwards.
    pub(in crate::apis) fn count_changes(
        &self,
        partitions: usize,
        known_since: i16,
    ) -> Result<(), Refusal> {
        let Some(bound) = self.bound("controller_mutation_rate") else { return Ok(()) };
        let (throttles, strict) = (&self.cluster.state.throttles, self.version() >= known_since);
        match throttles.changes(&bound, partitions, strict, self.now()) {
            Ok(throttle) => {
                self.silence_for(throttle);
                Ok(())
            }
            Err(throttle) => {
                self.silence_for(throttle);
                Err(Refusal::wordless(ErrorCode::THROTTLING_QUOTA_EXCEEDED))
            }
        }
    }

    fn bound(&self, key: &'static str) -> Option<Bound<'a>> {
        let quotas = self.cluster.state.quotas.now();
        quotas.bound(key, &self.client.identity().name, self.client_id())
    }

    fn silence_for(&self, throttle: Duration) {
        self.throttle.set(self.throttle.get().max(throttle));
    }

    fn now(&self) -> i64 {
        self.cluster.clock.milliseconds()
    }
}

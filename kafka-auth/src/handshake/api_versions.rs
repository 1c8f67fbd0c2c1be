//! The table of APIs that a broker offers.

use std::ops::RangeInclusive;

use kafka_proto::messages::api_versions::ApiVersionsResponse;
use kafka_proto::{ApiKey, common_version};

/// Which versions of which APIs a broker offers, from its ApiVersions answer (KIP-35).
///
/// Whatever the broker said, the table is sound: a range that is upside down counts as not
/// offered, and of two ranges for one API the first counts. It may be empty.
///
/// ```
/// use kafka_auth::handshake::ApiVersions;
/// use kafka_proto::ApiKey;
///
/// let broker: ApiVersions = [(ApiKey::SASL_AUTHENTICATE, 0..=1)].into_iter().collect();
/// assert_eq!(broker.pick(ApiKey::SASL_AUTHENTICATE, 0..=2), Some(1));
/// assert_eq!(broker.pick(ApiKey::CREATE_ACLS, 0..=3), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiVersions {
    /// Sorted by key, one entry each.
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    key: i16,
    min: i16,
    max: i16,
}

impl ApiVersions {
    /// The highest version of `api` that both sides know; `None` when there is none.
    #[must_use]
    pub fn pick(&self, api: ApiKey, ours: RangeInclusive<i16>) -> Option<i16> {
        common_version(&ours, &self.range(api)?)
    }

    /// The versions of `api` that the broker offers; `None` when it does not offer the API.
    #[must_use]
    pub fn range(&self, api: ApiKey) -> Option<RangeInclusive<i16>> {
        let index = self.entries.binary_search_by_key(&api.0, |entry| entry.key).ok()?;
        self.entries.get(index).map(|entry| entry.min..=entry.max)
    }

    /// Every offered API with its versions, in the order of the keys.
    pub fn ranges(&self) -> impl ExactSizeIterator<Item = (ApiKey, RangeInclusive<i16>)> + '_ {
        self.entries.iter().map(|entry| (ApiKey(entry.key), entry.min..=entry.max))
    }

    /// Whether the broker offers nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn from_response(response: &ApiVersionsResponse<'_>) -> Self {
        let offer = response.api_keys.iter();
        offer.map(|api| (ApiKey(api.api_key), api.min_version..=api.max_version)).collect()
    }
}

impl FromIterator<(ApiKey, RangeInclusive<i16>)> for ApiVersions {
    fn from_iter<I: IntoIterator<Item = (ApiKey, RangeInclusive<i16>)>>(ranges: I) -> Self {
        let mut entries: Vec<Entry> = ranges
            .into_iter()
            .map(|(api, range)| Entry { key: api.0, min: *range.start(), max: *range.end() })
            .collect();
        // Stable, so of several entries with one key the first stays in front.
        entries.sort_by_key(|entry| entry.key);
        entries.dedup_by_key(|entry| entry.key);
        entries.retain(|entry| entry.min <= entry.max);
        Self { entries }
    }
}

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::codes::is_same_name;
use crate::message::common_version;
use crate::messages::{API_INFOS, ApiVersionsResponse, visit};
use crate::{ParseNameError, Visitor};

/// The number that says what a request asks for (`ApiKeys`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApiKey(pub i16);

/// What this release knows of an API: every version of Kafka 3.9 to 4.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiInfo {
    /// Its number.
    pub key: ApiKey,
    /// Kafka's name, for example `CreateTopics`.
    pub name: &'static str,
    /// The lowest version that any of these releases has.
    pub min_version: i16,
    /// The highest version.
    pub max_version: i16,
    /// The first flexible version (KIP-482), if any is.
    pub flexible_since: Option<i16>,
    /// The highest version is not final and may still change.
    pub is_unstable: bool,
    /// Brokers serve it.
    pub on_broker: bool,
    /// KRaft controllers serve it.
    pub on_controller: bool,
}

/// Stands for "no version is flexible" in the table.
pub(crate) const NEVER: i16 = i16::MAX;

impl ApiInfo {
    pub(crate) const fn new(
        key: i16,
        name: &'static str,
        versions: (i16, i16),
        flexible_since: i16,
    ) -> Self {
        Self {
            key: ApiKey(key),
            name,
            min_version: versions.0,
            max_version: versions.1,
            flexible_since: if flexible_since == NEVER { None } else { Some(flexible_since) },
            is_unstable: false,
            on_broker: false,
            on_controller: false,
        }
    }

    /// The versions that are final; none where the range is empty.
    #[must_use]
    pub fn final_versions(&self) -> RangeInclusive<i16> {
        self.min_version..=self.max_version - i16::from(self.is_unstable)
    }

    pub(crate) const fn on_broker(self) -> Self {
        Self { on_broker: true, ..self }
    }

    pub(crate) const fn on_controller(self) -> Self {
        Self { on_controller: true, ..self }
    }

    pub(crate) const fn unstable(self) -> Self {
        Self { is_unstable: true, ..self }
    }
}

impl ApiKey {
    /// Every API of this release, by key.
    pub fn all() -> impl Iterator<Item = &'static ApiInfo> {
        API_INFOS.iter()
    }

    /// What this release knows of it.
    #[must_use]
    pub fn info(self) -> Option<&'static ApiInfo> {
        let index = API_INFOS.binary_search_by_key(&self, |info| info.key).ok()?;
        API_INFOS.get(index)
    }

    /// Kafka's name.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.info().map(|info| info.name)
    }

    /// The version to use with a broker: the highest that it offers and that this release knows,
    /// but none that is not final yet (KIP-35). `None` when there is none, and when the broker
    /// does not offer the API at all.
    ///
    /// ```
    /// use kafka_proto::ApiKey;
    /// use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
    ///
    /// let range = |api: ApiKey, min_version, max_version| {
    ///     ApiVersion { api_key: api.0, min_version, max_version, ..Default::default() }
    /// };
    /// let offered = ApiVersionsResponse {
    ///     api_keys: vec![range(ApiKey::METADATA, 0, 12), range(ApiKey::FETCH, 99, 100)].into(),
    ///     ..Default::default()
    /// };
    /// assert_eq!(ApiKey::METADATA.common_version(&offered), Some(12));
    /// assert_eq!(ApiKey::FETCH.common_version(&offered), None);
    /// assert_eq!(ApiKey::CREATE_ACLS.common_version(&offered), None);
    /// ```
    #[must_use]
    pub fn common_version(self, offered: &ApiVersionsResponse<'_>) -> Option<i16> {
        let ours = self.info()?;
        let theirs = offered.api_keys.iter().find(|api| api.api_key == self.0)?;
        common_version(&ours.final_versions(), &(theirs.min_version..=theirs.max_version))
    }

    /// Calls the visitor with the types of this API; `None` for an API that this release does not know.
    ///
    /// ```
    /// use kafka_proto::{ApiKey, DecodeError, Request, Visitor, decode_request_header};
    ///
    /// /// A request of any API, as text.
    /// struct Show<'a> {
    ///     body: &'a [u8],
    ///     version: i16,
    /// }
    ///
    /// impl<'a> Visitor<'a> for Show<'a> {
    ///     type Output = Result<String, DecodeError>;
    ///
    ///     fn visit<R: Request<'a>>(self) -> Self::Output {
    ///         Ok(format!("{:?}", R::decode(self.body, self.version)?))
    ///     }
    /// }
    ///
    /// let frame = b"\0\x11\0\x01\0\0\0\x07\0\x02me\0\x05PLAIN";
    /// let (header, body) = decode_request_header(frame)?;
    /// let show = Show { body, version: header.request_api_version };
    /// let text = ApiKey(header.request_api_key).visit(show).expect("SaslHandshake is known")?;
    /// assert!(text.contains(r#"mechanism: "PLAIN""#), "{text}");
    /// # Ok::<(), DecodeError>(())
    /// ```
    pub fn visit<'a, V: Visitor<'a>>(self, visitor: V) -> Option<V::Output> {
        visit(self, visitor)
    }

    /// ControlledShutdown v0 is the only request with header v0.
    pub(crate) fn request_header_version(self, version: i16, flexible_since: i16) -> i16 {
        match (self, version) {
            (Self::CONTROLLED_SHUTDOWN, 0) => 0,
            _ if version >= flexible_since => 2,
            _ => 1,
        }
    }

    /// "ApiVersionsResponse always includes a v0 header" (KIP-511), so that a client that does
    /// not know the version yet can read it.
    pub(crate) fn response_header_version(self, version: i16, flexible_since: i16) -> i16 {
        (self != Self::API_VERSIONS && version >= flexible_since).into()
    }
}

/// Kafka's name, in any case: `CreateTopics`, or `CREATE_TOPICS` as Java's enum has it.
impl FromStr for ApiKey {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        let found = Self::all().find(|info| is_same_name(info.name, text));
        found.map(|info| info.key).ok_or(ParseNameError::new("ApiKey"))
    }
}

impl From<i16> for ApiKey {
    fn from(key: i16) -> Self {
        Self(key)
    }
}

impl From<ApiKey> for i16 {
    fn from(key: ApiKey) -> Self {
        key.0
    }
}

/// The name, or the number if it has none.
impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "API {}", self.0),
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

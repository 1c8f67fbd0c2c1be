//! What bytes are taken for.

use crate::interpret::{Captured, DecodeError, Frame, decode_body, decode_frame, strip_length};
use crate::model::{Direction, File, Kind};
use serde_json::{Map, Value};

/// What bytes are taken for.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// A frame that says itself what it is.
    Request,
    /// A frame that answers such a request.
    Response {
        /// The API.
        api: &'static File,
        /// The version of the request.
        version: i16,
    },
    /// What stands behind a header.
    Body {
        /// The API.
        api: &'static File,
        /// Request or response.
        direction: Direction,
        /// The version.
        version: i16,
    },
}

impl Content {
    /// `api`, `api_key`, `direction`, `version`, `header` if there is one, and `body`.
    ///
    /// # Errors
    /// When the bytes are not what they are taken for.
    pub fn decode(self, bytes: &[u8]) -> Result<Map<String, Value>, DecodeError> {
        let schema = crate::embedded();
        match self {
            Self::Request => decode_frame(schema, Captured::Request, bytes).map(members),
            Self::Response { api, version } => {
                let what = Captured::Response { api: api.name.as_str().into(), version };
                decode_frame(schema, what, bytes).map(members)
            }
            Self::Body { api, direction, version } => {
                let body = decode_body(schema, api.name.as_str(), direction, version, bytes)?;
                let key = if let Kind::Api(key) = api.kind { key } else { -1 };
                Ok(described(&api.name, key, direction, version, body))
            }
        }
    }

    /// Its bytes without the length in front, if there is one: a body has none, but may start with
    /// a number that looks like it.
    #[must_use]
    pub fn without_length(self, bytes: &[u8]) -> &[u8] {
        match self {
            Self::Body { .. } => bytes,
            _ => strip_length(bytes).unwrap_or(bytes),
        }
    }

    /// The same in every other version.
    pub(super) fn versions(self) -> impl Iterator<Item = (i16, Self)> {
        let (api, own) = match self {
            Self::Request => (None, 0),
            Self::Response { api, version } | Self::Body { api, version, .. } => {
                (Some(api), version)
            }
        };
        let all = api.into_iter().flat_map(|api| api.versions.min..=api.versions.max);
        all.filter(move |version| *version != own).map(move |version| (version, self.at(version)))
    }

    fn at(self, version: i16) -> Self {
        match self {
            Self::Request => self,
            Self::Response { api, .. } => Self::Response { api, version },
            Self::Body { api, direction, .. } => Self::Body { api, direction, version },
        }
    }
}

fn members(frame: Frame) -> Map<String, Value> {
    let Frame { api, key, direction, version, header, body } = frame;
    let mut members = described(&api, key, direction, version, body);
    members.insert("header".into(), header);
    members
}

fn described(
    api: &str,
    key: i16,
    direction: Direction,
    version: i16,
    body: Value,
) -> Map<String, Value> {
    let direction = if direction == Direction::Request { "request" } else { "response" };
    let members = [
        ("api", api.into()),
        ("api_key", key.into()),
        ("direction", direction.into()),
        ("version", version.into()),
        ("body", body),
    ];
    members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

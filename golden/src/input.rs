//! What a fuzzer's bytes stand for. Any bytes stand for something, so that none are wasted.

use kafka_proto::{ApiInfo, ApiKey};

/// Set in the first byte of a response.
const RESPONSE: u8 = 0x80;

/// A body and whose it is.
pub struct Input<'a> {
    pub api: &'static ApiInfo,
    pub is_response: bool,
    pub version: i16,
    pub body: &'a [u8],
}

impl<'a> Input<'a> {
    /// The first byte chooses an API and the direction, the second a version; the rest is a body.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let ([first, second], body) = bytes.split_first_chunk()?;
        let api = ApiKey::all().nth(usize::from(first & !RESPONSE) % ApiKey::all().count())?;
        let versions = api.max_version - api.min_version + 1;
        let version = api.min_version + i16::from(*second) % versions;
        Some(Self { api, is_response: first & RESPONSE != 0, version, body })
    }

    /// The bytes that are read as this.
    pub fn write(&self) -> Vec<u8> {
        let index = ApiKey::all().take_while(|api| api.key < self.api.key).count() as u8;
        let direction = if self.is_response { RESPONSE } else { 0 };
        let version = (self.version - self.api.min_version) as u8;
        [&[index | direction, version], self.body].concat()
    }
}

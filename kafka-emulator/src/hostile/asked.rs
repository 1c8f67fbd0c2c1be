//! A request as a hostile broker sees it, and what it does about it.

use kafka_proto::{ApiKey, Message, encode_response};

/// A request of the client.
pub(super) struct Asked {
    pub(super) api: ApiKey,
    pub(super) version: i16,
    pub(super) id: i32,
    /// How many requests of this API came before it on the connection.
    pub(super) earlier: u32,
    /// Behind its header.
    pub(super) body: Vec<u8>,
    /// The port that the broker listens on.
    pub(super) port: u16,
}

/// What goes back.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Send(Vec<u8>),
    /// And then the connection ends.
    SendAndClose(Vec<u8>),
    /// And then the connection is gone, in TLS without a word about its end.
    SendAndVanish(Vec<u8>),
    /// One byte a second.
    Trickle(Vec<u8>),
    /// Nothing, and the connection stays.
    Silence,
    Close,
}

impl Asked {
    /// A frame that answers this request.
    pub(super) fn frame<'a, M: Message<'a>>(&self, response: &M) -> Vec<u8> {
        self.frame_in(self.version, response)
    }

    /// The same in another version.
    pub(super) fn frame_in<'a, M: Message<'a>>(&self, version: i16, response: &M) -> Vec<u8> {
        let mut frame = Vec::new();
        // What a version cannot carry is left out by sending nothing: the client gets an empty frame.
        if encode_response(&mut frame, version, self.id, response).is_err() {
            return vec![0; 4];
        }
        frame
    }

    /// Whether its version is flexible (KIP-482).
    pub(super) fn is_flexible(&self) -> bool {
        let since = self.api.info().and_then(|info| info.flexible_since);
        since.is_some_and(|since| self.version >= since)
    }

    /// Where the body of its answer begins, the frame's length counted. ApiVersions has a header without
    /// tags in every version (KIP-511).
    pub(super) fn body_at(&self) -> usize {
        8 + usize::from(self.is_flexible() && self.api != ApiKey::API_VERSIONS)
    }

    /// Where the first array of its answer begins.
    pub(super) fn array_at(&self) -> usize {
        let before = match self.api {
            ApiKey::API_VERSIONS => 2,
            ApiKey::METADATA if self.version >= 3 => 4,
            _ => 0,
        };
        self.body_at() + before
    }
}

/// A frame with its length put right.
pub(super) fn framed(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], content].concat()
}

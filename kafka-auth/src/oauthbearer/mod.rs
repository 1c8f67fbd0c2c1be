//! OAUTHBEARER: a login by a token that somebody else issued (RFC 7628 the way Kafka speaks it,
//! KIP-255 and KIP-342).
//!
//! The token itself is the password: nothing but verified TLS should carry it. How long the login
//! lasts is the broker's to say (KIP-368), never read out of the token.
//!
//! ```text
//! client                                          server
//!   n,, ^A auth=Bearer <token> ^A [name=value ^A]* ^A  ──▶
//!                                                 ◀──  nothing: the token is good
//!                                                 ◀──  {"status":"invalid_token"}: it is not
//!   ^A                                              ──▶
//!                                                 ◀──  error 58 with the same text
//! ```
//!
//! Amazon MSK takes AWS identities in this form too: `msk_iam::MskTokenSigner` makes the token.

mod client;
mod extensions;
pub(crate) mod message;
mod refusal;
pub(crate) mod server;
mod token;

pub use client::OauthBearerClient;
pub use extensions::Extensions;
pub use message::MAX_MESSAGE;
pub use refusal::BearerRefusal;
pub use server::OauthBearerServer;
pub use token::{BearerToken, TokenFuture, TokenProvider};

/// The mechanism's name on the wire.
pub const OAUTHBEARER: &str = "OAUTHBEARER";

/// `kvsep`, and alone the client's answer to an error.
const CONTROL_A: u8 = 0x01;

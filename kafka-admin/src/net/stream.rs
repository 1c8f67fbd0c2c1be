//! What carries the bytes of a connection.

use tokio::io::{AsyncRead, AsyncWrite};

/// A connected stream, with or without TLS.
pub(crate) type Stream = Box<dyn Io>;

/// Both directions of a stream.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Io for S {}

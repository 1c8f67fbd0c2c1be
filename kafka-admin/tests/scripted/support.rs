//! Settings for the scripted peers, and what becomes of a client that connects to them.

use std::net::SocketAddr;

use kafka_admin::{Admin, Config, Error, Result, Tls};

pub(crate) use test_support::broker::{
    Asked, Do, all_apis, broker, offer, peer, read_request, says, serve,
};

/// Settings for a peer in plaintext.
pub(crate) fn plaintext(address: SocketAddr) -> Config {
    Config::new([address.to_string()]).tls(Tls::Disabled)
}

/// The error of a connect that must fail, with its next step.
pub(crate) async fn refused(config: Config) -> Error {
    let limit = std::time::Duration::from_secs(20);
    let result = tokio::time::timeout(limit, Admin::connect(config)).await;
    let error = result.expect("no hang").map(|admin| format!("{admin:?}")).expect_err("must fail");
    assert!(error.hint().is_some_and(|hint| !hint.is_empty()), "no next step: {error:?}");
    assert!(error.broker().is_some(), "no broker: {error:?}");
    error
}

pub(crate) async fn connected(address: SocketAddr) -> Result<Admin> {
    Admin::connect(plaintext(address)).await
}

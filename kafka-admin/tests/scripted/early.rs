//! The Metadata request that leaves behind a login without waiting for its answer.

use std::sync::{Arc, Mutex};

use kafka_admin::{Admin, Auth, Config, ErrorKind, Flight, Layer, Outcome, Tls, TlsRoots};
use kafka_emulator::Emulator;
use kafka_proto::ApiKey;
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateResponse;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;

use crate::support::{broker, plaintext};

/// The version in which it leaves.
const EARLY: i16 = 7;

#[tokio::test]
async fn nothing_but_the_login_leaves_early_without_tls() {
    let versions: Arc<Mutex<Vec<i16>>> = Arc::default();
    let seen = versions.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => {
            let mechanisms = vec!["PLAIN"].into();
            asked.answer(&SaslHandshakeResponse { mechanisms, ..Default::default() })
        }
        ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
        ApiKey::METADATA => {
            seen.lock().unwrap().push(asked.version);
            asked.ordinary()
        }
        _ => asked.ordinary(),
    })
    .await;
    let auth = Auth::plain("ops", "right");
    let config = plaintext(address).auth(auth).dangerously_allow_secrets_without_tls();
    Admin::connect(config.flight(Flight::Eager)).await.unwrap();
    let versions = versions.lock().unwrap();
    assert!(!versions.is_empty() && versions.iter().all(|it| *it > EARLY), "{versions:?}");
}

#[tokio::test]
async fn a_refused_login_refuses_what_followed_it() {
    let emulator = Emulator::builder().scram_user("rudder", "right").start().await.unwrap();
    for flight in [Flight::Eager, Flight::PACED] {
        let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
        let config = Config::new([emulator.scram_address()]).tls(roots).flight(flight);
        let login = |password| config.clone().auth(Auth::scram_sha_512("rudder", password));
        let error = Admin::connect(login("wrong")).await.unwrap_err();
        assert_eq!((error.kind(), error.layer()), (ErrorKind::AuthenticationFailed, Layer::Sasl));
        assert_eq!(error.outcome(), Outcome::NotSent);
        Admin::connect(login("right")).await.unwrap();
    }
}

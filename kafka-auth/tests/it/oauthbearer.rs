//! OAUTHBEARER, client and server, and against Kafka's own reading of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use kafka_auth::oauthbearer::{
    BearerRefusal, BearerToken, Extensions, MAX_MESSAGE, OAUTHBEARER, OauthBearerClient,
    OauthBearerServer, TokenFuture, TokenProvider,
};
use kafka_auth::{
    AuthError, Mechanism, PeerText, Principal, Retry, Secret, ServerMechanism, ServerStep, Step,
    StoredCredential,
};
use serde_json::Value;

use crate::support::{SASL_AUTHENTICATION_FAILED, block_on, log_in, sent};

const TOKEN: &str = "123.345.567";
const FIRST: &[u8] = b"n,,\x01auth=Bearer 123.345.567\x01\x01";
const INVALID: &str = "Authentication failed during authentication due to invalid credentials with \
                       SASL mechanism OAUTHBEARER";
/// What Kafka 4.4's `OAuthBearerSaslServer` writes.
const KAFKAS_REFUSAL: &str = r#"{"status":"insufficient_scope", "scope":"kafka:write", "openid-configuration":"https://idp.example/.well-known/openid-configuration"}"#;

fn token(text: &str) -> Result<BearerToken, AuthError> {
    BearerToken::new(Secret::new(text))
}

fn client() -> OauthBearerClient {
    OauthBearerClient::new(token(TOKEN).unwrap(), &Extensions::default()).unwrap()
}

/// A client that has sent its token.
fn asking() -> OauthBearerClient {
    let mut client = client();
    sent(client.start());
    client
}

fn rudder() -> Principal {
    Principal::user("rudder")
}

fn refusal() -> BearerRefusal {
    BearerRefusal {
        status: PeerText::new("insufficient_scope"),
        scope: Some(PeerText::new("kafka:write")),
        openid_configuration: Some(PeerText::new(
            "https://idp.example/.well-known/openid-configuration",
        )),
    }
}

fn assert_config<T: std::fmt::Debug>(result: Result<T, AuthError>, part: &str) {
    let error = result.unwrap_err();
    assert!(matches!(&error, AuthError::Config(why) if why.contains(part)), "{error}");
}

#[test]
fn rfc_7628_the_first_message_is_kafkas() {
    assert_eq!(sent(client().start()), FIRST);
    let extensions = Extensions::new([("nineteen", "42"), ("host", "a b")]).unwrap();
    let mut client = OauthBearerClient::new(token(TOKEN).unwrap(), &extensions).unwrap();
    assert_eq!(
        sent(client.start()),
        b"n,,\x01auth=Bearer 123.345.567\x01nineteen=42\x01host=a b\x01\x01"
    );
    assert_eq!(client.name(), OAUTHBEARER);
}

#[test]
fn our_client_and_our_server_agree() {
    let rudder = rudder();
    let stored = Some(StoredCredential::Bearer(Ok(&rudder)));
    let mut server = OauthBearerServer::new();
    let (principal, _) = log_in(&mut client(), &mut server, stored).unwrap();
    assert_eq!(principal, rudder);
}

/// The verdicts of `OAuthBearerClientInitialResponse` of Kafka 4.4.0.
#[test]
fn our_server_reads_what_kafkas_reads() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../data/oauthbearer.json")).unwrap();
    assert_eq!(cases.len(), 61);
    for case in cases {
        let message = case["message"].as_str().unwrap();
        let mut server = OauthBearerServer::new();
        let step = server.respond(message.as_bytes());
        let Some(token) = case["token"].as_str() else {
            assert_eq!(step, ServerStep::Reject(INVALID.to_owned()), "{message:?}");
            continue;
        };
        assert_eq!(step, ServerStep::Lookup(token.into()), "{message:?}");
        let theirs = case["extensions"].as_object().unwrap();
        assert_eq!(server.extensions().len(), theirs.len(), "{message:?}");
        for (name, value) in server.extensions().iter() {
            assert_eq!(theirs[name], value, "{message:?}");
        }
        assert_authzid(&mut server, case["authzid"].as_str().unwrap());
    }
}

/// Whoever is named as the authorization id must be the token's subject.
#[track_caller]
fn assert_authzid(server: &mut OauthBearerServer, authzid: &str) {
    let name = if authzid.is_empty() { "anybody" } else { authzid };
    let step = server.credential(Some(StoredCredential::Bearer(Ok(&Principal::user(name)))));
    assert_eq!(step, ServerStep::Accept { principal: Principal::user(name), message: Vec::new() });
}

#[test]
fn nobody_acts_as_somebody_else() {
    let mut server = OauthBearerServer::new();
    server.respond(b"n,a=root,\x01auth=Bearer t\x01\x01");
    let step = server.credential(Some(StoredCredential::Bearer(Ok(&rudder()))));
    assert_eq!(
        step,
        ServerStep::Reject(
            "Authentication failed: Client requested an authorization id (root) that is different \
             from the token's principal name (rudder)"
                .to_owned()
        )
    );
}

#[test]
fn rfc_7628_an_error_is_acknowledged_and_then_told() {
    let (mut client, mut server, refusal) = (client(), OauthBearerServer::new(), refusal());
    let stored = Some(StoredCredential::Bearer(Err(&refusal)));
    let error = log_in(&mut client, &mut server, stored).unwrap_err();
    assert_eq!(error, AuthError::BearerRefused(Box::new(refusal)));
    assert_eq!(error.retry(), Retry::WithFreshCredentials);
    assert_eq!(
        error.to_string(),
        "the server refused the token: insufficient_scope, sufficient scope kafka:write, OpenID \
         configuration https://idp.example/.well-known/openid-configuration"
    );
}

#[test]
fn a_token_that_nobody_knows_is_an_invalid_one() {
    for stored in [None, Some(StoredCredential::Plain(&Secret::new("password")))] {
        let error = log_in(&mut client(), &mut OauthBearerServer::new(), stored).unwrap_err();
        let expected = BearerRefusal::new("invalid_token");
        assert_eq!(error, AuthError::BearerRefused(Box::new(expected)));
    }
}

#[test]
fn kafkas_refusal_is_understood_in_both_places() {
    let mut client = asking();
    assert_eq!(sent(client.challenge(KAFKAS_REFUSAL.as_bytes())), b"\x01");
    let expected = AuthError::BearerRefused(Box::new(refusal()));
    let told = client.refused(SASL_AUTHENTICATION_FAILED, KAFKAS_REFUSAL);
    assert_eq!(told, expected);
    // A text that says nothing new does not hide the object before it.
    assert_eq!(client.refused(SASL_AUTHENTICATION_FAILED, "Authentication failed"), expected);
    let unasked = asking().refused(SASL_AUTHENTICATION_FAILED, KAFKAS_REFUSAL);
    assert_eq!(unasked, expected);
}

#[test]
fn another_refusal_keeps_its_words() {
    for (code, text) in [(58, "Authentication failed"), (34, KAFKAS_REFUSAL), (58, "")] {
        let text = PeerText::new(text);
        let error = asking().refused(code, text.as_str());
        let request_id = None;
        assert_eq!(error, AuthError::ServerRefused { code: Some(code), text, request_id });
    }
}

#[test]
fn s18_after_an_error_nothing_is_a_success() {
    for (error, answer) in [
        (KAFKAS_REFUSAL.as_bytes(), &b""[..]),
        (b"{", b""),
        (b"\xff", b""),
        (b"{\"scope\":\"no status\"}", b""),
        (KAFKAS_REFUSAL.as_bytes(), KAFKAS_REFUSAL.as_bytes()),
        (b"\x01", b"\x01"),
    ] {
        let mut client = asking();
        assert_eq!(sent(client.challenge(error)), b"\x01");
        let outcome = client.challenge(answer);
        assert!(
            matches!(outcome, Err(AuthError::BearerRefused(_) | AuthError::Malformed { .. })),
            "{outcome:?}"
        );
        assert!(matches!(client.challenge(b""), Err(AuthError::OutOfOrder { .. })));
    }
}

#[test]
fn s20_a_message_after_success_is_out_of_order() {
    let mut client = asking();
    assert!(matches!(client.challenge(b""), Ok(Step::Done(_))));
    assert!(matches!(client.challenge(b""), Err(AuthError::OutOfOrder { .. })));
    let mut early = self::client();
    assert!(matches!(early.challenge(b""), Err(AuthError::OutOfOrder { .. })));
    assert!(matches!(early.start(), Err(AuthError::OutOfOrder { .. })));
}

#[test]
fn s24_a_refusal_is_escaped_and_cut() {
    let hostile = format!(r#"{{"status":"\u001b[2J\r\n{}"}}"#, "x".repeat(8 << 10));
    let mut client = asking();
    sent(client.challenge(hostile.as_bytes()));
    let shown = client.challenge(b"").unwrap_err().to_string();
    assert!(shown.starts_with("the server refused the token: \\u{1b}[2J\\r\\nxxx"), "{shown}");
    assert!(shown.chars().count() < 600 && shown.ends_with('…'));
    // Too long, or nested too deep, to be looked at.
    for huge in [vec![b'{'; 1 << 20], vec![b' '; 1 << 20]] {
        let mut client = asking();
        assert_eq!(sent(client.challenge(&huge)), b"\x01");
        assert!(matches!(client.challenge(b""), Err(AuthError::Malformed { .. })));
    }
}

#[test]
fn rfc_6750_tokens_have_few_characters() {
    for good in ["a", "-._~+/", "a=", "a===", "A-Z.0_9", &"x".repeat(10_000)] {
        assert!(token(good).is_ok(), "{good}");
    }
    let bad =
        ["", "=", "==", "a=b", "a b", " a", "a\n", "a\r\n", "a\x01", "a,b", "é", "a\0", "\"a\""];
    for text in bad {
        assert_config(token(text), "bearer token");
    }
}

#[test]
fn kip_342_extensions_have_names_and_values_that_kafka_reads() {
    let extensions = |pairs: &[(&str, &str)]| Extensions::new(pairs.iter().copied());
    assert!(extensions(&[("a", "~! \t\r\n"), ("B", "=,"), ("Auth", "x")]).is_ok());
    for (pairs, part) in [
        (&[("auth", "x")][..], "token's own"),
        (&[("", "x")], "letters"),
        (&[("a1", "x")], "letters"),
        (&[("a=", "x")], "letters"),
        (&[("é", "x")], "letters"),
        (&[("a", "")], "empty"),
        (&[("a", "x\x01y")], "ASCII"),
        (&[("a", "é")], "ASCII"),
        (&[("a", "\x7f")], "ASCII"),
        (&[("a", "1"), ("a", "2")], "twice"),
    ] {
        assert_config(extensions(pairs), part);
    }
    let names =
        |count: u8| (0..count).map(|nth| format!("{}{}", letter(nth / 26), letter(nth % 26)));
    assert!(Extensions::new(names(64).map(|name| (name, "x"))).is_ok());
    assert_config(Extensions::new(names(65).map(|name| (name, "x"))), "one too many");
}

fn letter(nth: u8) -> char {
    char::from(b'a' + nth)
}

#[test]
fn a_server_reads_a_bounded_number_of_extensions() {
    let message = |count: usize| {
        let pairs: String =
            (0..count).map(|nth| format!("{}=x\x01", "a".repeat(nth + 1))).collect();
        format!("n,,\x01auth=Bearer t\x01{pairs}\x01")
    };
    let mut server = OauthBearerServer::new();
    assert_eq!(server.respond(message(64).as_bytes()), ServerStep::Lookup("t".into()));
    assert_eq!((server.extensions().len(), server.extensions().is_empty()), (64, false));
    assert!(OauthBearerServer::new().extensions().is_empty());
    for count in [65, 600] {
        let step = OauthBearerServer::new().respond(message(count).as_bytes());
        assert_eq!(step, ServerStep::Reject(INVALID.to_owned()));
    }
}

/// Of two values the later counts, but neither may hold what no value may.
#[test]
fn a_value_that_does_not_count_must_be_one_too() {
    let respond = |auth: &str| {
        let first = format!("n,,\x01auth={auth}\x01auth=Bearer t\x01\x01");
        OauthBearerServer::new().respond(first.as_bytes())
    };
    assert_eq!(respond("Bearer other"), ServerStep::Lookup("t".into()));
    for auth in ["", "é", "\x7f"] {
        assert_eq!(respond(auth), ServerStep::Reject(INVALID.to_owned()), "{auth}");
    }
}

#[test]
fn a_first_message_is_bounded() {
    assert_eq!(MAX_MESSAGE, 262_144, "half of what Kafka receives before a login");
    let overhead = FIRST.len() - TOKEN.len();
    let of = |length| {
        let token = token(&"x".repeat(length)).unwrap();
        OauthBearerClient::new(token, &Extensions::default())
    };
    assert_eq!(sent(of(MAX_MESSAGE - overhead).unwrap().start()).len(), MAX_MESSAGE);
    assert_config(of(MAX_MESSAGE - overhead + 1), "256 KiB");
}

#[test]
fn a_server_takes_one_token_and_one_acknowledgement() {
    let refused = || {
        let mut server = OauthBearerServer::new();
        server.respond(FIRST);
        assert!(matches!(server.credential(None), ServerStep::Send(_)));
        server
    };
    let reject = |text: &str| ServerStep::Reject(text.to_owned());
    let json = r#"{"status":"invalid_token"}"#;
    let mut server = refused();
    assert_eq!(server.respond(b"\x01"), reject(json));
    assert_eq!(server.respond(b"\x01"), reject(INVALID));
    for message in [FIRST, b"", b"\x01\x01", b"\x02"] {
        assert_eq!(refused().respond(message), reject(INVALID));
    }
    assert_eq!(OauthBearerServer::new().respond(b"\x01"), reject(INVALID));
    assert_eq!(OauthBearerServer::new().credential(None), reject(INVALID));
}

#[test]
fn every_cut_and_every_changed_byte_is_survived() {
    let good = b"n,a=u,\x01auth=Bearer abc\x01a=1\x01\x01";
    for index in 0..good.len() {
        assert!(matches!(OauthBearerServer::new().respond(&good[..index]), ServerStep::Reject(_)));
        for byte in 0..=255 {
            let mut changed = good.to_vec();
            changed[index] = byte;
            OauthBearerServer::new().respond(&changed);
        }
    }
    for index in 0..KAFKAS_REFUSAL.len() {
        let mut client = asking();
        assert_eq!(sent(client.challenge(&KAFKAS_REFUSAL.as_bytes()[..=index])), b"\x01");
        assert!(client.challenge(b"").is_err());
    }
}

#[test]
fn a_static_token_is_a_provider_of_itself() {
    let end = UNIX_EPOCH + Duration::from_secs(1);
    let provider: Arc<dyn TokenProvider> = Arc::new(token(TOKEN).unwrap().expiring(end));
    let given = block_on(provider.token()).unwrap();
    provider.forget();
    assert_eq!((given.secret().expose(), given.expires()), (TOKEN, Some(end)));
}

/// What a driver holds is an `Arc`, often of another one.
#[test]
fn a_shared_provider_hears_that_its_token_was_refused() {
    #[derive(Default)]
    struct Counts(AtomicUsize);
    impl TokenProvider for Counts {
        fn token(&self) -> TokenFuture<'_> {
            Box::pin(std::future::ready(token(TOKEN)))
        }

        fn forget(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let counts = Arc::new(Counts::default());
    let shared = Arc::clone(&counts);
    TokenProvider::forget(&shared);
    assert_eq!(block_on(TokenProvider::token(&shared)).unwrap().secret().expose(), TOKEN);
    assert_eq!(counts.0.load(Ordering::SeqCst), 1);
}

//! Secrets do not show, wherever a value of this crate is printed (i10).

use std::fmt::{Debug, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};

use kafka_auth::cache::{Begin, SaltedPasswordCache};
use kafka_auth::credentials::CachedCredentials;
use kafka_auth::handshake::Reply;
use kafka_auth::oauthbearer::{
    BearerRefusal, BearerToken, Extensions, OauthBearerClient, OauthBearerServer,
};
use kafka_auth::plain::{PlainClient, PlainServer};
use kafka_auth::scram::{Nonce, ScramClient, ScramCredential, ScramHash, ScramServer};
use kafka_auth::{
    AuthError, AwsCredentials, AwsCredentialsProvider, Derivation, IamIdentity, LookupKey,
    Mechanism, Principal, SaltedPassword, Secret, ServerMechanism, Step, StoredCredential,
};

use crate::support::{block_on, hex};

/// In every secret of this file.
const MARKER: &str = "hunter2";

fn secret() -> Secret {
    Secret::new(format!("{MARKER}-tail"))
}

/// Something shows, but neither the marker nor bytes derived from it, as text, numbers or hex.
#[track_caller]
fn assert_silent(value: &impl Debug, derived: &[u8]) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shown.is_empty() && !shown.contains(MARKER), "{shown}");
        assert!(!shown.contains("104, 117, 110"), "{shown}");
        if let Some(start) = derived.get(..4) {
            assert!(!shown.contains(&hex(start)), "{shown}");
            let numbers = format!("{start:?}");
            assert!(!shown.contains(numbers.trim_matches(['[', ']'])), "{shown}");
        }
    }
}

#[track_caller]
fn assert_silent_error(error: &(impl Debug + Display)) {
    assert_silent(error, &[]);
    assert!(!error.to_string().contains(MARKER), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
}

#[test]
fn i10_secrets_and_what_is_made_of_them() {
    let salted = SaltedPassword::derive(ScramHash::Sha512, &secret(), b"salt", 4096);
    assert_silent(&secret(), MARKER.as_bytes());
    assert_silent(&salted, salted.expose());
    let credential = ScramCredential::from_salted_password(&salted, b"salt", 4096);
    assert_silent(&credential, &credential.stored_key);
    assert_silent(&StoredCredential::Scram(&credential), &credential.server_key);
    assert_silent(&StoredCredential::Plain(&secret()), MARKER.as_bytes());
}

/// What a panic prints is what `Debug` does.
#[test]
fn i10_a_panic_over_a_value_shows_no_secret() {
    fn told<T: Debug>(value: T) -> String {
        let result: Result<(), T> = std::hint::black_box(Err(value));
        let panic = catch_unwind(AssertUnwindSafe(|| result.unwrap())).unwrap_err();
        *panic.downcast::<String>().unwrap()
    }
    let token = BearerToken::new(secret()).unwrap();
    for text in [
        told(secret()),
        told(AwsCredentials::new("AKIAHUNTERTWOEXAMPLE", secret())),
        told(token.clone()),
        told(OauthBearerClient::new(token, &Extensions::default()).unwrap().start()),
        told(PlainClient::new("user", secret()).unwrap().start()),
    ] {
        assert!(text.contains("called `Result::unwrap()`") && !text.contains(MARKER), "{text}");
    }
}

#[test]
fn i10_scram() {
    let nonce = Nonce::from_text("c").unwrap();
    let mut client = ScramClient::new(ScramHash::Sha256, "user", secret(), nonce).unwrap();
    assert_silent(&client, &[]);
    assert_silent(&client.start().unwrap(), &[]);
    let step = client.challenge(b"r=cs,s=c2FsdA==,i=4096").unwrap();
    assert_silent(&step, &[]);
    let Step::Derive(derivation) = step else { panic!("{step:?}") };
    assert_silent(&derivation, &[]);
    assert_silent(&derivation.key(), &[]);
    let salted = derivation.run();
    let step = client.derived(salted.clone()).unwrap();
    assert_silent(&step, salted.expose());
    assert_silent(&client, salted.expose());
    assert_silent_error(&client.challenge(b"v=AAAA").unwrap_err());

    let mut server = ScramServer::new(ScramHash::Sha256, Nonce::from_text("s").unwrap());
    server.respond(b"n,,n=user,r=c");
    let credential = ScramCredential::from_salted_password(&salted, b"salt", 4096);
    server.credential(Some(StoredCredential::Scram(&credential)));
    assert_silent(&server, &credential.stored_key);
}

#[test]
fn i10_plain() {
    let mut client = PlainClient::new("user", secret()).unwrap();
    assert_silent(&client, &[]);
    let step = client.start().unwrap();
    assert_silent(&step, MARKER.as_bytes());
    let Step::Send(message) = step else { panic!("{step:?}") };
    let mut server = PlainServer::new();
    assert_silent(&server.respond(&message), &[]);
    assert_silent(&server, &[]);
    assert_silent(&server.credential(None), &[]);
    let error = PlainClient::new("user", Secret::new(format!("{MARKER}\0"))).unwrap_err();
    assert_silent_error(&error);
}

#[test]
fn i10_oauthbearer() {
    let token = BearerToken::new(secret()).unwrap();
    assert_silent(&token, MARKER.as_bytes());
    let extensions = Extensions::new([("trace", format!("{MARKER}-tail"))]).unwrap();
    assert_silent(&extensions, MARKER.as_bytes());
    let mut client = OauthBearerClient::new(token, &extensions).unwrap();
    assert_silent(&client, MARKER.as_bytes());
    let step = client.start().unwrap();
    assert_silent(&step, MARKER.as_bytes());
    let Step::Send(message) = step else { panic!("{step:?}") };
    let mut server = OauthBearerServer::new();
    let step = server.respond(&message);
    assert_silent(&step, MARKER.as_bytes());
    assert_silent(&server, MARKER.as_bytes());
    let name = LookupKey::from(format!("{MARKER}-tail"));
    assert_silent(&Reply::Lookup { mechanism: "OAUTHBEARER", name }, MARKER.as_bytes());
    let (principal, refusal) = (Principal::user("user"), BearerRefusal::new("invalid_token"));
    assert_silent(&StoredCredential::Bearer(Ok(&principal)), &[]);
    assert_silent(&StoredCredential::Bearer(Err(&refusal)), &[]);
    assert_silent(&server.credential(None), &[]);
    assert_silent(&client.challenge(b"{").unwrap(), &[]);
    assert_silent_error(&client.challenge(b"").unwrap_err());
}

#[test]
fn i10_refused_tokens_and_extensions_are_not_repeated() {
    let token = BearerToken::new(Secret::new(format!("{MARKER}\n")));
    assert_silent_error(&token.unwrap_err());
    let extensions = Extensions::new([("trace", format!("{MARKER}\u{1}"))]);
    assert_silent_error(&extensions.unwrap_err());
}

fn derivation() -> Derivation {
    let nonce = Nonce::from_text("c").unwrap();
    let mut client = ScramClient::new(ScramHash::Sha256, "user", secret(), nonce).unwrap();
    client.start().unwrap();
    match client.challenge(b"r=cs,s=c2FsdA==,i=4096") {
        Ok(Step::Derive(derivation)) => derivation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn i10_salted_password_cache() {
    let (cache, derivation) = (SaltedPasswordCache::new(), derivation());
    let begin = cache.begin(&derivation);
    assert_silent(&begin, &[]);
    let Begin::Derive(ticket) = begin else { panic!("{begin:?}") };
    assert_silent(&ticket, &[]);
    let wait = cache.begin(&derivation);
    assert_silent(&wait, &[]);
    let Begin::Wait(waiting) = wait else { panic!("{wait:?}") };
    assert_silent(&waiting, &[]);
    let salted = ticket.run();
    assert_silent(&waiting, salted.expose());
    assert_silent(&block_on(waiting), salted.expose());
    assert_silent(&cache.begin(&derivation), salted.expose());
    assert_silent(&cache, salted.expose());
}

#[test]
fn i10_cached_credentials() {
    let credentials = AwsCredentials::new("AKIAHUNTERTWOEXAMPLE", secret())
        .session_token(secret())
        .expires(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(900));
    let cached = CachedCredentials::new(credentials, || std::time::SystemTime::UNIX_EPOCH);
    block_on(cached.credentials()).unwrap();
    assert_silent(&cached, MARKER.as_bytes());
    let shown = format!("{cached:?}");
    assert!(shown.contains("****MPLE") && !shown.contains("AKIA"), "{shown}");
}

#[test]
fn i10_aws_credentials() {
    let credentials = AwsCredentials::new("AKIAHUNTERTWOEXAMPLE", secret()).session_token(secret());
    assert_silent(&credentials, MARKER.as_bytes());
    assert!(!format!("{credentials:?}").contains("AKIA"));
    assert_eq!(credentials.masked_key_id(), "****************MPLE");
    let masked = |key_id: &str| AwsCredentials::new(key_id, secret()).masked_key_id();
    assert_eq!([masked("AKIDEXAMPLE"), masked("AKIDEXAMPLE1")], ["***********", "********PLE1"]);
    let (secret_access_key, session_token) = (secret(), Some(secret()));
    let identity = IamIdentity::new(secret_access_key, "arn").session_token(session_token);
    assert_silent(&identity, MARKER.as_bytes());
    assert_silent(&StoredCredential::Iam(&identity), MARKER.as_bytes());
}

#[test]
fn i10_missing_variables_are_named_without_the_others_values() {
    let vars = |name: &str| (name != "AWS_SECRET_ACCESS_KEY").then(|| MARKER.to_owned());
    let error = AwsCredentials::from_vars(vars).unwrap_err();
    assert_eq!(
        error,
        AuthError::Config("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not".to_owned())
    );
    let error = AwsCredentials::from_vars(|_| None).unwrap_err();
    assert_eq!(error.to_string(), "AWS_ACCESS_KEY_ID is not set");
}

#[cfg(feature = "msk-iam")]
mod msk_iam {
    use super::*;
    use crate::support::at;
    use aws_credential_types::Credentials;
    use kafka_auth::msk_iam::{
        Identity, MskIamClient, MskIamServer, MskTokenProvider, MskTokenServer, MskTokenSigner,
        Region, SdkCredentials,
    };
    use kafka_auth::oauthbearer::TokenProvider;

    const KEY_ID: &str = "AKIAHUNTERTWOEXAMPLE";

    fn client(credentials: AwsCredentials) -> Result<MskIamClient, AuthError> {
        MskIamClient::new("localhost", "us-east-1", credentials, "agent", at("20260102T030405Z"))
    }

    #[test]
    fn i10_msk_iam() {
        let credentials = AwsCredentials::new(KEY_ID, secret()).session_token(secret());
        let mut client = client(credentials).unwrap();
        assert_silent(&client, MARKER.as_bytes());
        assert!(!format!("{client:?}").contains(KEY_ID));
        let step = client.start().unwrap();
        assert_silent(&step, MARKER.as_bytes());
        assert!(!format!("{step:?}").contains(KEY_ID));
        let error = client.refused(58, "[id]: Access denied");
        assert_silent_error(&error);
        assert!(!error.to_string().contains(KEY_ID));

        let Step::Send(payload) = step else { panic!("{step:?}") };
        let mut server = MskIamServer::new(None, at("20260102T030405Z"));
        server.respond(&payload);
        assert_silent(&server, MARKER.as_bytes());
        assert_silent(&server.credential(None), &[]);
        assert_silent(&server.denial(), &[]);
    }

    fn credentials() -> AwsCredentials {
        AwsCredentials::new(KEY_ID, secret()).session_token(secret())
    }

    #[test]
    fn i10_msk_tokens() {
        let signer = MskTokenSigner::new("us-east-1", "agent").unwrap();
        let provider =
            MskTokenProvider::new(signer.clone(), credentials(), || at("20260102T030405Z"));
        assert_silent(&provider, MARKER.as_bytes());
        let token = block_on(provider.token()).unwrap();
        assert_silent(&signer, MARKER.as_bytes());
        assert_silent(&token, token.secret().expose().as_bytes());
        assert!(!format!("{token:?}").contains(&token.secret().expose()[..16]));
        let mut client = OauthBearerClient::new(token, &Extensions::default()).unwrap();
        let Step::Send(message) = client.start().unwrap() else { panic!("no message") };
        assert_silent(&client, MARKER.as_bytes());
        let mut server = MskTokenServer::new(Some("us-east-1"), at("20260102T030405Z"));
        server.respond(&message);
        assert_silent(&server, MARKER.as_bytes());
        let error = client.refused(58, "[id]: Access denied");
        assert_silent_error(&error);
        assert!(!error.to_string().contains(KEY_ID));
    }

    #[test]
    fn i10_identities_and_the_sdks_credentials() {
        let region = Region::resolve(Some("us-east-1"), "localhost", |_| None, None).unwrap();
        let identity = Identity::new(&credentials(), region);
        assert_silent_error(&identity);
        assert!(!format!("{identity:?} {identity}").contains("AKIA"));
        let sdk = Credentials::new(
            KEY_ID,
            secret().expose(),
            Some(secret().expose().to_owned()),
            None,
            "test",
        );
        let provider = SdkCredentials::new(sdk);
        assert_silent(&provider, MARKER.as_bytes());
        assert!(!format!("{provider:?}").contains("AKIA"));
        assert_silent(&block_on(provider.credentials()).unwrap(), MARKER.as_bytes());
    }

    #[test]
    fn i10_refused_credentials_are_not_repeated() {
        let bad = || Secret::new(format!("{MARKER}\n"));
        for credentials in [
            AwsCredentials::new(format!("{MARKER}/"), secret()),
            AwsCredentials::new(KEY_ID, bad()),
            AwsCredentials::new(KEY_ID, secret()).session_token(bad()),
        ] {
            assert_silent_error(&client(credentials).unwrap_err());
        }
    }
}

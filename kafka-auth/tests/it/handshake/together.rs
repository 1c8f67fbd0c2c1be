//! Client and server machine against each other.

use std::time::{Duration, SystemTime};

use kafka_auth::handshake::{
    ApiVersions, Authenticated, Handshake, Reply, ServerHandshake, ServerHandshakeConfig,
};
use kafka_auth::msk_iam::{MskIamClient, MskIamServer};
use kafka_auth::oauthbearer::{BearerToken, Extensions, OauthBearerClient, OauthBearerServer};
use kafka_auth::plain::{PlainClient, PlainServer};
use kafka_auth::scram::{Nonce, ScramCredential, ScramHash, ScramServer};
use kafka_auth::{
    AuthError, AwsCredentials, IamIdentity, Mechanism, Principal, Secret, ServerMechanism,
    StoredCredential,
};
use kafka_proto::{ApiKey, ErrorCode};

use super::{broker, refused, scram, sequential, unframed};

const HOST: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
const ARN: &str = "arn:aws:iam::123456789012:user/rudder";

/// Everything this broker knows.
struct Users {
    name: &'static str,
    sha_256: ScramCredential,
    sha_512: ScramCredential,
    plain: Secret,
    iam: IamIdentity,
    bearer: Principal,
}

impl Users {
    fn one(name: &'static str, password: &str) -> Self {
        let password = Secret::new(password);
        let scram =
            |hash| ScramCredential::from_password(hash, &password, b"0123456789abcdef", 4096);
        Self {
            name,
            sha_256: scram(ScramHash::Sha256),
            sha_512: scram(ScramHash::Sha512),
            iam: IamIdentity::new(password.clone(), ARN),
            plain: password,
            bearer: Principal::user(name),
        }
    }

    fn find(&self, name: &str, mechanism: &str) -> Option<StoredCredential<'_>> {
        let found = match mechanism {
            "OAUTHBEARER" => {
                let is_known = self.plain.matches(name.as_bytes());
                return is_known.then_some(StoredCredential::Bearer(Ok(&self.bearer)));
            }
            "SCRAM-SHA-256" => StoredCredential::Scram(&self.sha_256),
            "SCRAM-SHA-512" => StoredCredential::Scram(&self.sha_512),
            "PLAIN" => StoredCredential::Plain(&self.plain),
            _ => StoredCredential::Iam(&self.iam),
        };
        (name == self.name).then_some(found)
    }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

fn enabled() -> Vec<Box<dyn ServerMechanism>> {
    vec![
        Box::new(ScramServer::new(ScramHash::Sha256, Nonce::random().unwrap())),
        Box::new(ScramServer::new(ScramHash::Sha512, Nonce::random().unwrap())),
        Box::new(MskIamServer::new(Some("us-east-1"), now()).hosts(&[HOST])),
        Box::new(PlainServer::new()),
        Box::new(OauthBearerServer::new()),
    ]
}

fn bearer(token: &str) -> Box<dyn Mechanism> {
    let token = BearerToken::new(Secret::new(token)).unwrap();
    Box::new(OauthBearerClient::new(token, &Extensions::default()).unwrap())
}

fn iam(key_id: &str, secret: &str) -> Box<dyn Mechanism> {
    let credentials = AwsCredentials::new(key_id, Secret::new(secret));
    Box::new(MskIamClient::new(HOST, "us-east-1", credentials, "test", now()).unwrap())
}

fn plain(user: &str, password: &str) -> Box<dyn Mechanism> {
    Box::new(PlainClient::new(user, Secret::new(password)).unwrap())
}

fn server(api_versions: ApiVersions) -> ServerHandshake {
    let session_lifetime = Some(Duration::from_secs(900));
    let config = ServerHandshakeConfig::new(api_versions).session_lifetime(session_lifetime);
    ServerHandshake::new(config, enabled())
}

fn client(mechanism: Box<dyn Mechanism>) -> Handshake {
    Handshake::new(sequential(), Some(mechanism)).unwrap()
}

/// Carries frames between the two until the client is done or fails.
fn run(
    mut client: Handshake,
    mut server: ServerHandshake,
    users: &Users,
) -> Result<(Authenticated, Principal), AuthError> {
    let mut accepted = None;
    while !client.is_done() {
        if let Some(derivation) = client.poll_derive() {
            client.derived(derivation.run())?;
        }
        let request = client.poll_transmit().expect("a request");
        let mut reply = server.handle_frame(unframed(&request));
        if let Reply::Lookup { mechanism, name } = &reply {
            reply = server.credential(users.find(name, mechanism));
        }
        match reply {
            Reply::Send(frame) => client.handle_frame(unframed(&frame))?,
            Reply::Accept { frame, principal, .. } => {
                accepted = Some(principal);
                client.handle_frame(unframed(&frame))?;
            }
            Reply::Close { frame: Some(frame), .. } => {
                client.handle_frame(unframed(&frame))?;
            }
            reply => panic!("{reply:?}"),
        }
    }
    Ok((client.finish()?, accepted.expect("accepted")))
}

/// Every mechanism with the right password, and as whom it logs in.
fn logins(password: &str) -> [(Box<dyn Mechanism>, Principal); 5] {
    let user = Principal::user("AKIDEXAMPLE");
    [
        (scram(ScramHash::Sha512, "AKIDEXAMPLE", password), user.clone()),
        (scram(ScramHash::Sha256, "AKIDEXAMPLE", password), user.clone()),
        (plain("AKIDEXAMPLE", password), user.clone()),
        (bearer(password), user),
        (iam("AKIDEXAMPLE", password), Principal::iam(ARN)),
    ]
}

#[test]
fn every_mechanism_logs_in() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    for (mechanism, principal) in logins("pencil") {
        let name = mechanism.name();
        let (outcome, accepted) = run(client(mechanism), server(broker()), &users).unwrap();
        assert_eq!(accepted, principal, "{name}");
        assert_eq!(outcome.api_versions, broker());
        assert_eq!(outcome.session_lifetime, Some(Duration::from_secs(900)));
        assert_eq!(outcome.request_id.is_some(), name == "AWS_MSK_IAM");
    }
}

#[test]
fn a_wrong_password_is_refused() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    for (mechanism, _) in logins("pencils") {
        let name = mechanism.name();
        let error = run(client(mechanism), server(broker()), &users).unwrap_err();
        let is_right = match name {
            "AWS_MSK_IAM" => matches!(error, AuthError::IamDenied(_)),
            "OAUTHBEARER" => matches!(error, AuthError::BearerRefused(_)),
            _ => refused(ErrorCode::SASL_AUTHENTICATION_FAILED)(&error),
        };
        assert!(is_right, "{name}: {error}");
    }
}

#[test]
fn an_unknown_user_hears_what_a_wrong_password_hears() {
    let error = |user, password| {
        let users = Users::one(user, password);
        let login = scram(ScramHash::Sha512, "AKIDEXAMPLE", "pencil");
        run(client(login), server(broker()), &users).unwrap_err()
    };
    assert_eq!(error("somebody", "pencil"), error("AKIDEXAMPLE", "other"));
}

#[test]
fn every_version_of_every_broker() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    for (api_versions, first_version) in (0..=5).flat_map(|max| (0..=5).map(move |v| (max, v))) {
        for sasl_authenticate in 0..=2 {
            let table = [
                (ApiKey::API_VERSIONS, 0..=api_versions),
                (ApiKey::SASL_HANDSHAKE, 0..=1),
                (ApiKey::SASL_AUTHENTICATE, 0..=sasl_authenticate),
            ];
            let config = sequential().first_version(first_version);
            let client = Handshake::new(config, Some(plain("AKIDEXAMPLE", "pencil"))).unwrap();
            let outcome = run(client, server(table.into_iter().collect()), &users);
            assert!(outcome.is_ok(), "{api_versions} {first_version} {sasl_authenticate}");
        }
    }
}

#[test]
fn msk_serverless_offers_api_versions_2_and_3_and_handshake_1() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    let table = [
        (ApiKey::API_VERSIONS, 2..=3),
        (ApiKey::SASL_HANDSHAKE, 1..=1),
        (ApiKey::SASL_AUTHENTICATE, 0..=2),
    ];
    let server = server(table.into_iter().collect());
    let (_, principal) = run(client(iam("AKIDEXAMPLE", "pencil")), server, &users).unwrap();
    assert_eq!(principal, Principal::iam(ARN));
}

#[test]
fn h01_a_listener_without_the_mechanism_lists_what_it_has() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    let config = ServerHandshakeConfig::new(broker());
    let server = ServerHandshake::new(config, vec![Box::new(PlainServer::new())]);
    let login = scram(ScramHash::Sha512, "AKIDEXAMPLE", "pencil");
    let error = run(client(login), server, &users).unwrap_err();
    let text = "the broker does not offer SCRAM-SHA-512 here; it offers PLAIN";
    assert_eq!(error.to_string(), text);
}

#[test]
fn kip_368_every_mechanism_logs_in_again() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    for (mechanism, principal) in logins("pencil") {
        let name = mechanism.name();
        let (client, server) = again(mechanism, principal.clone(), name);
        assert_eq!(run(client, server, &users).unwrap().1, principal, "{name}");
    }
}

#[test]
fn h07_another_principal_is_refused_in_a_reauthentication() {
    let users = Users::one("AKIDEXAMPLE", "pencil");
    for (mechanism, _) in logins("pencil") {
        let name = mechanism.name();
        let (client, server) = again(mechanism, Principal::user("before"), name);
        let error = run(client, server, &users).unwrap_err();
        let is_iam = matches!(error, AuthError::IamPrincipalChanged(_));
        let is_refused = refused(ErrorCode::SASL_AUTHENTICATION_FAILED)(&error);
        assert!(if name == "AWS_MSK_IAM" { is_iam } else { is_refused }, "{name}: {error}");
        assert!(error.to_string().contains("Cannot change principals"), "{error}");
    }
}

fn again(
    mechanism: Box<dyn Mechanism>,
    principal: Principal,
    name: &'static str,
) -> (Handshake, ServerHandshake) {
    let session_lifetime = Some(Duration::from_secs(900));
    let server_config = ServerHandshakeConfig::new(broker()).session_lifetime(session_lifetime);
    let config = sequential();
    (
        Handshake::reauthenticate(config, broker(), mechanism).unwrap(),
        ServerHandshake::reauthenticate(server_config, enabled(), principal, name),
    )
}

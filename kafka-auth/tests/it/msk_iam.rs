//! AWS_MSK_IAM against signatures that other people's code made, and against our own server.

use std::time::{Duration, SystemTime};

use kafka_auth::msk_iam::{AWS_MSK_IAM, MskIamClient, MskIamServer, Region};
use kafka_auth::{
    AwsCredentials, IamIdentity, Mechanism, PeerText, Principal, Secret, ServerMechanism,
    ServerStep, StoredCredential,
};
use serde_json::Value;

use crate::support::{at, log_in, sent};

const HOST: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//token+with/slash==";
const ARN: &str = "arn:aws:iam::123456789012:user/rudder";

/// A login whose signature is known, and who computed it.
struct Known {
    by: &'static str,
    key_id: &'static str,
    secret: &'static str,
    token: Option<&'static str>,
    host: &'static str,
    date: &'static str,
    expires: u64,
    signature: &'static str,
}

const KNOWN: [Known; 7] = [
    Known {
        by: "kafka-go's test, computed again",
        key_id: "ACCESS_KEY",
        secret: "SECRET_KEY",
        token: None,
        host: "localhost",
        date: "20211014T130500Z",
        expires: 300,
        signature: "6b8d25f9b45b9c7db9da855a49112d80379224153a27fd279c305a5b7940d1a7",
    },
    Known {
        by: "kafka-python's test",
        key_id: "XXXXXXXXXXXXXXXXXXXX",
        secret: "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        token: None,
        host: "localhost",
        date: "20210818T212511Z",
        expires: 900,
        signature: "0fa42ae3d5693777942a7a4028b564f0b372bafa2f71c1a19ad60680e6cb994b",
    },
    Known {
        by: "kafka-python's test with a token",
        key_id: "XXXXXXXXXXXXXXXXXXXX",
        secret: "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        token: Some("XXXXX"),
        host: "localhost",
        date: "20210818T212511Z",
        expires: 900,
        signature: "b0619c50b7ecb4a7f6f92bd5f733770df5710e97b25146f97015c0b1db783b05",
    },
    Known {
        by: "kafka-python and aws-sigv4",
        key_id: "AKIDEXAMPLE",
        secret: SECRET,
        token: None,
        host: HOST,
        date: "20260102T030405Z",
        expires: 900,
        signature: "75a8cfbec3352486fa535e0f7035efcfd71ac6e72c21b85ee510942764dc4c26",
    },
    Known {
        by: "kafka-python and aws-sigv4, with a token",
        key_id: "AKIDEXAMPLE",
        secret: SECRET,
        token: Some(TOKEN),
        host: HOST,
        date: "20260102T030405Z",
        expires: 900,
        signature: "c2bcad1c81b35d6ee99c55b69d8cdb23d076cdd6cf3a7b4e8f2dde489b5411d8",
    },
    // The OAUTHBEARER form signs the same request for the region's own name.
    Known {
        by: "AWS's Python and JavaScript signers, OAUTHBEARER form",
        key_id: "AKIDEXAMPLE",
        secret: SECRET,
        token: None,
        host: "kafka.us-east-1.amazonaws.com",
        date: "20260102T030405Z",
        expires: 900,
        signature: "24ebada2ed545858377591fc84af1a1bff3c40c5e8ab0c1fc85eee156cfb42da",
    },
    Known {
        by: "AWS's Python and JavaScript signers, OAUTHBEARER form with a token",
        key_id: "AKIDEXAMPLE",
        secret: SECRET,
        token: Some(TOKEN),
        host: "kafka.us-east-1.amazonaws.com",
        date: "20260102T030405Z",
        expires: 900,
        signature: "9560411608a86f5a4b820e20632f48e8f1635cc68626bbd411d0099eb594cac0",
    },
];

impl Known {
    /// Credentials that end when the login is to expire, where that is before AWS's maximum.
    fn credentials(&self) -> AwsCredentials {
        AwsCredentials::new(self.key_id, Secret::new(self.secret))
            .session_token(self.token.map(Secret::new))
            .expires(at(self.date) + Duration::from_secs(self.expires))
    }

    fn identity(&self) -> IamIdentity {
        IamIdentity::new(Secret::new(self.secret), ARN).session_token(self.token.map(Secret::new))
    }

    fn client(&self) -> MskIamClient {
        let (credentials, now) = (self.credentials(), at(self.date));
        MskIamClient::new(self.host, "us-east-1", credentials, "test/1.0", now).unwrap()
    }
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn i13_the_client_signs_as_others_do() {
    for known in &KNOWN {
        let payload = json(&sent(known.client().start()));
        assert_eq!(payload["x-amz-signature"], known.signature, "{}", known.by);
        assert_eq!(payload["x-amz-expires"], known.expires.to_string(), "{}", known.by);
    }
}

#[test]
fn i13_the_server_believes_what_others_signed() {
    for known in &KNOWN {
        let mut payload = serde_json::json!({
            "version": "2020_10_22",
            "host": known.host,
            "action": "kafka-cluster:Connect",
            "x-amz-algorithm": "AWS4-HMAC-SHA256",
            "x-amz-credential":
                format!("{}/{}/us-east-1/kafka-cluster/aws4_request", known.key_id, &known.date[..8]),
            "x-amz-date": known.date,
            "x-amz-signedheaders": "host",
            "x-amz-expires": known.expires.to_string(),
            "x-amz-signature": known.signature,
        });
        if let Some(token) = known.token {
            payload["x-amz-security-token"] = token.into();
        }
        let mut server = MskIamServer::new(Some("us-east-1"), at(known.date));
        let step = server.respond(payload.to_string().as_bytes());
        assert_eq!(step, ServerStep::Lookup(known.key_id.into()), "{}", known.by);
        let step = server.credential(Some(StoredCredential::Iam(&known.identity())));
        assert!(matches!(step, ServerStep::Accept { .. }), "{}: {:?}", known.by, server.denial());
    }
}

/// A payload written by AWS's own signer for Java with a fixed clock.
struct Official(Value);

impl Official {
    fn all() -> Vec<Self> {
        let all: Vec<Value> = serde_json::from_str(include_str!("../data/iam.json")).unwrap();
        assert_eq!(all.len(), 12);
        all.into_iter().map(Self).collect()
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn token(&self) -> Option<Secret> {
        self.0["session_token"].as_str().map(Secret::new)
    }

    fn now(&self) -> SystemTime {
        at(self.0["payload"]["x-amz-date"].as_str().unwrap())
    }

    fn client(&self) -> MskIamClient {
        let secret = Secret::new(self.text("secret_access_key"));
        let credentials =
            AwsCredentials::new(self.text("access_key_id"), secret).session_token(self.token());
        let (host, region) = (self.text("host"), self.text("region"));
        MskIamClient::new(host, region, credentials, self.text("user_agent"), self.now()).unwrap()
    }
}

#[test]
fn the_official_signers_payloads_are_ours() {
    for official in Official::all() {
        let payload = json(&sent(official.client().start()));
        assert_eq!(
            payload,
            official.0["payload"],
            "{} {}",
            official.text("host"),
            official.text("signing_time")
        );
    }
}

#[test]
fn the_official_signers_payloads_are_believed() {
    for official in Official::all() {
        let identity = IamIdentity::new(Secret::new(official.text("secret_access_key")), ARN)
            .session_token(official.token());
        let mut server = MskIamServer::new(Some(official.text("region")), official.now())
            .hosts(&[official.text("host")]);
        let step = server.respond(official.text("payload_raw").as_bytes());
        assert_eq!(step, ServerStep::Lookup(official.text("access_key_id").into()));
        let step = server.credential(Some(StoredCredential::Iam(&identity)));
        assert!(matches!(step, ServerStep::Accept { .. }), "{:?}", server.denial());
    }
}

#[test]
fn the_official_signers_hosts_name_their_region() {
    for official in Official::all() {
        assert_eq!(Region::of_host(official.text("host")).unwrap().name, official.text("region"));
    }
}

#[test]
fn our_client_and_our_server_agree() {
    for known in &KNOWN {
        let identity = known.identity();
        let mut server =
            MskIamServer::new(None, at(known.date)).hosts(&[known.host]).request_id("id-1");
        let stored = Some(StoredCredential::Iam(&identity));
        let (principal, evidence) = log_in(&mut known.client(), &mut server, stored).unwrap();
        assert_eq!(principal, Principal::iam(ARN));
        assert_eq!(principal.to_string(), format!("IAM:{ARN}"));
        assert_eq!(evidence.request_id, Some(PeerText::new("id-1")));
    }
}

/// What may follow the payload without waiting for its answer depends on this.
#[test]
fn the_payload_is_the_last_message_and_nothing_before_or_behind_it_is() {
    let credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret"));
    let now = at("20260102T030405Z");
    let client = MskIamClient::new("localhost", "us-east-1", credentials, "test", now);
    let mut client = client.unwrap();
    assert_eq!((client.name(), client.signed_at()), (AWS_MSK_IAM, "20260102T030405Z"));
    assert!(!client.is_last());
    sent(client.start());
    assert!(client.is_last());
    client.challenge(br#"{"version":"2020_10_22","request-id":"a"}"#).unwrap();
    assert!(!client.is_last());
}

#[test]
fn a_servers_own_request_id_is_a_random_uuid() {
    let reject = || match MskIamServer::new(None, SystemTime::UNIX_EPOCH).respond(b"") {
        ServerStep::Reject(text) => text,
        other => panic!("{other:?}"),
    };
    // RFC 9562: version 4, variant 10; a hundred of them, since most bits are free.
    for text in (0..100).map(|_| reject()) {
        let uuid = text.strip_prefix('[').unwrap();
        assert_eq!((&uuid[14..15], "89ab".contains(&uuid[19..20])), ("4", true), "{text}");
    }
    let text = reject();
    let uuid = text.strip_prefix('[').unwrap().strip_suffix("]: Access denied").unwrap();
    let groups: Vec<usize> = uuid.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12]);
    assert!(uuid.chars().all(|c| c == '-' || c.is_ascii_hexdigit()));
    assert_ne!(text, reject());
}

#[test]
fn the_payload_has_ten_members_and_the_token_is_the_eleventh() {
    let members = |known: &Known| json(&sent(known.client().start())).as_object().unwrap().len();
    assert_eq!(members(&KNOWN[3]), 10);
    assert_eq!(members(&KNOWN[4]), 11);
    assert_eq!(KNOWN[3].client().name(), AWS_MSK_IAM);
}

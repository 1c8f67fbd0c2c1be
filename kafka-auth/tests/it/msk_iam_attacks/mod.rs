//! What may go wrong or be tried around AWS_MSK_IAM, by the ids of our attack list.

mod server;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::msk_iam::{Denial, MskIamClient, MskIamServer, Region, RegionSource};
use kafka_auth::{
    AuthError, AwsCredentials, Evidence, IamIdentity, IamRefusal, Mechanism, PeerText, Secret,
    ServerMechanism, ServerStep, Step, StoredCredential,
};
use serde_json::Value;

use crate::support::{SASL_AUTHENTICATION_FAILED, at, log_in, sent};

const HOST: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
const REGION: &str = "us-east-1";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const NOW: &str = "20260102T030405Z";

fn credentials() -> AwsCredentials {
    AwsCredentials::new(KEY_ID, Secret::new(SECRET))
}

fn with_token(token: &str) -> AwsCredentials {
    credentials().session_token(Secret::new(token))
}

fn identity() -> IamIdentity {
    IamIdentity::new(Secret::new(SECRET), "arn:aws:iam::123456789012:user/rudder")
}

fn client_at(now: SystemTime) -> MskIamClient {
    MskIamClient::new(HOST, REGION, credentials(), "test/1.0", now).unwrap()
}

fn new_client(host: &str, credentials: AwsCredentials) -> Result<MskIamClient, AuthError> {
    MskIamClient::new(host, REGION, credentials, "test/1.0", at(NOW))
}

fn payload(client: Result<MskIamClient, AuthError>) -> Value {
    serde_json::from_slice(&sent(client.unwrap().start())).unwrap()
}

/// Why a server whose clock shows `now` denies this payload, if it does.
fn denial_of(payload: &str, now: SystemTime, identity: Option<&IamIdentity>) -> Option<Denial> {
    let mut server = MskIamServer::new(Some(REGION), now).hosts(&[HOST]).request_id("id");
    let mut step = server.respond(payload.as_bytes());
    if let ServerStep::Lookup(_) = step {
        step = server.credential(identity.map(StoredCredential::Iam));
    }
    match step {
        ServerStep::Accept { .. } => None,
        ServerStep::Reject(text) => {
            assert_eq!(text, "[id]: Access denied");
            server.denial()
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_config(result: Result<MskIamClient, AuthError>) {
    assert!(matches!(result, Err(AuthError::Config(_))), "{result:?}");
}

#[test]
fn i01_a_clock_that_is_off_is_denied_and_shown() {
    let skewed = |now: SystemTime| {
        let mut server = MskIamServer::new(None, at(NOW)).request_id("id");
        let identity = identity();
        let stored = Some(StoredCredential::Iam(&identity));
        log_in(&mut client_at(now), &mut server, stored).map_err(|error| (error, server.denial()))
    };
    let minutes = |count: u64| Duration::from_secs(count * 60);
    assert!(skewed(at(NOW) + minutes(5)).is_ok());
    assert!(skewed(at(NOW) - minutes(14)).is_ok());
    let year_2106 = at("21060207T062815Z");
    for (now, why, shown) in [
        (at(NOW) + minutes(16), Denial::NotYetValid, "20260102T032005Z"),
        (at(NOW) - minutes(16), Denial::Expired, "20260102T024805Z"),
        (UNIX_EPOCH, Denial::Expired, "19700101T000000Z"),
        (year_2106, Denial::NotYetValid, "21060207T062815Z"),
    ] {
        let (error, denial) = skewed(now).unwrap_err();
        assert_eq!(denial, Some(why));
        let AuthError::IamDenied(refusal) = error else { panic!("{error:?}") };
        assert_eq!((refusal.text.as_str(), &*refusal.signed_at), ("Access denied", shown));
    }
}

#[test]
fn i01_the_window_is_exact() {
    let payload = payload(Ok(client_at(at(NOW)))).to_string();
    let seconds = Duration::from_secs;
    for (now, denial) in [
        (at(NOW) - seconds(300), None),
        (at(NOW) - seconds(301), Some(Denial::NotYetValid)),
        (at(NOW) + seconds(899), None),
        (at(NOW) + seconds(900), Some(Denial::Expired)),
    ] {
        assert_eq!(denial_of(&payload, now, Some(&identity())), denial);
    }
}

#[test]
fn i01_a_clock_without_a_date_is_refused_locally() {
    for now in
        [UNIX_EPOCH - Duration::from_secs(1), UNIX_EPOCH + Duration::from_secs(253_402_300_800)]
    {
        assert_config(MskIamClient::new(HOST, REGION, credentials(), "", now));
    }
    assert!(MskIamClient::new(HOST, REGION, credentials(), "", at("99991231T235959Z")).is_ok());
}

#[test]
fn i02_a_login_never_outlives_its_credentials() {
    let ending = |left: Duration| {
        let expires = Some(at(NOW) + left);
        new_client(HOST, credentials().expires(expires))
    };
    for (left, expires) in
        [(901_500, "900"), (900_000, "900"), (899_999, "899"), (60_000, "60"), (1_000, "1")]
    {
        assert_eq!(payload(ending(Duration::from_millis(left)))["x-amz-expires"], expires);
    }
    let expired = AuthError::CredentialsExpired { seconds_ago: 0 };
    assert_eq!(ending(Duration::from_millis(999)).unwrap_err(), expired);
    let past = credentials().expires(Some(at(NOW) - Duration::from_secs(90)));
    let error = new_client(HOST, past).unwrap_err();
    assert_eq!(error.to_string(), "the AWS credentials expired 90 s ago");
}

#[test]
fn i02_the_server_takes_whole_seconds_up_to_900_only() {
    for expires in ["0", "901", "899.5", "-1", "+900", "", "900 ", "99999999999999999999"] {
        let mut changed = payload(Ok(client_at(at(NOW))));
        changed["x-amz-expires"] = expires.into();
        let denial = denial_of(&changed.to_string(), at(NOW), Some(&identity()));
        assert_eq!(denial, Some(Denial::Expires), "{expires}");
    }
}

#[test]
fn i03_the_region_is_explicit_then_the_hosts_then_a_variable() {
    let both = |name: &str| {
        let vars = [("AWS_REGION", "ap-south-1"), ("AWS_DEFAULT_REGION", "sa-east-1")];
        vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    let only_default = |name: &str| both(name).filter(|_| name == "AWS_DEFAULT_REGION");
    let empty = |_: &str| Some(String::new());
    let region = |name: &str, source| Region { name: name.into(), source };
    assert_eq!(
        Region::resolve(Some("eu-west-1"), HOST, both, None),
        Ok(region("eu-west-1", RegionSource::Explicit))
    );
    assert_eq!(Region::resolve(Some(""), HOST, both, None), Ok(region(REGION, RegionSource::Host)));
    assert_eq!(
        Region::resolve(None, "kafka.example.org", both, None),
        Ok(region("ap-south-1", RegionSource::Variable("AWS_REGION")))
    );
    assert_eq!(
        Region::resolve(None, "10.0.0.1", only_default, None),
        Ok(region("sa-east-1", RegionSource::Variable("AWS_DEFAULT_REGION")))
    );
    let profile = Some("eu-north-1");
    assert_eq!(
        Region::resolve(None, "10.0.0.1", empty, profile),
        Ok(region("eu-north-1", RegionSource::Profile))
    );
    let nearer = Region::resolve(None, "10.0.0.1", both, profile).unwrap();
    assert_eq!(nearer.source, RegionSource::Variable("AWS_REGION"));
    let error = Region::resolve(None, "kafka.example.org", empty, None).unwrap_err().to_string();
    for source in ["kafka.example.org", "AWS_REGION", "AWS_DEFAULT_REGION"] {
        assert!(error.contains(source), "{error}");
    }
    let shown = Region::resolve(None, HOST, both, None).unwrap().to_string();
    assert_eq!(shown, "us-east-1 (from the broker's name)");
}

#[test]
fn i03_a_hosts_region_is_anchored_at_its_end() {
    for (host, region) in [
        (HOST, "us-east-1"),
        ("B-1.Demo.Kafka.US-EAST-1.amazonaws.com.", "us-east-1"),
        ("boot-x.c1.kafka-serverless.ap-southeast-2.amazonaws.com", "ap-southeast-2"),
        ("b-1.x.kafka-beta.us-west-2.amazonaws.com", "us-west-2"),
        ("b-1.demo.kafka.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("b-1.demo.kafka.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        ("b-1.demo.kafka.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
        ("kafka.eu-west-1.amazonaws.com", "eu-west-1"),
    ] {
        let expected = Region { name: region.to_owned(), source: RegionSource::Host };
        assert_eq!(Region::of_host(host), Some(expected), "{host}");
    }
    for host in [
        "",
        "localhost",
        "us-east-1.evil",
        "us-east-1.evil.example.org",
        "us-east-1.amazonaws.com",
        "b-1.kafka.us-east-1.amazonaws.com.evil.example.org",
        "b-1.evil.us-east-1.amazonaws.com",
        "b-1.xkafka.us-east-1.amazonaws.com",
        "b-1.kafka.us-east-1.evilamazonaws.com",
        "b-1.kafka..amazonaws.com",
        "b-1.kafka.amazonaws.com",
        "b-1.kafka.us_east_1.amazonaws.com",
        "us-east-1.kafka.nowhere.amazonaws.com",
        "amazonaws.com",
        ".kafka.us-east-1.amazonaws.com",
        "b-1.kafka.us-east-1.amazonaws.com:9098",
        "b-1.kafka.us-east-1.amazonaws.com/",
    ] {
        assert_eq!(Region::of_host(host), None, "{host}");
    }
}

#[test]
fn i03_impossible_regions_are_refused_wherever_they_come_from() {
    for name in
        ["US-EAST-1", "us east 1", "us-east-1/x", "us-east-1\r\n", "useast1", &"a-".repeat(33)]
    {
        assert!(matches!(
            Region::resolve(Some(name), HOST, |_| None, None),
            Err(AuthError::Config(_))
        ));
        let var = |_: &str| Some(name.to_owned());
        assert!(matches!(Region::resolve(None, "localhost", var, None), Err(AuthError::Config(_))));
        assert_config(MskIamClient::new(HOST, name, credentials(), "", at(NOW)));
    }
    assert_config(MskIamClient::new(HOST, "", credentials(), "", at(NOW)));
}

#[test]
fn i04_an_empty_session_token_is_absent() {
    let empty = payload(new_client(HOST, with_token("")));
    assert_eq!(empty, payload(new_client(HOST, credentials())));
    assert_eq!(empty.get("x-amz-security-token"), None);
    let vars = |name: &str| Some(if name == "AWS_SESSION_TOKEN" { "" } else { "x" }.to_owned());
    assert!(AwsCredentials::from_vars(vars).unwrap().session_token.is_none());
}

#[test]
fn i04_a_temporary_key_without_its_session_token_is_named() {
    let key = |id: &str| AwsCredentials::new(id, SECRET);
    for token in [None, Some(Secret::new(""))] {
        let half = key("ASIAEXAMPLE").session_token(token);
        let Err(error) = MskIamClient::new(HOST, REGION, half, "", at(NOW)) else {
            panic!("not refused");
        };
        assert!(error.to_string().contains("set AWS_SESSION_TOKEN"), "{error}");
    }
    let whole = key("ASIAEXAMPLE").session_token(Secret::new("t"));
    for usable in [whole, key("AKIAEXAMPLE")] {
        assert!(MskIamClient::new(HOST, REGION, usable, "", at(NOW)).is_ok());
    }
}

#[test]
fn i05_hosts_are_normalised_or_refused_before_signing() {
    let plain = payload(new_client(HOST, credentials()));
    for host in [format!("{HOST}."), HOST.to_ascii_uppercase()] {
        assert_eq!(payload(new_client(&host, credentials())), plain);
    }
    for host in ["localhost", "127.0.0.1", "kafka_1", "xn--bcher-kva.example"] {
        assert_eq!(payload(new_client(host, credentials()))["host"], host);
    }
    let long_label = format!("{}.example", "x".repeat(64));
    let long_name = ["x".repeat(63).as_str(); 4].join(".");
    for host in [
        "",
        ".",
        "..",
        "a..b",
        ".a",
        "host..",
        "host:9098",
        "[::1]",
        "::1",
        "::1:9098",
        "a b",
        "a\r\nb",
        "a\"b",
        "a&b",
        "a/b",
        "a?b",
        "a#b",
        "a@b",
        "a%b",
        "a\\b",
        "bücher.example",
        "a\0b",
        &long_label,
        &long_name,
    ] {
        assert_config(new_client(host, credentials()));
    }
}

#[test]
fn i05_refused_hosts_are_escaped_in_the_error() {
    let error = new_client("a\r\n\u{1b}[2Jb", credentials()).unwrap_err().to_string();
    assert!(error.contains("a\\r\\n\\u{1b}[2Jb"), "{error}");
}

#[test]
fn i06_keys_and_tokens_are_encoded_or_refused() {
    let key = |id: &str| new_client(HOST, AwsCredentials::new(id, Secret::new(SECRET)));
    for id in ["", "AKIA/20260102", "AKIA\r\n", "AKIA X", "AKIÁ", &"A".repeat(129)] {
        assert_config(key(id));
    }
    let secret = |secret: &str| new_client(HOST, AwsCredentials::new(KEY_ID, Secret::new(secret)));
    for text in ["", "wJalr\n", "\twJalr"] {
        assert_config(secret(text));
    }
    assert_config(new_client(HOST, with_token("IQoJ\n")));
    assert_config(MskIamClient::new(HOST, REGION, credentials(), "agent\r\n", at(NOW)));
    let token = "aB3/+=~ é\"\\%".repeat(342);
    assert!(token.len() > 4096);
    let identity = identity().session_token(Secret::new(&*token));
    let payload = payload(new_client(HOST, with_token(&token)));
    assert_eq!(payload["x-amz-security-token"], token);
    assert_eq!(denial_of(&payload.to_string(), at(NOW), Some(&identity)), None);
}

/// `aws-sigv4` puts what it signs into a URI, and panics where that is longer than 65,534 bytes.
#[test]
fn i06_a_token_longer_than_a_uri_is_signed() {
    let token = "x".repeat(70_000);
    assert_eq!(payload(new_client(HOST, with_token(&token)))["x-amz-security-token"], token);
}

#[test]
fn i07_answers_are_read_strictly_and_without_recursion() {
    let answer = |bytes: &[u8]| {
        let mut client = client_at(at(NOW));
        sent(client.start());
        client.challenge(bytes)
    };
    let good = br#"{"version":"2020_10_22","request-id":"a-b"}"#;
    let id = |step| match step {
        Ok(Step::Done(Evidence { request_id, .. })) => request_id,
        other => panic!("{other:?}"),
    };
    assert_eq!(id(answer(good)), Some(PeerText::new("a-b")));
    assert_eq!(id(answer(br#" { "version" : "2020\u005f10_22" } "#)), None);
    let nested = "[".repeat(10_000);
    let long = format!(r#"{{"version":"2020_10_22","request-id":"{}"}}"#, "x".repeat(64 << 10));
    let many: String = (0..8_000).map(|n| format!(r#""{n}":"","#)).collect();
    for bytes in [
        "",
        " ",
        "{}",
        "null",
        "OK",
        "[]",
        &nested,
        &long,
        &format!("{{{many}\"x\":\"\"}}"),
        &format!(r#"{{"version":{nested}"#),
        r#"{"version":"2020_10_23"}"#,
        r#"{"version":20201022}"#,
        r#"{"request-id":"a"}"#,
        r#"{"version":"2020_10_22","version":"2020_10_22"}"#,
        r#"{"version":"2020_10_22","error":"x"}"#,
        r#"{"version":"2020_10_22"} x"#,
    ] {
        assert!(
            matches!(answer(bytes.as_bytes()), Err(AuthError::Malformed { .. })),
            "{bytes:.60}"
        );
    }
    let sixty = format!(r#"{{"version":"2020_10_22","request-id":"{}"}}"#, "x".repeat(60 << 10));
    assert!(id(answer(sixty.as_bytes())).unwrap().as_str().chars().count() <= 512);
}

#[test]
fn i07_the_exchange_ends_with_the_answer() {
    let mut client = client_at(at(NOW));
    assert!(matches!(client.challenge(b"{}"), Err(AuthError::OutOfOrder { .. })));
    assert!(matches!(client.start(), Err(AuthError::OutOfOrder { .. })));
    let mut client = client_at(at(NOW));
    sent(client.start());
    let good = br#"{"version":"2020_10_22","request-id":"a-b"}"#;
    assert!(client.challenge(good).is_ok());
    assert!(matches!(client.challenge(good), Err(AuthError::OutOfOrder { .. })));
    let salted =
        kafka_auth::SaltedPassword::from_bytes(kafka_auth::scram::ScramHash::Sha256, &[0; 32]);
    assert!(matches!(client.derived(salted.unwrap()), Err(AuthError::OutOfOrder { .. })));
}

#[test]
fn i08_four_texts_of_error_58_are_four_kinds() {
    let refused = |text: &str| client_at(at(NOW)).refused(SASL_AUTHENTICATION_FAILED, text);
    let refusal = |text: &str, request_id: Option<&str>| {
        Box::new(IamRefusal {
            text: PeerText::new(text),
            request_id: request_id.map(PeerText::new),
            access_key_id: "****************MPLE".to_owned(),
            region: REGION.to_owned(),
            host: HOST.to_owned(),
            signed_at: NOW.to_owned(),
        })
    };
    let id = Some("5f1a-07");
    assert_eq!(
        refused("[5f1a-07]: Access denied"),
        AuthError::IamDenied(refusal("Access denied", id))
    );
    assert_eq!(
        refused("[5f1a-07]: Too many connects"),
        AuthError::IamTooManyConnects(refusal("Too many connects", id))
    );
    assert_eq!(
        refused("[5f1a-07]: Session too short"),
        AuthError::IamSessionTooShort(refusal("Session too short", id))
    );
    let changed = "Cannot change principals during re-authentication from IAM.a: IAM.b";
    assert_eq!(refused(changed), AuthError::IamPrincipalChanged(refusal(changed, None)));
    assert_eq!(refused("Access denied"), AuthError::IamDenied(refusal("Access denied", None)));
}

#[test]
fn i08_other_texts_and_codes_stay_what_they_are() {
    let client = client_at(at(NOW));
    let other = |code, text: &str, request_id: Option<&str>| AuthError::ServerRefused {
        code: Some(code),
        text: PeerText::new(text),
        request_id: request_id.map(PeerText::new),
    };
    assert_eq!(client.refused(58, "[a]: Go away"), other(58, "Go away", Some("a")));
    assert_eq!(client.refused(34, "[a]: Access denied"), other(34, "Access denied", Some("a")));
    for text in ["", "[", "[]", "[a", "[a]:", "]: x"] {
        assert_eq!(client.refused(58, text), other(58, text, None));
    }
}

#[test]
fn i08_a_refusal_says_identity_region_host_clock_and_request_id_in_one_line() {
    let error = client_at(at(NOW)).refused(58, "[5f1a-07]: Access denied\n");
    assert_eq!(
        error.to_string(),
        format!(
            "the broker refused the IAM login: Access denied\\n (access key ****************MPLE, \
             region us-east-1, host {HOST}, signed at {NOW}, request id 5f1a-07)"
        )
    );
}

#[test]
fn i11_a_payload_for_another_host_or_region_is_worth_nothing() {
    let elsewhere = payload(new_client("b-2.demo.kafka.us-east-1.amazonaws.com", credentials()));
    let denial = |payload: &Value| denial_of(&payload.to_string(), at(NOW), Some(&identity()));
    assert_eq!(denial(&elsewhere), Some(Denial::Host));
    let mut renamed = elsewhere;
    renamed["host"] = HOST.into();
    assert_eq!(denial(&renamed), Some(Denial::Signature));
    let abroad = MskIamClient::new(HOST, "eu-west-1", credentials(), "", at(NOW));
    assert_eq!(denial(&payload(abroad)), Some(Denial::Region));
}

#[test]
fn i05_a_server_for_any_host_still_wants_a_canonical_one() {
    let denial = |host: &str| {
        let mut changed = payload(Ok(client_at(at(NOW))));
        changed["host"] = host.into();
        let mut server = MskIamServer::new(None, at(NOW));
        let step = server.respond(changed.to_string().as_bytes());
        assert_eq!(matches!(step, ServerStep::Lookup(_)), server.denial().is_none());
        server.denial()
    };
    assert_eq!(denial("elsewhere.example.org"), None);
    for host in ["", "A.example", "a.example.", "a:9098", "a\nb", "a b"] {
        assert_eq!(denial(host), Some(Denial::Host), "{host}");
    }
}

//! The OAUTHBEARER form of AWS_MSK_IAM against tokens that AWS's own signers made.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kafka_auth::credentials::CachedCredentials;
use kafka_auth::msk_iam::{Denial, MskTokenProvider, MskTokenServer, MskTokenSigner};
use kafka_auth::oauthbearer::{
    BearerToken, Extensions, OauthBearerClient, OauthBearerServer, TokenProvider,
};
use kafka_auth::{
    AuthError, AwsCredentials, AwsCredentialsProvider, CredentialsFuture, IamIdentity, Mechanism,
    Principal, Retry, Secret, ServerMechanism, ServerStep, StoredCredential,
};

use crate::support::{SASL_AUTHENTICATION_FAILED, at, block_on, log_in, sent};

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//token+with/slash==";
const NOW: &str = "20260102T030405Z";

/// A token whose signature is known.
struct Known {
    region: &'static str,
    session_token: Option<&'static str>,
    date: &'static str,
    signature: &'static str,
}

/// Two on which AWS's signers for Python and JavaScript agree, four of `aws-msk-iam-auth` 2.3.7.
const KNOWN: [Known; 6] = [
    Known {
        region: "us-east-1",
        session_token: None,
        date: NOW,
        signature: "24ebada2ed545858377591fc84af1a1bff3c40c5e8ab0c1fc85eee156cfb42da",
    },
    Known {
        region: "us-east-1",
        session_token: Some(TOKEN),
        date: NOW,
        signature: "9560411608a86f5a4b820e20632f48e8f1635cc68626bbd411d0099eb594cac0",
    },
    Known {
        region: "us-east-1",
        session_token: None,
        date: "20261124T183358Z",
        signature: "b6efe3adf21d99b2943b340683ae6c480bdb9c86f89e822df1f41ecc8481d44d",
    },
    Known {
        region: "us-east-1",
        session_token: Some(TOKEN),
        date: "20261124T183358Z",
        signature: "d6419ba6485a2a6afcfb90833b0ad8bfd9ddbf4c921b7225981fe18a9fb212f4",
    },
    Known {
        region: "eu-central-1",
        session_token: None,
        date: "20261124T183358Z",
        signature: "66b18638b58d0c096c2dbdef3d900cf29f16aafc18468ce3fef614195e6eff25",
    },
    Known {
        region: "eu-central-1",
        session_token: Some(TOKEN),
        date: "20261124T183358Z",
        signature: "328f25d6373e2da519d1fefdd17a45cfae854120161c7240015e9cd3e6e40ac4",
    },
];

fn credentials(session_token: Option<&str>) -> AwsCredentials {
    AwsCredentials::new(KEY_ID, Secret::new(SECRET)).session_token(session_token.map(Secret::new))
}

fn signer(region: &str) -> MskTokenSigner {
    MskTokenSigner::new(region, "test/1.0 (a&b)").unwrap()
}

fn signed(credentials: &AwsCredentials) -> Result<BearerToken, AuthError> {
    signer("us-east-1").sign(credentials, at(NOW))
}

/// The URL in a token.
fn url(token: &BearerToken) -> String {
    let text = token.secret().expose();
    assert!(!text.contains('='), "without padding");
    String::from_utf8(URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

/// Host and decoded parameters of a URL.
fn taken_apart(url: &str) -> (String, BTreeMap<String, String>) {
    let (host, query) = url.strip_prefix("https://").unwrap().split_once("/?").unwrap();
    let parameters = query.split('&').map(|pair| pair.split_once('=').unwrap());
    (host.to_owned(), parameters.map(|(name, value)| (name.to_owned(), decoded(value))).collect())
}

fn decoded(value: &str) -> String {
    let mut pieces = value.split('%');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

fn identity(session_token: Option<&str>) -> IamIdentity {
    IamIdentity::new(Secret::new(SECRET), "arn:aws:iam::123456789012:user/rudder")
        .session_token(session_token.map(Secret::new))
}

/// Why a server for `region` refuses a login by this token, if it does.
fn denial(
    token: BearerToken,
    region: &str,
    now: SystemTime,
    identity: &IamIdentity,
) -> Option<Denial> {
    let mut client = OauthBearerClient::new(token, &Extensions::default()).unwrap();
    let mut server = MskTokenServer::new(Some(region), now);
    let first = sent(client.start());
    let step = match server.respond(&first) {
        ServerStep::Lookup(key_id) => {
            assert_eq!(&*key_id, KEY_ID);
            server.credential(Some(StoredCredential::Iam(identity)))
        }
        step => step,
    };
    match step {
        ServerStep::Accept { principal, message } => {
            assert_eq!((principal, message), (Principal::iam(identity.arn.clone()), Vec::new()));
            client.challenge(b"").unwrap();
            None
        }
        ServerStep::Reject(text) => {
            assert!(text.ends_with("]: Access denied"), "{text}");
            server.denial()
        }
        step => panic!("{step:?}"),
    }
}

#[test]
fn i13_tokens_have_the_signatures_of_awss_signers() {
    for known in &KNOWN {
        let credentials = credentials(known.session_token);
        let token = signer(known.region).sign(&credentials, at(known.date)).unwrap();
        let (host, parameters) = taken_apart(&url(&token));
        assert_eq!(host, format!("kafka.{}.amazonaws.com", known.region));
        assert_eq!(parameters["X-Amz-Signature"], known.signature);
        assert_eq!(token.expires(), Some(at(known.date) + Duration::from_secs(900)));
        let identity = identity(known.session_token);
        assert_eq!(denial(token, known.region, at(known.date), &identity), None);
    }
}

#[test]
fn the_whole_token_is_known() {
    let token = signed(&credentials(None)).unwrap();
    assert_eq!(
        url(&token),
        "https://kafka.us-east-1.amazonaws.com/?Action=kafka-cluster%3AConnect\
         &X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Fus-east-1%2Fkafka-cluster%2Faws4_request\
         &X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=24ebada2ed545858377591fc84af1a1bff3c40c5e8ab0c1fc85eee156cfb42da\
         &User-Agent=test%2F1.0%20%28a%26b%29"
    );
}

#[test]
fn i02_a_token_never_outlives_its_credentials_and_says_so_in_whole_seconds() {
    for (left, expires) in [(901_500, 900), (899_999, 899), (1_000, 1)] {
        let end = at(NOW) + Duration::from_millis(left);
        let token = signed(&credentials(None).expires(end)).unwrap();
        assert_eq!(taken_apart(&url(&token)).1["X-Amz-Expires"], expires.to_string());
        assert_eq!(token.expires(), Some(at(NOW) + Duration::from_secs(expires)));
    }
    let ended = credentials(None).expires(at(NOW));
    assert_eq!(signed(&ended).unwrap_err(), AuthError::CredentialsExpired { seconds_ago: 0 });
}

#[test]
fn i03_chinas_regions_have_their_own_suffix_and_any_host_can_be_given() {
    let host = |signer: MskTokenSigner| {
        taken_apart(&url(&signer.sign(&credentials(None), at(NOW)).unwrap())).0
    };
    for (region, expected) in [
        ("eu-west-1", "kafka.eu-west-1.amazonaws.com"),
        ("us-gov-west-1", "kafka.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "kafka.cn-north-1.amazonaws.com.cn"),
        ("cn-northwest-1", "kafka.cn-northwest-1.amazonaws.com.cn"),
    ] {
        assert_eq!(host(signer(region)), expected);
    }
    let as_awss_signers = signer("cn-north-1").host("Kafka.cn-north-1.amazonaws.com.").unwrap();
    assert_eq!(host(as_awss_signers), "kafka.cn-north-1.amazonaws.com");
}

#[test]
fn i03_i05_impossible_regions_hosts_and_agents_are_refused_before_signing() {
    let is_config = |error| matches!(error, AuthError::Config(_));
    for region in ["", "US-EAST-1", "us-east-1.evil", "us east 1", "useast1", "us-east-1/"] {
        assert!(is_config(MskTokenSigner::new(region, "test").unwrap_err()), "{region}");
    }
    assert!(is_config(MskTokenSigner::new("us-east-1", "a\nb").unwrap_err()));
    for host in ["", "host:9098", "[::1]", "a\r\nb", "a/b", "a b"] {
        assert!(is_config(signer("us-east-1").host(host).unwrap_err()), "{host}");
    }
}

#[test]
fn i04_an_empty_session_token_is_absent() {
    let token = signed(&credentials(Some(""))).unwrap();
    assert_eq!(url(&token), url(&signed(&credentials(None)).unwrap()));
}

#[test]
fn i06_keys_that_cannot_be_signed_are_refused() {
    for (key_id, secret) in [("AK/ID", "secret"), ("", "secret"), ("AKID", ""), ("AKID", "s\n")] {
        let error = signed(&AwsCredentials::new(key_id, Secret::new(secret))).unwrap_err();
        assert!(matches!(error, AuthError::Config(_)), "{error}");
    }
}

#[test]
fn a_provider_signs_afresh_for_every_login() {
    let credentials = CachedCredentials::new(credentials(Some(TOKEN)), || at(NOW));
    let provider = MskTokenProvider::new(signer("us-east-1"), credentials, || at(NOW));
    let token = block_on(provider.token()).unwrap();
    assert!(url(&token).contains("token%2Bwith%2Fslash%3D%3D"));
    assert_eq!(denial(token, "us-east-1", at(NOW), &identity(Some(TOKEN))), None);
    provider.forget();
    assert!(block_on(provider.token()).is_ok());
}

#[test]
fn a_refused_token_is_the_credentials_to_forget() {
    struct Counts(Arc<AtomicUsize>);
    impl AwsCredentialsProvider for Counts {
        fn credentials(&self) -> CredentialsFuture<'_> {
            Box::pin(std::future::ready(Ok(credentials(None))))
        }

        fn forget(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let forgotten = Arc::new(AtomicUsize::new(0));
    let counts = Counts(Arc::clone(&forgotten));
    let provider = MskTokenProvider::new(signer("us-east-1"), counts, || at(NOW));
    provider.forget();
    assert_eq!(forgotten.load(Ordering::SeqCst), 1);
}

#[test]
fn a_token_logs_in_with_oauthbearer() {
    let token = signed(&credentials(Some(TOKEN))).unwrap();
    let mut client = OauthBearerClient::new(token, &Extensions::default()).unwrap();
    let identity = Principal::iam("arn:aws:iam::123456789012:user/rudder");
    let stored = Some(StoredCredential::Bearer(Ok(&identity)));
    let (principal, _) = log_in(&mut client, &mut OauthBearerServer::new(), stored).unwrap();
    assert_eq!(principal, identity);
}

/// As AWS's signer for Java writes it.
#[test]
fn a_token_without_the_slash_of_its_path_is_good_and_one_with_a_path_is_not() {
    let good = url(&signed(&credentials(None)).unwrap());
    let denied = |url: String| {
        let token = BearerToken::new(Secret::new(URL_SAFE_NO_PAD.encode(url))).unwrap();
        denial(token, "us-east-1", at(NOW), &identity(None))
    };
    assert_eq!(denied(good.replace("/?", "?")), None);
    assert_eq!(denied(good.replace("/?", "/x?")), Some(Denial::Host));
    assert_eq!(denied(good.replace("/?", "//?")), Some(Denial::Host));
}

#[test]
fn i11_a_token_for_another_region_time_secret_or_host_is_worth_nothing() {
    let token = || signed(&credentials(None)).unwrap();
    let alone = identity(None);
    let elsewhere = denial(token(), "eu-west-1", at(NOW), &alone);
    assert_eq!(elsewhere, Some(Denial::Host));
    let late = denial(token(), "us-east-1", at(NOW) + Duration::from_secs(900), &alone);
    assert_eq!(late, Some(Denial::Expired));
    let superfluous = denial(token(), "us-east-1", at(NOW), &identity(Some(TOKEN)));
    assert_eq!(superfluous, Some(Denial::Token));
    let other = IamIdentity::new("another", identity(None).arn);
    assert_eq!(denial(token(), "us-east-1", at(NOW), &other), Some(Denial::Signature));
}

/// Kafka's `OAuthBearerSaslServer`: an authorization id "must match the principal name if it is
/// specified".
#[test]
fn an_authorization_id_that_is_not_the_identitys_arn_is_refused() {
    let identity = identity(None);
    let respond = |authzid: &str| {
        let token = signed(&credentials(None)).unwrap();
        let mut server = MskTokenServer::new(Some("us-east-1"), at(NOW));
        assert_eq!(server.name(), "OAUTHBEARER");
        let token = token.secret().expose();
        let first = format!("n,{authzid},\x01auth=Bearer {token}\x01\x01");
        assert!(matches!(server.respond(first.as_bytes()), ServerStep::Lookup(_)), "{authzid}");
        (server.credential(Some(StoredCredential::Iam(&identity))), server.denial())
    };
    let itself = format!("a={}", identity.arn);
    for authzid in ["", &itself] {
        let (step, denial) = respond(authzid);
        assert!(matches!(step, ServerStep::Accept { .. }), "{authzid}: {step:?}");
        assert_eq!(denial, None);
    }
    for name in ["other", "arn:aws:iam::123456789012:user/rudde", "User:rudder"] {
        let text = format!(
            "Authentication failed: Client requested an authorization id ({name}) that is \
             different from the token's principal name (arn:aws:iam::123456789012:user/rudder)"
        );
        let refused = (ServerStep::Reject(text), Some(Denial::AuthorizationId));
        assert_eq!(respond(&format!("a={name}")), refused);
    }
}

#[test]
fn i07_what_is_no_token_of_a_signer_is_denied() {
    let good = url(&signed(&credentials(None)).unwrap());
    for odd in [
        String::new(),
        "http://kafka.us-east-1.amazonaws.com/?Action=kafka-cluster%3AConnect".to_owned(),
        good.replace("/?", "/"),
        good.replace("&X-Amz-Date", "&X-Amz-Date=&X-Amz-Date"),
        good.replace("%3A", "%zz"),
        good.replace("&User-Agent", "&version"),
        good.clone() + "&more=1",
    ] {
        let token = format!("a{}", URL_SAFE_NO_PAD.encode(&odd));
        for token in [token.clone(), token[1..].to_owned()] {
            let Ok(token) = BearerToken::new(Secret::new(token)) else { continue };
            let why = denial(token, "us-east-1", at(NOW), &identity(None));
            assert!(matches!(why, Some(Denial::Malformed(_))), "{odd}: {why:?}");
        }
    }
}

#[test]
fn i08_the_four_texts_of_error_58_are_four_kinds_for_a_token_too() {
    let refused = |text: &str| {
        let token = signed(&credentials(None)).unwrap();
        let mut client = OauthBearerClient::new(token, &Extensions::default()).unwrap();
        sent(client.start());
        sent(client.challenge(br#"{"status":"invalid_token"}"#));
        client.refused(SASL_AUTHENTICATION_FAILED, text)
    };
    assert!(matches!(refused("[a-1]: Too many connects"), AuthError::IamTooManyConnects(_)));
    assert!(matches!(refused("[a-1]: Session too short"), AuthError::IamSessionTooShort(_)));
    let changed = "Cannot change principals during re-authentication from IAM.a: IAM.b";
    assert!(matches!(refused(changed), AuthError::IamPrincipalChanged(_)));
    assert_eq!(refused(changed).retry(), Retry::OnNewConnection);
    assert_eq!(
        refused("[a-1]: Access denied").to_string(),
        "the broker refused the IAM login: Access denied (access key ***********, region \
         us-east-1, host kafka.us-east-1.amazonaws.com, signed at 20260102T030405Z, request id \
         a-1)"
    );
}

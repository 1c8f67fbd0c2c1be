//! What a hostile server may try against a SCRAM client, by the ids of our attack list.

use std::collections::HashSet;

use kafka_auth::error::MAX_PEER_TEXT;
use kafka_auth::scram::{
    MAX_NONCE, MAX_SALT, MAX_SERVER_MESSAGE, MIN_ITERATIONS, Nonce, ScramClient, ScramCredential,
    ScramHash, ScramServer,
};
use kafka_auth::{
    AuthError, CacheKey, Mechanism, Policy, SaltedPassword, Secret, ServerMechanism, Step,
    StoredCredential,
};

use crate::support::{derive, log_in, sent};

const NONCE: &str = "client";
const SALT: &str = "W22ZaJ0SNY7soEsUEjb6gQ==";

fn client() -> ScramClient {
    client_of("user", "pencil")
}

fn client_of(user: &str, password: &str) -> ScramClient {
    let nonce = Nonce::from_text(NONCE).unwrap();
    ScramClient::new(ScramHash::Sha256, user, Secret::new(password), nonce).unwrap()
}

/// What a fresh client says to this server-first message; afterwards it must be finished.
fn answer_to(server_first: &[u8]) -> Result<Step, AuthError> {
    let mut client = client();
    sent(client.start());
    let step = client.challenge(server_first);
    if step.is_err() {
        let next = client.challenge(good_first().as_bytes());
        assert!(matches!(next, Err(AuthError::OutOfOrder { expected: "nothing more", .. })));
    }
    step
}

fn good_first() -> String {
    format!("r={NONCE}server,s={SALT},i=4096")
}

fn with_iterations(iterations: &str) -> Result<Step, AuthError> {
    answer_to(format!("r={NONCE}server,s={SALT},i={iterations}").as_bytes())
}

fn with_salt(salt: &str) -> Result<Step, AuthError> {
    answer_to(format!("r={NONCE}server,s={salt},i=4096").as_bytes())
}

fn with_nonce(nonce: &str) -> Result<Step, AuthError> {
    answer_to(format!("r={nonce},s={SALT},i=4096").as_bytes())
}

/// What a client that has sent its proof says to this server-final message.
fn answer_to_final(server_final: &[u8]) -> Result<Step, AuthError> {
    proven().challenge(server_final)
}

/// A client that has sent its proof.
fn proven() -> ScramClient {
    let mut client = client();
    sent(client.start());
    let step = client.challenge(good_first().as_bytes());
    sent(derive(&mut client, step));
    client
}

/// The server-final message that `proven` waits for.
fn good_final() -> String {
    use base64::Engine;
    let salt = base64::engine::general_purpose::STANDARD.decode(SALT).unwrap();
    let credential =
        ScramCredential::from_password(ScramHash::Sha256, &Secret::new("pencil"), &salt, 4096);
    let mut server = ScramServer::new(ScramHash::Sha256, Nonce::from_text("server").unwrap());
    let mut client = client();
    server.respond(&sent(client.start()));
    server.credential(Some(StoredCredential::Scram(&credential)));
    let step = client.challenge(good_first().as_bytes());
    match server.respond(&sent(derive(&mut client, step))) {
        kafka_auth::ServerStep::Accept { message, .. } => String::from_utf8(message).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_malformed(step: &Result<Step, AuthError>) {
    assert!(matches!(step, Err(AuthError::Malformed { .. })), "{step:?}");
}

#[track_caller]
fn assert_not_authentic(step: &Result<Step, AuthError>) {
    assert!(matches!(step, Err(AuthError::ServerNotAuthentic { .. })), "{step:?}");
}

#[test]
fn the_good_messages_of_this_file_are_good() {
    assert!(matches!(answer_to(good_first().as_bytes()), Ok(Step::Derive(_))));
    assert!(matches!(answer_to_final(good_final().as_bytes()), Ok(Step::Done(_))));
}

#[test]
fn s01_iterations_are_digits_without_sign_or_leading_zero() {
    for iterations in [
        "0",
        "-1",
        "+4096",
        "04096",
        "",
        "4294967297",
        "2147483648",
        "100000000000000",
        "4096 ",
        "0x1000",
        "4096.0",
        "４０９６",
    ] {
        assert_malformed(&with_iterations(iterations));
    }
}

#[test]
fn s02_fewer_iterations_than_kafkas_minimum_get_no_proof() {
    for asked in [1, 2, 4095] {
        let accepted = MIN_ITERATIONS..=100_000;
        let expected = AuthError::PolicyRefused(Policy::Iterations { asked, accepted });
        assert_eq!(with_iterations(&asked.to_string()).unwrap_err(), expected);
    }
    assert!(matches!(with_iterations("4096"), Ok(Step::Derive(job)) if job.iterations() == 4096));
}

#[test]
fn s03_more_iterations_than_the_ceiling_are_never_computed() {
    for asked in ["100001", "10000000", "2147483647"] {
        assert!(matches!(with_iterations(asked), Err(AuthError::PolicyRefused(_))));
    }
    assert!(matches!(with_iterations("100000"), Ok(Step::Derive(_))));
    let mut willing = client().iterations(4096..=200_000);
    sent(willing.start());
    let step = willing.challenge(format!("r={NONCE}s,s={SALT},i=200000").as_bytes());
    assert!(matches!(step, Ok(Step::Derive(job)) if job.iterations() == 200_000));
}

#[test]
fn s05_a_nonce_that_is_not_ours_gets_no_proof() {
    for nonce in ["server", "clien", "Clientserver", "xclientserver", ""] {
        assert_malformed(&with_nonce(nonce));
    }
}

#[test]
fn s06_a_nonce_to_which_the_server_added_nothing_gets_no_proof() {
    assert_malformed(&with_nonce(NONCE));
    assert!(matches!(with_nonce(&format!("{NONCE}!")), Ok(Step::Derive(_))));
}

#[test]
fn s07_nonces_are_printable_ascii_and_bounded() {
    for suffix in ["a,b", "\u{7f}", "\t", " ", "é", "\0", "\n"] {
        assert_malformed(&with_nonce(&format!("{NONCE}{suffix}")));
    }
    let longest = "x".repeat(MAX_NONCE - NONCE.len());
    assert!(matches!(with_nonce(&format!("{NONCE}{longest}")), Ok(Step::Derive(_))));
    assert_malformed(&with_nonce(&format!("{NONCE}{longest}x")));
    assert_malformed(&with_nonce(&format!("{NONCE}{}", "x".repeat(10 << 20))));
}

#[test]
fn s08_nonces_never_repeat() {
    let nonces: HashSet<String> =
        (0..100_000).map(|_| Nonce::random().unwrap().as_str().to_owned()).collect();
    assert_eq!(nonces.len(), 100_000);
    assert!(nonces.iter().all(|nonce| nonce.len() == 32 && Nonce::from_text(nonce).is_ok()));
}

#[test]
fn s09_salts_are_canonical_base64_and_bounded() {
    for salt in [
        "",
        "=123",
        "W22ZaJ0SNY7soEsUEjb6gQ",
        "W22ZaJ0SNY7soEsUEjb6gR==",
        "YQ=",
        "Y",
        "Y Q=",
        "_-==",
        "*",
    ] {
        assert_malformed(&with_salt(salt));
    }
    assert!(with_salt("").unwrap_err().to_string().contains("the salt is empty"));
    use base64::Engine;
    let encode = |size| base64::engine::general_purpose::STANDARD.encode(vec![7; size]);
    assert!(matches!(with_salt(&encode(1)), Ok(Step::Derive(_))));
    assert!(matches!(with_salt(&encode(MAX_SALT)), Ok(Step::Derive(_))));
    assert_malformed(&with_salt(&encode(MAX_SALT + 1)));
    assert_malformed(&with_salt(&encode(1 << 20)));
}

#[test]
fn s10_attributes_come_once_and_in_order() {
    let r = format!("r={NONCE}server");
    for message in [
        format!("{r},{r},s={SALT},i=4096"),
        format!("{r},s={SALT},s={SALT},i=4096"),
        format!("{r},s={SALT},i=4096,i=4096"),
        format!("{r},s={SALT},i=4096,r=x"),
        format!("s={SALT},{r},i=4096"),
        format!("{r},i=4096,s={SALT}"),
        format!("{r},s={SALT}"),
        format!("{r},i=4096"),
        format!("s={SALT},i=4096"),
        format!("{r},invalid,s={SALT},i=4096"),
        format!("{r},s={SALT},i=4096,"),
        format!(",{r},s={SALT},i=4096"),
        format!(" {r},s={SALT},i=4096"),
        format!("{r},s={SALT},i=4096\n"),
        format!("R={NONCE}server,s={SALT},i=4096"),
        "i=4096".to_owned(),
        ",,,".to_owned(),
    ] {
        assert_malformed(&answer_to(message.as_bytes()));
    }
    assert_malformed(&answer_to(b"r=\xff\xfe,s=YQ==,i=4096"));
}

#[test]
fn s11_a_mandatory_extension_gets_no_proof() {
    let refused = AuthError::PolicyRefused(Policy::MandatoryExtension);
    for message in [format!("m=x,{}", good_first()), format!("{},m=x", good_first())] {
        assert_eq!(answer_to(message.as_bytes()).unwrap_err(), refused);
    }
    let last = format!("{},m=x", good_final());
    assert_eq!(answer_to_final(last.as_bytes()).unwrap_err(), refused);
}

#[test]
fn s12_optional_extensions_are_accepted_and_the_raw_bytes_signed() {
    let plain = {
        let mut client = client();
        sent(client.start());
        let step = client.challenge(good_first().as_bytes());
        sent(derive(&mut client, step))
    };
    let mut client = client();
    sent(client.start());
    let step = client.challenge(format!("{},ext=a=b,x=é", good_first()).as_bytes());
    let extended = sent(derive(&mut client, step));
    let proof = |message: &[u8]| message.rsplit(|c| *c == b',').next().unwrap().to_vec();
    assert_ne!(proof(&plain), proof(&extended));
    for extension in [
        "ext",
        "ext=value1,value2",
        "ext=,",
        "ext =value",
        "ext1=value",
        "=v",
        "e=v",
        // RFC 5802: "value-char = %x01-2B / %x2D-7F / UTF8-2 / UTF8-3 / UTF8-4", so no NUL.
        "ext=\0",
        "ext=a\0b",
    ] {
        assert_malformed(&answer_to(format!("{},{extension}", good_first()).as_bytes()));
    }
    let last = format!("{},ext=a\0b", good_final());
    assert_malformed(&answer_to_final(last.as_bytes()));
}

#[test]
fn s13_a_last_message_without_signature_is_no_proof() {
    for message in ["", "x", "r=a", "V=abc", "ext=value", ",v=", " v="] {
        assert_not_authentic(&answer_to_final(message.as_bytes()));
    }
}

#[test]
fn s14_a_wrong_short_or_long_signature_is_no_proof() {
    use base64::Engine;
    let base64 = base64::engine::general_purpose::STANDARD;
    let right = base64.decode(good_final().strip_prefix("v=").unwrap()).unwrap();
    let flipped = |index: usize| {
        let mut bytes = right.clone();
        bytes[index] ^= 1;
        bytes
    };
    let (short, long) = (right[..31].to_vec(), [&right[..], b"\0"].concat());
    for wrong in [flipped(0), flipped(31), short, long, Vec::new(), vec![0; 32]] {
        assert_not_authentic(&answer_to_final(format!("v={}", base64.encode(wrong)).as_bytes()));
    }
    assert_malformed(&answer_to_final(b"v=1=23"));
    assert_malformed(&answer_to_final(&[b"v=", &b"A"[..]].concat()));
}

#[test]
fn s15_an_extension_behind_the_signature_is_accepted() {
    let step = answer_to_final(format!("{},ext=value", good_final()).as_bytes());
    assert!(matches!(step, Ok(Step::Done(_))));
    assert_malformed(&answer_to_final(format!("{},ext", good_final()).as_bytes()));
}

#[test]
fn s16_an_error_is_the_servers_refusal() {
    for (message, error) in [("e=invalid-proof", "invalid-proof"), ("e=new,ext=value", "new")] {
        for step in [answer_to_final(message.as_bytes()), answer_to(message.as_bytes())] {
            assert!(matches!(step, Err(AuthError::ServerRefused { code: None, text, .. })
                if text.as_str() == error));
        }
    }
    for message in ["e=", "e=error1,error2", "e=a,ext"] {
        assert_malformed(&answer_to_final(message.as_bytes()));
    }
}

#[test]
fn s17_a_last_message_in_first_place_is_out_of_order() {
    let step = answer_to(good_final().as_bytes());
    let expected =
        AuthError::OutOfOrder { expected: "SCRAM server-first", got: "SCRAM server-final" };
    assert_eq!(step.unwrap_err(), expected);
}

#[test]
fn s18_you_are_in_is_not_believed() {
    assert_malformed(&answer_to(b""));
    assert_not_authentic(&answer_to_final(b""));
}

#[test]
fn s20_a_message_after_success_is_out_of_order() {
    let mut client = proven();
    assert!(matches!(client.challenge(good_final().as_bytes()), Ok(Step::Done(_))));
    for step in [client.challenge(good_final().as_bytes()), client.start()] {
        assert!(matches!(step, Err(AuthError::OutOfOrder { .. })));
    }
}

#[test]
fn s20_calls_out_of_order_are_final() {
    let mut early = client();
    assert!(matches!(early.challenge(b"r=x"), Err(AuthError::OutOfOrder { .. })));
    assert!(matches!(early.start(), Err(AuthError::OutOfOrder { .. })));
    let salted = SaltedPassword::from_bytes(ScramHash::Sha256, &[0; 32]).unwrap();
    let mut unasked = client();
    assert!(matches!(unasked.derived(salted.clone()), Err(AuthError::OutOfOrder { .. })));
    let mut other_hash = client();
    sent(other_hash.start());
    assert!(other_hash.challenge(good_first().as_bytes()).is_ok());
    let salted = SaltedPassword::from_bytes(ScramHash::Sha512, &[0; 64]).unwrap();
    assert!(matches!(other_hash.derived(salted), Err(AuthError::Config(_))));
}

#[test]
fn s21_user_names_are_escaped_or_refused_locally() {
    let mut awkward = client_of("a,b=c,,==", "pw");
    assert_eq!(sent(awkward.start()), b"n,,n=a=2Cb=3Dc=2C=2C=3D=3D,r=client");
    for user in ["", "josé", "\0", "用户", "a\0b"] {
        let nonce = Nonce::from_text(NONCE).unwrap();
        let client = ScramClient::new(ScramHash::Sha512, user, Secret::new("pw"), nonce);
        assert!(matches!(client, Err(AuthError::Config(_))), "{user}");
    }
}

#[test]
fn s22_passwords_are_raw_utf_8() {
    let derived = |password: &str| {
        let salted =
            SaltedPassword::derive(ScramHash::Sha256, &Secret::new(password), b"salt", 4096);
        salted.expose().to_vec()
    };
    // SASLprep would map these onto each other.
    assert_ne!(derived("a\u{a0}b"), derived("a b"));
    assert_ne!(derived("I\u{ad}X"), derived("IX"));
    let long = "x".repeat(1 << 20);
    for password in ["", "\0", &long, "\u{a0}"] {
        let credential = ScramCredential::from_password(
            ScramHash::Sha256,
            &Secret::new(password),
            b"salt",
            MIN_ITERATIONS,
        );
        let mut server = ScramServer::new(ScramHash::Sha256, Nonce::random().unwrap());
        let stored = Some(StoredCredential::Scram(&credential));
        assert!(log_in(&mut client_of("user", password), &mut server, stored).is_ok());
    }
}

/// The examples of RFC 4013, section 3. Kafka's brokers apply no SASLprep, so neither do we: each
/// password is itself, the forbidden ones too.
#[test]
fn s23_none_of_rfc_4013s_examples_is_prepared() {
    let rows = [
        ("I\u{ad}X", Some("IX")),
        ("user", Some("user")),
        ("USER", Some("USER")),
        ("\u{aa}", Some("a")),
        ("\u{2168}", Some("IX")),
        ("\u{7}", None),
        ("\u{627}1", None),
    ];
    for (password, prepared) in rows {
        let key = |password: &str| {
            let mut client = client_of("user", password);
            sent(client.start());
            match client.challenge(good_first().as_bytes()) {
                Ok(Step::Derive(derivation)) => derivation.key(),
                other => panic!("{other:?}"),
            }
        };
        let is_the_same = prepared.is_some_and(|prepared| key(prepared) == key(password));
        assert_eq!(is_the_same, prepared == Some(password), "{password:?}");
    }
}

#[test]
fn s24_a_servers_text_is_escaped_and_cut() {
    let shown = answer_to_final(b"e=no\x1b[2J\r\nway").unwrap_err().to_string();
    assert_eq!(shown, "the server refused the login: no\\u{1b}[2J\\r\\nway");
    assert_malformed(&answer_to_final(&[b"e=", &[b'x'; 32 << 10][..]].concat()));
    let long = client().refused(58, &"\u{1b}".repeat(32 << 10));
    let AuthError::ServerRefused { text, .. } = long else { panic!("{long:?}") };
    assert!(text.as_str().chars().count() <= MAX_PEER_TEXT && text.as_str().ends_with('…'));
}

#[test]
fn s24_messages_longer_than_4_kib_are_not_looked_at() {
    let padded = |message: String, size: usize| {
        let padding = size - message.len() - ",x=".len();
        format!("{message},x={}", "y".repeat(padding))
    };
    let first = |size| answer_to(padded(good_first(), size).as_bytes());
    assert!(matches!(first(MAX_SERVER_MESSAGE), Ok(Step::Derive(_))));
    assert_malformed(&first(MAX_SERVER_MESSAGE + 1));
    let last = |size| answer_to_final(padded(good_final(), size).as_bytes());
    assert!(matches!(last(MAX_SERVER_MESSAGE), Ok(Step::Done(_))));
    assert_malformed(&last(MAX_SERVER_MESSAGE + 1));
}

#[test]
fn s25_channel_binding_is_neither_offered_nor_asked_for() {
    assert!(sent(client().start()).starts_with(b"n,,"));
    assert!(sent_final().starts_with("c=biws,"));
    assert_eq!(ScramHash::from_mechanism("SCRAM-SHA-512-PLUS"), None);
}

fn sent_final() -> String {
    let mut client = client();
    sent(client.start());
    let step = client.challenge(good_first().as_bytes());
    String::from_utf8(sent(derive(&mut client, step))).unwrap()
}

#[test]
fn s26_derivations_are_cached_only_for_the_same_inputs() {
    let key = |hash, user: &str, password: &str, salt: &str, iterations: u32| -> CacheKey {
        let nonce = Nonce::from_text(NONCE).unwrap();
        let mut client = ScramClient::new(hash, user, Secret::new(password), nonce).unwrap();
        sent(client.start());
        let first = format!("r={NONCE}server,s={salt},i={iterations}");
        match client.challenge(first.as_bytes()) {
            Ok(Step::Derive(derivation)) => derivation.key(),
            other => panic!("{other:?}"),
        }
    };
    let keys = [
        key(ScramHash::Sha256, "user", "pencil", SALT, 4096),
        key(ScramHash::Sha512, "user", "pencil", SALT, 4096),
        key(ScramHash::Sha256, "userp", "encil", SALT, 4096),
        key(ScramHash::Sha256, "user", "Pencil", SALT, 4096),
        key(ScramHash::Sha256, "user", "pencil", "YQ==", 4096),
        key(ScramHash::Sha256, "user", "pencil", SALT, 4097),
    ];
    assert_eq!(keys[0], key(ScramHash::Sha256, "user", "pencil", SALT, 4096));
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
}

#[test]
fn every_cut_and_every_changed_byte_is_survived() {
    let (first, last) = (good_first(), good_final());
    for message in [first.as_bytes(), last.as_bytes()] {
        for index in 0..message.len() {
            let _ = answer_to(&message[..index]);
            for byte in [0x00, 0x2c, 0x3d, 0x7f, 0x80, 0xff] {
                let mut changed = message.to_vec();
                changed[index] = byte;
                let _ = answer_to(&changed);
            }
        }
    }
    for index in 0..last.len() {
        assert!(answer_to_final(&last.as_bytes()[..index]).is_err());
    }
}

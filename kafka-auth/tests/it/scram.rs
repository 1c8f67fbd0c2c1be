//! SCRAM against published vectors, Kafka's own exchanges, and our own server.

use kafka_auth::scram::{
    MIN_ITERATIONS, Nonce, ScramClient, ScramCredential, ScramHash, ScramServer,
};
use kafka_auth::{
    AuthError, Mechanism, Principal, SaltedPassword, Secret, ServerMechanism, ServerStep, Step,
    StoredCredential,
};
use serde_json::Value;

use crate::support::{derive, hex, log_in, sent};

const CLIENT_NONCE: &str = "rOprNGfwEbeRWgbNEkqO";
const SERVER_NONCE: &str = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
const SALT: &[u8] = b"[m\x99h\x9d\x125\x8e\xec\xa0K\x14\x126\xfa\x81";

fn client(hash: ScramHash, user: &str, password: &str, nonce: &str) -> ScramClient {
    let nonce = Nonce::from_text(nonce).unwrap();
    ScramClient::new(hash, user, Secret::new(password), nonce).unwrap()
}

fn server(hash: ScramHash, nonce: &str) -> ScramServer {
    ScramServer::new(hash, Nonce::from_text(nonce).unwrap())
}

fn stored(hash: ScramHash, password: &str) -> ScramCredential {
    ScramCredential::from_password(hash, &Secret::new(password), SALT, MIN_ITERATIONS)
}

/// One exchange with the password `pencil`: what the client must send and what it must accept.
fn check_pencil(hash: ScramHash, proof: &str, verifier: &str) {
    let mut client = client(hash, "user", "pencil", CLIENT_NONCE);
    assert_eq!(sent(client.start()), format!("n,,n=user,r={CLIENT_NONCE}").as_bytes());
    let nonce = format!("{CLIENT_NONCE}{SERVER_NONCE}");
    let step = client.challenge(format!("r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096").as_bytes());
    let step = derive(&mut client, step);
    assert_eq!(sent(step), format!("c=biws,r={nonce},p={proof}").as_bytes());
    let step = client.challenge(format!("v={verifier}").as_bytes());
    assert!(matches!(step, Ok(Step::Done(_))));
}

#[test]
fn rfc_7677_section_3_example() {
    check_pencil(
        ScramHash::Sha256,
        "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    );
}

#[test]
fn the_same_exchange_with_sha_512() {
    check_pencil(
        ScramHash::Sha512,
        "gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==",
        "ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw==",
    );
}

#[test]
fn the_salted_password_of_both_hashes() {
    let salted =
        |hash| hex(SaltedPassword::derive(hash, &Secret::new("pencil"), SALT, 4096).expose());
    assert_eq!(
        salted(ScramHash::Sha256),
        "c4a49510323ab4f952cac1fa99441939e78ea74d6be81ddf7096e87513dc615d"
    );
    assert_eq!(
        salted(ScramHash::Sha512),
        "f16efe1be67f1d09502ebd5ed9262fddffba5a377ab4f0b687e5ed5ba0f50686\
         b8a4ae166476da8ab3b951d2fa9238b63998f45461bc33a464814949cec9631d"
    );
}

/// An exchange written by Kafka's own formatter.
struct Exchange(Value);

impl Exchange {
    fn all() -> Vec<Self> {
        let text = include_str!("../data/scram.json");
        let all: Vec<Value> = serde_json::from_str(text).unwrap();
        assert_eq!(all.len(), 8);
        all.into_iter().map(Self).collect()
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn hash(&self) -> ScramHash {
        ScramHash::from_mechanism(self.text("mechanism")).unwrap()
    }

    fn iterations(&self) -> u32 {
        self.0["iterations"].as_u64().unwrap().try_into().unwrap()
    }

    fn salt(&self) -> Vec<u8> {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.decode(self.text("salt_base64")).unwrap()
    }

    fn credential(&self) -> ScramCredential {
        let password = Secret::new(self.text("password"));
        ScramCredential::from_password(self.hash(), &password, &self.salt(), self.iterations())
    }

    fn is_readable_by_kafka(&self) -> bool {
        self.0["kafka_server_accepts_client_first"].as_bool().unwrap()
    }
}

#[test]
fn kafkas_keys_are_ours() {
    for exchange in Exchange::all() {
        let password = Secret::new(exchange.text("password"));
        let (salt, iterations) = (exchange.salt(), exchange.iterations());
        let salted = SaltedPassword::derive(exchange.hash(), &password, &salt, iterations);
        assert_eq!(hex(salted.expose()), exchange.text("salted_password_hex"));
        let credential = exchange.credential();
        assert_eq!(hex(&credential.stored_key), exchange.text("stored_key_hex"));
        assert_eq!(hex(&credential.server_key), exchange.text("server_key_hex"));
    }
}

#[test]
fn kafkas_client_messages_are_ours_and_its_server_messages_are_understood() {
    for exchange in Exchange::all().iter().filter(|exchange| exchange.is_readable_by_kafka()) {
        let (user, password) = (exchange.text("username"), exchange.text("password"));
        let mut client = client(exchange.hash(), user, password, exchange.text("client_nonce"));
        assert_eq!(sent(client.start()), exchange.text("client_first").as_bytes());
        let step = client.challenge(exchange.text("server_first").as_bytes());
        let step = derive(&mut client, step);
        assert_eq!(sent(step), exchange.text("client_final").as_bytes());
        let step = client.challenge(exchange.text("server_final").as_bytes());
        assert!(matches!(step, Ok(Step::Done(_))), "{user}: {step:?}");
    }
}

#[test]
fn kafkas_server_messages_are_ours_and_its_client_messages_are_understood() {
    for exchange in Exchange::all().iter().filter(|exchange| exchange.is_readable_by_kafka()) {
        let user = exchange.text("username").to_owned();
        let mut server = server(exchange.hash(), exchange.text("server_nonce_suffix"));
        let step = server.respond(exchange.text("client_first").as_bytes());
        assert_eq!(step, ServerStep::Lookup(user.as_str().into()));
        let step = server.credential(Some(StoredCredential::Scram(&exchange.credential())));
        assert_eq!(step, ServerStep::Send(exchange.text("server_first").into()));
        let step = server.respond(exchange.text("client_final").as_bytes());
        let message = exchange.text("server_final").into();
        assert_eq!(step, ServerStep::Accept { principal: Principal::user(user), message });
    }
}

#[test]
fn names_that_kafkas_server_cannot_read_are_refused_by_both_of_our_sides() {
    let exchanges = Exchange::all();
    let unreadable = || exchanges.iter().filter(|exchange| !exchange.is_readable_by_kafka());
    assert_eq!(unreadable().count(), 2);
    for exchange in unreadable() {
        let nonce = Nonce::from_text(exchange.text("client_nonce")).unwrap();
        let (user, password) = (exchange.text("username"), Secret::new("pw"));
        let client = ScramClient::new(exchange.hash(), user, password, nonce);
        assert!(matches!(client, Err(AuthError::Config(_))));
        let mut server = server(exchange.hash(), "s");
        let step = server.respond(exchange.text("client_first").as_bytes());
        assert!(matches!(step, ServerStep::Reject(_)));
    }
}

#[test]
fn our_client_and_our_server_agree_on_every_awkward_user_and_password() {
    for hash in [ScramHash::Sha256, ScramHash::Sha512] {
        for (user, password) in [
            ("user", "pencil"),
            (",=,", "p=w,"),
            ("=2C", "\u{a0}"),
            ("a b\u{1}\u{7f}", ""),
            ("u", "\0"),
        ] {
            let nonce = Nonce::random().unwrap();
            let mut client = ScramClient::new(hash, user, Secret::new(password), nonce).unwrap();
            let mut server = ScramServer::new(hash, Nonce::random().unwrap());
            let credential = stored(hash, password);
            let stored = Some(StoredCredential::Scram(&credential));
            let (principal, evidence) = log_in(&mut client, &mut server, stored).unwrap();
            assert_eq!(principal, Principal::user(user));
            assert_eq!(principal.to_string(), format!("User:{user}"));
            assert_eq!(evidence.request_id, None);
        }
    }
}

#[test]
fn a_wrong_password_an_unknown_user_and_nonsense_get_the_same_words() {
    let hash = ScramHash::Sha512;
    let credential = stored(hash, "pencil");
    let refusal = |password, stored| {
        let mut client = client(hash, "user", password, "c");
        log_in(&mut client, &mut server(hash, "s"), stored).unwrap_err()
    };
    let wrong_password = refusal("pencil!", Some(StoredCredential::Scram(&credential)));
    let unknown_user = refusal("pencil", None);
    assert_eq!(wrong_password, unknown_user);
    let words = "Authentication failed during authentication due to invalid credentials with SASL \
                 mechanism SCRAM-SHA-512";
    assert!(matches!(&unknown_user, AuthError::ServerRefused { code: Some(58), text, .. }
        if text.as_str() == words));
    assert_eq!(server(hash, "s").respond(b"nonsense"), ServerStep::Reject(words.to_owned()));
}

#[test]
fn the_server_is_as_strict_as_kafka_with_client_first() {
    let respond = |message: &[u8]| server(ScramHash::Sha256, "s").respond(message);
    assert_eq!(respond(b"n,,n=u,r=c"), ServerStep::Lookup("u".into()));
    assert_eq!(respond(b"n,a=u,n=u,r=c"), ServerStep::Lookup("u".into()));
    assert_eq!(respond(b"n,,n=u,r=c,ext=value,more=a=b"), ServerStep::Lookup("u".into()));
    assert_eq!(respond(b"n,,n=user=3D=3DB,r=c"), ServerStep::Lookup("user==B".into()));
    for message in [
        "",
        "n,,",
        "n,,n=u",
        "n,,n=,r=c",
        "n,,n=u,r=",
        "n,,r=c,n=u",
        "y,,n=u,r=c",
        "p=tls,,n=u,r=c",
        "n,x=something,n=u,r=c",
        "n,a=,n=u,r=c",
        "n,n=u,r=c",
        "n,,m=x,n=u,r=c",
        "n,,n=u,r=c,m=x",
        "n,,n=u=,r=c",
        "n,,n=u=2,r=c",
        "n,,n=u=2c,r=c",
        "n,,n=u=20,r=c",
        "n,,n=\0,r=c",
        "n,,n=é,r=c",
        "n,,n=u,r=c d",
        "n,,n=u,r=é",
        "n,,n=u,r=c,ext",
        "n,,n=u,r=c,ext=",
        "n,,n=u,r=c,ext=a\0b",
        "n,,n=u,r=c,e1=v",
        "n,,n=u,r=c,",
        "n,,n=u,r=c,r=d",
        "n,,n=u,r=c,n=v",
        " n,,n=u,r=c",
        "n,,n=u,r=c\n",
    ] {
        assert!(matches!(respond(message.as_bytes()), ServerStep::Reject(_)), "{message}");
    }
    let other = respond(b"n,a=root,n=u,r=c");
    assert!(matches!(other, ServerStep::Reject(text) if text.contains("authorization id")));
}

#[test]
fn the_server_is_strict_with_client_final() {
    let hash = ScramHash::Sha256;
    let credential = stored(hash, "pencil");
    let respond = |change: &dyn Fn(&str) -> String| {
        let mut client = client(hash, "user", "pencil", CLIENT_NONCE);
        let mut server = server(hash, SERVER_NONCE);
        server.respond(&sent(client.start()));
        let step = server.credential(Some(StoredCredential::Scram(&credential)));
        let ServerStep::Send(first) = step else { panic!("{step:?}") };
        let step = client.challenge(&first);
        let last = String::from_utf8(sent(derive(&mut client, step))).unwrap();
        server.respond(change(&last).as_bytes())
    };
    assert!(matches!(respond(&str::to_owned), ServerStep::Accept { .. }));
    let nonce = format!("{CLIENT_NONCE}{SERVER_NONCE}");
    let changes: [&dyn Fn(&str) -> String; 10] = [
        &|_| String::new(),
        &|last| last.replace("c=biws,", ""),
        &|last| last.replace("c=biws", "c=biw"),
        &|last| last.replace("c=biws", "c=eSws"),
        &|last| last.replace(&nonce, &format!("x{nonce}")),
        &|last| last.replace(&nonce, SERVER_NONCE),
        &|last| last.replace(",p=", ",ext=value,p="),
        &|last| last.replace(",p=d", ",p=e"),
        &|last| format!("{last},ext=value"),
        &|last| last.split(",p=").next().unwrap().to_owned() + ",p=",
    ];
    for (index, change) in changes.into_iter().enumerate() {
        assert!(matches!(respond(change), ServerStep::Reject(_)), "change {index}");
    }
}

/// A nonce that was not compared let a recorded exchange be played again (CVE-2024-56128). `ccs` is what
/// librdkafka before 2.6.1 sends: Kafka 4 refuses it too.
#[test]
fn s08_the_server_wants_the_whole_nonce_even_with_a_right_proof() {
    let credential = stored(ScramHash::Sha256, "pencil");
    let respond = |nonce: &str| {
        let mut server = server(ScramHash::Sha256, "s");
        server.respond(b"n,,n=u,r=c");
        let step = server.credential(Some(StoredCredential::Scram(&credential)));
        let ServerStep::Send(first) = step else { panic!("{step:?}") };
        let without_proof = format!("c=biws,r={nonce}");
        let first = String::from_utf8(first).unwrap();
        let proof = proof_by_hand(&format!("n=u,r=c,{first},{without_proof}"));
        server.respond(format!("{without_proof},p={proof}").as_bytes())
    };
    assert!(matches!(respond("cs"), ServerStep::Accept { .. }));
    for nonce in ["xcs", "ccs", "s", "csx"] {
        assert!(matches!(respond(nonce), ServerStep::Reject(_)), "{nonce}");
    }
}

/// Kafka's server reads `c=` and never compares it, so that franz-go, which sends `c=biws` behind the
/// header `n,a=user,`, logs in. The proof covers whatever was sent.
#[test]
fn s25_the_channel_binding_is_covered_by_the_proof_but_not_compared() {
    let credential = stored(ScramHash::Sha256, "pencil");
    let respond = |proved: &str, sent: &str| {
        let mut server = server(ScramHash::Sha256, "s");
        server.respond(b"n,a=u,n=u,r=c");
        let step = server.credential(Some(StoredCredential::Scram(&credential)));
        let ServerStep::Send(first) = step else { panic!("{step:?}") };
        let first = String::from_utf8(first).unwrap();
        let proof = proof_by_hand(&format!("n=u,r=c,{first},c={proved},r=cs"));
        server.respond(format!("c={sent},r=cs,p={proof}").as_bytes())
    };
    // Of "n,a=u,", which the RFC wants here, and of "n,,".
    for binding in ["bixhPXUs", "biws"] {
        assert!(matches!(respond(binding, binding), ServerStep::Accept { .. }), "{binding}");
    }
    assert!(matches!(respond("biws", "bixhPXUs"), ServerStep::Reject(_)));
}

/// `ClientProof` of the password `pencil` over any `AuthMessage`, from the RFC's formulas.
fn proof_by_hand(auth_message: &str) -> String {
    use base64::Engine;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::{Digest, Sha256};
    let hmac = |key: &[u8], message: &[u8]| {
        let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.chain_update(message).finalize().into_bytes()
    };
    let salted = SaltedPassword::derive(ScramHash::Sha256, &Secret::new("pencil"), SALT, 4096);
    let client_key = hmac(salted.expose(), b"Client Key");
    let signature = hmac(&Sha256::digest(client_key), auth_message.as_bytes());
    let proof: Vec<u8> = client_key.iter().zip(signature).map(|(key, s)| key ^ s).collect();
    base64::engine::general_purpose::STANDARD.encode(proof)
}

#[test]
fn a_server_refuses_credentials_below_kafkas_minimum_or_for_another_hash() {
    let weak = ScramCredential::from_password(ScramHash::Sha256, &Secret::new("pw"), SALT, 4095);
    let other = stored(ScramHash::Sha512, "pw");
    for credential in [weak, other] {
        let mut server = server(ScramHash::Sha256, "s");
        server.respond(b"n,,n=u,r=c");
        let step = server.credential(Some(StoredCredential::Scram(&credential)));
        assert!(matches!(step, ServerStep::Reject(_)));
    }
}

#[test]
fn a_server_answers_nothing_twice() {
    let mut server = server(ScramHash::Sha256, "s");
    assert!(matches!(server.credential(None), ServerStep::Reject(_)));
    assert!(matches!(server.respond(b"n,,n=u,r=c"), ServerStep::Reject(_)));
}

#[test]
fn delegation_tokens_say_so_in_client_first() {
    let mut client = client(ScramHash::Sha256, "id", "hmac", "c").token_auth(true);
    assert_eq!(sent(client.start()), b"n,,n=id,r=c,tokenauth=true");
}

#[test]
fn kip_48_a_delegation_token_logs_in_as_its_owner_and_as_nobody_else() {
    let hash = ScramHash::Sha512;
    let (credential, owner) = (stored(hash, "hmac"), Principal::user("owner"));
    let token = StoredCredential::DelegationToken(&credential, &owner);
    let user = StoredCredential::Scram(&credential);
    for (token_auth, found, is_let_in) in
        [(true, token, true), (true, user, false), (false, token, false), (false, user, true)]
    {
        let mut client = client(hash, "id", "hmac", CLIENT_NONCE).token_auth(token_auth);
        let mut server = server(hash, SERVER_NONCE);
        let step = server.respond(&sent(client.start()));
        let ServerStep::Lookup(key) = step else { panic!("{step:?}") };
        assert_eq!((&*key, key.is_delegation_token()), ("id", token_auth));
        let ServerStep::Send(first) = server.credential(Some(found)) else {
            assert!(!is_let_in);
            continue;
        };
        let step = client.challenge(&first);
        let last = sent(derive(&mut client, step));
        let step = server.respond(&last);
        let ServerStep::Accept { principal, .. } = step else { panic!("{step:?}") };
        assert_eq!(principal.name, if token_auth { "owner" } else { "id" });
        assert!(is_let_in);
    }
}

#[test]
fn a_stored_salted_password_is_as_good_as_the_password() {
    let (hash, password) = (ScramHash::Sha512, Secret::new("pencil"));
    let salted = SaltedPassword::derive(hash, &password, SALT, 4096);
    let again = SaltedPassword::from_bytes(hash, salted.expose()).unwrap();
    let credential = ScramCredential::from_salted_password(&again, SALT, 4096);
    assert_eq!(credential.stored_key, stored(hash, "pencil").stored_key);
    let too_short = SaltedPassword::from_bytes(ScramHash::Sha512, &[0; 32]);
    assert!(matches!(too_short, Err(AuthError::Config(_))));
}

#[test]
fn hashes_are_known_by_their_mechanism_only() {
    for hash in [ScramHash::Sha256, ScramHash::Sha512] {
        assert_eq!(ScramHash::from_mechanism(hash.mechanism()), Some(hash));
    }
    for name in ["SCRAM-SHA-1", "scram-sha-256", "SCRAM-SHA-256-PLUS", "PLAIN", ""] {
        assert_eq!(ScramHash::from_mechanism(name), None);
    }
}

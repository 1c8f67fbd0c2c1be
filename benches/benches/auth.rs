//! What a login costs the client, without network and TLS.
//!
//! `first` derives the keys from the password (PBKDF2, 4,096 rounds), `cached` finds them; both
//! are whole SCRAM exchanges up to the check of the server's signature. Signing for AWS_MSK_IAM is
//! all there is to such a login.

use std::hint::black_box;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use criterion::{Criterion, criterion_group, criterion_main};
use kafka_auth::cache::{Begin, SaltedPasswordCache};
use kafka_auth::msk_iam::{MskIamClient, MskTokenSigner};
use kafka_auth::scram::{Nonce, ScramClient, ScramCredential, ScramHash, ScramServer};
use kafka_auth::{
    AuthError, AwsCredentials, Mechanism, Secret, ServerMechanism, ServerStep, Step,
    StoredCredential,
};

const HOST: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
const ITERATIONS: u32 = 4096;

/// What a server says to the one client nonce of this file.
struct Exchange {
    hash: ScramHash,
    server_first: Vec<u8>,
    server_final: Vec<u8>,
}

impl Exchange {
    fn record(hash: ScramHash) -> Result<Self, AuthError> {
        let credential =
            ScramCredential::from_password(hash, &Secret::new("pencil"), b"0123456789", ITERATIONS);
        let mut server = ScramServer::new(hash, Nonce::from_text("server")?);
        let mut client = client(hash)?;
        let Step::Send(first) = client.start()? else { unreachable!("client-first") };
        server.respond(&first);
        let stored = Some(StoredCredential::Scram(&credential));
        let ServerStep::Send(server_first) = server.credential(stored) else { unreachable!() };
        let Step::Derive(derivation) = client.challenge(&server_first)? else { unreachable!() };
        let Step::Send(last) = client.derived(derivation.run())? else { unreachable!() };
        let ServerStep::Accept { message, .. } = server.respond(&last) else { unreachable!() };
        Ok(Self { hash, server_first, server_final: message })
    }

    fn log_in(&self, cache: &SaltedPasswordCache) -> Result<Step, AuthError> {
        let mut client = client(self.hash)?;
        black_box(client.start()?);
        let Step::Derive(derivation) = client.challenge(black_box(&self.server_first))? else {
            unreachable!("server-first asks for a derivation")
        };
        let salted = match cache.begin(&derivation) {
            Begin::Known(salted) => salted,
            Begin::Derive(ticket) => ticket.run(),
            Begin::Wait(_) => unreachable!("nobody else is here"),
        };
        black_box(client.derived(salted)?);
        client.challenge(black_box(&self.server_final))
    }
}

fn client(hash: ScramHash) -> Result<ScramClient, AuthError> {
    ScramClient::new(hash, "user", Secret::new("pencil"), Nonce::from_text("client")?)
}

fn scram(c: &mut Criterion) {
    for hash in [ScramHash::Sha512, ScramHash::Sha256] {
        let exchange = Exchange::record(hash).expect("an exchange with itself");
        let mut group = c.benchmark_group(hash.mechanism());
        let none = SaltedPasswordCache::with_capacity(0);
        group.sample_size(50).bench_function("first", |b| b.iter(|| exchange.log_in(&none)));
        let cache = SaltedPasswordCache::new();
        group.sample_size(100).bench_function("cached", |b| b.iter(|| exchange.log_in(&cache)));
        group.finish();
    }
}

fn credentials(token: Option<&str>) -> AwsCredentials {
    let secret = Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let session_token = token.map(Secret::new);
    AwsCredentials::new("AKIAIOSFODNN7EXAMPLE", secret).session_token(session_token)
}

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_767_323_045)
}

fn iam(c: &mut Criterion) {
    // As long as those of an assumed role.
    let token = "FwoGZXIvYXdzEBY/+".repeat(44);
    let mut group = c.benchmark_group("AWS_MSK_IAM");
    for (name, credentials) in
        [("static", credentials(None)), ("assumed_role", credentials(Some(&token)))]
    {
        group.bench_function(format!("sign_{name}"), |b| {
            b.iter(|| {
                let credentials = black_box(&credentials).clone();
                MskIamClient::new(HOST, "us-east-1", credentials, "benches", now())?.start()
            })
        });
        let signer = MskTokenSigner::new("us-east-1", "benches").expect("a region");
        group.bench_function(format!("token_{name}"), |b| {
            b.iter(|| signer.sign(black_box(&credentials), now()))
        });
    }
    group.finish();
}

criterion_group!(benches, scram, iam);
criterion_main!(benches);

//! Our logins with either provider of cryptography, and what each needs for a salted password.

use std::hint::black_box;
use std::num::NonZeroU32;
use std::sync::Arc;

use kafka_admin::bench::{HandshakeBench, Until, handshake};
use kafka_admin::{Tls, TlsRoots};
use kafka_auth::tls::client_config_with;
use rustls::crypto::{CryptoProvider, aws_lc_rs as rustls_aws_lc_rs, ring as rustls_ring};

use crate::broker::Target;
use crate::ours::{FIRST, LOGINS, REPEATED, ROUNDS, SALT, TLS, config, pbkdf2, row, timed};
use crate::row::{Row, medians, table};
use crate::{PASSWORD, Result};

/// How often both take turns.
const TURNS: usize = 7;

/// Prints the medians.
pub(crate) async fn run(target: &Target) -> Result<()> {
    let mut rounds = Vec::new();
    for _ in 0..TURNS {
        rounds.push(round(target).await?);
    }
    print!("{}", table(&medians(&rounds)));
    Ok(())
}

async fn round(target: &Target) -> Result<Vec<Row>> {
    let repeated = HandshakeBench::default().connections(LOGINS / 2).until(Until::Login);
    let first = repeated.resumption(false).key_cache(false);
    let bare = first.until(Until::Tls);
    let providers = [
        ("ring", rustls_ring::default_provider()),
        ("aws-lc-rs", rustls_aws_lc_rs::default_provider()),
    ];
    let mut rows = Vec::new();
    for (name, bench) in [(FIRST, first), (REPEATED, repeated), (TLS, bare)] {
        for (provider, crypto) in &providers {
            let tls = Tls::Config(settings(crypto.clone(), target)?);
            let report = handshake(config(target).tls(tls), bench).await?;
            rows.push(row(&format!("{name}, {provider}"), &report));
        }
    }
    rows.extend(salted_passwords()?);
    Ok(rows)
}

fn settings(crypto: CryptoProvider, target: &Target) -> Result<Arc<rustls::ClientConfig>> {
    let roots = TlsRoots::PemFile(target.ca_file.clone());
    Ok(client_config_with(Arc::new(crypto), &roots, None)?)
}

/// The first is ours.
fn salted_passwords() -> Result<[Row; 3]> {
    let rounds = NonZeroU32::new(ROUNDS).ok_or("no rounds")?;
    let (password, mut key) = (PASSWORD.as_bytes(), [0; 64]);
    let by_ring = timed("PBKDF2 once, ring", || {
        use ring::pbkdf2::{PBKDF2_HMAC_SHA512, derive};
        derive(PBKDF2_HMAC_SHA512, rounds, SALT, password, &mut key);
        black_box(&key);
    })?;
    let by_aws_lc = timed("PBKDF2 once, aws-lc-rs", || {
        use aws_lc_rs::pbkdf2::{PBKDF2_HMAC_SHA512, derive};
        derive(PBKDF2_HMAC_SHA512, rounds, SALT, password, &mut key);
        black_box(&key);
    })?;
    Ok([pbkdf2()?, by_ring, by_aws_lc])
}

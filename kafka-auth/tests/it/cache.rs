//! The cache of salted passwords.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use kafka_auth::cache::{Begin, DEFAULT_CAPACITY, SaltedPasswordCache, Ticket};
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::{Derivation, Mechanism, SaltedPassword, Secret, Step};

use crate::support::{block_on, poll_once};

/// `c2FsdA==`
const SALT: &str = "c2FsdA==";

fn derivation_of(user: &str, password: &str, salt: &str, iterations: u32) -> Derivation {
    let (nonce, password) = (Nonce::from_text("c").unwrap(), Secret::new(password));
    let mut client = ScramClient::new(ScramHash::Sha256, user, password, nonce).unwrap();
    client.start().unwrap();
    match client.challenge(format!("r=cs,s={salt},i={iterations}").as_bytes()) {
        Ok(Step::Derive(derivation)) => derivation,
        other => panic!("{other:?}"),
    }
}

fn derivation() -> Derivation {
    derivation_of("user", "pencil", SALT, 4096)
}

/// One of many users.
fn user(nth: usize) -> Derivation {
    derivation_of(&format!("user{nth}"), "pencil", SALT, 4096)
}

fn ticket(begin: Begin) -> Ticket {
    match begin {
        Begin::Derive(ticket) => ticket,
        other => panic!("{other:?}"),
    }
}

fn is_known(cache: &SaltedPasswordCache, derivation: &Derivation) -> bool {
    matches!(cache.begin(derivation), Begin::Known(_))
}

/// As a driver does, which counts what it derives.
async fn salted(
    cache: &SaltedPasswordCache,
    derivation: &Derivation,
    derived: &AtomicUsize,
) -> SaltedPassword {
    loop {
        match cache.begin(derivation) {
            Begin::Known(salted) => return salted,
            Begin::Derive(ticket) => {
                derived.fetch_add(1, Ordering::SeqCst);
                return ticket.run();
            }
            Begin::Wait(wait) => {
                if let Some(salted) = wait.await {
                    return salted;
                }
            }
        }
    }
}

#[test]
fn s26_the_second_login_derives_nothing() {
    let cache = SaltedPasswordCache::new();
    let first = ticket(cache.begin(&derivation())).run();
    assert_eq!(first.expose(), derivation().run().expose());
    let Begin::Known(second) = cache.begin(&derivation()) else { panic!("forgotten") };
    assert_eq!(first.expose(), second.expose());
    assert!(is_known(&cache.clone(), &derivation()), "a clone is the same cache");
}

#[test]
fn s26_other_inputs_derive_again() {
    let cache = SaltedPasswordCache::new();
    ticket(cache.begin(&derivation())).run();
    for other in [
        derivation_of("resu", "pencil", SALT, 4096),
        derivation_of("user", "Pencil", SALT, 4096),
        derivation_of("user", "pencil", "dGxhcw==", 4096),
        derivation_of("user", "pencil", SALT, 4097),
    ] {
        ticket(cache.begin(&other));
    }
}

#[test]
fn s26_a_refused_login_is_forgotten() {
    let cache = SaltedPasswordCache::new();
    ticket(cache.begin(&derivation())).run();
    cache.confirm(&derivation().key());
    cache.forget(&derivation().key());
    assert!(!is_known(&cache, &derivation()) && cache.is_empty());
}

#[test]
fn debug_says_what_there_is_and_nothing_that_is_secret() {
    let cache = SaltedPasswordCache::new();
    let begin = cache.begin(&derivation());
    assert_eq!(format!("{:?} {begin:?}", cache.begin(&derivation())), "Wait Derive");
    let ticket = ticket(begin);
    let shown = "Derivation { hash: Sha256, iterations: 4096, .. }";
    assert_eq!(format!("{ticket:?}"), format!("Ticket({shown})"));
    let Begin::Wait(wait) = cache.begin(&derivation()) else { panic!("nobody is at work") };
    assert_eq!(format!("{wait:?}"), "Wait");
    ticket.run();
    assert!(!cache.is_empty());
    assert_eq!(format!("{:?}", cache.begin(&derivation())), "Known(redacted)");
    assert_eq!(format!("{cache:?}"), "SaltedPasswordCache { len: 1, .. }");
}

#[test]
fn s04_a_hundred_first_logins_at_once_derive_once() {
    let (cache, derived) = (SaltedPasswordCache::new(), AtomicUsize::new(0));
    let (derivation, start) = (derivation(), Barrier::new(100));
    let expected = derivation.clone().run();
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| {
                start.wait();
                let salted = block_on(salted(&cache, &derivation, &derived));
                assert_eq!(salted.expose(), expected.expose());
            });
        }
    });
    assert_eq!(derived.load(Ordering::SeqCst), 1);
}

#[test]
fn s04_a_derivation_that_is_given_up_is_taken_over() {
    let cache = SaltedPasswordCache::new();
    let first = ticket(cache.begin(&derivation()));
    let derived = AtomicUsize::new(0);
    let derivation = derivation();
    let mut waits = Box::pin(salted(&cache, &derivation, &derived));
    assert!(poll_once(waits.as_mut()).is_pending());
    drop(first);
    assert!(poll_once(waits.as_mut()).is_ready());
    assert_eq!(derived.load(Ordering::SeqCst), 1);
    assert!(is_known(&cache, &derivation));
}

#[test]
fn a_full_cache_drops_what_was_not_used_for_the_longest() {
    let cache = SaltedPasswordCache::with_capacity(3);
    for nth in 0..3 {
        ticket(cache.begin(&user(nth))).run();
        cache.confirm(&user(nth).key());
    }
    assert!(is_known(&cache, &user(0)));
    ticket(cache.begin(&user(3))).run();
    assert_eq!(cache.len(), 3);
    let known: Vec<bool> = (0..4).map(|nth| is_known(&cache, &user(nth))).collect();
    assert_eq!(known, [true, false, true, true]);
}

#[test]
fn s26_a_server_that_invents_salts_does_not_push_out_the_others() {
    let cache = SaltedPasswordCache::with_capacity(4);
    for nth in 0..3 {
        ticket(cache.begin(&user(nth))).run();
        cache.confirm(&user(nth).key());
    }
    for salt in ["YQ==", "Yg==", "Yw==", "ZA=="] {
        ticket(cache.begin(&derivation_of("user", "pencil", salt, 4096))).run();
    }
    assert_eq!(cache.len(), 4);
    assert!((0..3).all(|nth| is_known(&cache, &user(nth))));
}

#[test]
fn a_cache_without_room_keeps_nothing() {
    let cache = SaltedPasswordCache::with_capacity(0);
    ticket(cache.begin(&derivation())).run();
    assert!(cache.is_empty() && !is_known(&cache, &derivation()));
    assert_eq!(DEFAULT_CAPACITY, 128);
}

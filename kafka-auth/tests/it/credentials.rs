//! Providers of what a client logs in with.

use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::credentials::{
    CachedCredentials, DEFAULT_REFRESH_BEFORE, DEFAULT_REFUSE_BELOW, PasswordProvider,
};
use kafka_auth::{
    AuthError, AwsCredentials, AwsCredentialsProvider, CredentialsFuture, PeerText, Retry, Secret,
};

use crate::support::{Gate, block_on, poll_once};

/// A clock that is set by hand, in seconds.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }

    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

/// What a provider does when it is asked.
type Script = Box<dyn FnMut(usize) -> Result<AwsCredentials, AuthError> + Send>;

/// A provider that counts, waits at its gate, and follows a script.
#[derive(Clone)]
struct Scripted {
    gate: Arc<Gate>,
    script: Arc<Mutex<Script>>,
}

impl Scripted {
    fn new(
        script: impl FnMut(usize) -> Result<AwsCredentials, AuthError> + Send + 'static,
    ) -> Self {
        Self { gate: Arc::default(), script: Arc::new(Mutex::new(Box::new(script))) }
    }

    fn open(self) -> Self {
        self.gate.open();
        self
    }

    fn asked(&self) -> usize {
        self.gate.came()
    }

    fn cached(&self, clock: &Clock) -> CachedCredentials<Self> {
        let clock = clock.clone();
        CachedCredentials::new(self.clone(), move || clock.now())
    }
}

impl AwsCredentialsProvider for Scripted {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            self.gate.pass().await;
            (self.script.lock().unwrap())(self.asked())
        })
    }
}

/// The nth credentials, which end then.
fn ending(nth: usize, end: u64) -> AwsCredentials {
    let expires = Some(UNIX_EPOCH + Duration::from_secs(end));
    lasting(nth).expires(expires)
}

fn lasting(nth: usize) -> AwsCredentials {
    AwsCredentials::new(format!("AKID{nth}"), Secret::new("secret"))
}

fn failure() -> AuthError {
    AuthError::NoCredentials { source: "the test".into(), why: PeerText::new("offline") }
}

fn key(provider: &impl AwsCredentialsProvider) -> String {
    block_on(provider.credentials()).unwrap().access_key_id
}

#[test]
fn credentials_are_kept_until_five_minutes_before_their_end() {
    let clock = Clock::default();
    let provider = Scripted::new(|nth| Ok(ending(nth, 1_000 * nth as u64))).open();
    let cached = provider.cached(&clock);
    assert_eq!(DEFAULT_REFRESH_BEFORE, Duration::from_secs(300));
    for (now, expected) in [(0, "AKID1"), (699, "AKID1"), (700, "AKID1"), (701, "AKID2")] {
        clock.set(now);
        assert_eq!(key(&cached), expected, "{now}");
    }
    assert_eq!(provider.asked(), 2);
}

#[test]
fn the_margin_is_a_setting() {
    let clock = Clock::default();
    let provider = Scripted::new(|nth| Ok(ending(nth, 1_000))).open();
    let cached = provider.cached(&clock).refresh_before(Duration::from_secs(10));
    for (now, asked) in [(0, 1), (990, 1), (991, 2)] {
        clock.set(now);
        let _ = block_on(cached.credentials());
        assert_eq!(provider.asked(), asked, "{now}");
    }
}

#[test]
fn credentials_without_an_end_are_asked_for_each_time() {
    let provider = Scripted::new(|nth| Ok(lasting(nth))).open();
    let cached = provider.cached(&Clock::default());
    assert_eq!([key(&cached), key(&cached)], ["AKID1", "AKID2"]);
}

#[test]
fn i02_credentials_that_end_too_soon_are_fetched_again_then_refused_with_the_time_left() {
    let clock = Clock::default();
    clock.set(1_000);
    let provider = Scripted::new(|nth| Ok(ending(nth, 1_059))).open();
    let cached = provider.cached(&clock);
    let too_short = AuthError::CredentialsTooShort { seconds_left: 59, seconds_needed: 60 };
    assert_eq!(DEFAULT_REFUSE_BELOW, Duration::from_secs(60));
    assert_eq!(block_on(cached.credentials()).unwrap_err(), too_short);
    assert_eq!(too_short.to_string(), "the AWS credentials end in 59 s, a login needs 60 s");
    assert_eq!(too_short.retry(), Retry::WithFreshCredentials);
    clock.set(1_060);
    let expired = AuthError::CredentialsExpired { seconds_ago: 1 };
    assert_eq!(block_on(cached.credentials()).unwrap_err(), expired);
    clock.set(999);
    assert_eq!(key(&cached), "AKID3");
    let patient = provider.cached(&clock).refuse_below(Duration::ZERO);
    clock.set(1_059);
    assert_eq!(key(&patient), "AKID4");
}

#[test]
fn while_the_provider_fails_good_credentials_are_still_given() {
    let clock = Clock::default();
    let provider = Scripted::new(|nth| match nth {
        1 => Ok(ending(1, 1_000)),
        _ => Err(failure()),
    })
    .open();
    let cached = provider.cached(&clock);
    for (now, asked) in [(0, 1), (701, 2), (940, 3)] {
        clock.set(now);
        assert_eq!((key(&cached).as_str(), provider.asked()), ("AKID1", asked));
    }
    clock.set(941);
    assert_eq!(block_on(cached.credentials()).unwrap_err(), failure());
    assert_eq!(failure().to_string(), "no credentials from the test: offline");
}

#[test]
fn i08_credentials_that_the_broker_refused_are_forgotten() {
    let provider = Scripted::new(|nth| Ok(ending(nth, 10_000))).open();
    let cached: Arc<dyn AwsCredentialsProvider> = Arc::new(provider.cached(&Clock::default()));
    assert_eq!([key(&cached), key(&cached)], ["AKID1", "AKID1"]);
    cached.forget();
    assert_eq!([key(&cached), key(&cached)], ["AKID2", "AKID2"]);
}

#[test]
fn i08_a_broker_that_refuses_everything_costs_a_fetch_in_ten_seconds() {
    let clock = Clock::default();
    let provider = Scripted::new(|nth| Ok(ending(nth, 10_000))).open();
    let cached = provider.cached(&clock);
    for (now, nth) in [(1_000, 1), (1_001, 2), (1_009, 2), (1_010, 2), (1_011, 3)] {
        clock.set(now);
        assert_eq!(key(&cached), format!("AKID{nth}"), "{now}");
        cached.forget();
    }
    // A clock that was set back.
    clock.set(5);
    cached.forget();
    assert_eq!(key(&cached), "AKID4");
}

#[test]
fn h11_a_hundred_logins_at_once_ask_once_and_share_the_answer() {
    for answer in [Ok(()), Err(failure())] {
        let expected = answer.clone();
        let provider = Scripted::new(move |nth| answer.clone().map(|()| ending(nth, 10_000)));
        let cached = provider.cached(&Clock::default());
        let mut logins: Vec<_> = (0..100).map(|_| cached.credentials()).collect();
        for login in &mut logins {
            assert!(poll_once(login.as_mut()).is_pending());
        }
        provider.gate.open();
        for login in &mut logins {
            let Poll::Ready(result) = poll_once(login.as_mut()) else { panic!("still waiting") };
            assert_eq!(result.map(|it| assert_eq!(it.access_key_id, "AKID1")), expected);
        }
        assert_eq!(provider.asked(), 1);
    }
}

#[test]
fn h11_a_hundred_threads_get_good_credentials_from_one_fetch() {
    let provider = Scripted::new(|nth| Ok(ending(nth, 10_000))).open();
    let cached = provider.cached(&Clock::default());
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| assert_eq!(key(&cached), "AKID1"));
        }
    });
    assert_eq!(provider.asked(), 1);
}

#[test]
fn h11_when_whoever_asks_is_dropped_the_next_one_asks() {
    let provider = Scripted::new(|nth| Ok(ending(nth, 10_000)));
    let cached = provider.cached(&Clock::default());
    let (mut hangs, mut waits) = (cached.credentials(), cached.credentials());
    assert!(poll_once(hangs.as_mut()).is_pending());
    assert!(poll_once(waits.as_mut()).is_pending());
    assert_eq!(provider.asked(), 1);
    drop(hangs); // its deadline has passed
    assert!(poll_once(waits.as_mut()).is_pending());
    provider.gate.open();
    let Poll::Ready(Ok(credentials)) = poll_once(waits.as_mut()) else { panic!("no credentials") };
    assert_eq!((credentials.access_key_id.as_str(), provider.asked()), ("AKID2", 2));
}

#[test]
fn h11_a_provider_that_panics_harms_one_login() {
    let provider = Scripted::new(|nth| match nth {
        1 => panic!("the provider's own"),
        _ => Ok(ending(nth, 10_000)),
    });
    let cached = provider.cached(&Clock::default());
    let (mut first, mut second) = (cached.credentials(), cached.credentials());
    assert!(poll_once(first.as_mut()).is_pending() && poll_once(second.as_mut()).is_pending());
    provider.gate.open();
    assert!(catch_unwind(AssertUnwindSafe(|| poll_once(first.as_mut()))).is_err());
    // The script's lock is poisoned, the cache is not.
    provider.script.clear_poison();
    assert!(matches!(poll_once(second.as_mut()), Poll::Ready(Ok(_))));
    assert_eq!(key(&cached), "AKID2");
}

#[test]
fn a_static_provider_gives_itself() {
    let credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret"));
    assert_eq!(key(&credentials), "AKIDEXAMPLE");
    assert_eq!(credentials.source, "the configuration");
    let vars = |name: &str| Some(name.to_lowercase());
    let read = AwsCredentials::from_vars(vars).unwrap();
    assert_eq!(
        (read.access_key_id.as_str(), &*read.source),
        ("aws_access_key_id", "the environment")
    );
    assert_eq!(read.secret_access_key.expose(), "aws_secret_access_key");
    assert_eq!(read.session_token.unwrap().expose(), "aws_session_token");
}

#[test]
fn a_provider_in_an_arc_is_told_what_was_refused() {
    #[derive(Default)]
    struct Told(AtomicU64);
    impl PasswordProvider for Told {
        fn password(&self) -> kafka_auth::credentials::PasswordFuture<'_> {
            Box::pin(ready(Ok(Secret::new("p"))))
        }
        fn forget(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let told = Arc::new(Told::default());
    PasswordProvider::forget(&told);
    assert_eq!(told.0.load(Ordering::SeqCst), 1);
}

#[test]
fn passwords_are_asked_for_at_every_login() {
    /// Another password each time.
    struct Rotating(AtomicU64);
    impl PasswordProvider for Rotating {
        fn password(&self) -> kafka_auth::credentials::PasswordFuture<'_> {
            let nth = self.0.fetch_add(1, Ordering::SeqCst);
            Box::pin(ready(Ok(Secret::new(format!("password {nth}")))))
        }
    }
    let providers: [Arc<dyn PasswordProvider>; 2] =
        [Arc::new(Rotating(AtomicU64::new(0))), Arc::new(Secret::new("password 0"))];
    let given = |provider: &Arc<dyn PasswordProvider>| {
        let provider = Arc::clone(provider);
        block_on(provider.password()).unwrap().expose().to_owned()
    };
    assert_eq!(given(&providers[0]), "password 0");
    assert_eq!(given(&providers[0]), "password 1");
    assert_eq!([given(&providers[1]), given(&providers[1])], ["password 0"; 2]);
}

#[cfg(feature = "msk-iam")]
mod msk_iam {
    use aws_credential_types::Credentials;
    use aws_credential_types::provider::error::CredentialsError;
    use aws_credential_types::provider::{ProvideCredentials, future};
    use kafka_auth::msk_iam::{Identity, Region, SdkCredentials};

    use super::*;

    /// A provider of the SDK that has nothing.
    #[derive(Debug)]
    struct Nothing;

    impl ProvideCredentials for Nothing {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let error = CredentialsError::provider_error("no token found:\n run aws sso login");
            future::ProvideCredentials::ready(Err(error))
        }
    }

    #[test]
    fn the_sdks_credentials_become_ours() {
        let end = UNIX_EPOCH + Duration::from_secs(10_000);
        let token = Some("token".to_owned());
        let sdk = Credentials::new("AKIDEXAMPLE1", "secret", token, Some(end), "test");
        let ours = block_on(SdkCredentials::new(sdk).named("the profile ops").credentials());
        let ours = ours.unwrap();
        assert_eq!(ours.access_key_id, "AKIDEXAMPLE1");
        assert_eq!(ours.secret_access_key.expose(), "secret");
        assert_eq!(ours.session_token.as_ref().unwrap().expose(), "token");
        assert_eq!((ours.expires, &*ours.source), (Some(end), "the profile ops"));
    }

    #[test]
    fn the_sdks_errors_say_why_in_one_line() {
        let error = block_on(SdkCredentials::new(Nothing).credentials()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no credentials from the AWS SDK's providers: an error occurred while loading \
             credentials: no token found:\\n run aws sso login"
        );
        assert_eq!(error.retry(), Retry::AfterPause);
    }

    #[test]
    fn an_identity_says_who_from_where_and_which_region_and_why() {
        let mut credentials = AwsCredentials::new("AKIAIOSFODNN7EXAMPLE", Secret::new("secret"));
        let region = Region::resolve(
            None,
            "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com",
            |_| None,
            None,
        );
        let region = region.unwrap();
        assert_eq!(
            Identity::new(&credentials, region.clone()).to_string(),
            "access key ****************MPLE from the configuration, region us-east-1 (from the \
             broker's name)"
        );
        credentials.session_token = Some(Secret::new("token"));
        credentials.source = "the profile ops".into();
        let identity = Identity::new(&credentials, region);
        assert!(identity.is_temporary);
        assert!(identity.to_string().starts_with("temporary access key"));
        assert!(identity.to_string().contains("from the profile ops"));
    }
}

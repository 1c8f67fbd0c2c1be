//! I09: a thousand tasks that want credentials at the same moment.

use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::credentials::CachedCredentials;
use kafka_auth::{
    AuthError, AwsCredentials, AwsCredentialsProvider, CredentialsFuture, PeerText, Secret,
};
use tokio::sync::{Barrier, Semaphore};
use tokio::task::{self, Id, JoinHandle};
use tokio::time::timeout;

const TASKS: usize = 1_000;

type Resolved = Result<AwsCredentials, AuthError>;

/// A provider that keeps everybody waiting until it is opened, and knows who asked.
struct Gated {
    answer: Resolved,
    open: Semaphore,
    /// The tasks that asked; the test itself is none. A permit for each.
    asked: Mutex<Vec<Option<Id>>>,
    came: Semaphore,
    inside: AtomicUsize,
}

/// Leaves even when its task is dropped.
struct Inside<'a>(&'a AtomicUsize);

impl<'a> Inside<'a> {
    fn enter(inside: &'a AtomicUsize) -> Self {
        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "resolved twice at once");
        Self(inside)
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl AwsCredentialsProvider for Gated {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let _inside = Inside::enter(&self.inside);
            self.asked.lock().unwrap().push(task::try_id());
            self.came.add_permits(1);
            self.open.acquire().await.unwrap().forget();
            self.answer.clone()
        })
    }
}

/// Every task, waiting for what one of them asked for.
struct Crowd {
    cached: Arc<CachedCredentials<Arc<Gated>>>,
    gated: Arc<Gated>,
    tasks: HashMap<Id, JoinHandle<Resolved>>,
}

impl Crowd {
    async fn gather(answer: Resolved) -> Self {
        let gated = Arc::new(Gated {
            answer,
            open: Semaphore::new(0),
            asked: Mutex::default(),
            came: Semaphore::new(0),
            inside: AtomicUsize::new(0),
        });
        let cached = Arc::new(CachedCredentials::new(Arc::clone(&gated), now));
        let (together, waiting) = (Arc::new(Barrier::new(TASKS)), Arc::new(Semaphore::new(0)));
        let tasks = (0..TASKS).map(|_| {
            task::spawn(log_in(Arc::clone(&cached), Arc::clone(&together), Arc::clone(&waiting)))
        });
        let tasks = tasks.map(|task| (task.id(), task)).collect();
        waiting.acquire_many(TASKS as u32).await.unwrap().forget();
        Self { cached, gated, tasks }
    }

    /// The task that asks the provider, once it does.
    async fn leader(&mut self) -> JoinHandle<Resolved> {
        self.gated.came.acquire().await.unwrap().forget();
        let id = self.gated.asked.lock().unwrap().last().copied().flatten();
        self.tasks.remove(&id.unwrap()).unwrap()
    }

    /// What those got who are left, after one answer of the provider.
    async fn results(&mut self) -> Vec<Resolved> {
        self.gated.open.add_permits(1);
        let mut results = Vec::new();
        for (_, task) in self.tasks.drain() {
            results.push(task.await.unwrap());
        }
        results
    }

    fn asked(&self) -> usize {
        self.gated.asked.lock().unwrap().len()
    }
}

/// Says that it waits once it does.
async fn log_in(
    cached: Arc<CachedCredentials<Arc<Gated>>>,
    together: Arc<Barrier>,
    waiting: Arc<Semaphore>,
) -> Resolved {
    together.wait().await;
    let mut login = cached.credentials();
    let first = poll_fn(|context| Poll::Ready(login.as_mut().poll(context))).await;
    assert!(first.is_pending(), "the provider has not answered yet");
    waiting.add_permits(1);
    login.await
}

fn now() -> SystemTime {
    UNIX_EPOCH
}

fn good() -> AwsCredentials {
    let expires = Some(UNIX_EPOCH + Duration::from_secs(10_000));
    AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret")).expires(expires)
}

/// Whoever hangs fails.
async fn in_time<T>(test: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(60), test).await.expect("somebody waits for ever")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i09_a_thousand_tasks_resolve_once_and_share_the_credentials() {
    in_time(async {
        let mut crowd = Crowd::gather(Ok(good())).await;
        let results = crowd.results().await;
        assert_eq!((results.len(), crowd.asked()), (TASKS, 1));
        for credentials in results {
            let place = credentials.unwrap().secret_access_key.expose().as_ptr();
            let secret = crowd.gated.answer.as_ref().unwrap().secret_access_key.expose();
            assert_eq!(place, secret.as_ptr(), "the same memory");
        }
        assert!(crowd.cached.credentials().await.is_ok());
        assert_eq!(crowd.asked(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i09_a_thousand_tasks_share_a_failure_and_only_the_next_one_asks_again() {
    in_time(async {
        let failure =
            AuthError::NoCredentials { source: "the test".into(), why: PeerText::new("offline") };
        let mut crowd = Crowd::gather(Err(failure.clone())).await;
        let results = crowd.results().await;
        assert_eq!((results.len(), crowd.asked()), (TASKS, 1));
        assert!(results.into_iter().all(|result| result.unwrap_err() == failure));
        crowd.gated.open.add_permits(1);
        assert_eq!(crowd.cached.credentials().await.unwrap_err(), failure);
        assert_eq!(crowd.asked(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i09_when_those_who_ask_are_dropped_one_after_the_other_nobody_hangs() {
    const DROPPED: usize = 10;
    in_time(async {
        let mut crowd = Crowd::gather(Ok(good())).await;
        for _ in 0..DROPPED {
            let leader = crowd.leader().await;
            leader.abort();
            assert!(leader.await.unwrap_err().is_cancelled());
        }
        let results = crowd.results().await;
        assert_eq!((results.len(), crowd.asked()), (TASKS - DROPPED, DROPPED + 1));
        assert!(results.iter().all(Result::is_ok));
    })
    .await;
}

//! Answers that come later: the group keeps a ticket, the request a promise.

use std::future::pending;

use tokio::sync::watch;

use crate::state::Changed;

/// What is known at once, or later.
#[derive(Debug)]
pub(crate) enum Reply<T> {
    Now(T),
    Later(Promise<T>),
}

/// With what a group answers a request that waits.
#[derive(Clone, Debug)]
pub(crate) struct Ticket<T>(watch::Sender<Option<T>>);

/// With what a request waits for its group.
#[derive(Debug)]
pub(crate) struct Promise<T>(watch::Receiver<Option<T>>);

impl<T: Clone + Send + Sync + 'static> Ticket<T> {
    pub(crate) fn new() -> (Self, Promise<T>) {
        let (sender, receiver) = watch::channel(None);
        (Self(sender), Promise(receiver))
    }

    pub(crate) fn answer(&self, answer: T) {
        self.0.send_replace(Some(answer));
    }

    /// Lets the request look again, because the group's next deadline has come nearer.
    pub(crate) fn wake(&self) {
        self.0.send_modify(|_| ());
    }
}

impl<T: Clone + Send + Sync + 'static> Promise<T> {
    /// The answer, if it is there. What happened until now does not end [`Promise::changed`].
    pub(crate) fn look(&mut self) -> Option<T> {
        self.0.borrow_and_update().clone()
    }

    /// The answer, if it is there.
    pub(crate) fn peek(&self) -> Option<T> {
        self.0.borrow().clone()
    }

    /// Ends with the first news since the last look. A ticket that was thrown away, because the member
    /// asked again, has none: as in Kafka, the request is never answered.
    pub(crate) fn changed(&self) -> Changed {
        let mut receiver = self.0.clone();
        Box::pin(async move {
            if receiver.changed().await.is_err() {
                pending::<()>().await;
            }
        })
    }
}

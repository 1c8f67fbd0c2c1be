//! What one admin call is, apart from everything that all calls have in common.

use std::fmt::Display;
use std::hash::Hash;

use kafka_proto::Request;

use super::route::Route;
use crate::Result;
use crate::net::connection::Effect;

/// What a [`Call`](super::Call) asks, and how it goes over the wire. This crate has all of them.
pub trait Operation: Sized + Send + Sync + 'static {
    /// What is asked about: one of it, or several.
    type Item: Clone + Send + Sync;
    /// What names an item in a [`Batch`](super::Batch).
    type Key: Display + Eq + Hash + Send + Sync;
    /// What there is to know about an item afterwards.
    type Value: Send;

    #[doc(hidden)]
    type Request<'a>: Request<'a>;

    /// Whether it changes something: then it is never sent again while it is unknown what became of it.
    #[doc(hidden)]
    const EFFECT: Effect;

    /// The newest version of the API that may be used, where newer ones tell less.
    #[doc(hidden)]
    const NEWEST: i16 = i16::MAX;

    /// Whether answers name the item that they are about, so that no two items may have one name.
    /// Otherwise they stand in the order of the request.
    #[doc(hidden)]
    const ANSWERED_BY_NAME: bool = true;

    #[doc(hidden)]
    fn key(&self, item: &Self::Item) -> Self::Key;

    /// Refuses what no broker would accept, before anything is sent.
    #[doc(hidden)]
    fn check(&self, _item: &Self::Item) -> Result<()> {
        Ok(())
    }

    /// Who is to be asked about the item.
    #[doc(hidden)]
    fn route<'a>(&self, item: &'a Self::Item) -> Route<'a>;

    /// What no two items of one request may share: of those that do, each goes in a request of its own.
    #[doc(hidden)]
    fn once_in_a_request<'a>(&self, _item: &'a Self::Item) -> Option<&'a str> {
        None
    }

    /// How many items one request of that version may be about.
    #[doc(hidden)]
    fn at_most(_version: i16) -> usize {
        usize::MAX
    }

    /// One request about all these items.
    #[doc(hidden)]
    fn request<'a>(&'a self, items: &[&'a Self::Item], terms: Terms) -> Result<Self::Request<'a>>;

    /// One result for each of the items, in their order.
    ///
    /// # Errors
    /// The broker refused the request as a whole.
    #[doc(hidden)]
    fn answers(
        &self,
        items: &[&Self::Item],
        response: &ResponseOf<'_, Self>,
    ) -> Result<Vec<Result<Self::Value>>>;
}

/// An operation that a broker can check without doing it.
pub trait Validates: Operation {}

/// What brokers answer to an operation.
pub(super) type ResponseOf<'r, O> =
    <<O as Operation>::Request<'static> as Request<'static>>::Response<'r>;

/// What a request is made for.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// The version of the API.
    pub version: i16,
    /// How long the broker may work on it, in milliseconds: as long as this client waits for one answer.
    pub timeout_ms: i32,
    /// Only ask whether it would work; of operations that [can be validated](Validates).
    pub validate_only: bool,
}

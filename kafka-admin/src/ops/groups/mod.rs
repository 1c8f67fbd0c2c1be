//! Groups: list them, and wait until this client may do something with one.

mod allowed;
mod list;
mod operations;

pub use list::GroupListing;

//! Bytes as somebody gives them: as hex or a dump, with or without header and length, taken for one thing or another.
//!
//! `kadm decode` and the page in the browser read the same.

mod advice;
mod content;
mod dump;

pub use self::advice::next_step;
pub use self::content::Content;
pub use self::dump::unhex;

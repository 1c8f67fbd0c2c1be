//! Consumer groups: what this client may do with one.

mod allowed;
mod operations;

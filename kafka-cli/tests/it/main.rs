//! `kadm` as a whole, in one program: each further one would be linked with all of it again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(feature = "aws-config")]
mod aws;
mod bench;
mod brokers;
mod browser;
mod captures;
mod cluster;
mod codes;
mod commands;
mod common;
mod completion;
mod contexts;
#[cfg(feature = "control-plane")]
mod control;
mod decode;
mod demo;
mod doctor;
mod formats;
mod groups;
mod guide;
mod hints;
mod hostile;
mod hostile_broker;
mod key_stores;
mod program;
mod quotas;
mod records;
mod share;
#[cfg(unix)]
mod shells;
mod tap;
mod tokens;
mod trust;
mod users;
mod why;

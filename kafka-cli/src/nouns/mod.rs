//! The commands, a folder for each noun and a file for each verb: its arguments, and what it does.

use crate::context::commands;

mod acl;
mod bench;
mod config;
mod decode;
mod demo;
mod emulator;
mod metadata;
mod quota;
mod share;
mod token;
mod topic;
mod trust;
mod user;

commands! {
    enum Command {
        Share(share::Share),
        Demo(demo::Demo),
        Emulator(emulator::Emulator),
        #[command(subcommand)]
        Topic(topic::Topic),
        #[command(subcommand)]
        Acl(acl::Acl),
        #[command(subcommand)]
        Config(config::Config),
        #[command(subcommand)]
        Quota(quota::Quota),
        #[command(subcommand)]
        Token(token::Token),
        #[command(subcommand)]
        User(user::User),
        Metadata(metadata::Metadata),
        Decode(decode::Decode),
        Trust(trust::Trust),
        #[command(subcommand)]
        Bench(bench::Bench),
    }
}

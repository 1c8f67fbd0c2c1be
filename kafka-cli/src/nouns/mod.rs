//! The commands, a folder for each noun and a file for each verb: its arguments, and what it does.

use crate::context::commands;

mod acl;
mod as_user;
mod bench;
mod broker;
mod cluster;
mod completion;
mod config;
mod context;
mod decode;
mod demo;
mod doctor;
mod emulator;
mod group;
mod hostile;
mod man;
mod metadata;
mod partition;
mod producer;
mod quota;
mod share;
mod tap;
mod token;
mod topic;
mod transaction;
mod trust;
mod unshare;
mod user;
mod whoami;

commands! {
    enum Command {
        Share(share::Share),
        Unshare(unshare::Unshare),
        Whoami(whoami::Whoami),
        Doctor(doctor::Doctor),
        Demo(demo::Demo),
        Emulator(emulator::Emulator),
        #[command(subcommand)]
        Topic(topic::Topic),
        #[command(subcommand)]
        Acl(acl::Acl),
        #[command(subcommand)]
        Config(config::Config),
        #[command(subcommand)]
        Group(group::Group),
        #[command(subcommand)]
        Transaction(transaction::Transaction),
        #[command(subcommand)]
        Producer(producer::Producer),
        #[command(subcommand)]
        Quota(quota::Quota),
        #[command(subcommand)]
        Token(token::Token),
        #[command(subcommand)]
        User(user::User),
        #[command(subcommand)]
        Broker(broker::Broker),
        #[command(subcommand)]
        Cluster(cluster::Cluster),
        #[command(subcommand)]
        Partition(partition::Partition),
        #[command(subcommand)]
        Context(context::Contexts),
        Metadata(metadata::Metadata),
        Decode(decode::Decode),
        Tap(tap::Tap),
        Trust(trust::Trust),
        #[command(subcommand)]
        Hostile(hostile::Hostile),
        #[command(subcommand)]
        Bench(bench::Bench),
        Completion(completion::Completion),
        #[command(hide = true)]
        Complete(completion::Complete),
        Man(man::Man),
    }
}

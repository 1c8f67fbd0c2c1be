//! `kadm hostile`: a broker that breaks the rules, to hold a client against.

use kafka_emulator::hostile::{self, Case};

use crate::context::commands;
use crate::failure::{Failure, Result};
use crate::near::nearest;

mod client;
mod list;
mod run;
mod serve;
mod verdict;

commands! {
    /// Break the rules of the protocol, one by one, to see what a client does.
    enum Hostile {
        List(list::List),
        Serve(serve::Serve),
        Run(run::Run),
    }
}

/// The case of that number.
fn case(id: &str) -> Result<&'static Case> {
    hostile::case(id).ok_or_else(|| {
        let failure = Failure::usage(format!("there is no case {id}"));
        match nearest(id, hostile::cases().map(|case| case.id)) {
            Some(near) => failure.hint(format!("did you mean {near}? kadm hostile list shows all")),
            None => failure.hint("kadm hostile list shows all"),
        }
    })
}

//! `kadm transaction`.

use crate::context::commands;

mod abort;
mod describe;
mod find_hanging;
mod list;
mod producers;
mod terminate;

pub(super) use describe::show_all;
pub(super) use producers::show_producers;

commands! {
    /// List, describe and end transactions, and find those that nothing ends by itself.
    enum Transaction {
        List(list::List),
        Describe(describe::Describe),
        FindHanging(find_hanging::FindHanging),
        Abort(abort::Abort),
        Terminate(terminate::Terminate),
    }
}

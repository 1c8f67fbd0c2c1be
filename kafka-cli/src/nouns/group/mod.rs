//! `kadm group`.

use crate::context::commands;

mod delete;
mod describe;
mod every;
mod lag;
mod list;
mod offsets;
mod remove_members;
mod reset;
mod scope;
mod share_offsets;

commands! {
    /// List and describe groups, see what they have left to read, set their offsets, delete them.
    enum Group {
        List(list::List),
        Describe(describe::Describe),
        Lag(lag::Lag),
        #[command(subcommand)]
        Offsets(offsets::Offsets),
        #[command(subcommand)]
        ShareOffsets(share_offsets::ShareOffsets),
        Reset(reset::Reset),
        RemoveMembers(remove_members::RemoveMembers),
        Delete(delete::Delete),
    }
}

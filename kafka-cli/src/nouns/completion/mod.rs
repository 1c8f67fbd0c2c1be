//! `kadm completion`: the part of completion that a shell sources. What can be typed next kadm says itself, by
//! `kadm complete`, so that all shells know the same, and names of the cluster too.

use clap::{Args, ValueEnum};

use crate::context::{Context, Run};
use crate::failure::Result;

mod candidates;
mod complete;
mod live;

pub(super) use complete::Complete;

/// Print what a shell needs to complete kadm's command lines.
///
/// It completes verbs, flags and values, and names of topics, groups and users: those of the cluster
/// that the line, or the context in use, leads to, if it answers within a second. Nobody is asked for a
/// password for it, and no command is run for one.
///
///   bash:        source <(kadm completion bash)
///   zsh:         source <(kadm completion zsh)
///   fish:        kadm completion fish | source
///   PowerShell:  kadm completion powershell | Out-String | Invoke-Expression
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Completion {
    /// bash, zsh, fish or powershell.
    #[arg(value_name = "SHELL", ignore_case = true)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

impl Run for Completion {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let script = match self.shell {
            Shell::Bash => include_str!("kadm.bash"),
            Shell::Zsh => include_str!("kadm.zsh"),
            Shell::Fish => include_str!("kadm.fish"),
            Shell::Powershell => include_str!("kadm.ps1"),
        };
        context.report.set("script", script);
        context.report.line(script.trim_end());
        Ok(())
    }
}

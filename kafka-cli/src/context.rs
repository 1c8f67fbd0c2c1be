//! What a command is, what it is given, and how its run ends.

use kafka_admin::Admin;

use crate::connect::{self, ConnectArgs};
use crate::failure::Result;
use crate::output::{Format, Report};
use crate::outside::Outside;
use crate::running::Running;

/// A command: its fields are its arguments, and this is what it does.
pub(crate) trait Run {
    /// What it has to say goes into the report of the context.
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()>;

    /// What it runs on. Most commands ask a cluster and wait for its answer.
    fn threads(&self) -> Threads {
        Threads::One
    }
}

/// The threads of the runtime that a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threads {
    /// The one that is there. To start more, and to wake one another, takes them longer than the
    /// command's own work does.
    One,
    /// One for each core, for what serves or measures.
    OnePerCore,
}

impl Threads {
    pub(crate) fn runtime(self) -> std::io::Result<tokio::runtime::Runtime> {
        let mut builder = match self {
            Self::One => tokio::runtime::Builder::new_current_thread(),
            Self::OnePerCore => tokio::runtime::Builder::new_multi_thread(),
        };
        builder.enable_all().build()
    }
}

/// One run of a command.
pub(crate) struct Context<'a, 'b> {
    pub(crate) outside: &'a mut Outside<'b>,
    pub(crate) format: Format,
    pub(crate) report: Report,
    /// An emulator that goes on when the result is written.
    pub(crate) running: Option<Running>,
}

impl Context<'_, '_> {
    /// Connects to the cluster that the flags, the environment and the files name.
    pub(crate) async fn connect(&mut self, args: &ConnectArgs) -> Result<Admin> {
        Ok(Admin::connect(connect::settings(args, self.outside)?.config).await?)
    }
}

/// Runs the command of these words, writes its result, and gives the exit code.
pub(crate) async fn run(
    command: &impl Run,
    words: &str,
    format: Format,
    outside: &mut Outside<'_>,
) -> u8 {
    let report = Report::new(words, format, outside);
    let mut context = Context { outside, format, report, running: None };
    let outcome = command.run(&mut context).await;
    let Context { outside, mut report, running, .. } = context;
    let mut warnings = outside.take_warnings();
    warnings.append(&mut report.warnings);
    report.warnings = warnings;
    if let Err(failure) = outcome {
        report.fail(failure);
    }
    let code = report.finish();
    if let Some(running) = running {
        // Nobody can use an emulator of which nobody learned how to reach it.
        running.run(outside.stdout().lost().is_none()).await;
    }
    code
}

/// Defines the enum of a noun: one line for each verb, whose struct implements [`Run`].
macro_rules! commands {
    ($(#[$on_enum:meta])* enum $noun:ident {
        $($(#[$on_verb:meta])* $verb:ident($args:ty),)*
    }) => {
        $(#[$on_enum])*
        #[derive(Debug, clap::Subcommand)]
        pub(crate) enum $noun {
            $($(#[$on_verb])* $verb($args),)*
        }

        impl $crate::context::Run for $noun {
            async fn run(
                &self,
                context: &mut $crate::context::Context<'_, '_>,
            ) -> $crate::failure::Result<()> {
                match self {
                    $(Self::$verb(verb) => verb.run(context).await,)*
                }
            }

            fn threads(&self) -> $crate::context::Threads {
                match self {
                    $(Self::$verb(verb) => $crate::context::Run::threads(verb),)*
                }
            }
        }
    };
}
pub(crate) use commands;

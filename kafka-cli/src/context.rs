//! What a command is, what it is given, and how its run ends.

use std::sync::Arc;
use std::time::Duration;

use kafka_admin::Admin;
use tokio::time::{Instant, timeout_at};

use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::failure::{Failure, Result};
use crate::output::{Format, Report};
use crate::outside::Outside;
use crate::progress::TICK;
use crate::running::Running;

/// What the library has beyond the time of the command, to say itself what it was waiting for.
const GRACE: Duration = Duration::from_millis(100);

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
    /// The definition of all commands.
    pub(crate) definition: fn() -> clap::Command,
}

impl Context<'_, '_> {
    /// Connects to the cluster that the flags, the environment and the files name.
    pub(crate) async fn connect(&mut self, args: &ConnectArgs) -> Result<Admin> {
        let admin = Admin::connect(connect::settings(args, self.outside)?.config).await?;
        self.outside.progress().begin("waiting for the cluster's answer");
        Ok(admin)
    }
}

/// Runs the command of these words, writes its result, and gives the exit code.
pub(crate) async fn run(
    command: &impl Run,
    definition: fn() -> clap::Command,
    words: &str,
    format: Format,
    outside: &mut Outside<'_>,
) -> u8 {
    let report = Report::new(words, format, outside);
    let mut context = Context { outside, format, report, running: None, definition };
    let outcome = watched(command, &mut context).await;
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

/// Runs a command, shows whoever waits for long what it waits for, and ends it when its time is over.
async fn watched(command: &impl Run, context: &mut Context<'_, '_>) -> Result<()> {
    let (progress, limit) = (Arc::clone(context.outside.progress()), context.outside.time_left());
    let started = Instant::now();
    let end = limit.map(|limit| started + limit + GRACE);
    let mut running = std::pin::pin!(command.run(context));
    loop {
        let tick = progress.is_watched().then(|| Instant::now() + TICK);
        let Some(next) = tick.into_iter().chain(end).min() else { return running.await };
        if let Ok(outcome) = timeout_at(next, &mut running).await {
            progress.end();
            return outcome;
        }
        if end.is_some_and(|end| end <= Instant::now()) {
            return Err(too_late(limit.unwrap_or_default(), &progress.phase()));
        }
        progress.tick(started.elapsed());
    }
}

/// A request may be on the way when the time is over.
fn too_late(limit: Duration, phase: &str) -> Failure {
    let message = format!("the command took longer than {} s: {phase}", limit.as_secs_f32());
    Failure { message, ..Failure::timeout() }
        .hint("give it a longer --timeout; if it was to change something, look whether it did")
}

/// Defines the enum of a noun: one line for each verb, whose struct implements [`Run`].
macro_rules! commands {
    ($(#[$on_enum:meta])* enum $noun:ident {
        $($(#[$on_verb:meta])* $verb:ident($args:ty),)*
    }) => {
        $(#[$on_enum])*
        #[derive(Debug, clap::Subcommand)]
        // Of some ninety verbs with thirty flags each, one run needs those of one.
        #[command(defer = true)]
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

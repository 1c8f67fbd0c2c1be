//! `kadm context add`.

use clap::Args;
use kafka_admin::{Config, ConfigKey, Parsed, Properties};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::contexts::{Contexts, own};
use crate::failure::{Failure, Result};
use crate::layers;
use crate::outside::Outside;
use crate::password;

/// Keep settings under a name. Nothing is connected to.
///
/// A password is not kept: --password-file keeps where it is, --password-command what prints it. The
/// first context is in use at once.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The name: letters, digits, - and _.
    #[arg(value_name = "NAME")]
    name: String,
    /// A command of the shell that prints the password, such as 'pass show kafka/ops'.
    #[arg(long, value_name = "COMMAND", conflicts_with = "password_file")]
    password_command: Option<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Add {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let settings = self.settings(context.outside)?;
        let mut contexts = Contexts::read(context.outside)?;
        contexts.add(&self.name, &settings)?;
        let is_first = contexts.names().len() == 1;
        if is_first {
            contexts.set_current(&self.name)?;
        }
        contexts.write()?;
        let (report, path) = (&mut context.report, contexts.path().display().to_string());
        report.set("name", &self.name);
        report.set("current", is_first);
        report.set("file", &path);
        let in_use = if is_first { ", and it is in use" } else { "" };
        report.line(format_args!("added {} to {path}{in_use}", self.name));
        Ok(())
    }
}

impl Add {
    fn settings(&self, outside: &Outside<'_>) -> Result<Vec<(String, String)>> {
        let connect = &self.connect;
        for (flag, is_given) in [
            ("--context", connect.context.is_some()),
            ("--command-config", connect.command_config.is_some()),
        ] {
            if is_given {
                return Err(Failure::usage(format!("{flag} is no setting that a context keeps"))
                    .hint("give the settings themselves, by -b and -X"));
            }
        }
        let mut settings = Vec::new();
        let arguments = layers::arguments(connect)?;
        if let Some(servers) = layers::brokers(connect, [&arguments].into_iter())? {
            settings.push(("bootstrap.servers".into(), servers));
        }
        for (key, value) in arguments.iter() {
            // The first name, and nothing that has no effect.
            let known = ConfigKey::find(key).map(|key| key.name);
            settings.push((known.unwrap_or(key).to_owned(), value.to_owned()));
        }
        let password_file = connect.password_file.as_deref().map(absolute).transpose()?;
        for (key, value) in [
            (own::PASSWORD_FILE, &password_file),
            (own::PASSWORD_COMMAND, &self.password_command),
            (own::AWS_REGION, &connect.aws_region),
            (own::AWS_PROFILE, &connect.aws_profile),
            (own::AWS_ROLE_ARN, &connect.aws_role_arn),
        ] {
            settings.extend(value.clone().map(|value| (key.to_owned(), value)));
        }
        check(&settings, self.user_of_secret(outside)?, outside)?;
        Ok(settings)
    }

    /// A secret of AWS Secrets Manager names its user. The file may come later.
    fn user_of_secret(&self, outside: &Outside<'_>) -> Result<Option<String>> {
        match self.connect.password_file.as_deref().filter(|path| path.exists()) {
            None => Ok(None),
            Some(path) => Ok(password::login_from_file(path, "the login", outside)?.0),
        }
    }
}

/// The folder in which the command is run is another one each time.
fn absolute(path: &std::path::Path) -> Result<String> {
    if path == std::path::Path::new("-") {
        return Err(Failure::usage("a context keeps where the password is, and - is nowhere"));
    }
    let absolute =
        std::path::absolute(path).map_err(|error| Failure::cannot_read(path.display(), error))?;
    Ok(absolute.display().to_string())
}

/// What contradicts itself is told now, not at the first connection.
fn check(settings: &[(String, String)], user: Option<String>, outside: &Outside<'_>) -> Result<()> {
    let mut properties: Properties = settings.iter().cloned().collect();
    if properties.get("bootstrap.servers").is_none_or(str::is_empty) {
        return Err(Failure::usage("a context needs brokers").hint("name them by -b HOST:PORT"));
    }
    own::ALL.iter().for_each(|key| drop(properties.remove(key)));
    if let Some(user) = user.filter(|_| properties.get("sasl.username").is_none()) {
        properties.set("sasl.username", user);
    }
    if properties.get("sasl.username").is_some() && properties.get("sasl.jaas.config").is_none() {
        // It comes later, from where the context says.
        properties.set("sasl.password", "x");
    }
    let Parsed { mut config, warnings, .. } = Config::from_properties(&properties)?;
    warnings.into_iter().for_each(|warning| outside.warn(warning));
    config.infer_from_port()?;
    Ok(())
}

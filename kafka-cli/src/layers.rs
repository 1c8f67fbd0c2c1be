//! The places where settings come from, and which of them wins.

use std::path::PathBuf;

use kafka_admin::escape::Escaped;
use kafka_admin::{AwsOptions, ConfigKey, Properties};

use crate::aws_json::{self, Login, Network};
use crate::connect_args::ConnectArgs;
use crate::contexts::{Contexts, own};
use crate::failure::{Failure, Result};
use crate::outside::Outside;
use crate::password::{self, is_secret, unreadable};

const BOOTSTRAP: &str = "bootstrap.servers";
const USER: &str = "sasl.username";
/// What answers the question for the password.
const PASSWORDS: [&str; 2] = ["sasl.password", "sasl.jaas.config"];

/// Whether passwords are fetched, or only looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// Files are read and commands run.
    Read,
    /// Nothing is fetched; what would be says so in place of the value.
    Leave,
}

/// All places, the nearest first.
#[derive(Debug)]
pub(crate) struct Layers(Vec<Layer>);

/// What one place sets.
#[derive(Debug)]
struct Layer {
    origin: Origin,
    settings: Properties,
}

/// Where a setting comes from.
#[derive(Debug)]
enum Origin {
    Flag,
    Setting,
    Environment,
    Context(String, PathBuf),
    File(PathBuf),
}

/// What stands for a secret.
const HIDDEN: &str = "(not shown)";

impl Layers {
    /// Gathers them.
    ///
    /// # Errors
    /// One of them is not what it should be.
    pub(crate) fn gather(
        args: &ConnectArgs,
        outside: &Outside<'_>,
        secrets: Secrets,
    ) -> Result<Self> {
        let mut layers = Self(Vec::new());
        let (arguments, environment) = (arguments(args)?, environment(outside));
        let file = file(args, outside)?;
        let others = [&arguments, &environment, &file];
        layers.add(Origin::Flag, flags(args, others, outside, secrets)?);
        layers.add(Origin::Setting, arguments);
        layers.add(Origin::Environment, environment);
        layers.add_context(args, &file, outside, secrets)?;
        if let Some(path) = &args.command_config {
            layers.add(Origin::File(path.clone()), file);
        }
        Ok(layers)
    }

    /// The settings of all places, without those that are kadm's own.
    pub(crate) fn merged(&self) -> Properties {
        let mut merged = Properties::new();
        for layer in self.0.iter().rev() {
            let mut settings = layer.settings.clone();
            own::ALL.iter().for_each(|key| drop(settings.remove(key)));
            merged.overlay(settings);
        }
        merged
    }

    /// A setting that is kadm's own.
    pub(crate) fn own(&self, key: &str) -> Option<&str> {
        self.0.iter().find_map(|layer| layer.settings.get(key))
    }

    /// Which AWS credentials are meant: `java` is what `sasl.jaas.config` says.
    pub(crate) fn aws_options(&self, mut java: AwsOptions) -> AwsOptions {
        let of_java = self.0.iter().position(|layer| layer.settings.get(PASSWORDS[1]).is_some());
        let nearer = |key| {
            let place = self.0.iter().position(|layer| layer.settings.get(key).is_some());
            place.filter(|place| of_java.is_none_or(|java| *place <= java))?;
            self.own(key).map(str::to_owned)
        };
        java.profile_name = nearer(own::AWS_PROFILE).or(java.profile_name);
        java.role_arn = nearer(own::AWS_ROLE_ARN).or(java.role_arn);
        java
    }

    /// Each setting with its value and its place, for people.
    pub(crate) fn shown(&self) -> Vec<(String, String, String)> {
        let merged = self.merged();
        let own = own::ALL.iter().filter_map(|key| Some((*key, self.own(key)?)));
        let shown = |(key, value): (&str, &str)| {
            let value = if is_secret(key, value) { HIDDEN } else { value };
            (key.to_owned(), value.to_owned(), self.origin(key))
        };
        merged.iter().chain(own).map(shown).collect()
    }

    /// Where a setting comes from.
    fn origin(&self, key: &str) -> String {
        let names: Vec<&str> = match ConfigKey::find(key) {
            Some(known) => known.names().collect(),
            None => vec![key],
        };
        for Layer { origin, settings } in &self.0 {
            if let Some(name) = names.iter().find(|name| settings.get(name).is_some()) {
                return match origin {
                    Origin::Flag => flag_of(key).to_owned(),
                    Origin::Setting => format!("-X {name}"),
                    Origin::Environment => format!("environment ({})", variable(name)),
                    Origin::Context(context, path) => {
                        format!("context {context} ({})", path.display())
                    }
                    Origin::File(path) => format!("file {}", path.display()),
                };
            }
        }
        "-".to_owned()
    }

    fn add(&mut self, origin: Origin, settings: Properties) {
        self.0.push(Layer { origin, settings });
    }

    fn has(&self, key: &str) -> bool {
        self.0.iter().any(|layer| layer.settings.get(key).is_some())
    }

    /// Adds the context that is named, else the one that is in use. That one is left out where brokers are
    /// named in another way: its login is for its own brokers.
    fn add_context(
        &mut self,
        args: &ConnectArgs,
        file: &Properties,
        outside: &Outside<'_>,
        secrets: Secrets,
    ) -> Result<()> {
        let named = args.context.clone().or_else(|| outside.var("KADM_CONTEXT"));
        let is_elsewhere = |it: &Properties| names_of(BOOTSTRAP).any(|name| it.get(name).is_some());
        let has_brokers =
            is_elsewhere(file) || self.0.iter().any(|layer| is_elsewhere(&layer.settings));
        if named.is_none() && has_brokers {
            return Ok(());
        }
        let contexts = Contexts::read(outside)?;
        let Some(name) = named.as_deref().or_else(|| contexts.current()) else { return Ok(()) };
        let mut settings = contexts.settings(name)?;
        if args.context.is_some() {
            self.warn_of_environment(name, &settings, outside);
        }
        if !PASSWORDS.iter().any(|key| self.has(key)) {
            fetch_password(name, &mut settings, outside, secrets)?;
        }
        self.add(Origin::Context(name.to_owned(), contexts.path().to_owned()), settings);
        Ok(())
    }

    /// Whoever names a context means what it says, and may have forgotten what is in the environment.
    fn warn_of_environment(&self, context: &str, settings: &Properties, outside: &Outside<'_>) {
        let environment = self.0.iter().filter(|it| matches!(it.origin, Origin::Environment));
        for (key, _) in environment.flat_map(|layer| layer.settings.iter()) {
            let name = ConfigKey::find(key).map_or(key, |key| key.name);
            if settings.get(name).is_some() {
                let variable = variable(key);
                outside.warn(format!(
                    "{variable} in the environment wins over {name} of context {context}"
                ));
            }
        }
    }
}

/// What `-X` gives.
///
/// # Errors
/// It is no setting, or a secret.
pub(crate) fn arguments(args: &ConnectArgs) -> Result<Properties> {
    args.settings.iter().map(|text| argument(text)).collect()
}

fn names_of(key: &str) -> impl Iterator<Item = &'static str> {
    ConfigKey::find(key).into_iter().flat_map(ConfigKey::names)
}

fn flag_of(key: &str) -> &'static str {
    match key {
        BOOTSTRAP => "-b",
        own::AWS_REGION => "--aws-region",
        own::AWS_PROFILE => "--aws-profile",
        own::AWS_ROLE_ARN => "--aws-role-arn",
        _ => "--password-file",
    }
}

/// The brokers that `-b` names, if it does. The places tell which of those in a file are meant.
///
/// # Errors
/// A file that is named has none of that kind, or several.
pub(crate) fn brokers<'p>(
    args: &ConnectArgs,
    places: impl Iterator<Item = &'p Properties> + Clone,
) -> Result<Option<String>> {
    match args.bootstrap_servers.as_slice() {
        [] => Ok(None),
        given => bootstrap(given, login(places)).map(Some),
    }
}

/// The brokers that `-b` names: as they are, or in a file or standard input with what AWS's tool prints.
fn bootstrap(given: &[String], login: Option<Login>) -> Result<String> {
    let file = match given {
        [only] if only == "-" => only.as_str(),
        [only] => match only.strip_prefix('@') {
            Some(file) => file,
            None => return Ok(only.clone()),
        },
        several => return Ok(several.join(",")),
    };
    let (file, network) = match file.rsplit_once(':') {
        Some((path, word)) if Network::find(word).is_some() => (path, Network::find(word)),
        _ => (file, None),
    };
    let content = match file {
        "-" => password::whole_input().map_err(unreadable("standard input"))?,
        path => password::file(path.as_ref()).map_err(unreadable(path))?,
    };
    let text = password::text(&content).map_err(unreadable(file))?;
    aws_json::brokers(text, login, network)
}

/// Which login is meant, as far as anything says so.
fn login<'p>(places: impl Iterator<Item = &'p Properties> + Clone) -> Option<Login> {
    let value = |key: &str| {
        let mut values = places.clone().flat_map(|place| names_of(key).map(|name| place.get(name)));
        values.find_map(|value| value).map(str::to_ascii_uppercase)
    };
    let (mechanism, protocol) = (value("sasl.mechanism"), value("security.protocol"));
    match (mechanism.as_deref(), protocol.as_deref()) {
        (Some("AWS_MSK_IAM" | "OAUTHBEARER"), _) => Some(Login::Iam),
        (Some(_), _) => Some(Login::Scram),
        (None, Some("SSL")) => Some(Login::Tls),
        (None, Some("PLAINTEXT")) => Some(Login::Plaintext),
        _ if value(USER).is_some() => Some(Login::Scram),
        _ => None,
    }
}

/// A secret belongs to one user.
fn check_user(user: &str, others: [&Properties; 3]) -> Result<()> {
    match others.iter().find_map(|place| place.get(USER)).filter(|named| *named != user) {
        None => Ok(()),
        Some(named) => {
            let (named, user) = (Escaped(named), Escaped(user));
            Err(Failure::usage(format!("the secret is that of {user}, and {named} is to log in"))
                .hint("leave sasl.username out, or take the secret of that user"))
        }
    }
}

fn fetch_password(
    context: &str,
    settings: &mut Properties,
    outside: &Outside<'_>,
    secrets: Secrets,
) -> Result<()> {
    let whose = format!("context {context}");
    let file = settings.get(own::PASSWORD_FILE).map(PathBuf::from);
    let command = settings.get(own::PASSWORD_COMMAND).map(str::to_owned);
    let password = match (secrets, &file, &command) {
        (_, Some(_), Some(_)) => {
            let (file, command) = (own::PASSWORD_FILE, own::PASSWORD_COMMAND);
            return Err(Failure::usage(format!("{whose} has both {file} and {command}")));
        }
        (Secrets::Leave, ..) | (_, None, None) => return Ok(()),
        (_, Some(file), None) => {
            let (user, password) = password::login_from_file(file, &whose, outside)?;
            if let (Some(user), None) = (user, settings.get(USER)) {
                settings.set(USER, user);
            }
            password
        }
        (_, None, Some(command)) => password::from_command(command, &whose)?,
    };
    settings.set(PASSWORDS[0], password.expose());
    Ok(())
}

fn file(args: &ConnectArgs, outside: &Outside<'_>) -> Result<Properties> {
    let mut properties = Properties::new();
    let Some(path) = &args.command_config else { return Ok(properties) };
    let content = password::file(path).map_err(unreadable(path.display()))?;
    let text = password::text(&content).map_err(unreadable(path.display()))?;
    properties.overlay(Properties::parse(text));
    if properties.iter().any(|(key, value)| is_secret(key, value)) {
        password::warn_if_public(path, "the file with a secret", outside);
    }
    Ok(properties)
}

/// The keys that the environment may hold, as `KAFKA_` and the key in capitals. There are more
/// variables with that beginning (`KAFKA_HOME`, `KAFKA_OPTS`): those are not settings of a client.
fn environment(outside: &Outside<'_>) -> Properties {
    let mut properties = Properties::new();
    for key in ConfigKey::all().iter().flat_map(ConfigKey::names) {
        if let Some(value) = outside.var(&variable(key)) {
            properties.set(key, value);
        }
    }
    properties
}

fn variable(key: &str) -> String {
    format!("KAFKA_{}", key.replace('.', "_").to_ascii_uppercase())
}

fn argument(text: &str) -> Result<(&str, &str)> {
    let (key, value) = text.split_once('=').ok_or_else(|| {
        // The text is not repeated: it may be a password that lost its key.
        Failure::usage("-X takes KEY=VALUE, and an = is missing")
    })?;
    let key = key.trim();
    match is_secret(key, value) {
        true => Err(Failure::usage(format!(
            "{key} with a secret in it is visible to everybody who lists processes"
        ))
        .hint(safer(key))),
        false => Ok((key, value)),
    }
}

/// Where a secret can be given that nobody else sees.
fn safer(key: &str) -> String {
    match PASSWORDS.contains(&key) {
        true => "use --password-file FILE (- is standard input), KAFKA_SASL_PASSWORD, or --command-config FILE".into(),
        false => format!("use {} in the environment, or --command-config FILE", variable(key)),
    }
}

/// What the flags say; the other places tell which of the brokers in a file are meant.
fn flags(
    args: &ConnectArgs,
    others: [&Properties; 3],
    outside: &Outside<'_>,
    secrets: Secrets,
) -> Result<Properties> {
    let mut properties = Properties::new();
    if let Some(path) = args.password_file.as_deref().filter(|_| secrets == Secrets::Read) {
        let (user, password) = password::login_from_file(path, "your login", outside)?;
        properties.set(PASSWORDS[0], password.expose());
        if let Some(user) = user {
            check_user(&user, others)?;
            properties.set(USER, user);
        }
    } else if args.password_file.is_some() {
        properties.set(PASSWORDS[0], HIDDEN);
    }
    let places = others.iter().copied().chain([&properties]);
    if let Some(servers) = brokers(args, places)? {
        properties.set(BOOTSTRAP, servers);
    }
    for (key, value) in [
        (own::AWS_REGION, &args.aws_region),
        (own::AWS_PROFILE, &args.aws_profile),
        (own::AWS_ROLE_ARN, &args.aws_role_arn),
    ] {
        if let Some(value) = value {
            properties.set(key, value);
        }
    }
    Ok(properties)
}

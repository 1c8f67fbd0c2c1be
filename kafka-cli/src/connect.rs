//! From flags, `-X`, environment and files to the settings of a client.

use std::path::PathBuf;

use kafka_admin::{AwsCredentials, AwsOptions, Config, Parsed, Properties};

use crate::connect_args::ConnectArgs;
use crate::contexts::own;
use crate::failure::{Failure, Result};
use crate::layers::{Layers, Secrets};
use crate::outside::Outside;
use crate::password;

/// The settings.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) config: Config,
    /// The PEM file with the authorities that are trusted instead of the public ones.
    pub(crate) ca_file: Option<String>,
}

/// Gathers the settings: flag, then `-X`, then environment, then context, then file, then what the port says.
/// What is odd about them becomes a warning, whether or not they can be used.
pub(crate) fn settings(args: &ConnectArgs, outside: &Outside<'_>) -> Result<Settings> {
    let layers = Layers::gather(args, outside, Secrets::Read)?;
    let mut properties = layers.merged();
    let parsed = match parsed(&mut properties, outside) {
        Ok(parsed) => parsed,
        Err(failure) => {
            // Perhaps what is missing is there, under a mistyped key.
            properties.without_effect().into_iter().for_each(|warning| outside.warn(warning));
            return Err(failure);
        }
    };
    parsed.warnings.into_iter().for_each(|warning| outside.warn(warning));
    let mut config = with_aws(parsed.config, layers.aws_options(parsed.aws), outside)?;
    if let Some(region) = layers.own(own::AWS_REGION) {
        config = config.aws_region(region);
    }
    if let Some(left) = outside.time_left() {
        config = config.times_at_most(left);
    }
    let servers = properties.get("bootstrap.servers").unwrap_or_default();
    outside.progress().begin(format!("connecting to {servers}"));
    let ca_file = ca_file(&properties, parsed.ca_file);
    Ok(Settings { config, ca_file })
}

fn parsed(properties: &mut Properties, outside: &Outside<'_>) -> Result<Parsed> {
    if properties.get("bootstrap.servers").is_none_or(str::is_empty) {
        return Err(Failure::usage("no broker is named")
            .hint("-b HOST:PORT, KAFKA_BOOTSTRAP_SERVERS, or kadm context add"));
    }
    ask_for_password(properties, outside)?;
    Ok(Config::from_properties(properties)?)
}

/// Certificates that are given as text or in a key store of Java's have to become a PEM file somewhere
/// before they are handed over.
fn ca_file(properties: &Properties, file: Option<PathBuf>) -> Option<String> {
    let places = ["ssl.truststore.certificates", "ssl.truststore.location"];
    let given = places.iter().find_map(|key| properties.get(key)).filter(|given| *given != "probe");
    file.map(|file| file.display().to_string()).or(given.map(|_| "<ca.pem>".to_owned()))
}

/// A user without a password: a person at a terminal is asked, a script is told.
fn ask_for_password(properties: &mut Properties, outside: &Outside<'_>) -> Result<()> {
    let given =
        ["sasl.password", "sasl.jaas.config"].iter().any(|key| properties.get(key).is_some());
    let Some(user) = properties.get("sasl.username").filter(|_| !given).map(str::to_owned) else {
        return Ok(());
    };
    match password::from_person(&user, outside)? {
        Some(password) => properties.set("sasl.password", password.expose()),
        None => {
            return Err(Failure::usage(format!("the password of {user} is not given"))
                .hint("use --password-file FILE (- is standard input), or KAFKA_SASL_PASSWORD"));
        }
    }
    Ok(())
}

/// A profile or role that is named wins over keys in the environment, those over the rest of the
/// chain. Without any, connecting by IAM says so.
fn with_aws(config: Config, aws: AwsOptions, outside: &Outside<'_>) -> Result<Config> {
    let is_named = aws.profile_name.is_some() || aws.role_arn.is_some();
    let mut config = match is_named || outside.is_process() {
        true => chained(config, aws)?,
        false => config,
    };
    if !is_named && AwsCredentials::are_in_vars(|name| outside.var(name)) {
        config = config.aws_credentials(AwsCredentials::from_vars(|name| outside.var(name)));
    }
    Ok(config.aws_region_from_vars(|name| outside.var(name)))
}

#[cfg(feature = "aws-config")]
fn chained(config: Config, aws: AwsOptions) -> Result<Config> {
    Ok(config.aws_chain(aws))
}

#[cfg(not(feature = "aws-config"))]
fn chained(config: Config, aws: AwsOptions) -> Result<Config> {
    match aws.profile_name.or(aws.role_arn) {
        None => Ok(config),
        Some(name) => Err(Failure::usage(format!("this kadm knows no AWS profiles and roles ({name})"))
            .hint("build it with the feature aws-config, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Captured;

    fn args(settings: &[&str]) -> ConnectArgs {
        let settings = settings.iter().map(|text| (*text).to_owned()).collect();
        ConnectArgs { settings, ..ConnectArgs::default() }
    }

    fn debug(args: &ConnectArgs, mut captured: Captured) -> Result<String> {
        settings(args, &captured.outside()).map(|settings| format!("{:?}", settings.config))
    }

    #[test]
    fn a_flag_wins_over_x_and_x_over_the_environment() {
        let captured = || Captured::default().var("KAFKA_BOOTSTRAP_SERVERS", "env:1");
        let mut args = args(&["metadata.broker.list=x:1"]);
        assert!(debug(&ConnectArgs::default(), captured()).unwrap().contains("env:1"));
        assert!(debug(&args, captured()).unwrap().contains("x:1"));
        args.bootstrap_servers = vec!["flag:1".into(), "flag:2".into()];
        assert!(debug(&args, captured()).unwrap().contains(r#"["flag:1", "flag:2"]"#));
    }

    #[test]
    fn the_environment_gives_user_and_password() {
        let captured = Captured::default()
            .var("KAFKA_SASL_USERNAME", "ops")
            .var("KAFKA_SASL_PASSWORD", "MARKER")
            .var("KAFKA_HOME", "/opt/kafka");
        let text = debug(&args(&["bootstrap.servers=h:9196"]), captured).unwrap();
        assert!(text.contains("SCRAM-SHA-512 as \"ops\""), "{text}");
        assert!(!text.contains("MARKER"), "{text}");
    }

    #[test]
    fn a_secret_is_no_argument() {
        let secrets = [
            "sasl.password=MARKER",
            "ssl.keystore.key=MARKER",
            "sasl.jaas.config=ScramLoginModule required username=u Password=MARKER;",
            "MARKER",
        ];
        for secret in secrets {
            let failure = debug(&args(&[secret]), Captured::default()).unwrap_err();
            assert_eq!(failure.exit, crate::USAGE);
            assert!(!format!("{failure:?}").contains("MARKER"), "{failure:?}");
        }
        let iam = "sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;";
        debug(&args(&["bootstrap.servers=h:9198", iam]), Captured::default()).unwrap();
    }

    #[test]
    fn what_is_missing_is_said() {
        let failure = debug(&ConnectArgs::default(), Captured::default()).unwrap_err();
        assert_eq!((failure.exit, failure.message.as_str()), (crate::USAGE, "no broker is named"));
        let user = args(&["bootstrap.servers=h:9196", "sasl.username=u"]);
        let failure = debug(&user, Captured::default()).unwrap_err();
        assert!(failure.hint.unwrap().contains("--password-file"));
    }

    /// The mistyped key is the reason why the password is missing: both are told.
    #[test]
    fn a_mistyped_key_is_told_when_the_settings_are_refused() {
        let mut captured = Captured::default();
        let args = args(&[
            "bootstrap.servers=h:9198",
            "sasl.mechanism=PLAIN",
            "sasl.usernmae=u",
            "linger.ms=5",
        ]);
        let outside = captured.outside();
        settings(&args, &outside).unwrap_err();
        let expected = [
            "sasl.usernmae has no effect here; did you mean sasl.username?",
            "linger.ms has no effect here",
        ];
        assert_eq!(outside.take_warnings(), expected);
        assert!(outside.take_warnings().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_a_secret_that_others_can_read_gets_a_warning() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("kadm-settings-{}", std::process::id()));
        for (line, warnings) in [("sasl.password=MARKER", 1), ("client.id=me", 0)] {
            let text = format!("bootstrap.servers=h:9196\nsasl.username=u\n{line}\n");
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
            let mut captured = Captured::default().var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
            let outside = captured.outside();
            let args = ConnectArgs { command_config: Some(path.clone()), ..Default::default() };
            let _ = settings(&args, &outside);
            assert_eq!(outside.take_warnings().len(), warnings, "{line}");
        }
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn an_aws_profile_in_a_file_is_not_silently_ignored() {
        let jaas = "sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required awsProfileName=dev;";
        let found = debug(&args(&["bootstrap.servers=h:9198", jaas]), Captured::default());
        match cfg!(feature = "aws-config") {
            true => assert!(found.unwrap().contains("aws_credentials: true")),
            false => assert!(found.unwrap_err().hint.unwrap().contains("aws-config")),
        }
    }
}

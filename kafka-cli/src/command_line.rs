//! Parts of command lines that kadm tells people to type.

use crate::connect_args::ConnectArgs;
use crate::handover::quoted;

/// The flags that lead to the same cluster. What came from the environment is there still.
pub(crate) fn connection(args: &ConnectArgs) -> String {
    let mut line = String::new();
    if !args.bootstrap_servers.is_empty() {
        line += &flag("-b", &args.bootstrap_servers.join(","));
    }
    for setting in &args.settings {
        line += &flag("-X", setting);
    }
    for (name, value) in [
        ("--context", args.context.clone()),
        ("--command-config", args.command_config.as_ref().map(|path| path.display().to_string())),
        ("--password-file", args.password_file.as_ref().map(|path| path.display().to_string())),
        ("--aws-region", args.aws_region.clone()),
        ("--aws-profile", args.aws_profile.clone()),
        ("--aws-role-arn", args.aws_role_arn.clone()),
    ] {
        line += &value.map(|value| flag(name, &value)).unwrap_or_default();
    }
    line
}

/// ` --topic orders`, for the shell. A value that begins with a hyphen would be read as a flag.
pub(crate) fn flag(name: &str, value: &str) -> String {
    let between = if value.starts_with('-') { "=" } else { " " };
    format!(" {name}{between}{}", quoted(value))
}

//! The login of a SCRAM user, to ask the cluster as that user.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::{Config, HostPort, Secret, share};

use crate::failure::{Failure, Result};
use crate::outside::Outside;
use crate::password;

/// How to log in as the user.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AsUser {
    /// Where the user logs in by SCRAM [env: KADM_USER_BOOTSTRAP] [default: as in kadm share].
    #[arg(long = "user-bootstrap", value_name = "HOST:PORT", value_delimiter = ',')]
    user_bootstrap: Vec<String>,
    /// A file with the user's password, to ask the cluster as that user; - is standard input
    /// [env: KADM_USER_PASSWORD]. Without it nobody logs in as the user.
    #[arg(long, value_name = "FILE")]
    user_password_file: Option<PathBuf>,
}

impl AsUser {
    /// The login, if there is a password; `admin` has the settings that both have in common.
    pub(crate) fn login(
        &self,
        user: &str,
        admin: &Config,
        outside: &Outside<'_>,
    ) -> Result<Option<Config>> {
        let password = match &self.user_password_file {
            Some(path) => Some(password::from_file(path, user, outside)?),
            None => outside.var("KADM_USER_PASSWORD").map(Secret::new),
        };
        let Some(password) = password else { return Ok(None) };
        let bootstrap = match user_bootstrap(&self.user_bootstrap, outside).as_slice() {
            [] => share::user_bootstrap(admin).ok_or_else(|| {
                Failure::usage("where the user logs in by SCRAM does not follow from these ports")
                    .hint("say it with --user-bootstrap HOST:PORT")
            })?,
            given => given.iter().map(|text| address(text)).collect::<Result<_>>()?,
        };
        let user = user.strip_prefix("User:").unwrap_or(user);
        Ok(Some(share::user_login(admin, bootstrap, user, password.expose())))
    }
}

/// Where users log in: what the flag says, else the environment.
pub(super) fn user_bootstrap(flag: &[String], outside: &Outside<'_>) -> Vec<String> {
    if !flag.is_empty() {
        return flag.to_vec();
    }
    let variable = outside.var("KADM_USER_BOOTSTRAP").unwrap_or_default();
    variable.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn address(text: &str) -> Result<String> {
    let address = text.parse::<HostPort>();
    let address =
        address.map_err(|why| Failure::usage(format!("--user-bootstrap {text}: {why}")))?;
    Ok(address.to_string())
}

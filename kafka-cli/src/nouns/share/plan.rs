//! What the flags of `kadm share` mean together.

use kafka_admin::share::{self, Share as Recipe};
use kafka_admin::topics::NewTopic;
use kafka_admin::{Config, HostPort, Secret};

use super::Share;
use crate::confirm::is_internal;
use crate::connect::{self, Settings};
use crate::failure::{Failure, Result};
use crate::nouns::as_user;
use crate::nouns::topic::sized;
use crate::outside::Outside;
use crate::password;

/// What all the flags together mean.
pub(super) struct Plan {
    pub(super) share: Recipe,
    /// The login that proves it.
    pub(super) login: Option<Config>,
    pub(super) admin: Config,
    pub(super) user: String,
    /// The password of the user to create, if it is to be.
    pub(super) new_user: Option<Secret>,
    pub(super) user_bootstrap: Vec<String>,
    pub(super) ca_file: Option<String>,
}

pub(super) fn plan(args: &Share, outside: &Outside<'_>) -> Result<Plan> {
    let Settings { config: admin, ca_file } = connect::settings(&args.connect, outside)?;
    let user = args.user.strip_prefix("User:").unwrap_or(&args.user).to_owned();
    let user_bootstrap = user_bootstrap(args, &admin, outside)?;
    let topic = sized(NewTopic::new(&args.topic), args.partitions, args.replication_factor);
    let mut share = Recipe::new(topic, &user).dry_run(args.dry_run);
    check_spelled_out(args, &user)?;
    if args.internal {
        share = share.allow_internal();
    }
    if args.everyone {
        share = share.allow_everyone();
    }
    if args.produces() {
        share = share.produce();
    }
    if let Some(group) = args.group.as_ref().filter(|_| args.consume) {
        share = share.consume(group);
    }
    let password = user_password(args, &user, outside)?;
    let new_user = new_user(args, &user, password.as_ref())?;
    let login = password.map(|password| {
        share::user_login(&admin, user_bootstrap.clone(), &user, password.expose())
    });
    Ok(Plan { share, login, admin, user, new_user, user_bootstrap, ca_file })
}

/// What is not meant unless it is spelled out.
fn check_spelled_out(args: &Share, user: &str) -> Result<()> {
    let topic = &args.topic;
    match (is_internal(topic) && !args.internal, user == "*" && !args.everyone) {
        (true, _) => Err(Failure::usage(format!("{topic} is an internal topic of Kafka"))
            .hint("say --internal if that is what you want")),
        (_, true) => Err(Failure::usage("the user * is everyone who can log in")
            .hint("say --everyone if that is what you want")),
        _ => Ok(()),
    }
}

fn new_user(args: &Share, user: &str, password: Option<&Secret>) -> Result<Option<Secret>> {
    match password {
        _ if !args.create_user => Ok(None),
        _ if user == "*" => Err(Failure::usage("--create-user needs the name of a user, not *")),
        Some(password) => Ok(Some(password.clone())),
        None => Err(Failure::usage("--create-user needs a password").hint(
            "--user-password-file FILE (- is standard input), or KADM_USER_PASSWORD; kadm user create \
             --generate makes one",
        )),
    }
}

fn user_bootstrap(args: &Share, admin: &Config, outside: &Outside<'_>) -> Result<Vec<String>> {
    match as_user::user_bootstrap(&args.user_bootstrap, outside).as_slice() {
        [] => share::user_bootstrap(admin).ok_or_else(|| {
            Failure::usage("where the user logs in by SCRAM does not follow from these ports")
                .hint("say it with --user-bootstrap HOST:PORT (Amazon MSK: port 9196, or 9096 within the VPC)")
        }),
        given => given.iter().map(|text| checked_address(text)).collect(),
    }
}

/// The proof comes last: what is wrong with its address is better said before anything changes.
fn checked_address(text: &str) -> Result<String> {
    match text.parse::<HostPort>() {
        Ok(address) => Ok(address.to_string()),
        Err(why) => Err(Failure::usage(format!("--user-bootstrap {text}: {why}"))),
    }
}

fn user_password(args: &Share, user: &str, outside: &Outside<'_>) -> Result<Option<Secret>> {
    match &args.user_password_file {
        Some(path) => password::from_file(path, user, outside).map(Some),
        None => Ok(outside.var("KADM_USER_PASSWORD").map(Secret::new)),
    }
}

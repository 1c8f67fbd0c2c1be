//! `kadm unshare`: what `kadm share` gave, taken back, and proved to be gone.

use std::time::Duration;

use clap::Args;
use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::permissions::{Answer, Question, Rules};
use kafka_admin::{AclOperation as Op, Admin, ErrorKind, ResourceType};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::acl::{self, guard};
use super::as_user::AsUser;
use crate::confirm::{Confirm, SpelledOut};
use crate::connect;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Applied, Failure, Result};
use crate::output::{Report, strings};

/// How long brokers may take to learn of it.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(100);
/// What a share can give on a topic.
const GIVEN: [Op; 3] = [Op::WRITE, Op::READ, Op::DESCRIBE];

/// Take back what kadm share gave: shows it first, and needs --yes.
///
/// Deletes the ACLs that allow the user WRITE, READ and DESCRIBE on just this topic from any address,
/// and with --group READ on that group; no others. Then it asks every broker until it knows none of
/// them, and with the user's password the cluster as that user. It fails when other ACLs still allow
/// the same. Topic and user stay.
#[derive(Debug, Args)]
pub(crate) struct Unshare {
    /// The topic.
    #[arg(value_name = "TOPIC")]
    topic: String,
    /// The SCRAM user it is shared with.
    #[arg(long = "with", value_name = "USER")]
    user: String,
    /// Take READ on this consumer group too; the user may use it with other topics.
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    spelled: SpelledOut,
    #[command(flatten)]
    as_user: AsUser,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Unshare {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let settings = connect::settings(&self.connect, context.outside)?;
        let login = self.as_user.login(&self.user, &settings.config, context.outside)?;
        let admin = Admin::connect(settings.config).await?;
        let applying = self.applying(&admin).await?;
        let shared = self.shared();
        let found: Vec<_> = applying.iter().filter(|acl| shared.contains(acl)).cloned().collect();
        let left = applying.into_iter().filter(|acl| !found.contains(acl));
        let rules = Rules::new(left);
        let report = &mut context.report;
        report.set("dry_run", self.confirm.dry_run);
        if !self.confirm.yes && !found.is_empty() {
            let asked = self.ask_first(&found, &rules, report);
            return if self.confirm.dry_run { Ok(()) } else { Err(asked) };
        }
        let missing = guard::missing(found.iter(), &self.spelled);
        if !missing.is_empty() {
            return Err(Failure::unconfirmed(
                "this is more than one user's topic",
                &missing.join(" "),
            ));
        }
        self.delete(&admin, &found, report).await?;
        if !found.is_empty() {
            admin.wait_until_acls_are_gone(&found, PATIENCE).await.map_err(done_and_unproved)?;
            report.line("every broker knows none of them");
        }
        report.set("gone_everywhere", true);
        if let Some(login) = login {
            self.prove(login, &found, &rules, report)
                .await
                .map_err(|failure| Failure { applied: Some(Applied::All), ..failure })?;
        }
        self.check_rest(&rules, report)
    }
}

impl Unshare {
    fn principal(&self) -> String {
        format!("User:{}", self.user.strip_prefix("User:").unwrap_or(&self.user))
    }

    /// Every ACL that `kadm share` can have made.
    fn shared(&self) -> Vec<AclBinding> {
        let topic = ResourcePattern::topic(&self.topic);
        let given =
            GIVEN.iter().map(|given| AclBinding::allow(self.principal(), *given, topic.clone()));
        let group = self.group.as_ref().map(|group| {
            AclBinding::allow(self.principal(), Op::READ, ResourcePattern::group(group))
        });
        given.chain(group).collect()
    }

    /// The ACLs that apply to the topic and the group, whoever they are for.
    async fn applying(&self, admin: &Admin) -> Result<Vec<AclBinding>> {
        let topic = AclBindingFilter::applying_to(ResourceType::TOPIC, &self.topic);
        let mut applying = admin.describe_acls(&topic).await?;
        if let Some(group) = &self.group {
            let group = AclBindingFilter::applying_to(ResourceType::GROUP, group);
            applying.extend(admin.describe_acls(&group).await?);
        }
        Ok(applying)
    }

    fn ask_first(&self, found: &[AclBinding], rules: &Rules, report: &mut Report) -> Failure {
        let mut items = report.items("acls");
        for acl in found {
            items.listed(&acl::item(acl)).line(format_args!("would delete {acl}"));
        }
        drop(items);
        report.warnings.extend(self.still_allowed(rules));
        let mut flags = vec!["--yes"];
        flags.extend(guard::missing(found.iter(), &self.spelled));
        let what = format!("the ACLs shown would be deleted ({})", found.len());
        Failure::unconfirmed(what, &flags.join(" "))
    }

    /// Each of them exactly.
    async fn delete(&self, admin: &Admin, found: &[AclBinding], report: &mut Report) -> Result<()> {
        let exactly: Vec<_> = found.iter().map(AclBindingFilter::exactly).collect();
        let mut results = match exactly.as_slice() {
            [] => None,
            exactly => Some(admin.delete_acls(exactly).await?.into_iter()),
        };
        let (mut items, mut failure) = (report.items("acls"), None);
        for acl in found {
            let Some((_, result)) = results.as_mut().and_then(Iterator::next) else { break };
            // Somebody else may have been quicker: then there is nothing in the answer.
            let result =
                result.and_then(|deleted| deleted.into_iter().try_for_each(|it| it.result));
            failure = failure.or_else(|| result.clone().err());
            items.ended(&acl::item(acl), "deleted", acl, result);
        }
        drop(items);
        if found.is_empty() {
            report.line("there is nothing that kadm share has given");
        }
        failure.map_or(Ok(()), |error| Err(error.into()))
    }

    /// What the ACLs that stay allow the user all the same.
    fn still_allowed(&self, rules: &Rules) -> Vec<String> {
        let topic = ResourcePattern::topic(&self.topic);
        let group = self.group.as_ref().map(ResourcePattern::group);
        let principal = self.principal();
        let on_group = group.iter().map(|group| Question::new(&principal, Op::READ, group));
        let on_topic = GIVEN.iter().map(|given| Question::new(&principal, *given, &topic));
        let mut still = Vec::new();
        for question in on_topic.chain(on_group) {
            let Answer { allowing, elsewhere, denying, .. } = rules.answer(&question);
            if !denying.is_empty() {
                continue;
            }
            for acl in allowing.iter().chain(&elsewhere) {
                let line = format!("{principal} may still {} by {acl}", question.operation);
                if acl.entry.permission == kafka_admin::AclPermissionType::ALLOW {
                    still.push(line);
                }
            }
        }
        still
    }

    fn check_rest(&self, rules: &Rules, report: &mut Report) -> Result<()> {
        let still = self.still_allowed(rules);
        report.set("still_allowed", &still);
        match still.first() {
            None => Ok(()),
            Some(first) => {
                let more = still.len() - 1;
                let more = if more == 0 { String::new() } else { format!(", and {more} more") };
                let failure = Failure::unexpected(format!("{first}{more}"));
                let hint = "these ACLs are not of kadm share: kadm acl why says what would deny it";
                Err(Failure { applied: Some(Applied::All), ..failure.hint(hint) })
            }
        }
    }

    /// Asks as the user until nothing is allowed that only the deleted ACLs have allowed.
    async fn prove(
        &self,
        login: kafka_admin::Config,
        found: &[AclBinding],
        rules: &Rules,
        report: &mut Report,
    ) -> Result<()> {
        let user = Admin::connect(login).await?;
        let (principal, topic) = (self.principal(), ResourcePattern::topic(&self.topic));
        let is_to_go = |given: &&Op| {
            !rules.allow(&Question::new(&principal, **given, &topic)) && !found.is_empty()
        };
        let to_go: Vec<Op> = GIVEN.iter().filter(is_to_go).copied().collect();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let allowed = allowed(&user, &self.topic).await?;
            let Some(still) = to_go.iter().find(|it| allowed.contains(it)) else {
                let told: Vec<_> = allowed.iter().map(ToString::to_string).collect();
                let told = if told.is_empty() { "nothing".into() } else { told.join(", ") };
                report.set("proof", json!({"user": self.user, "operations": strings(&allowed)}));
                report
                    .line(format_args!("asked as the user, the broker allows {told} on the topic"));
                return Ok(());
            };
            if Instant::now() >= deadline {
                let message =
                    format!("asked as the user, the broker still allows {still} on the topic");
                return Err(Failure::unexpected(message));
            }
            sleep(PAUSE).await;
        }
    }
}

fn done_and_unproved(error: kafka_admin::Error) -> Failure {
    Failure { applied: Some(Applied::All), ..error.into() }
}

/// Nothing where the user may not even see the topic.
async fn allowed(user: &Admin, topic: &str) -> Result<Vec<Op>> {
    match user.describe_topics(&[topic]).await?.one() {
        Ok(topic) => Ok(topic.authorized_operations.iter().flat_map(|it| it.iter()).collect()),
        Err(error) if error.kind() == ErrorKind::AuthorizationFailed => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

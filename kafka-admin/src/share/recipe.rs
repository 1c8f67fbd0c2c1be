//! The steps of a share.

use kafka_proto::{AclPermissionType, ResourceType};

use super::Share;
use super::denials::EVERY_GROUP;
use super::progress::{Found, Observed, Progress, Skipped};
use super::report::{AclState, Change, Difference, Proof, Shared, TopicState, Warning};
use super::step::Step;
use crate::acls::{AclBinding, AclBindingFilter};
use crate::cluster::{BrokerNode, ClusterDescription};
use crate::escape::Escaped;
use crate::topics::TopicDescription;
use crate::{Admin, Batch, Config, Error, ErrorKind, Outcome, Result};

impl Share {
    /// Runs step after step, and notes in `changes` what they change.
    pub(super) async fn run_steps<F>(
        &self,
        admin: Config,
        observed: &mut Observed<F>,
        changes: &mut Vec<Change>,
    ) -> Result<Shared>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        self.validate()?;
        let connect = Admin::connect(admin);
        let admin =
            observed.step(Step::Connect, connect, |admin| Found::Session(admin.session())).await?;
        let user = self.log_in(observed).await?;
        let (cluster, applying) = observed
            .step(Step::Check, self.check(&admin), |(cluster, applying)| Found::Cluster {
                cluster,
                applying,
            })
            .await?;
        let create = self.create_topic(&admin, changes);
        let topic = observed.step(Step::Topic, create, |topic| Found::Topic(topic)).await?;
        let create = self.create_acls(&admin, &applying, changes);
        let acls = observed.step(Step::Acls, create, |acls| Found::Acls(acls)).await?;
        let brokers = self.wait(&admin, observed).await?;
        let mut warnings = self.warn_of_denials(&applying);
        let proof = self.prove(user, &warnings, observed).await?;
        warnings.extend(first_acls(&topic, &applying));
        let session = admin.session().clone();
        Ok(Shared { session, cluster, topic, acls, brokers, proof, warnings })
    }

    /// The user's login, which needs no ACL: a wrong password is told while nothing has changed.
    async fn log_in<F>(&self, observed: &mut Observed<F>) -> Result<Option<Admin>>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        let Some(login) = self.login.clone() else {
            observed.skip(Step::Login, Skipped::NoLogin);
            return Ok(None);
        };
        let connect = async {
            Admin::connect(login).await.map_err(|error| error.about(self.user_in_error()))
        };
        observed.step(Step::Login, connect, |user| Found::Session(user.session())).await.map(Some)
    }

    /// Reads before anything is written, so that what cannot work is known while nothing has changed.
    /// Gives every ACL that applies to the topic or the group, whoever it is for.
    async fn check(&self, admin: &Admin) -> Result<(ClusterDescription, Vec<AclBinding>)> {
        let cluster = admin.describe_cluster().await?;
        let mut applying = Vec::new();
        for filter in self.applying() {
            applying.extend(admin.describe_acls(&filter).await?);
        }
        self.refuse_denied(&applying)?;
        Ok((cluster, applying))
    }

    /// Where every group is shared, the ACLs that deny single ones count too.
    fn applying(&self) -> Vec<AclBindingFilter> {
        let topic = AclBindingFilter::applying_to(ResourceType::TOPIC, self.topic.name());
        let Some(group) = &self.consumer_group else { return vec![topic] };
        let on_group = AclBindingFilter::applying_to(ResourceType::GROUP, group);
        if group != EVERY_GROUP {
            return vec![topic, on_group];
        }
        let denied = AclBindingFilter::resource_type(ResourceType::GROUP);
        vec![
            topic,
            on_group.permission(AclPermissionType::ALLOW),
            denied.permission(AclPermissionType::DENY),
        ]
    }

    async fn create_topic(&self, admin: &Admin, changes: &mut Vec<Change>) -> Result<TopicState> {
        match self.find_topic(admin).await? {
            Some(topic) => Ok(self.existing(&topic)),
            None => self.create_absent_topic(admin, changes).await,
        }
    }

    async fn find_topic(&self, admin: &Admin) -> Result<Option<TopicDescription>> {
        match admin.describe_topics(&[self.topic.name()]).await?.one() {
            Ok(topic) => Ok(Some(topic)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn create_absent_topic(
        &self,
        admin: &Admin,
        changes: &mut Vec<Change>,
    ) -> Result<TopicState> {
        let create = admin.create_topics(std::slice::from_ref(&self.topic));
        let created = create.validate_only(self.dry_run).await.and_then(Batch::one);
        match created {
            Ok(created) if self.dry_run => Ok(TopicState::WouldBeCreated(created)),
            Ok(created) => {
                changes.push(Change::topic(self.topic.name(), true));
                Ok(TopicState::Created(created))
            }
            // Somebody else was quicker, or a broker has repeated the request.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if !self.dry_run {
                    changes.push(Change::topic(self.topic.name(), false));
                }
                let topic = admin.describe_topics(&[self.topic.name()]).await?.one()?;
                Ok(self.existing(&topic))
            }
            Err(error) => {
                if error.outcome() == Outcome::Unknown && !self.dry_run {
                    changes.push(Change::topic(self.topic.name(), false));
                }
                Err(error)
            }
        }
    }

    fn existing(&self, topic: &TopicDescription) -> TopicState {
        TopicState::Existing { differences: Difference::between(&self.topic, topic) }
    }

    async fn create_acls(
        &self,
        admin: &Admin,
        existing: &[AclBinding],
        changes: &mut Vec<Change>,
    ) -> Result<Vec<(AclBinding, AclState)>> {
        let (mut states, mut missing) = (Vec::new(), Vec::new());
        for acl in self.bindings() {
            let state = match (existing.contains(&acl), self.dry_run) {
                (true, _) => AclState::Existing,
                (false, true) => AclState::WouldBeCreated,
                (false, false) => AclState::Created,
            };
            if state == AclState::Created {
                missing.push(acl.clone());
            }
            states.push((acl, state));
        }
        if !missing.is_empty() {
            create_missing(admin, &missing, changes).await?;
        }
        Ok(states)
    }

    /// Waits until the ACLs are on every broker.
    async fn wait<F>(
        &self,
        admin: &Admin,
        observed: &mut Observed<F>,
    ) -> Result<Vec<(BrokerNode, Result<()>)>>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        if self.dry_run {
            observed.skip(Step::Wait, Skipped::DryRun);
            return Ok(Vec::new());
        }
        let bindings = self.bindings();
        let wait = admin.wait_for_acls_everywhere(&bindings, self.patience);
        observed.step(Step::Wait, wait, |brokers| Found::Brokers(brokers)).await
    }

    /// Proves it, unless there is nothing to prove, or nothing to prove it with.
    async fn prove<F>(
        &self,
        user: Option<Admin>,
        warnings: &[Warning],
        observed: &mut Observed<F>,
    ) -> Result<Option<Proof>>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        let user = match user {
            _ if self.dry_run => {
                observed.skip(Step::Proof, Skipped::DryRun);
                return Ok(None);
            }
            None => {
                observed.skip(Step::Proof, Skipped::NoLogin);
                return Ok(None);
            }
            Some(user) => user,
        };
        let ask = async {
            self.ask(&user)
                .await
                .map_err(|error| denied_here(error.about(self.user_in_error()), warnings))
        };
        observed.step(Step::Proof, ask, |proof| Found::Proof(proof)).await.map(Some)
    }

    /// Asks as the user until everything is allowed.
    async fn ask(&self, user: &Admin) -> Result<Proof> {
        let wanted = self.needs_on(ResourceType::TOPIC);
        let topic = user.wait_until_allowed(self.topic.name(), &wanted, self.patience).await?;
        let operations = topic.authorized_operations.ok_or_else(Error::missing_item)?;
        let group_operations = match &self.consumer_group {
            None => None,
            Some(group) => {
                let wanted = self.needs_on(ResourceType::GROUP);
                Some(user.wait_until_allowed_on_group(group, &wanted, self.patience).await?)
            }
        };
        Ok(Proof { session: user.session().clone(), operations, group_operations })
    }

    fn user_in_error(&self) -> String {
        format!("user {}", Escaped(&self.user))
    }
}

async fn create_missing(
    admin: &Admin,
    missing: &[AclBinding],
    changes: &mut Vec<Change>,
) -> Result<()> {
    let batch = match admin.create_acls(missing).await {
        Ok(batch) => batch,
        Err(error) => {
            if error.outcome() == Outcome::Unknown {
                changes.extend(missing.iter().map(|acl| Change::acl(acl, false)));
            }
            return Err(error);
        }
    };
    for (acl, (_, result)) in missing.iter().zip(batch.iter()) {
        match result {
            Ok(_) => changes.push(Change::acl(acl, true)),
            Err(error) if error.outcome() == Outcome::Unknown => {
                changes.push(Change::acl(acl, false));
            }
            Err(_) => {}
        }
    }
    batch.all().map(drop)
}

/// How many ACLs a hint names.
const NAMED: usize = 3;

/// A user who is refused although everything was granted: this machine may be a denied host.
fn denied_here(error: Error, warnings: &[Warning]) -> Error {
    let mut denials = Vec::new();
    for warning in warnings {
        if let Warning::DeniedFromHost(acl) = warning {
            denials.push(acl.to_string());
        }
    }
    match denials.as_slice() {
        [acl] if error.is_auth() => {
            error.hinted(format!("if this machine is that host, it is this ACL: {acl}"))
        }
        [_, ..] if error.is_auth() => {
            let named = denials.len().min(NAMED);
            let (some, more) = (denials[..named].join("; "), denials.len() - named);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            error.hinted(format!(
                "if this machine is one of those hosts, it is one of these ACLs: {some}{more}"
            ))
        }
        _ => error,
    }
}

/// With `allow.everyone.if.no.acl.found` the first ACL on a topic ends everybody else's access.
fn first_acls(topic: &TopicState, applying: &[AclBinding]) -> Option<Warning> {
    let has_acls = applying.iter().any(|acl| acl.pattern.resource_type == ResourceType::TOPIC);
    let is_first = matches!(topic, TopicState::Existing { .. }) && !has_acls;
    is_first.then_some(Warning::FirstAcls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acls::ResourcePattern;
    use crate::{AclOperation, ApiKey, ErrorCode};

    #[test]
    fn warns_of_the_first_acl_on_a_topic_that_others_may_use() {
        let existing = TopicState::Existing { differences: vec![] };
        assert_eq!(first_acls(&existing, &[]), Some(Warning::FirstAcls));
        let topic = ResourcePattern::topic("orders");
        let applying = [AclBinding::deny("User:other", AclOperation::READ, topic)];
        assert_eq!(first_acls(&existing, &applying), None);
    }

    #[test]
    fn a_refusal_from_here_names_the_denial_that_may_be_about_this_machine() {
        let topic = ResourcePattern::topic("orders");
        let acl = AclBinding::deny("User:*", AclOperation::WRITE, topic).from_host("127.0.0.1");
        let warnings = [Warning::DeniedFromHost(acl)];
        let refused =
            Error::of_code(ApiKey::CREATE_ACLS, ErrorCode::TOPIC_AUTHORIZATION_FAILED, None);
        let hinted = denied_here(refused, &warnings);
        assert!(hinted.hint().unwrap().contains("from 127.0.0.1"), "{hinted:?}");
    }

    /// A broker lists ACLs in no order, so the one that matters may be any of them.
    #[test]
    fn a_refusal_from_here_names_every_denial_for_a_host_as_far_as_they_are_few() {
        let mut warnings = Vec::new();
        for n in 1..=5 {
            let topic = ResourcePattern::topic("orders");
            let acl = AclBinding::deny("User:*", AclOperation::WRITE, topic);
            warnings.push(Warning::DeniedFromHost(acl.from_host(format!("10.0.0.{n}"))));
        }
        let code = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
        let refused = Error::of_code(ApiKey::CREATE_ACLS, code, None);
        let two = denied_here(refused.clone(), &warnings[..2]);
        assert!(
            ["from 10.0.0.1", "from 10.0.0.2"].iter().all(|it| two.hint().unwrap().contains(it))
        );
        assert!(denied_here(refused, &warnings).hint().unwrap().ends_with("; and 2 more"));
    }
}

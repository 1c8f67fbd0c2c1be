//! The whole recipe as one call: share a topic with a SCRAM user, and prove that it works.
//!
//! On Amazon MSK with public access a SCRAM user can do nothing at first, and cannot grant itself
//! anything. An IAM identity can: ACLs do not apply to it. So the administrator creates topic and
//! ACLs by IAM, and the proof is a login as the user, on the SCRAM listener.
//!
//! ```no_run
//! # async fn run(secret: String) -> kafka_admin::Result<()> {
//! use kafka_admin::share::{self, Share};
//! use kafka_admin::{AwsCredentials, Config, NewTopic, Secret};
//!
//! let admin = Config::new(["b-1-public.demo.abc123.c2.kafka.us-east-1.amazonaws.com:9198"])
//!     .aws_credentials(AwsCredentials::new("AKIDEXAMPLE", Secret::new(secret)));
//! let servers = share::user_bootstrap(&admin).unwrap_or_default(); // the same broker, port 9196
//! let rudder = share::user_login(&admin, servers, "rudder", "password");
//!
//! let share = Share::new(NewTopic::new("orders").partitions(3), "rudder").produce().prove_as(rudder);
//! let shared = share.run(admin, |progress| println!("{progress}")).await?;
//! assert!(shared.proof.is_some());
//! # Ok(())
//! # }
//! ```

use std::time::Duration;

use kafka_proto::{AclOperation, AclPermissionType, ResourceType};

use crate::config::Config;
use crate::{
    AclBinding, AclBindingFilter, Admin, ClusterDescription, CreateTopics, Error, ErrorKind, Grant,
    Layer, NewTopic, Result, TopicDescription,
};

mod login;
mod report;

pub use login::{is_plaintext, user_bootstrap, user_login};
pub use report::{AclState, Progress, Proof, Shared, Step, TopicState};

use report::{Observed, cluster_line, plural, proof_line, session_line};

/// Default of [`Share::patience`].
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What to share, with whom, and what they may do with it.
///
/// Running it twice changes nothing the second time. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Share {
    topic: NewTopic,
    user: String,
    produce: bool,
    consumer_group: Option<String>,
    login: Option<Config>,
    dry_run: bool,
    patience: Duration,
}

impl Share {
    /// Shares a topic with a user, who is named as at the login: `rudder`, not `User:rudder`.
    ///
    /// The topic is created if it is not there. Ask for [`produce`](Self::produce),
    /// [`consume`](Self::consume), or both.
    pub fn new(topic: NewTopic, user: impl Into<String>) -> Self {
        Self {
            topic,
            user: user.into(),
            produce: false,
            consumer_group: None,
            login: None,
            dry_run: false,
            patience: PATIENCE,
        }
    }

    /// Lets the user write to the topic: WRITE and DESCRIBE.
    pub fn produce(mut self) -> Self {
        self.produce = true;
        self
    }

    /// Lets the user read the topic in a consumer group: READ and DESCRIBE on the topic, READ on
    /// the group. `*` is every group.
    pub fn consume(mut self, group: impl Into<String>) -> Self {
        self.consumer_group = Some(group.into());
        self
    }

    /// Proves it by this login, which must be the user's own: see [`user_login`]. Default: no proof.
    pub fn prove_as(mut self, login: Config) -> Self {
        self.login = Some(login);
        self
    }

    /// Only looks, and says what would be done. Default: false.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self
    }

    /// How long to wait until new ACLs have reached every broker, and again until the user may use
    /// them: the cluster spreads them without saying when it is done. Default: 30 s.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The ACLs that this share stands for.
    pub fn bindings(&self) -> Vec<AclBinding> {
        let mut grant = Grant::to(format!("User:{}", self.user));
        if self.produce {
            grant = grant.produce(self.topic.name());
        }
        if let Some(group) = &self.consumer_group {
            grant = grant.consume(self.topic.name(), group);
        }
        grant.bindings()
    }

    /// Connects as the administrator and runs [`Step`] after step, telling `observe` of each.
    ///
    /// # Errors
    /// The error of the step that failed, the last one `observe` heard of. What the steps before it
    /// did is kept; running it again goes on from there.
    pub async fn run<F>(&self, admin: Config, observe: F) -> Result<Shared>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        self.validate()?;
        let mut observed = Observed(observe);
        let admin = observed.step(Step::Connect, connect(admin)).await?;
        let (cluster, applying) = observed.step(Step::Check, self.check(&admin)).await?;
        let mut warnings = self.warn_of_denials(&applying);
        let topic = observed.step(Step::Topic, self.create_topic(&admin)).await?;
        warnings.extend(self.lock_out(&topic, &applying));
        let acls = observed.step(Step::Acls, self.create_acls(&admin, &applying)).await?;
        let proof = self.prove(&admin, &mut observed).await?;
        Ok(Shared { session: admin.session().clone(), cluster, topic, acls, proof, warnings })
    }

    fn validate(&self) -> Result<()> {
        if self.bindings().is_empty() {
            return Err(Error::invalid(
                "nothing to share: neither produce nor consume is asked for",
            ));
        }
        let login = self.login.as_ref().and_then(|login| login.auth.as_ref()?.user());
        match login {
            Some(user) if user != self.user => Err(Error::invalid(format!(
                "a login as {user:?} is no proof of what {:?} may do",
                self.user
            ))),
            None if self.login.is_some() => {
                Err(Error::invalid("the login of the proof names no user"))
            }
            _ => self.bindings().iter().try_for_each(AclBinding::validate),
        }
    }

    /// Reads before anything is written, so that what cannot work is known while nothing has changed.
    /// Gives every ACL that applies to the topic or the group, whoever it is for.
    async fn check(
        &self,
        admin: &Admin,
    ) -> Result<((ClusterDescription, Vec<AclBinding>), String)> {
        let cluster = admin.describe_cluster().await?;
        let topic = AclBindingFilter::applying_to(ResourceType::TOPIC, self.topic.name());
        let mut applying = admin.describe_acls(&topic).await?;
        if let Some(group) = &self.consumer_group {
            let group = AclBindingFilter::applying_to(ResourceType::GROUP, group);
            applying.extend(admin.describe_acls(&group).await?);
        }
        self.refuse_denied(&applying)?;
        let line = cluster_line(&cluster, applying.len());
        Ok(((cluster, applying), line))
    }

    async fn create_topic(&self, admin: &Admin) -> Result<(TopicState, String)> {
        let state = match self.find_topic(admin).await? {
            Some(topic) => TopicState::Existing { differences: self.differences(&topic) },
            None => self.create_absent_topic(admin).await?,
        };
        let line = state.line(self.topic.name());
        Ok((state, line))
    }

    async fn find_topic(&self, admin: &Admin) -> Result<Option<TopicDescription>> {
        match admin.describe_topics(&[self.topic.name()]).await?.one() {
            Ok(topic) => Ok(Some(topic)),
            Err(error) if error.kind() == ErrorKind::UnknownTopic => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn create_absent_topic(&self, admin: &Admin) -> Result<TopicState> {
        let options = CreateTopics { validate_only: self.dry_run };
        match admin.create_topics(std::slice::from_ref(&self.topic), options).await?.one() {
            Ok(created) if self.dry_run => Ok(TopicState::WouldBeCreated(created)),
            Ok(created) => Ok(TopicState::Created(created)),
            // Somebody else was quicker.
            Err(error) if error.kind() == ErrorKind::TopicAlreadyExists => {
                let topic = admin.describe_topics(&[self.topic.name()]).await?.one()?;
                Ok(TopicState::Existing { differences: self.differences(&topic) })
            }
            Err(error) => Err(error),
        }
    }

    /// What was asked for and is not so: an existing topic is never changed.
    fn differences(&self, topic: &TopicDescription) -> Vec<String> {
        let count = topic.partitions.len();
        let replicas = topic.replication_factor();
        let partitions = self.topic.partitions.filter(|asked| usize::try_from(*asked) != Ok(count));
        let factor =
            self.topic.replication_factor.filter(|asked| usize::try_from(*asked).ok() != replicas);
        let actual = replicas
            .map_or("a varying number of replicas".into(), |count| plural(count, "replica"));
        let partitions =
            partitions.map(|asked| format!("{}, not {asked}", plural(count, "partition")));
        let factor = factor.map(|asked| format!("{actual}, not {asked}"));
        partitions.into_iter().chain(factor).collect()
    }

    async fn create_acls(
        &self,
        admin: &Admin,
        existing: &[AclBinding],
    ) -> Result<(Vec<(AclBinding, AclState)>, String)> {
        let wanted = self.bindings();
        let missing: Vec<_> =
            wanted.iter().filter(|acl| !existing.contains(acl)).cloned().collect();
        if !missing.is_empty() && !self.dry_run {
            admin.create_acls(&missing).await?.all()?;
        }
        let done = if self.dry_run { AclState::WouldBeCreated } else { AclState::Created };
        let state =
            |acl: &AclBinding| if missing.contains(acl) { done } else { AclState::Existing };
        let line = report::acls_line(&wanted, &missing, self.dry_run);
        Ok((wanted.iter().map(|acl| (acl.clone(), state(acl))).collect(), line))
    }

    /// Waits until the ACLs are everywhere, and proves it, unless there is nothing to prove with.
    async fn prove<F>(&self, admin: &Admin, observed: &mut Observed<F>) -> Result<Option<Proof>>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        if self.dry_run {
            observed.skip(Step::Wait, "dry run: nothing was changed");
            observed.skip(Step::Proof, "dry run: nothing was changed");
            return Ok(None);
        }
        observed.step(Step::Wait, self.wait(admin)).await?;
        let Some(login) = &self.login else {
            observed.skip(
                Step::Proof,
                "without the password of the user there is no login to prove it by",
            );
            return Ok(None);
        };
        observed.step(Step::Proof, self.log_in_and_ask(login.clone())).await.map(Some)
    }

    async fn wait(&self, admin: &Admin) -> Result<((), String)> {
        admin.wait_for_acls(&self.bindings(), self.patience).await?;
        Ok(((), "the ACLs are visible on every broker".into()))
    }

    async fn log_in_and_ask(&self, login: Config) -> Result<(Proof, String)> {
        let user = Admin::connect(login).await?;
        let topic =
            user.wait_until_allowed(self.topic.name(), &self.operations(), self.patience).await?;
        let operations = topic.authorized_operations.ok_or_else(Error::missing_item)?;
        let proof = Proof { session: user.session().clone(), operations };
        let line = proof_line(&proof, self.topic.name());
        Ok((proof, line))
    }

    /// What the user has to be allowed on the topic.
    fn operations(&self) -> Vec<AclOperation> {
        let on_topic = |acl: &AclBinding| acl.pattern.resource_type == ResourceType::TOPIC;
        self.bindings().iter().filter(|acl| on_topic(acl)).map(|acl| acl.entry.operation).collect()
    }

    /// DENY wins over every ALLOW: no grant helps against one from every host.
    fn refuse_denied(&self, applying: &[AclBinding]) -> Result<()> {
        let against = |denial: &&&AclBinding| {
            denial.entry.host() == "*"
                && self.bindings().iter().any(|wanted| is_against(denial, wanted))
        };
        match self.denials(applying).iter().find(against) {
            None => Ok(()),
            Some(denial) => Err(Error::new(
                ErrorKind::TopicAuthorizationFailed,
                Layer::Config,
                format!("an ACL stands against it, and DENY wins over ALLOW: {denial}"),
            )
            .hinted("delete that ACL first, if it is not meant any more")),
        }
    }

    /// The other denials, of which nobody knows whether they matter.
    fn warn_of_denials(&self, applying: &[AclBinding]) -> Vec<String> {
        let denials = self.denials(applying);
        denials.iter().map(|acl| format!("an ACL that wins over any other: {acl}")).collect()
    }

    fn denials<'a>(&self, applying: &'a [AclBinding]) -> Vec<&'a AclBinding> {
        let user = format!("User:{}", self.user);
        let ours = |acl: &&AclBinding| {
            acl.entry.permission == AclPermissionType::DENY
                && ["User:*", &user].contains(&acl.entry.principal())
        };
        applying.iter().filter(ours).collect()
    }

    /// With `allow.everyone.if.no.acl.found` the first ACL on a topic ends everybody else's access.
    fn lock_out(&self, topic: &TopicState, applying: &[AclBinding]) -> Option<String> {
        let on_topic = |acl: &AclBinding| acl.pattern.resource_type == ResourceType::TOPIC;
        let first = matches!(topic, TopicState::Existing { .. }) && !applying.iter().any(on_topic);
        first.then(|| {
            format!(
                "these are the first ACLs on topic {}: if the cluster has allow.everyone.if.no.acl.found=true, \
                 its other users now need ACLs too",
                self.topic.name()
            )
        })
    }
}

/// Whether the denial is about the same kind of resource and the same operation. That it applies to
/// the name is known.
fn is_against(denial: &AclBinding, wanted: &AclBinding) -> bool {
    denial.pattern.resource_type == wanted.pattern.resource_type
        && [AclOperation::ALL, wanted.entry.operation].contains(&denial.entry.operation)
}

async fn connect(config: Config) -> Result<(Admin, String)> {
    let admin = Admin::connect(config).await?;
    let line = session_line(admin.session());
    Ok((admin, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Auth, Partition, ResourcePattern};

    fn share() -> Share {
        Share::new(NewTopic::new("orders").partitions(3).replication_factor(2), "rudder").produce()
    }

    fn topic(partitions: usize, replicas: usize) -> TopicDescription {
        let partition = |index| Partition {
            index: index as i32,
            leader: Some(0),
            replicas: vec![0; replicas],
            isr: vec![0; replicas],
        };
        TopicDescription {
            name: "orders".into(),
            id: None,
            internal: false,
            partitions: (0..partitions).map(partition).collect(),
            authorized_operations: None,
        }
    }

    #[test]
    fn nothing_asked_for_is_refused() {
        let error = Share::new(NewTopic::new("orders"), "rudder").validate().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        share().validate().unwrap();
    }

    #[test]
    fn the_login_of_somebody_else_proves_nothing() {
        let admin = Config::new(["h:1"]);
        let login = user_login(&admin, ["h:2"], "mallory", "MARKER");
        let error = share().prove_as(login).validate().unwrap_err();
        assert!(error.to_string().contains("mallory"), "{error}");
        assert!(share().prove_as(admin.auth(Auth::MskIam)).validate().is_err());
    }

    #[test]
    fn debug_shows_no_password() {
        let login = user_login(&Config::new(["h:1"]), ["h:2"], "rudder", "MARKER");
        let text = format!("{:?}", share().prove_as(login));
        assert!(!text.contains("MARKER"), "{text}");
    }

    #[test]
    fn says_how_an_existing_topic_differs() {
        assert!(share().differences(&topic(3, 2)).is_empty());
        assert_eq!(share().differences(&topic(1, 3)), ["1 partition, not 3", "3 replicas, not 2"]);
        let any = Share::new(NewTopic::new("orders"), "rudder");
        assert!(any.differences(&topic(7, 1)).is_empty());
    }

    fn deny(principal: &str, operation: AclOperation) -> AclBinding {
        AclBinding::deny(principal, operation, ResourcePattern::topic("orders"))
    }

    #[test]
    fn what_denies_for_certain_is_refused_and_what_may_is_a_warning() {
        for certain in [deny("User:rudder", AclOperation::ALL), deny("User:*", AclOperation::WRITE)]
        {
            let error = share().refuse_denied(&[certain]).unwrap_err();
            assert!(error.to_string().contains("DENY wins"), "{error}");
        }
        let perhaps = [
            deny("User:rudder", AclOperation::READ),
            deny("User:*", AclOperation::WRITE).from_host("10.0.0.1"),
            deny("User:other", AclOperation::ALL),
        ];
        share().refuse_denied(&perhaps).unwrap();
        assert_eq!(share().warn_of_denials(&perhaps).len(), 2);
    }

    #[test]
    fn warns_of_the_first_acl_on_a_topic_that_others_may_use() {
        let existing = TopicState::Existing { differences: vec![] };
        assert!(share().lock_out(&existing, &[]).unwrap().contains("orders"));
        let applying = [deny("User:other", AclOperation::READ)];
        assert!(share().lock_out(&existing, &applying).is_none());
    }
}

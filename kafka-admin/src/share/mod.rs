//! The whole recipe as one call: share a topic with a SCRAM user, and prove that it works.
//!
//! On Amazon MSK with public access a SCRAM user can do nothing at first, and cannot grant itself
//! anything. An IAM identity can: ACLs do not apply to it. So the administrator creates topic and
//! ACLs by IAM, and the proof is what the cluster answers to the user, on the SCRAM listener.
//!
//! ```no_run
//! # async fn run(secret: String) -> kafka_admin::Result<()> {
//! use kafka_admin::share::{self, Share};
//! use kafka_admin::topics::NewTopic;
//! use kafka_admin::{AwsCredentials, Config, Secret};
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

use crate::acls::{AclBinding, Grant};
use crate::config::Config;
use crate::escape::Escaped;
use crate::topics::NewTopic;
use crate::{Error, Result};

mod denials;
mod login;
mod progress;
mod recipe;
mod report;
mod step;

pub use login::{is_plaintext, user_bootstrap, user_login};
pub use progress::{Found, Progress, Skipped};
pub use report::{
    AclState, Change, Created, Difference, Failed, Proof, Shared, TopicState, Warning,
};
pub use step::Step;

use progress::Observed;

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
    allow_everyone: bool,
    allow_internal: bool,
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
            allow_everyone: false,
            allow_internal: false,
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

    /// Proves it by this login, which must be the user's own: see [`user_login`]. It is tried before
    /// anything is changed. Default: no proof.
    pub fn prove_as(mut self, login: Config) -> Self {
        self.login = Some(login);
        self
    }

    /// Only looks, and says what would be done. Default: false.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self
    }

    /// How long to wait until new ACLs have reached every broker, again until the user may use the
    /// topic, and again the group: the cluster spreads ACLs without saying when it is done.
    /// Default: 30 s.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Lets the user be `*`: an ACL to `User:*` is for everybody who logs in. Default: refused.
    pub fn allow_everyone(mut self) -> Self {
        self.allow_everyone = true;
        self
    }

    /// Lets the topic be one whose name begins with `__`, which are Kafka's own. Default: refused.
    pub fn allow_internal(mut self) -> Self {
        self.allow_internal = true;
        self
    }

    /// The ACLs that this share stands for.
    pub fn bindings(&self) -> Vec<AclBinding> {
        let mut grant = Grant::to(self.principal());
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
    /// The error of the step that failed, the last one `observe` heard of, and what the steps before
    /// it have changed: that stays, and running it again goes on from there. A broker that cannot be
    /// asked whether it knows the ACLs ends nothing: it is in [`Shared::unseen`].
    pub async fn run<F>(&self, admin: Config, observe: F) -> std::result::Result<Shared, Failed>
    where
        F: FnMut(Progress<'_>) + Send,
    {
        let (mut observed, mut changes) = (Observed::new(observe), Vec::new());
        let shared = self.run_steps(admin, &mut observed, &mut changes).await;
        shared.map_err(|error| Failed { step: observed.last, error, changes })
    }

    fn principal(&self) -> String {
        format!("User:{}", self.user)
    }

    fn validate(&self) -> Result<()> {
        let login = self.login.as_ref().map(|login| login.auth.as_ref()?.user());
        let reason = match login {
            _ if self.bindings().is_empty() => {
                "nothing to share: neither produce nor consume is asked for".into()
            }
            _ if self.user == "*" && !self.allow_everyone => {
                "the user * is everybody who logs in, which has to be allowed explicitly".into()
            }
            _ if self.user.starts_with("User:") => {
                "the user is named as at the login, without User: in front".into()
            }
            _ if self.topic.name().starts_with("__") && !self.allow_internal => format!(
                "{} is one of Kafka's own topics, which has to be allowed explicitly",
                Escaped(self.topic.name())
            ),
            Some(Some(user)) if user != self.user => {
                format!("a login as {user:?} is no proof of what {:?} may do", self.user)
            }
            Some(None) => "the login of the proof names no user".into(),
            _ => {
                self.topic.validate().map_err(|error| error.about(Escaped(self.topic.name())))?;
                return self.bindings().iter().try_for_each(AclBinding::validate);
            }
        };
        Err(Error::invalid(reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Auth, ErrorKind};

    fn share() -> Share {
        Share::new(NewTopic::new("orders").partitions(3).replication_factor(2), "rudder").produce()
    }

    fn refused(share: &Share) -> String {
        let error = share.validate().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    }

    #[test]
    fn nothing_asked_for_is_refused() {
        refused(&Share::new(NewTopic::new("orders"), "rudder"));
        share().validate().unwrap();
    }

    #[test]
    fn the_login_of_somebody_else_proves_nothing() {
        let admin = Config::new(["h:1"]);
        let login = user_login(&admin, ["h:2"], "mallory", "MARKER");
        assert!(refused(&share().prove_as(login)).contains("mallory"));
        refused(&share().prove_as(admin.auth(Auth::MskIam)));
    }

    #[test]
    fn everybody_and_kafkas_own_topics_are_shared_only_when_allowed() {
        let everybody = Share::new(NewTopic::new("orders"), "*").produce();
        assert!(refused(&everybody).contains("everybody"));
        everybody.allow_everyone().validate().unwrap();
        let internal = Share::new(NewTopic::new("__consumer_offsets"), "rudder").produce();
        assert!(refused(&internal).contains("Kafka's own"));
        internal.allow_internal().validate().unwrap();
    }

    #[test]
    fn names_that_would_be_read_otherwise_than_meant_are_refused() {
        for topic in ["*", "ord*", "orders,payments", ""] {
            refused(&Share::new(NewTopic::new(topic), "rudder").produce());
        }
        for user in ["", "User:rudder"] {
            refused(&Share::new(NewTopic::new("orders"), user).produce());
        }
        refused(&share().consume(""));
        // Kafka splits a principal at its first colon, and only the whole name * is a wildcard.
        for user in ["a:b", "rudder*", "CN=rudder,O=x"] {
            Share::new(NewTopic::new("orders"), user).produce().validate().unwrap();
        }
    }

    #[test]
    fn debug_shows_no_password() {
        let login = user_login(&Config::new(["h:1"]), ["h:2"], "rudder", "MARKER");
        let text = format!("{:?}", share().prove_as(login));
        assert!(!text.contains("MARKER"), "{text}");
    }
}

//! From settings to an emulator, and what its clients are to be told.

use std::path::Path;

use kafka_admin::Secret;
use kafka_emulator::{Builder, Emulator, Listener, Service};

use super::values::Ports;
use super::{Certificate, Identity, PortsByListener, Profile, Settings, Topic, User};
use crate::failure::Result;
use crate::outside::Outside;
use crate::password::{self, file, text, unreadable};

/// Amazon's documents use this key id as an example, so nobody takes it for a real one.
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const ARN: &str = "arn:aws:iam::111122223333:user/administrator";
const REGION: &str = "us-east-1";
/// Who there is if nobody is named.
pub(crate) const USER: &str = "rudder";
/// Of users without a password of their own.
const PASSWORD: &str = "emulated";
/// Stands for a password that was given.
const GIVEN: &str = "<password>";
/// Stands for a key that was given.
const GIVEN_KEY: &str = "<secret access key>";

/// An emulator before its start.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) builder: Builder,
    /// The names of all users, with their passwords where these open nothing else.
    pub(crate) users: Vec<(String, &'static str)>,
    /// The same with all passwords.
    pub(crate) passwords: Vec<(String, Secret)>,
    pub(crate) identities: Vec<Known>,
    pub(crate) region: String,
}

/// An identity that can log in by IAM.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) arn: String,
    pub(crate) access_key_id: String,
    /// The secret, where it opens nothing else.
    pub(crate) secret_access_key: &'static str,
}

impl Settings {
    /// Reads the files that the settings name.
    pub(crate) fn build(mut self, msk_ports: bool, outside: &Outside<'_>) -> Result<Built> {
        if self.users.is_empty() {
            self.users.push(User { name: USER.to_owned(), password_file: None });
        }
        if self.identities.is_empty() {
            self.identities.push(Identity::made_up());
        }
        let region = self.region.clone().unwrap_or_else(|| REGION.to_owned());
        let mut builder = self.kind(Emulator::builder()).region(&region);
        builder = with_ports(builder, self.ports.take().unwrap_or_default());
        if msk_ports {
            builder = builder.service_ports();
        }
        builder = self.cluster(builder);
        if let Some(certificate) = &self.certificate {
            builder = certificate.add(builder, outside)?;
        }
        let mut users = Vec::with_capacity(self.users.len());
        let mut passwords = Vec::with_capacity(self.users.len());
        for user in &self.users {
            let (password, shown) = user.password(outside)?;
            builder = builder.scram_user(&user.name, password.expose());
            users.push((user.name.clone(), shown));
            passwords.push((user.name.clone(), password));
        }
        let mut identities = Vec::with_capacity(self.identities.len());
        for identity in &self.identities {
            let (added, known) = identity.add(builder, outside)?;
            builder = added;
            identities.push(known);
        }
        builder = self.contents(builder);
        Ok(Built { builder, users, passwords, identities, region })
    }

    /// What it is like, before anything else is said about it.
    fn kind(&self, builder: Builder) -> Builder {
        let builder = match self.profile {
            None => builder,
            Some(Profile::MskPublic) => builder.service(Service::MskPublic),
            Some(Profile::MskVpc) => builder.service(Service::MskVpc),
            Some(Profile::MskServerless) => builder.service(Service::MskServerless),
            Some(Profile::Kafka(release)) => builder.service(Service::Kafka).profile(release.0),
        };
        self.kafka.into_iter().fold(builder, |builder, release| builder.profile(release.0))
    }

    fn cluster(&self, mut builder: Builder) -> Builder {
        macro_rules! set {
            ($($key:ident),*) => {
                $(if let Some(value) = &self.$key {
                    builder = builder.$key(value.clone());
                })*
            };
        }
        set!(
            brokers,
            host,
            cluster_id,
            cluster_arn,
            allow_everyone,
            scram_sha_256,
            delegation_tokens,
            static_voters,
            log_dirs,
            session_lifetime,
            login_deadline,
            failure_delay,
            initial_rebalance_delay,
            max_connections,
            max_request_size,
            max_log_bytes
        );
        if let Some(bind) = self.bind {
            builder = builder.bind_address(bind);
        }
        let builder = self.names.iter().fold(builder, Builder::name);
        self.super_users.iter().fold(builder, Builder::super_user)
    }

    fn contents(self, mut builder: Builder) -> Builder {
        for Topic { name, partitions, configs } in self.topics {
            for (config, value) in configs {
                builder = builder.topic_config(&name, config, value.0);
            }
            builder = builder.topic(name, partitions);
        }
        builder = self.acls.into_iter().flat_map(|acl| acl.0).fold(builder, Builder::acl);
        for quota in &self.quotas {
            for (key, limit) in quota.limits() {
                builder = builder.quota(quota.entity(), key, limit);
            }
        }
        self.faults.into_iter().map(|fault| fault.0).fold(builder, Builder::fault)
    }
}

fn with_ports(mut builder: Builder, ports: PortsByListener) -> Builder {
    let PortsByListener { scram, iam, tls, plaintext } = ports;
    let given = [
        (Listener::Scram, scram),
        (Listener::Iam, iam),
        (Listener::Tls, tls),
        (Listener::Plaintext, plaintext),
    ];
    for (listener, ports) in given {
        builder = match (ports, listener) {
            (None, _) => builder,
            (Some(Ports::On(ports)), _) => builder.broker_ports(listener, ports),
            (Some(Ports::Off), listener) => builder.without_listener(listener),
        };
    }
    builder
}

impl User {
    /// The password, and what may be shown of it: one that somebody gave may open something else, too.
    fn password(&self, outside: &Outside<'_>) -> Result<(Secret, &'static str)> {
        match &self.password_file {
            Some(path) => Ok((password::from_file(path, &self.name, outside)?, GIVEN)),
            None => Ok((Secret::new(PASSWORD), PASSWORD)),
        }
    }
}

impl Identity {
    fn made_up() -> Self {
        Self {
            arn: ARN.to_owned(),
            access_key_id: KEY_ID.to_owned(),
            secret_access_key_file: None,
            session_token_file: None,
            policy: None,
            policy_file: None,
        }
    }

    fn add(&self, builder: Builder, outside: &Outside<'_>) -> Result<(Builder, Known)> {
        let whose = format!("the identity {}", self.arn);
        let (secret, shown) = match &self.secret_access_key_file {
            Some(path) => (password::from_file(path, &whose, outside)?, GIVEN_KEY),
            None => (Secret::new(SECRET_KEY), SECRET_KEY),
        };
        let token = self.session_token_file.as_deref();
        let token = token.map(|path| password::from_file(path, &whose, outside)).transpose()?;
        let token = token.as_ref().map(Secret::expose);
        let key_id = &self.access_key_id;
        let builder = builder.iam_identity(key_id, secret.expose(), token, &self.arn);
        let mut builder = builder;
        if let Some(path) = &self.policy_file {
            builder = builder.iam_policy(&self.arn, content(path)?);
        }
        if let Some(document) = &self.policy {
            builder = builder.iam_policy(&self.arn, document);
        }
        let (arn, access_key_id) = (self.arn.clone(), key_id.clone());
        Ok((builder, Known { arn, access_key_id, secret_access_key: shown }))
    }
}

impl Certificate {
    fn add(&self, builder: Builder, outside: &Outside<'_>) -> Result<Builder> {
        password::warn_if_public(&self.key_file, "the key file", outside);
        let key = Secret::new(content(&self.key_file)?);
        Ok(builder.certificate(content(&self.chain_file)?, key))
    }
}

fn content(path: &Path) -> Result<String> {
    let name = path.display();
    let content = file(path).map_err(unreadable(&name))?;
    text(&content).map(str::to_owned).map_err(unreadable(&name))
}

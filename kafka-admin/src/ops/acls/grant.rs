//! The ACLs that a producer or a consumer needs, by name instead of by operation.

use kafka_proto::{AclOperation, ResourceType};

use super::{AclBinding, ResourcePattern};

/// Collects ACL bindings for one principal from what it is to do.
///
/// ```
/// use kafka_admin::acls::Grant;
///
/// let acls = Grant::to("User:rudder").produce("orders").consume("orders", "billing").bindings();
/// let lines: Vec<_> = acls.iter().map(|acl| acl.to_string()).collect();
/// assert_eq!(lines[0], "ALLOW WRITE on TOPIC LITERAL:orders to User:rudder from *");
/// assert_eq!(lines.len(), 4);
/// ```
#[derive(Debug, Clone)]
pub struct Grant {
    principal: String,
    host: String,
    wanted: Vec<(AclOperation, ResourcePattern)>,
}

impl Grant {
    /// Starts a grant to a principal, `Type:name`, such as `User:rudder`.
    pub fn to(principal: impl Into<String>) -> Self {
        Self { principal: principal.into(), host: "*".into(), wanted: Vec::new() }
    }

    /// Restricts every binding to one client address; the default `*` is any.
    pub fn from_host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// Write to a topic: WRITE and DESCRIBE. Not CREATE, which `kafka-acls --producer` adds.
    pub fn produce(self, topic: impl Into<String>) -> Self {
        self.produce_to(ResourcePattern::topic(topic))
    }

    /// Write to every topic whose name begins with `prefix`.
    pub fn produce_prefixed(self, prefix: impl Into<String>) -> Self {
        self.produce_to(ResourcePattern::prefixed(ResourceType::TOPIC, prefix))
    }

    /// Read a topic in a consumer group: READ and DESCRIBE on the topic, READ on the group.
    pub fn consume(self, topic: impl Into<String>, group: impl Into<String>) -> Self {
        self.read(topic).allow(AclOperation::READ, ResourcePattern::group(group))
    }

    /// Read a topic without a group: READ and DESCRIBE.
    pub fn read(self, topic: impl Into<String>) -> Self {
        let topic = ResourcePattern::topic(topic);
        self.allow(AclOperation::READ, topic.clone()).allow(AclOperation::DESCRIBE, topic)
    }

    /// Use a transactional id: WRITE and DESCRIBE.
    pub fn transactional_id(self, id: impl Into<String>) -> Self {
        let id = ResourcePattern::transactional_id(id);
        self.allow(AclOperation::WRITE, id.clone()).allow(AclOperation::DESCRIBE, id)
    }

    /// Idempotent production on brokers before 2.8; later ones need only WRITE on the topic.
    pub fn idempotent_write(self) -> Self {
        self.allow(AclOperation::IDEMPOTENT_WRITE, ResourcePattern::cluster())
    }

    /// Any single operation on any resource.
    pub fn allow(mut self, operation: AclOperation, pattern: ResourcePattern) -> Self {
        if !self.wanted.contains(&(operation, pattern.clone())) {
            self.wanted.push((operation, pattern));
        }
        self
    }

    /// The bindings, each once, in the order they were asked for.
    pub fn bindings(&self) -> Vec<AclBinding> {
        let bind = |(operation, pattern): &(AclOperation, ResourcePattern)| {
            AclBinding::allow(&self.principal, *operation, pattern.clone()).from_host(&self.host)
        };
        self.wanted.iter().map(bind).collect()
    }

    fn produce_to(self, topic: ResourcePattern) -> Self {
        self.allow(AclOperation::WRITE, topic.clone()).allow(AclOperation::DESCRIBE, topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_wishes_give_each_binding_once() {
        let acls = Grant::to("User:x").produce("t").consume("t", "g").bindings();
        let operations: Vec<_> = acls.iter().map(|acl| acl.entry.operation).collect();
        use AclOperation as Op;
        assert_eq!(operations, [Op::WRITE, Op::DESCRIBE, Op::READ, Op::READ]);
        assert!(acls.iter().all(|acl| acl.validate().is_ok()));
    }

    #[test]
    fn host_applies_to_every_binding() {
        let acls = Grant::to("User:x").produce_prefixed("a.").from_host("10.1.2.3").bindings();
        assert!(acls.iter().all(|acl| acl.entry.host() == "10.1.2.3"));
    }
}

//! Permissions: which one each API needs, and what a set of ACLs says about one question.
//!
//! ```
//! use kafka_admin::AclOperation;
//! use kafka_admin::acls::{Grant, ResourcePattern};
//! use kafka_admin::permissions::{Question, Rules};
//!
//! let rules = Rules::new(Grant::to("User:rudder").produce("orders").bindings());
//! let orders = ResourcePattern::topic("orders");
//! let write = Question::new("User:rudder", AclOperation::WRITE, &orders);
//! let answer = rules.answer(&write);
//! assert!(answer.is_allowed());
//! assert_eq!(answer.allowing[0].to_string(), "ALLOW WRITE on TOPIC LITERAL:orders to User:rudder from *");
//! ```

mod answer;
mod by_type;
mod change;
mod host;
mod needs;
mod rules;

pub use answer::{Answer, Reason};
pub use change::Change;
pub use host::{HostPattern, host_text};
pub use needs::{Permission, needed};
pub use rules::{Question, Rules, operations_of};

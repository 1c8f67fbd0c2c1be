//! ACLs, as in Kafka's `org.apache.kafka.common.acl`: create, describe, delete, and wait for them.

mod binding;
mod create;
mod delete;
mod describe;
mod entry;
mod filter;
mod grant;
mod shared;
mod visible;

pub use binding::{AclBinding, ResourcePattern};
pub use create::CreateAcls;
pub use delete::{DeleteAcls, DeletedAcl};
pub use describe::DescribeAcls;
pub use entry::AccessControlEntry;
pub use filter::{AccessControlEntryFilter, AclBindingFilter, ResourcePatternFilter};
pub use grant::Grant;

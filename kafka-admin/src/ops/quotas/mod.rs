//! Quotas of users, client ids and addresses (KIP-546): describe and change them.

mod alter;
mod describe;
mod entity;
mod filter;

pub use alter::{AlterClientQuotas, ClientQuotaAlteration};
pub use describe::{ClientQuota, DescribeClientQuotas};
pub use entity::ClientQuotaEntity;
pub use filter::ClientQuotaFilter;

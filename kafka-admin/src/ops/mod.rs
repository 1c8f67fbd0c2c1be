//! What can be asked of a cluster: a folder for each noun, a file for each verb.

pub mod acls;
pub mod cluster;
pub mod configs;
pub mod groups;
pub mod quotas;
pub mod tokens;
pub mod topics;
pub mod users;

//! The mechanisms that can be measured.

use clap::ValueEnum;

/// The mechanisms, under their names on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MechanismName {
    #[value(name = "SCRAM-SHA-512")]
    ScramSha512,
    #[value(name = "SCRAM-SHA-256")]
    ScramSha256,
    #[value(name = "AWS_MSK_IAM")]
    MskIam,
    #[value(name = "PLAIN")]
    Plain,
}

impl MechanismName {
    /// What `sasl.mechanism` says.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ScramSha512 => "SCRAM-SHA-512",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::MskIam => "AWS_MSK_IAM",
            Self::Plain => "PLAIN",
        }
    }
}

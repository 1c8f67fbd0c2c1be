//! Which AWS region a login is signed for, and why that one.

use std::fmt;

use super::host;
use crate::error::{AuthError, PeerText};
use crate::msk_host::service_and_region;

/// The environment variables that may name the region, in the order they are asked for.
pub const REGION_VARS: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/// A region and where it comes from: a wrong one only ever shows as `Access denied`, so say both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// For example `us-east-1`.
    pub name: String,
    /// Who said so.
    pub source: RegionSource,
}

/// Where a region comes from. `Display` completes "the region comes from ...".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegionSource {
    /// The caller gave it.
    Explicit,
    /// The broker's name has it.
    Host,
    /// This environment variable has it.
    Variable(&'static str),
    /// The AWS profile in use has it.
    Profile,
}

impl Region {
    /// The region to sign for: the `explicit` one, else the one in the name of `host`, else the
    /// one in `AWS_REGION` or `AWS_DEFAULT_REGION`, which are read through `var`, else the one in the
    /// AWS `profile` in use. Empty values count as absent.
    ///
    /// # Errors
    /// [`AuthError::Config`] when nobody names a region, or somebody an impossible one.
    pub fn resolve(
        explicit: Option<&str>,
        host: &str,
        var: impl Fn(&str) -> Option<String>,
        profile: Option<&str>,
    ) -> Result<Self, AuthError> {
        if let Some(name) = explicit.filter(|name| !name.is_empty()) {
            return Self::new(name, RegionSource::Explicit);
        }
        if let Some(region) = Self::of_host(host) {
            return Ok(region);
        }
        for name in REGION_VARS {
            if let Some(value) = var(name).filter(|value| !value.is_empty()) {
                return Self::new(&value, RegionSource::Variable(name));
            }
        }
        if let Some(name) = profile.filter(|name| !name.is_empty()) {
            return Self::new(name, RegionSource::Profile);
        }
        Err(AuthError::Config(format!(
            "no AWS region: none was given, \"{}\" is not the name of an MSK broker, and neither {}, {} \
             nor an AWS profile has one",
            PeerText::new(host),
            REGION_VARS[0],
            REGION_VARS[1]
        )))
    }

    /// The region in an MSK broker's name: the label between `.kafka`, `.kafka-serverless` or
    /// `.kafka-beta` and the end that AWS owns. A region's name elsewhere in the host means nothing.
    ///
    /// ```
    /// # use kafka_auth::msk_iam::Region;
    /// let host = "b-1.demo.abc123.c2.kafka.eu-west-1.amazonaws.com";
    /// assert_eq!(Region::of_host(host).unwrap().name, "eu-west-1");
    /// assert_eq!(Region::of_host("b-1.kafka.eu-west-1.amazonaws.com.example.org"), None);
    /// ```
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host::normalised(host).ok()?;
        let (_, region) = service_and_region(&host)?;
        Self::new(region, RegionSource::Host).ok()
    }

    fn new(name: &str, source: RegionSource) -> Result<Self, AuthError> {
        check(name).map_err(|error| match error {
            AuthError::Config(why) => AuthError::Config(format!("{why} (it comes from {source})")),
            other => other,
        })?;
        Ok(Self { name: name.to_owned(), source })
    }
}

fn is_region_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')
}

/// Lower-case letters, digits and hyphens, with at least one hyphen, as every region has.
pub(super) fn check(name: &str) -> Result<(), AuthError> {
    if (1..=64).contains(&name.len()) && name.bytes().all(is_region_byte) && name.contains('-') {
        return Ok(());
    }
    let name = PeerText::new(name);
    Err(AuthError::Config(format!("\"{name}\" is not an AWS region such as us-east-1")))
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (from {})", self.name, self.source)
    }
}

impl fmt::Display for RegionSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Explicit => "the configuration",
            Self::Host => "the broker's name",
            Self::Variable(name) => name,
            Self::Profile => "the AWS profile",
        })
    }
}

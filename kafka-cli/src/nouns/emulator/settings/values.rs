//! Values that are more than what TOML has, each checked where it is read, so that a flaw has its line.

use std::fmt;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::span;

/// `15m`; in seconds as a number.
pub(crate) fn span<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(from)?;
    span::parse(&text).map(Some).map_err(Error::custom)
}

pub(crate) fn partitions<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    match i32::deserialize(from)? {
        count @ 1.. => Ok(count),
        _ => Err(Error::custom("there is at least one partition")),
    }
}

/// The value of a topic's config: `"compact"`, `1000`, `true`.
#[derive(Debug)]
pub(crate) struct Config(pub(crate) String);

impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl Visitor<'_> for Scalar {
            type Value = Config;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number, true or false")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Config, E> {
                Ok(Config(text.to_owned()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Config, E> {
                Ok(Config(number.to_string()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Config, E> {
                Ok(Config(number.to_string()))
            }

            fn visit_bool<E: Error>(self, is: bool) -> Result<Config, E> {
                Ok(Config(is.to_string()))
            }
        }
        from.deserialize_any(Scalar)
    }
}

/// The ports of one listener: `true` for free ones, `false` for no listener, a number for the first broker, or
/// one number for each broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ports {
    Off,
    /// Empty where all are free.
    On(Vec<u16>),
}

impl<'de> Deserialize<'de> for Ports {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Given;
        impl<'de> Visitor<'de> for Given {
            type Value = Ports;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a port, a list of ports, true or false")
            }

            fn visit_bool<E: Error>(self, is_on: bool) -> Result<Ports, E> {
                Ok(if is_on { Ports::On(Vec::new()) } else { Ports::Off })
            }

            fn visit_i64<E: Error>(self, port: i64) -> Result<Ports, E> {
                Ok(Ports::On(vec![number(port)?]))
            }

            fn visit_u64<E: Error>(self, port: u64) -> Result<Ports, E> {
                self.visit_i64(i64::try_from(port).unwrap_or(-1))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Ports, A::Error> {
                let mut ports = Vec::new();
                while let Some(port) = seq.next_element()? {
                    ports.push(number(port)?);
                }
                Ok(Ports::On(ports))
            }
        }
        from.deserialize_any(Given)
    }
}

fn number<E: Error>(port: i64) -> Result<u16, E> {
    u16::try_from(port).map_err(|_| Error::custom(format_args!("{port} is no port")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_a_number_a_list_or_a_word() {
        let ports = |text: &str| serde_json::from_str::<Ports>(text);
        assert_eq!(ports("true").unwrap(), Ports::On(vec![]));
        assert_eq!(ports("false").unwrap(), Ports::Off);
        assert_eq!(ports("9096").unwrap(), Ports::On(vec![9096]));
        assert_eq!(ports("[9096, 0]").unwrap(), Ports::On(vec![9096, 0]));
        for wrong in ["-1", "65536", "\"on\"", "[70000]"] {
            assert!(ports(wrong).is_err(), "{wrong}");
        }
    }
}

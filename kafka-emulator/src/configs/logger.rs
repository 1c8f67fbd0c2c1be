//! The log levels of a broker, which it forgets when it ends (KIP-412).

use kafka_proto::{AlterConfigOperation as Operation, ConfigSource, ConfigType, ErrorCode};

use super::{Described, Set};
use crate::refusal::Refusal;

const ROOT: &str = "root";

/// The loggers that a broker without a configuration of them has.
const LOGGERS: &[&str] = &["org.apache.kafka.server.logger.LoggingController", ROOT];

const LEVELS: &[&str] = &["DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN"];

/// Every logger, with its level or else that of the root.
pub(crate) fn described(set: &Set) -> Vec<Described> {
    let root = set.get(ROOT).map_or("ERROR", String::as_str);
    let of = |name: &&str| Described {
        name: (*name).to_owned(),
        value: Some(set.get(*name).map_or(root, String::as_str).to_owned()),
        config_type: ConfigType::UNKNOWN,
        source: ConfigSource::DYNAMIC_BROKER_LOGGER_CONFIG,
        synonyms: Vec::new(),
        read_only: false,
        is_sensitive: false,
    };
    LOGGERS.iter().map(of).collect()
}

/// Makes one change, as `LoggingController` and `ConfigAdminManager` check it.
pub(crate) fn change(
    set: &mut Set,
    name: &str,
    operation: Operation,
    level: &str,
) -> Result<(), Refusal> {
    if matches!(operation, Operation::SET | Operation::DELETE) && !LOGGERS.contains(&name) {
        return Err(invalid_config(format!("Logger {name} does not exist!")));
    }
    match operation {
        Operation::SET if !LEVELS.contains(&level) => Err(invalid_config(format!(
            "Cannot set the log level of {name} to {level} as it is not a supported log level. Valid log \
             levels are {}",
            LEVELS.join(", ")
        ))),
        Operation::SET => {
            set.insert(name.to_owned(), level.to_owned());
            Ok(())
        }
        Operation::DELETE if name == ROOT => {
            Err(invalid_request("Removing the log level of the root logger is not allowed"))
        }
        Operation::DELETE => {
            set.remove(name);
            Ok(())
        }
        Operation::APPEND | Operation::SUBTRACT => Err(invalid_request(format!(
            "{} operation is not allowed for the BROKER_LOGGER resource",
            operation.name().unwrap_or_default()
        ))),
        _ => Err(Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR)),
    }
}

fn invalid_config(text: String) -> Refusal {
    Refusal::new(ErrorCode::INVALID_CONFIG, text)
}

fn invalid_request(text: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::INVALID_REQUEST, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logger_without_a_level_has_the_one_of_the_root() {
        let mut set = Set::new();
        change(&mut set, ROOT, Operation::SET, "DEBUG").unwrap();
        let levels: Vec<_> = described(&set).into_iter().filter_map(|it| it.value).collect();
        assert_eq!(levels, ["DEBUG", "DEBUG"]);
        change(&mut set, LOGGERS[0], Operation::SET, "WARN").unwrap();
        let levels: Vec<_> = described(&set).into_iter().filter_map(|it| it.value).collect();
        assert_eq!(levels, ["WARN", "DEBUG"]);
        change(&mut set, LOGGERS[0], Operation::DELETE, "").unwrap();
        assert_eq!(set.len(), 1);
        for (name, operation, level, code) in [
            (ROOT, Operation::SET, "debug", ErrorCode::INVALID_CONFIG),
            ("nope", Operation::SET, "DEBUG", ErrorCode::INVALID_CONFIG),
            (ROOT, Operation::DELETE, "", ErrorCode::INVALID_REQUEST),
            (ROOT, Operation::APPEND, "DEBUG", ErrorCode::INVALID_REQUEST),
        ] {
            assert_eq!(change(&mut set, name, operation, level).unwrap_err().code, code);
        }
    }
}

//! The values of configs: parsed, and written again as Kafka shows them (`ConfigDef`).

use kafka_proto::ConfigType;

pub(super) const INT_MAX: i64 = i32::MAX as i64;
pub(super) const INT_MIN: i64 = i32::MIN as i64;

/// What values a config takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Any values, separated by commas.
    AnyList,
    Boolean,
    /// The name of a Java class.
    Class,
    Double,
    /// `compression.gzip.level`: 1 to 9, or -1.
    GzipLevel,
    Int(i64, i64),
    /// Values of this list, separated by commas.
    List(&'static [&'static str]),
    Long(i64),
    OneOf(&'static [&'static str]),
    /// A secret.
    Password,
    /// `*`, or `partition:broker` separated by commas.
    Replicas,
    /// From 0 to 1.
    Ratio,
    Short,
    Text,
}

impl Kind {
    pub(super) fn config_type(self) -> ConfigType {
        match self {
            Self::Boolean => ConfigType::BOOLEAN,
            Self::Class => ConfigType::CLASS,
            Self::GzipLevel | Self::Int(..) => ConfigType::INT,
            Self::AnyList | Self::List(_) | Self::Replicas => ConfigType::LIST,
            Self::Long(_) => ConfigType::LONG,
            Self::OneOf(_) | Self::Text => ConfigType::STRING,
            Self::Password => ConfigType::PASSWORD,
            Self::Double | Self::Ratio => ConfigType::DOUBLE,
            Self::Short => ConfigType::SHORT,
        }
    }

    /// A value that was set, as a broker shows it: parsed and written again.
    pub(super) fn shown(self, name: &str, value: &str) -> String {
        self.parse(name, value).unwrap_or_else(|_| value.to_owned())
    }

    /// The value of the config `name` as Kafka would show it again, or what Kafka says against it.
    pub(super) fn parse(self, name: &str, value: &str) -> Result<String, String> {
        let text = java_trim(value);
        let parsed = match self {
            Self::AnyList => list(text, None),
            Self::Boolean => boolean(text),
            Self::Class => class(text),
            Self::Double => double(text, f64::NEG_INFINITY, f64::INFINITY),
            Self::GzipLevel => gzip_level(text),
            Self::Int(min, max) => integer(text, "INT", (min, max), INT_MAX),
            Self::List(known) => list(text, Some(known)),
            Self::Long(min) => integer(text, "LONG", (min, i64::MAX), i64::MAX),
            Self::OneOf(known) => one_of(text, known).map(str::to_owned),
            Self::Replicas => replicas(text, name),
            Self::Password | Self::Text => Ok(text.to_owned()),
            Self::Ratio => double(text, 0.0, 1.0),
            Self::Short => integer(text, "SHORT", (i64::MIN, i64::MAX), i16::MAX.into()),
        };
        parsed.map_err(|flaw| match flaw {
            Flaw::Value { shown, flaw } => {
                format!("Invalid value {shown} for configuration {name}: {flaw}")
            }
            Flaw::EmptyElement => format!("Configuration '{name}' values must not be empty."),
        })
    }
}

/// The normalised value, or what is wrong.
type Parsed = Result<String, Flaw>;

enum Flaw {
    /// What is wrong with the value, as Kafka quotes it.
    Value {
        shown: String,
        flaw: String,
    },
    EmptyElement,
}

fn flaw<T>(shown: impl Into<String>, flaw: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw::Value { shown: shown.into(), flaw: flaw.into() })
}

/// `String.trim`: everything up to the space, and nothing else.
fn java_trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

fn boolean(text: &str) -> Parsed {
    match text.to_ascii_lowercase().as_str() {
        value @ ("true" | "false") => Ok(value.to_owned()),
        _ => flaw(text, "Expected value to be either true or false"),
    }
}

fn integer(text: &str, name: &str, (min, max): (i64, i64), largest: i64) -> Parsed {
    match text.parse::<i64>() {
        Ok(number) if number > largest || number < -largest - 1 => not_a_number(text, name),
        Ok(number) if number < min => {
            flaw(number.to_string(), format!("Value must be at least {min}"))
        }
        Ok(number) if number > max => {
            flaw(number.to_string(), format!("Value must be no more than {max}"))
        }
        Ok(number) => Ok(number.to_string()),
        Err(_) => not_a_number(text, name),
    }
}

fn gzip_level(text: &str) -> Parsed {
    let level = integer(text, "INT", (i64::MIN, INT_MAX), INT_MAX)?;
    match level.as_str() {
        "-1" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => Ok(level),
        _ => flaw(level, "Value must be between 1 and 9 or equal to -1"),
    }
}

/// `Range.between`, which NaN passes, because it is neither smaller nor larger than anything.
fn double(text: &str, min: f64, max: f64) -> Parsed {
    match java_parse_double(text) {
        Some(number) if number < min => {
            flaw(java_double(number), format!("Value must be at least {min}"))
        }
        Some(number) if number > max => {
            flaw(java_double(number), format!("Value must be no more than {max}"))
        }
        Some(number) => Ok(java_double(number)),
        None => not_a_number(text, "DOUBLE"),
    }
}

/// Here the only classes are Kafka's own.
fn class(text: &str) -> Parsed {
    match text.starts_with("org.apache.kafka.") {
        true => Ok(text.to_owned()),
        false => flaw(text, format!("Class {text} could not be found.")),
    }
}

/// `Double.parseDouble`, hexadecimal numbers apart.
fn java_parse_double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "NaN" || unsigned == "Infinity" {
        return text.parse().ok();
    }
    let number = text.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(text);
    let is_decimal = number.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    number.parse().ok().filter(|_| is_decimal)
}

/// `Double.toString`: always with a decimal point, and with an exponent below 0.001 and from ten
/// million on.
fn java_double(number: f64) -> String {
    let size = number.abs();
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}

fn not_a_number(text: &str, name: &str) -> Parsed {
    flaw(text, format!("Not a number of type {name}"))
}

fn one_of<'a>(text: &'a str, known: &[&str]) -> Result<&'a str, Flaw> {
    if known.contains(&text) {
        return Ok(text);
    }
    flaw(text, format!("String must be one of: {}", known.join(", ")))
}

/// Each value counts once.
fn list(text: &str, known: Option<&[&str]>) -> Parsed {
    let mut values: Vec<&str> = Vec::new();
    for value in split(text) {
        if value.is_empty() {
            return Err(Flaw::EmptyElement);
        }
        if let Some(known) = known {
            one_of(value, known)?;
        }
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok(values.join(","))
}

fn replicas(text: &str, name: &str) -> Parsed {
    let values: Vec<&str> = split(text).collect();
    if text == "*" || values.iter().all(|value| value.is_empty() || is_replica(value)) {
        return Ok(values.join(","));
    }
    flaw(
        format!("[{}]", values.join(", ")),
        format!(
            "{name} must be the literal '*' or a list of replicas in the following format: \
             [partitionId]:[brokerId],[partitionId]:[brokerId],..."
        ),
    )
}

/// `[0-9]+:[0-9]+`.
fn is_replica(value: &str) -> bool {
    value
        .split_once(':')
        .is_some_and(|(partition, broker)| has_digits_only(partition) && has_digits_only(broker))
}

fn has_digits_only(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The values of a list. Nothing at all is an empty list, but there can be nothing between commas.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let is_empty = text.is_empty();
    text.split(',').map(java_trim).filter(move |_| !is_empty)
}

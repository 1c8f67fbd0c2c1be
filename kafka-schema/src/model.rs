//! What the notation says, as data.

use std::fmt;

/// A range of versions; `max` is [`i16::MAX`] while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The first version.
    pub min: i16,
    /// The last version.
    pub max: i16,
}

impl Versions {
    /// Every version.
    pub const ALL: Self = Self { min: 0, max: i16::MAX };

    /// `min` and every later version.
    pub fn from(min: i16) -> Self {
        Self { min, max: i16::MAX }
    }

    /// Whether the version is in the range.
    pub fn contains(self, version: i16) -> bool {
        (self.min..=self.max).contains(&version)
    }

    /// Whether every version of `other` is in this range.
    pub fn covers(self, other: Self) -> bool {
        self.min <= other.min && other.max <= self.max
    }

    /// The versions in both; may be empty.
    pub fn and(self, other: Self) -> Self {
        Self { min: self.min.max(other.min), max: self.max.min(other.max) }
    }

    /// The smallest range that covers both.
    pub fn span(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// Whether no version is in the range.
    pub fn is_empty(self) -> bool {
        self.min > self.max
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { min, max: i16::MAX } => write!(f, "{min}.."),
            Self { min, max } if min == max => write!(f, "{min}"),
            Self { min, max } => write!(f, "{min}..{max}"),
        }
    }
}

/// One file of `schema/`: an API, a header, or data inside other messages.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// What the file describes.
    pub kind: Kind,
    /// Kafka's name, without `Request` and `Response`.
    pub name: String,
    /// The versions that exist.
    pub versions: Versions,
    /// The first flexible version (KIP-482).
    pub flexible: Option<i16>,
    /// The highest version is not final yet.
    pub unstable: bool,
    /// Which listeners serve it: `broker`, `controller`.
    pub listeners: Vec<String>,
    /// What it is for.
    pub doc: Option<String>,
    /// A request and its response, or the header or data itself.
    pub messages: Vec<Message>,
    /// Every struct below a message, in the order of the file; shared ones once.
    pub structs: Vec<Struct>,
}

impl File {
    /// The struct of that name.
    pub fn find(&self, name: &str) -> Option<&Struct> {
        self.structs.iter().find(|known| known.name == name)
    }
}

/// What a file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An API with its key: a request and its response.
    Api(i16),
    /// A header of requests or responses.
    Header,
    /// Data inside other messages or on a broker's disk.
    Data,
}

/// Which message of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The request.
    Request,
    /// Its response.
    Response,
    /// A header, or data.
    Itself,
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Which one it is.
    pub direction: Direction,
    /// Its fields, in the order of the wire.
    pub fields: Vec<Field>,
}

/// A struct inside a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Kafka's name.
    pub name: String,
    /// Its fields, in the order of the wire.
    pub fields: Vec<Field>,
}

/// A field of a message or a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in snake_case.
    pub name: String,
    /// Kafka's name, where it does not follow from ours.
    pub kafka_name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// The versions that have it.
    pub versions: Versions,
    /// The versions in which it may be null.
    pub nullable: Option<Versions>,
    /// Its tag, for a tagged field (KIP-482).
    pub tag: Option<u32>,
    /// Its default, where that is not zero, empty or false.
    pub default: Option<Literal>,
    /// It is left out without an error where the version lacks it.
    pub ignorable: bool,
    /// Elements are told apart by it: a key of a map in Java.
    pub key: bool,
    /// Stays in the classic form in flexible versions.
    pub inflexible: bool,
    /// What it is for.
    pub doc: Option<String>,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A type without parts.
    Value(Value),
    /// The struct of that name.
    Struct(String),
    /// An array of such elements.
    Array(Box<Type>),
}

impl Type {
    /// The struct it holds, directly or as elements.
    pub fn structure(&self) -> Option<&str> {
        match self {
            Self::Value(_) => None,
            Self::Struct(name) => Some(name),
            Self::Array(element) => element.structure(),
        }
    }
}

/// A type without parts: what is on the wire, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What is on the wire.
    pub primitive: Primitive,
    /// The word of the notation, where it says more than the primitive: `topic`, `broker`,
    /// `error`, or an enum.
    pub meaning: Option<String>,
}

/// What is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are Kafka's")]
pub enum Primitive {
    Bool,
    Int8,
    Int16,
    Uint16,
    Int32,
    Int64,
    Float64,
    Uuid,
    String,
    Bytes,
}

impl Primitive {
    /// The words of the notation.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("bool", Self::Bool),
        ("int8", Self::Int8),
        ("int16", Self::Int16),
        ("uint16", Self::Uint16),
        ("int32", Self::Int32),
        ("int64", Self::Int64),
        ("float64", Self::Float64),
        ("uuid", Self::Uuid),
        ("string", Self::String),
        ("bytes", Self::Bytes),
        ("records", Self::Bytes),
    ];

    /// The word of the notation.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }

    /// The fewest bytes it takes in the classic and in the flexible form.
    pub fn min_size(self, flexible: bool) -> usize {
        match self {
            Self::Bool | Self::Int8 => 1,
            Self::Int16 | Self::Uint16 => 2,
            Self::Int32 => 4,
            Self::Int64 | Self::Float64 => 8,
            Self::Uuid => 16,
            Self::String => {
                if flexible {
                    1
                } else {
                    2
                }
            }
            Self::Bytes => {
                if flexible {
                    1
                } else {
                    4
                }
            }
        }
    }
}

/// Words that mean more than a primitive, besides the enums of `schema/enums.kafka`.
pub const MEANINGS: [(&str, Primitive); 7] = [
    ("topic", Primitive::String),
    ("group", Primitive::String),
    ("transactional_id", Primitive::String),
    ("broker", Primitive::Int32),
    ("producer", Primitive::Int64),
    ("error", Primitive::Int16),
    ("records", Primitive::Bytes),
];

/// A default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// Null.
    Null,
    /// A bool.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A string.
    Text(String),
}

/// `schema/enums.kafka` and `schema/errors.kafka`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codes {
    /// Each enum.
    pub enums: Vec<Enum>,
}

/// Names for the numbers of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Kafka's name.
    pub name: String,
    /// What is on the wire.
    pub primitive: Primitive,
    /// What it is for.
    pub doc: String,
    /// Each code.
    pub codes: Vec<Code>,
}

/// A number and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The name, in capitals.
    pub name: String,
    /// The number on the wire.
    pub code: i64,
    /// Only error codes have them: `retriable`, `refresh`, `invalid_metadata`.
    pub flags: Vec<String>,
    /// What it means.
    pub doc: Option<String>,
}

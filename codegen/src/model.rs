//! What the notation says, as data.

use std::fmt;

/// A range of versions; `max` is [`i16::MAX`] while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    pub min: i16,
    pub max: i16,
}

impl Versions {
    pub const ALL: Self = Self { min: 0, max: i16::MAX };

    pub fn from(min: i16) -> Self {
        Self { min, max: i16::MAX }
    }

    pub fn contains(self, version: i16) -> bool {
        (self.min..=self.max).contains(&version)
    }

    pub fn covers(self, other: Self) -> bool {
        self.min <= other.min && other.max <= self.max
    }

    pub fn and(self, other: Self) -> Self {
        Self { min: self.min.max(other.min), max: self.max.min(other.max) }
    }

    pub fn span(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

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
    pub kind: Kind,
    pub name: String,
    pub versions: Versions,
    pub flexible: Option<i16>,
    /// The highest version is not final yet.
    pub unstable: bool,
    /// Which listeners serve it: `broker`, `controller`.
    pub listeners: Vec<String>,
    pub doc: Option<String>,
    pub messages: Vec<Message>,
    /// Every struct below a message, in the order of the file; shared ones once.
    pub structs: Vec<Struct>,
}

impl File {
    pub fn find(&self, name: &str) -> Option<&Struct> {
        self.structs.iter().find(|known| known.name == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Api(i16),
    Header,
    Data,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Request,
    Response,
    /// A header, or data.
    Itself,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub direction: Direction,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    pub name: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: String,
    /// Kafka's name, where it does not follow from ours.
    pub kafka_name: Option<String>,
    pub ty: Type,
    pub versions: Versions,
    pub nullable: Option<Versions>,
    pub tag: Option<u32>,
    pub default: Option<Literal>,
    pub ignorable: bool,
    pub key: bool,
    /// Stays in the classic form in flexible versions.
    pub inflexible: bool,
    pub doc: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Value(Value),
    Struct(String),
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
    pub primitive: Primitive,
    /// The word of the notation, where it says more than the primitive: `topic`, `broker`,
    /// `error`, or an enum.
    pub meaning: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
}

/// `schema/enums.kafka` and `schema/errors.kafka`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codes {
    pub enums: Vec<Enum>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    pub name: String,
    pub primitive: Primitive,
    pub doc: String,
    pub codes: Vec<Code>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    pub name: String,
    pub code: i64,
    /// Only error codes have them: `retriable`, `refresh`, `invalid_metadata`.
    pub flags: Vec<String>,
    pub doc: Option<String>,
}

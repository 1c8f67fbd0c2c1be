use std::error::Error;
use std::fmt;

/// Why bytes are not the message they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The rule that was broken.
    pub kind: DecodeErrorKind,
    /// How many bytes were fine: of the body, or of the frame for
    /// [`decode_frame`](super::decode_frame).
    pub offset: usize,
    /// The field at fault, in Kafka's names.
    pub path: Path,
}

impl DecodeError {
    pub(super) fn new(kind: impl Into<DecodeErrorKind>) -> Self {
        Self { kind: kind.into(), offset: 0, path: Path::default() }
    }

    pub(super) fn at(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    pub(super) fn in_field(self, name: &str) -> Self {
        Self { path: self.path.in_field(name), ..self }
    }

    pub(super) fn at_index(self, index: usize) -> Self {
        Self { path: self.path.at_index(index), ..self }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} (byte {})", self.path.prefix(), self.kind, self.offset)
    }
}

impl Error for DecodeError {}

/// Why JSON is not the message it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    /// What is wrong.
    pub kind: EncodeErrorKind,
    /// The field at fault.
    pub path: Path,
}

impl EncodeError {
    pub(super) fn new(kind: impl Into<EncodeErrorKind>) -> Self {
        Self { kind: kind.into(), path: Path::default() }
    }

    pub(super) fn in_field(self, name: &str) -> Self {
        Self { path: self.path.in_field(name), ..self }
    }

    pub(super) fn at_index(self, index: usize) -> Self {
        Self { path: self.path.at_index(index), ..self }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.path.prefix(), self.kind)
    }
}

impl Error for EncodeError {}

/// Where in a message: `topics[3].name`. Empty for the message itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    fn in_field(self, name: &str) -> Self {
        match self.0.as_bytes().first() {
            None => Self(name.to_owned()),
            Some(b'[') => Self(format!("{name}{}", self.0)),
            Some(_) => Self(format!("{name}.{}", self.0)),
        }
    }

    fn at_index(self, index: usize) -> Self {
        Self(format!("[{index}]")).join(&self)
    }

    fn join(self, inner: &Self) -> Self {
        if inner.0.is_empty() { self } else { Self(format!("{}.{}", self.0, inner.0)) }
    }

    fn prefix(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("{self}: ") }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What was asked for and is not in the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Message(String),
    Version(i16),
}

/// The rule that bytes break.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// An array claims more elements than bytes are left.
    CountTooLarge {
        /// What it claims.
        count: usize,
        /// The bytes that are left.
        left: usize,
    },
    /// A string that is not UTF-8.
    InvalidUtf8,
    /// A length below -1.
    NegativeLength(i32),
    /// Null in a field that has none in this version.
    NullNotAllowed,
    /// A string of more than 32,767 bytes.
    StringTooLong(usize),
    /// A tag that is not above the one in front of it (KIP-482).
    TagOutOfOrder(u32),
    /// Bytes behind the last field, of the message or of a tagged field.
    TrailingBytes(usize),
    /// The message ends inside a field.
    UnexpectedEnd {
        /// The bytes that the field takes.
        needed: usize,
        /// The bytes that are left.
        left: usize,
    },
    /// No message of that name or key.
    UnknownMessage(String),
    /// The message has no such version.
    UnknownVersion(i16),
    /// A varint of more than 32 bits.
    VarintTooLong,
}

impl DecodeErrorKind {
    /// The rule in one word, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::CountTooLarge { .. } => "CountTooLarge",
            Self::InvalidUtf8 => "InvalidUtf8",
            Self::NegativeLength(_) => "NegativeLength",
            Self::NullNotAllowed => "NullNotAllowed",
            Self::StringTooLong(_) => "StringTooLong",
            Self::TagOutOfOrder(_) => "TagOutOfOrder",
            Self::TrailingBytes(_) => "TrailingBytes",
            Self::UnexpectedEnd { .. } => "UnexpectedEnd",
            Self::UnknownMessage(_) => "UnknownMessage",
            Self::UnknownVersion(_) => "UnknownVersion",
            Self::VarintTooLong => "VarintTooLong",
        }
    }
}

impl From<Unknown> for DecodeErrorKind {
    fn from(unknown: Unknown) -> Self {
        match unknown {
            Unknown::Message(name) => Self::UnknownMessage(name),
            Unknown::Version(version) => Self::UnknownVersion(version),
        }
    }
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CountTooLarge { count, left } => {
                write!(f, "{count} elements claimed, {left} bytes left")
            }
            Self::InvalidUtf8 => f.write_str("not UTF-8"),
            Self::NegativeLength(len) => write!(f, "length {len}"),
            Self::NullNotAllowed => f.write_str("null where this version has none"),
            Self::StringTooLong(len) => write!(f, "string of {len} bytes, at most 32767 allowed"),
            Self::TagOutOfOrder(tag) => write!(f, "tag {tag} out of order"),
            Self::TrailingBytes(len) => write!(f, "{len} bytes too many"),
            Self::UnexpectedEnd { needed, left } => write!(f, "needs {needed} bytes, {left} left"),
            Self::UnknownMessage(name) => write!(f, "there is no {name}"),
            Self::UnknownVersion(version) => write!(f, "there is no version {version}"),
            Self::VarintTooLong => f.write_str("varint of more than 32 bits"),
        }
    }
}

/// What is wrong with JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeErrorKind {
    /// The same tag twice, or a known tag among the unknown ones.
    DuplicateTag(u32),
    /// A field of this version that is not there.
    Missing,
    /// A field that is set, and that this version does not have.
    NotInVersion(i16),
    /// Null in a field that has none in this version.
    NullNotAllowed,
    /// Longer than a length field can say.
    TooLong(usize),
    /// A field that no version has.
    UnknownField,
    /// No message of that name or key.
    UnknownMessage(String),
    /// The message has no such version.
    UnknownVersion(i16),
    /// Another kind of value, or one out of range: here is what it should be.
    Unfit(&'static str),
}

impl From<Unknown> for EncodeErrorKind {
    fn from(unknown: Unknown) -> Self {
        match unknown {
            Unknown::Message(name) => Self::UnknownMessage(name),
            Unknown::Version(version) => Self::UnknownVersion(version),
        }
    }
}

impl fmt::Display for EncodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateTag(tag) => write!(f, "tag {tag} stands twice"),
            Self::Missing => f.write_str("is missing"),
            Self::NotInVersion(version) => {
                write!(f, "set, but version {version} has no such field")
            }
            Self::NullNotAllowed => f.write_str("null where this version has none"),
            Self::TooLong(len) => write!(f, "too long ({len})"),
            Self::UnknownField => f.write_str("there is no such field"),
            Self::UnknownMessage(name) => write!(f, "there is no {name}"),
            Self::UnknownVersion(version) => write!(f, "there is no version {version}"),
            Self::Unfit(expected) => write!(f, "should be {expected}"),
        }
    }
}

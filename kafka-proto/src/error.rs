use std::error::Error;
use std::fmt;

/// Why received bytes are not the message they should be.
///
/// Always the peer's fault: the bytes break a rule of the protocol. One pointer in size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: DecodeErrorKind,
    offset: usize,
    /// Innermost first.
    path: Vec<Step>,
}

/// The field name of what has none of its own: an element of an array.
pub(crate) const ELEMENT: &str = "element";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Field(&'static str),
    Index(usize),
}

impl DecodeError {
    #[cold]
    pub(crate) fn new(kind: DecodeErrorKind, offset: usize) -> Self {
        Self(Box::new(Inner { kind, offset, path: Vec::new() }))
    }

    #[cold]
    pub(crate) fn in_field(mut self, field: &'static str) -> Self {
        self.0.path.push(Step::Field(field));
        self
    }

    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    /// The rule that was broken.
    #[must_use]
    pub fn kind(&self) -> DecodeErrorKind {
        self.0.kind
    }

    /// How many bytes of the message (behind its header) were fine.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The field at fault, as `topics[3].name`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Field(ELEMENT) => {}
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name]),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (byte {})", self.path(), self.0.kind, self.0.offset)
    }
}

impl Error for DecodeError {}

/// The rule of the protocol that received bytes break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// An array claims more elements than the rest of the message can hold.
    CountTooLarge {
        /// What it claims.
        count: usize,
        /// What could be there.
        most: usize,
    },
    /// The same tag twice in one struct.
    DuplicateTag(u32),
    /// A string that is not UTF-8.
    InvalidUtf8,
    /// A length below -1.
    NegativeLength(i32),
    /// Null in a field that has none in this version.
    NullNotAllowed,
    /// A string of more than 32,767 bytes.
    StringTooLong(usize),
    /// Tags that do not ascend.
    TagOutOfOrder(u32),
    /// Bytes behind the last field.
    TrailingBytes(usize),
    /// The message ends inside a field.
    UnexpectedEnd {
        /// How many bytes the field needs.
        needed: usize,
        /// How many there are.
        left: usize,
    },
    /// A version this release does not know.
    UnsupportedVersion(i16),
    /// A varint of more than 32 bits.
    VarintTooLong,
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CountTooLarge { count, most } => {
                write!(f, "{count} elements claimed where at most {most} fit")
            }
            Self::DuplicateTag(tag) => write!(f, "tag {tag} stands twice"),
            Self::InvalidUtf8 => f.write_str("not UTF-8"),
            Self::NegativeLength(len) => write!(f, "length {len}"),
            Self::NullNotAllowed => f.write_str("null where the protocol has none"),
            Self::StringTooLong(len) => write!(f, "string of {len} bytes, at most 32767 allowed"),
            Self::TagOutOfOrder(tag) => write!(f, "tag {tag} out of order"),
            Self::TrailingBytes(len) => write!(f, "{len} bytes too many"),
            Self::UnexpectedEnd { needed, left } => {
                write!(f, "needs {needed} bytes, {left} left")
            }
            Self::UnsupportedVersion(version) => write!(f, "version {version} is not known"),
            Self::VarintTooLong => f.write_str("varint of more than 32 bits"),
        }
    }
}

/// Why a message cannot be sent as it is.
///
/// Always the caller's fault, and found before a byte leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodeError {
    field: &'static str,
    kind: EncodeErrorKind,
}

impl EncodeError {
    #[cold]
    pub(crate) fn new(field: &'static str, kind: EncodeErrorKind) -> Self {
        Self { field, kind }
    }

    /// The field at fault.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// What is wrong with it.
    #[must_use]
    pub fn kind(&self) -> EncodeErrorKind {
        self.kind
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.kind)
    }
}

impl Error for EncodeError {}

/// What is wrong with a field that should be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeErrorKind {
    /// It is set, and the version in use has no such field.
    NotInVersion {
        /// The version in use.
        version: i16,
    },
    /// It is null, which the version in use does not allow.
    NullNotAllowed {
        /// The version in use.
        version: i16,
    },
    /// It is longer than its length field can say.
    TooLong(usize),
    /// The API has no such version.
    UnsupportedVersion {
        /// The version asked for.
        version: i16,
    },
}

impl fmt::Display for EncodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInVersion { version } => {
                write!(f, "set, but version {version} has no such field")
            }
            Self::NullNotAllowed { version } => {
                write!(f, "null, which version {version} does not allow")
            }
            Self::TooLong(len) => write!(f, "too long ({len})"),
            Self::UnsupportedVersion { version } => write!(f, "there is no version {version}"),
        }
    }
}

/// A text that is no name of Kafka's for such a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseNameError(&'static str);

impl ParseNameError {
    pub(crate) fn new(code: &'static str) -> Self {
        Self(code)
    }
}

impl fmt::Display for ParseNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no such {}", self.0)
    }
}

impl Error for ParseNameError {}

/// A text that is no id: Kafka writes its 16 bytes as 22 characters of URL-safe base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseUuidError;

impl fmt::Display for ParseUuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not 22 characters of URL-safe base64")
    }
}

impl Error for ParseUuidError {}

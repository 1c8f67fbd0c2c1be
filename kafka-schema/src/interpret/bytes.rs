use super::error::{DecodeError, DecodeErrorKind as Kind};

/// A message, and how far it is read.
pub(super) struct Bytes<'b> {
    all: &'b [u8],
    at: usize,
    /// Where the message ends, or the tagged field that is read.
    end: usize,
}

/// The longest string in either form (`MessageUtil` and the generated Java classes).
const MAX_STRING: usize = 32_767;

type Result<T> = std::result::Result<T, DecodeError>;

impl<'b> Bytes<'b> {
    pub(super) fn new(all: &'b [u8]) -> Self {
        Self { all, at: 0, end: all.len() }
    }

    pub(super) fn left(&self) -> usize {
        self.end - self.at
    }

    pub(super) fn finish(&self) -> Result<()> {
        if self.left() > 0 { Err(self.error(Kind::TrailingBytes(self.left()))) } else { Ok(()) }
    }

    /// The next `size` bytes as a message of their own, in which offsets go on.
    pub(super) fn split(&mut self, size: usize) -> Result<Self> {
        let at = self.at;
        self.take(size)?;
        Ok(Self { all: self.all, at, end: self.at })
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'b [u8] {
        &self.all[self.at..self.end]
    }

    pub(super) fn take(&mut self, size: usize) -> Result<&'b [u8]> {
        self.need(size)?;
        let taken = &self.all[self.at..self.at + size];
        self.at += size;
        Ok(taken)
    }

    fn need(&self, needed: usize) -> Result<()> {
        let left = self.left();
        if needed > left { Err(self.error(Kind::UnexpectedEnd { needed, left })) } else { Ok(()) }
    }

    /// `size` bytes as a number with sign; at most 8.
    pub(super) fn int(&mut self, size: usize) -> Result<i64> {
        let bits = self.take(size)?.iter().fold(0, |bits, byte| bits << 8 | i64::from(*byte));
        let unused = 64 - 8 * size as u32;
        Ok(bits << unused >> unused)
    }

    /// KIP-482: seven bits a byte, the lowest first. Longer forms than needed are allowed.
    pub(super) fn varint(&mut self) -> Result<u32> {
        let start = self.at;
        self.long_varint().map_err(|error| error.at(start))
    }

    fn long_varint(&mut self) -> Result<u32> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = self.take(1)?[0];
            value += u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(value).map_err(|_| self.error(Kind::VarintTooLong));
            }
        }
        Err(self.error(Kind::VarintTooLong))
    }

    /// A length in `size` bytes or as a varint of one more; none for null.
    pub(super) fn len(&mut self, size: usize, flexible: bool) -> Result<Option<usize>> {
        if flexible {
            return Ok(self.varint()?.checked_sub(1).map(|len| len as usize));
        }
        match self.int(size)? {
            -1 => Ok(None),
            len => match usize::try_from(len) {
                Ok(len) => Ok(Some(len)),
                Err(_) => Err(self.error(Kind::NegativeLength(len as i32))),
            },
        }
    }

    pub(super) fn string(&mut self, flexible: bool) -> Result<Option<&'b str>> {
        let Some(len) = self.len(2, flexible)? else { return Ok(None) };
        if len > MAX_STRING {
            return Err(self.error(Kind::StringTooLong(len)));
        }
        let start = self.at;
        let text = std::str::from_utf8(self.take(len)?);
        let invalid = |it: std::str::Utf8Error| {
            DecodeError::new(Kind::InvalidUtf8).at(start + it.valid_up_to())
        };
        text.map(Some).map_err(invalid)
    }

    pub(super) fn error(&self, kind: Kind) -> DecodeError {
        DecodeError::new(kind).at(self.at)
    }
}

//! Bytes that are nearly a message.

use golden::Line;

/// Marsaglia's xorshift: the same numbers in every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

/// Makes mutations, out of the bytes of all messages.
pub(crate) struct Mutations<'v> {
    vectors: &'v [Line],
    random: Random,
}

impl<'v> Mutations<'v> {
    pub(crate) fn of(vectors: &'v [Line], random: Random) -> Self {
        Self { vectors, random }
    }

    /// A version, and bytes that are nearly the line's.
    pub(crate) fn next(&mut self, line: &Line) -> (i16, Vec<u8>) {
        let mut bytes = line.bytes.clone();
        let mut version = line.version;
        match self.random.below(8) {
            // Only APIs say which versions they have.
            0 if line.key >= 0 => version += [-2, -1, 1, 2][self.random.below(4)],
            1 => bytes.truncate(self.random.below(bytes.len() + 1)),
            2 => self.splice(&mut bytes),
            3 => self.cut(&mut bytes),
            4 => self.append(&mut bytes),
            5 => {
                self.flip(&mut bytes);
                self.flip(&mut bytes);
            }
            _ => self.flip(&mut bytes),
        }
        (version, bytes)
    }

    /// One byte: a bit of it, a neighbour, or a value that lengths turn at.
    fn flip(&mut self, bytes: &mut [u8]) {
        if bytes.is_empty() {
            return;
        }
        let at = self.random.below(bytes.len());
        let byte = bytes[at];
        bytes[at] = match self.random.below(4) {
            0 => byte ^ 1 << self.random.below(8),
            1 => byte.wrapping_add(1),
            2 => byte.wrapping_sub(1),
            _ => [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff][self.random.below(7)],
        };
    }

    /// A piece of any message, put in.
    fn splice(&mut self, bytes: &mut Vec<u8>) {
        let other = &self.vectors[self.random.below(self.vectors.len())].bytes;
        let start = self.random.below(other.len() + 1);
        let len = self.random.below(12).min(other.len() - start);
        let at = self.random.below(bytes.len() + 1);
        bytes.splice(at..at, other[start..start + len].iter().copied());
    }

    fn cut(&mut self, bytes: &mut Vec<u8>) {
        let start = self.random.below(bytes.len() + 1);
        let end = (start + self.random.below(6)).min(bytes.len());
        bytes.drain(start..end);
    }

    /// A tag section in place of the last byte, which often is an empty one.
    fn append(&mut self, bytes: &mut Vec<u8>) {
        bytes.pop();
        let first = self.random.below(4) as u8;
        let second = self.random.below(5) as u8;
        let data = self.random.below(256) as u8;
        bytes.extend([2, first, 1, data, second, 2, 1, data]);
    }
}

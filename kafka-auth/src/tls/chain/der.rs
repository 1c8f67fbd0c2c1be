//! A reader for the DER (ITU-T X.690) of certificates: it copies nothing, never looks beyond its
//! input, and reads each byte a bounded number of times.

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const BMP_STRING: u8 = 0x1e;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// What is left to read of a list of elements.
#[derive(Debug, Clone, Copy)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

/// One element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    /// With tag and length.
    pub(super) whole: &'a [u8],
}

impl<'a> Der<'a> {
    /// The content of the next element if it has this tag; what does not fit leaves the reader where
    /// it is.
    pub(super) fn content(&mut self, tag: u8) -> Option<&'a [u8]> {
        Some(self.element_of(tag)?.content)
    }

    /// The next element if it has this tag.
    pub(super) fn element_of(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.0.first() != Some(&tag) {
            return None;
        }
        self.element()
    }

    /// The content of the next element as a list of its own.
    pub(super) fn list(&mut self, tag: u8) -> Option<Self> {
        self.content(tag).map(Self)
    }

    /// The next element, whatever it is.
    pub(super) fn element(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        // Tag numbers of 31 and above take more bytes; certificates have none.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        let (whole, _) = self.0.split_at_checked(self.0.len() - rest.len())?;
        self.0 = rest;
        Some(Element { tag, content, whole })
    }
}

impl<'a> Iterator for Der<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        self.element()
    }
}

/// Of one byte below 128, or of the one to three bytes that follow.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let count = match first {
        0..=0x7f => return Some((first.into(), rest)),
        0x81..=0x83 => usize::from(first - 0x80),
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(count)?;
    let length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
    Some((length, rest))
}

/// `1.2.840.113549.1.1.11`; at most 16 numbers, `None` if it is malformed or longer.
pub(super) fn dotted(oid: &[u8]) -> Option<String> {
    let mut numbers = Vec::new();
    let mut number = 0_u64;
    for byte in oid {
        number = number.checked_mul(128)? + u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            numbers.push(std::mem::take(&mut number));
        }
    }
    let (&first, rest) = numbers.split_first().filter(|_| numbers.len() <= 15)?;
    // X.690 section 8.19.4: the first two numbers are one.
    let root = (first / 40).min(2);
    let rest = rest.iter().map(|number| format!(".{number}"));
    Some(format!("{root}.{}", first - 40 * root) + &rest.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_short_and_long_lengths() {
        let long = [&[OCTET_STRING, 0x82, 1, 0][..], &[7; 256], &[INTEGER, 1, 5]].concat();
        let mut der = Der(&long);
        assert_eq!(der.content(INTEGER), None);
        assert_eq!(der.content(OCTET_STRING).map(<[u8]>::len), Some(256));
        assert_eq!(der.element_of(INTEGER).map(|element| element.whole), Some(&[2, 1, 5][..]));
        assert!(der.element().is_none());
    }

    #[test]
    fn an_element_that_is_cut_or_odd_is_none() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 1],
            &[0x30, 0x80],
            &[0x30, 0x84, 0, 0, 0, 0],
            &[0x30, 0x83, 0xff, 0xff, 0xff],
            &[0x1f, 1, 0],
        ] {
            assert!(Der(bytes).element().is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn object_identifiers() {
        let dotted = |oid: &[u8]| dotted(oid).unwrap_or_default();
        assert_eq!(
            dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b]),
            "1.2.840.113549.1.1.11"
        );
        assert_eq!(dotted(&[0x88, 0x37]), "2.999");
        for odd in [&[][..], &[0xff; 12], &[1; 16]] {
            assert_eq!(dotted(odd), "");
        }
    }
}

//! The records of a batch that is not compressed, checked as `DefaultRecord` checks them.

use super::batch::Header;

/// A record, as far as a broker looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) timestamp: i64,
    pub(crate) offset_delta: i32,
    /// How many bytes it has, if there is one.
    pub(crate) key: Option<usize>,
    pub(crate) value: Option<usize>,
}

/// Bytes that are no records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// The records behind a header, of which there are as many as it says.
pub(crate) struct Records<'a> {
    bytes: Input<'a>,
    left: i32,
    base_timestamp: i64,
    log_append_time: Option<i64>,
}

impl<'a> Records<'a> {
    /// `bytes` is what is behind the header.
    pub(crate) fn new(header: &Header, bytes: &'a [u8]) -> Self {
        Self {
            bytes: Input(bytes),
            left: header.count,
            base_timestamp: header.base_timestamp,
            log_append_time: header.is_log_append_time().then_some(header.max_timestamp),
        }
    }

    fn read(&mut self) -> Option<Record> {
        let length = usize::try_from(self.bytes.varint()?).ok()?;
        let mut body = Input(self.bytes.take(length)?);
        // Attributes, of which there are none yet.
        body.take(1)?;
        let timestamp = self.base_timestamp.wrapping_add(body.varlong()?);
        let offset_delta = body.varint()?;
        let key = body.nullable()?.map(<[u8]>::len);
        let value = body.nullable()?.map(<[u8]>::len);
        body.headers()?;
        let timestamp = self.log_append_time.unwrap_or(timestamp);
        body.0.is_empty().then_some(Record { timestamp, offset_delta, key, value })
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left <= 0 {
            return None;
        }
        self.left -= 1;
        let record = self.read().filter(|_| self.left > 0 || self.bytes.0.is_empty());
        if record.is_none() {
            self.left = 0;
        }
        Some(record.ok_or(Malformed))
    }
}

/// What is left to read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// At most five bytes.
    fn varint(&mut self) -> Option<i32> {
        let value = self.unsigned(35)? as u32;
        Some((value >> 1) as i32 ^ -((value & 1) as i32))
    }

    /// At most ten bytes.
    fn varlong(&mut self) -> Option<i64> {
        let value = self.unsigned(70)?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn unsigned(&mut self, bits: u32) -> Option<u64> {
        let mut value = 0;
        for shift in (0..bits).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// Bytes behind their length; a negative length is none.
    fn nullable(&mut self) -> Option<Option<&'a [u8]>> {
        match usize::try_from(self.varint()?) {
            Ok(length) => self.take(length).map(Some),
            Err(_) => Some(None),
        }
    }

    fn headers(&mut self) -> Option<()> {
        let count = usize::try_from(self.varint()?).ok()?;
        if count > self.0.len() {
            return None;
        }
        for _ in 0..count {
            self.nullable()??;
            self.nullable()?;
        }
        Some(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::batch::HEADER;
    use super::super::batch::tests::Parts;
    use super::*;

    /// What a record is made of.
    pub(crate) struct RecordParts<'a> {
        pub(crate) timestamp_delta: i64,
        pub(crate) offset_delta: i32,
        pub(crate) key: Option<&'a [u8]>,
        pub(crate) value: Option<&'a [u8]>,
        pub(crate) headers: &'a [(&'a [u8], Option<&'a [u8]>)],
    }

    pub(crate) fn record(parts: &RecordParts<'_>) -> Vec<u8> {
        let mut body = vec![0];
        varint(&mut body, parts.timestamp_delta);
        varint(&mut body, parts.offset_delta.into());
        nullable(&mut body, parts.key);
        nullable(&mut body, parts.value);
        varint(&mut body, parts.headers.len() as i64);
        for (key, value) in parts.headers {
            nullable(&mut body, Some(key));
            nullable(&mut body, *value);
        }
        let mut record = Vec::new();
        varint(&mut record, body.len() as i64);
        record.extend(body);
        record
    }

    fn varint(out: &mut Vec<u8>, value: i64) {
        let mut left = (value << 1 ^ value >> 63) as u64;
        while left >= 0x80 {
            out.push(left as u8 | 0x80);
            left >>= 7;
        }
        out.push(left as u8);
    }

    fn nullable(out: &mut Vec<u8>, bytes: Option<&[u8]>) {
        varint(out, bytes.map_or(-1, |bytes| bytes.len() as i64));
        out.extend(bytes.unwrap_or_default());
    }

    fn all(parts: &Parts) -> Result<Vec<Record>, Malformed> {
        Records::new(&parts.header, &parts.records).collect()
    }

    #[test]
    fn records_are_read_with_all_they_can_have() {
        let mut parts = Parts::of(1_000, &["a"]);
        parts.header.count = 2;
        parts.records.extend(record(&RecordParts {
            timestamp_delta: -5_000_000_000,
            offset_delta: 1,
            key: None,
            value: None,
            headers: &[(b"h", None), (b"", Some(b"v"))],
        }));
        let read = all(&parts).unwrap();
        let expected = [(1_000, 0, Some(1)), (-4_999_999_000, 1, None)];
        let read: Vec<_> = read.iter().map(|it| (it.timestamp, it.offset_delta, it.key)).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn with_log_append_time_all_records_have_the_batches_timestamp() {
        let mut parts = Parts::of(1_000, &["a", "b"]);
        parts.header.attributes = super::super::batch::LOG_APPEND_TIME;
        parts.header.max_timestamp = 77;
        assert!(all(&parts).unwrap().iter().all(|it| it.timestamp == 77));
    }

    #[test]
    fn what_is_no_record_is_malformed() {
        let good = Parts::of(0, &["a", "b"]);
        assert_eq!(all(&good).map(|it| it.len()), Ok(2));
        let count = |count| {
            let mut parts = good.clone();
            parts.header.count = count;
            all(&parts)
        };
        assert_eq!((count(1), count(3)), (Err(Malformed), Err(Malformed)), "more or fewer");
        let raw = |records: &[u8]| {
            let mut parts = Parts::of(0, &["a"]);
            parts.records = records.to_vec();
            all(&parts)
        };
        let table: [&[u8]; 8] = [
            &[],
            // The length is beyond the end, negative, and too long a number.
            &[0x0e, 0, 0, 0, 1, 1, 0],
            &[0x01, 0, 0, 0, 1, 1, 0],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            // One byte behind the headers; headers that are fewer than none, or more than bytes.
            &[0x0e, 0, 0, 0, 1, 1, 0, 0],
            &[0x0c, 0, 0, 0, 1, 1, 1],
            &[0x0c, 0, 0, 0, 1, 1, 8],
            // A header whose key is null.
            &[0x10, 0, 0, 0, 1, 1, 2, 1, 1],
        ];
        for records in table {
            assert_eq!(raw(records), Err(Malformed), "{records:?}");
        }
        assert_eq!(raw(&[0x0c, 0, 0, 0, 1, 1, 0]).map(|it| it.len()), Ok(1));
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let bytes = Parts::of(0, &["abc", "d", "ef"]).bytes();
        for position in HEADER..bytes.len() {
            for byte in 0..=255 {
                let mut parts = Parts::of(0, &["abc", "d", "ef"]);
                parts.records[position - HEADER] = byte;
                let _ = all(&parts);
            }
        }
    }
}

//! Record batches (magic 2), written by the specification of the format and not by the code that is
//! tested: right ones, and wrong ones field by field.

/// A batch to send.
#[derive(Clone, Debug)]
pub struct RecordBatch {
    /// `baseOffset`, which a client leaves at 0.
    pub base_offset: i64,
    /// 2, which knows batches.
    pub magic: u8,
    /// What is added to the checksum; 0 leaves it right.
    pub wrong_crc: u32,
    /// Bits 0 to 2 are the codec, 3 the type of timestamps, 4 is of transactions, 5 of control batches.
    pub attributes: i16,
    /// Of the last record.
    pub last_offset_delta: i32,
    /// Of the first record, in milliseconds since 1970.
    pub base_timestamp: i64,
    /// The highest one.
    pub max_timestamp: i64,
    /// -1 for none.
    pub producer_id: i64,
    /// -1 without a producer.
    pub producer_epoch: i16,
    /// -1 without a producer.
    pub base_sequence: i32,
    /// How many records there are.
    pub count: i32,
    /// The records.
    pub records: Vec<u8>,
}

impl RecordBatch {
    /// Records with the key `k` and these values, a millisecond apart from `timestamp` on.
    pub fn of(timestamp: i64, values: &[&str]) -> Self {
        let pairs: Vec<_> = values.iter().map(|value| (Some("k"), *value)).collect();
        Self::with_keys(timestamp, &pairs)
    }

    /// Records with these keys and values, a millisecond apart from `timestamp` on.
    pub fn with_keys(timestamp: i64, pairs: &[(Option<&str>, &str)]) -> Self {
        let (count, mut records) = (pairs.len() as i32, Vec::new());
        for ((key, value), n) in pairs.iter().zip(0..) {
            record(&mut records, n, *key, value);
        }
        Self {
            base_offset: 0,
            magic: 2,
            wrong_crc: 0,
            attributes: 0,
            last_offset_delta: count - 1,
            base_timestamp: timestamp,
            max_timestamp: timestamp + i64::from(count) - 1,
            producer_id: -1,
            producer_epoch: -1,
            base_sequence: -1,
            count,
            records,
        }
    }

    /// The same, of an idempotent producer.
    #[must_use]
    pub fn by(self, producer_id: i64, producer_epoch: i16, base_sequence: i32) -> Self {
        Self { producer_id, producer_epoch, base_sequence, ..self }
    }

    /// As it goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut checked = Vec::new();
        checked.extend(self.attributes.to_be_bytes());
        checked.extend(self.last_offset_delta.to_be_bytes());
        checked.extend(self.base_timestamp.to_be_bytes());
        checked.extend(self.max_timestamp.to_be_bytes());
        checked.extend(self.producer_id.to_be_bytes());
        checked.extend(self.producer_epoch.to_be_bytes());
        checked.extend(self.base_sequence.to_be_bytes());
        checked.extend(self.count.to_be_bytes());
        checked.extend(&self.records);
        let mut bytes = Vec::new();
        bytes.extend(self.base_offset.to_be_bytes());
        // Leader epoch, magic and checksum stand between the length and what is checked.
        bytes.extend((9 + checked.len() as i32).to_be_bytes());
        bytes.extend((-1_i32).to_be_bytes());
        bytes.push(self.magic);
        bytes.extend(crc32c(&checked).wrapping_add(self.wrong_crc).to_be_bytes());
        bytes.extend(checked);
        bytes
    }
}

fn record(out: &mut Vec<u8>, n: i32, key: Option<&str>, value: &str) {
    let mut body = vec![0];
    varint(&mut body, n.into());
    varint(&mut body, n.into());
    match key {
        Some(key) => text(&mut body, key),
        None => varint(&mut body, -1),
    }
    text(&mut body, value);
    varint(&mut body, 0);
    varint(out, body.len() as i64);
    out.extend(body);
}

fn text(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len() as i64);
    out.extend(text.bytes());
}

/// Zigzag.
fn varint(out: &mut Vec<u8>, value: i64) {
    let mut left = (value << 1 ^ value >> 63).cast_unsigned();
    while left >= 0x80 {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

/// CRC-32C, a bit at a time.
fn crc32c(bytes: &[u8]) -> u32 {
    let mut crc = !0_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0x82F6_3B78 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_rfc_3720() {
        assert_eq!(crc32c(b"123456789"), 0xE306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8A91_36AA);
    }
}

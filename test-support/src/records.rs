//! Batches of records as a producer makes them.

/// Who writes a batch, and as what.
#[derive(Debug, Clone, Copy)]
pub struct Producer {
    /// Its id.
    pub id: i64,
    /// Its epoch.
    pub epoch: i16,
    /// Whether the batch is a part of a transaction.
    pub is_transactional: bool,
}

/// Where the bytes begin that the checksum is of.
const CHECKED: usize = 21;

/// A batch of records (magic 2) without keys and headers, not compressed, with this number on its first
/// record and this timestamp, in milliseconds since 1970, on each.
pub fn batch(producer: Producer, sequence: i32, timestamp: i64, values: &[&str]) -> Vec<u8> {
    let count = i32::try_from(values.len()).unwrap();
    let attributes = i16::from(producer.is_transactional) << 4;
    let mut checked = Vec::new();
    checked.extend(attributes.to_be_bytes());
    checked.extend((count - 1).to_be_bytes());
    checked.extend(timestamp.to_be_bytes());
    checked.extend(timestamp.to_be_bytes());
    checked.extend(producer.id.to_be_bytes());
    checked.extend(producer.epoch.to_be_bytes());
    checked.extend(sequence.to_be_bytes());
    checked.extend(count.to_be_bytes());
    for (delta, value) in values.iter().enumerate() {
        checked.extend(record(delta, value));
    }
    let mut batch = vec![0; 8];
    // What comes after the length: the leader's epoch, the magic, the checksum, and what it is of.
    let length = u32::try_from(CHECKED - 12 + checked.len()).unwrap();
    batch.extend(length.to_be_bytes());
    batch.extend((-1_i32).to_be_bytes());
    batch.push(2);
    batch.extend(crc32c(&checked).to_be_bytes());
    batch.extend(checked);
    batch
}

/// Attributes, two deltas, no key, the value, no headers; their length before them.
fn record(delta: usize, value: &str) -> Vec<u8> {
    let mut body = vec![0, 0];
    body.extend(varint(delta));
    body.push(1);
    body.extend(varint(value.len()));
    body.extend(value.as_bytes());
    body.push(0);
    [varint(body.len()), body].concat()
}

/// Of a number that is not negative, zigzag.
fn varint(number: usize) -> Vec<u8> {
    let (mut left, mut bytes) = (number << 1, Vec::new());
    while left > 0x7f {
        bytes.push(left as u8 | 0x80);
        left >>= 7;
    }
    bytes.push(left as u8);
    bytes
}

/// RFC 3720, appendix B.4, bit by bit.
fn crc32c(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0x82f6_3b78 * (crc & 1));
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3720_the_checksum_of_32_zeroes() {
        assert_eq!(crc32c(&[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c(b"123456789"), 0xe306_9283);
    }
}

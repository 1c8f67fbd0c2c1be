//! The header of a record batch (magic 2), and how batches follow each other in what a client sends.
//!
//! ```text
//!  0 baseOffset i64     8 batchLength i32    12 partitionLeaderEpoch i32   16 magic i8   17 crc u32
//! 21 attributes i16    23 lastOffsetDelta i32    27 baseTimestamp i64   35 maxTimestamp i64
//! 43 producerId i64    51 producerEpoch i16      53 baseSequence i32    57 count i32   61 records
//! ```

use kafka_proto::ErrorCode;

use super::crc32c::crc32c;

/// How long the header is.
pub(crate) const HEADER: usize = 61;
/// What stands before the bytes that `batchLength` counts.
const OVERHEAD: usize = 12;
/// The least that stands behind them, whatever the magic.
const LEAST_LENGTH: i32 = 14;
const UP_TO_MAGIC: usize = 17;
const MAGIC: usize = 16;
const CRC: usize = 17;
/// What the checksum is of begins here.
const ATTRIBUTES: usize = 21;
const MAX_TIMESTAMP: usize = 35;

/// Bits of the attributes.
const CODEC: i16 = 0b111;
pub(crate) const LOG_APPEND_TIME: i16 = 1 << 3;
const TRANSACTIONAL: i16 = 1 << 4;
const CONTROL: i16 = 1 << 5;
/// The bits that Kafka knows, besides the one of the timestamps.
const KNOWN: i16 = CODEC | TRANSACTIONAL | CONTROL | 1 << 6;

/// The codec of zstd, and the last one there is.
pub(crate) const ZSTD: i16 = 4;

/// No timestamp, no producer, no sequence.
pub(crate) const NONE: i64 = -1;

/// The end of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) producer_id: i64,
    pub(crate) epoch: i16,
    pub(crate) committed: bool,
    pub(crate) coordinator_epoch: i32,
    pub(crate) timestamp: i64,
}

/// What stands in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) base_offset: i64,
    pub(crate) attributes: i16,
    pub(crate) last_offset_delta: i32,
    pub(crate) base_timestamp: i64,
    pub(crate) max_timestamp: i64,
    pub(crate) producer_id: i64,
    pub(crate) producer_epoch: i16,
    pub(crate) base_sequence: i32,
    pub(crate) count: i32,
}

impl Header {
    pub(crate) fn read(bytes: &[u8; HEADER]) -> Self {
        Self {
            base_offset: i64::from_be_bytes(at(bytes, 0)),
            attributes: i16::from_be_bytes(at(bytes, ATTRIBUTES)),
            last_offset_delta: i32::from_be_bytes(at(bytes, 23)),
            base_timestamp: i64::from_be_bytes(at(bytes, 27)),
            max_timestamp: i64::from_be_bytes(at(bytes, MAX_TIMESTAMP)),
            producer_id: i64::from_be_bytes(at(bytes, 43)),
            producer_epoch: i16::from_be_bytes(at(bytes, 51)),
            base_sequence: i32::from_be_bytes(at(bytes, 53)),
            count: i32::from_be_bytes(at(bytes, 57)),
        }
    }

    /// 0 is none; above [`ZSTD`] there is nothing.
    pub(crate) fn codec(&self) -> i16 {
        self.attributes & CODEC
    }

    pub(crate) fn is_log_append_time(&self) -> bool {
        self.attributes & LOG_APPEND_TIME != 0
    }

    pub(crate) fn is_transactional(&self) -> bool {
        self.attributes & TRANSACTIONAL != 0
    }

    pub(crate) fn is_control(&self) -> bool {
        self.attributes & CONTROL != 0
    }

    pub(crate) fn has_producer(&self) -> bool {
        self.producer_id > NONE
    }

    /// The sequence number of the last record. Behind the highest comes 0.
    pub(crate) fn last_sequence(&self) -> i32 {
        let last = i64::from(self.base_sequence) + i64::from(self.last_offset_delta);
        (last & i64::from(i32::MAX)) as i32
    }
}

fn at<const N: usize>(bytes: &[u8; HEADER], position: usize) -> [u8; N] {
    let mut field = [0; N];
    field.copy_from_slice(&bytes[position..position + N]);
    field
}

/// A batch without what stands behind it, and its magic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Framed<'a> {
    pub(crate) magic: i8,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Framed<'a> {
    /// The first batch of what a client sent, and what follows it. `None` when none is complete: an
    /// incomplete batch at the end does not count.
    ///
    /// # Errors
    /// `CorruptRecordException`: the length or the magic is none.
    pub(crate) fn first(bytes: &'a [u8]) -> Result<Option<(Self, &'a [u8])>, Corrupt> {
        let Some(length) = bytes.get(8..OVERHEAD).and_then(|field| field.first_chunk()) else {
            return Ok(None);
        };
        let length = i32::from_be_bytes(*length);
        if length < LEAST_LENGTH {
            return Err(Corrupt::Length(length));
        }
        if bytes.len() < UP_TO_MAGIC {
            return Ok(None);
        }
        let magic = bytes[MAGIC] as i8;
        if !(0..=2).contains(&magic) {
            return Err(Corrupt::Magic(magic));
        }
        let batch = bytes.split_at_checked(length as usize + OVERHEAD);
        Ok(batch.map(|(bytes, rest)| (Self { magic, bytes }, rest)))
    }

    /// The header, if the checksum is the one of the batch.
    pub(crate) fn header(&self) -> Result<Header, ErrorCode> {
        let header = self.bytes.first_chunk().ok_or(ErrorCode::CORRUPT_MESSAGE)?;
        let stored = u32::from_be_bytes(at(header, CRC));
        match stored == crc32c(&self.bytes[ATTRIBUTES..]) {
            true => Ok(Header::read(header)),
            false => Err(ErrorCode::CORRUPT_MESSAGE),
        }
    }

    /// `baseOffset`, before the checksum is looked at.
    pub(crate) fn base_offset(&self) -> i64 {
        self.bytes.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
    }

    /// The codec, before the checksum is looked at.
    pub(crate) fn codec(&self) -> i16 {
        self.attributes() & CODEC
    }

    pub(crate) fn is_transactional(&self) -> bool {
        self.magic == 2 && self.attributes() & TRANSACTIONAL != 0
    }

    /// Id and epoch of the producer, before the checksum is looked at; -1 where there is none.
    pub(crate) fn producer(&self) -> (i64, i16) {
        let header: Option<&[u8; HEADER]> = self.bytes.first_chunk();
        let header = header.map(Header::read);
        header.map_or((-1, -1), |it| (it.producer_id, it.producer_epoch))
    }

    fn attributes(&self) -> i16 {
        let attributes = self.bytes.get(ATTRIBUTES..).and_then(|field| field.first_chunk());
        attributes.map_or(0, |bytes| i16::from_be_bytes(*bytes))
    }
}

/// Why bytes are no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Corrupt {
    Length(i32),
    Magic(i8),
}

impl Corrupt {
    /// Kafka's words.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Length(length) => format!(
                "Record size {length} is less than the minimum record overhead ({LEAST_LENGTH})"
            ),
            Self::Magic(magic) => format!("Invalid magic found in record: {magic}"),
        }
    }
}

/// Writes what the broker decides about a batch, which the checksum does not cover.
pub(crate) fn place(batch: &mut [u8], base_offset: i64, leader_epoch: i32) {
    batch[..8].copy_from_slice(&base_offset.to_be_bytes());
    batch[12..16].copy_from_slice(&leader_epoch.to_be_bytes());
}

/// `DefaultRecordBatch.setMaxTimestamp`: only a change is written, and drops bits that nobody knows.
pub(crate) fn set_max_timestamp(
    batch: &mut [u8],
    header: &mut Header,
    log_append_time: bool,
    max_timestamp: i64,
) {
    if header.is_log_append_time() == log_append_time && header.max_timestamp == max_timestamp {
        return;
    }
    header.attributes &= KNOWN;
    header.attributes |= if log_append_time { LOG_APPEND_TIME } else { 0 };
    header.max_timestamp = max_timestamp;
    batch[ATTRIBUTES..ATTRIBUTES + 2].copy_from_slice(&header.attributes.to_be_bytes());
    batch[MAX_TIMESTAMP..MAX_TIMESTAMP + 8].copy_from_slice(&max_timestamp.to_be_bytes());
    let crc = crc32c(&batch[ATTRIBUTES..]);
    batch[CRC..CRC + 4].copy_from_slice(&crc.to_be_bytes());
}

/// The batch of a marker: one record that says how the transaction ended. Its place is still to be
/// written.
pub(crate) fn marker(marker: &Marker) -> (Vec<u8>, Header) {
    let header = Header {
        base_offset: 0,
        attributes: TRANSACTIONAL | CONTROL,
        last_offset_delta: 0,
        base_timestamp: marker.timestamp,
        max_timestamp: marker.timestamp,
        producer_id: marker.producer_id,
        producer_epoch: marker.epoch,
        base_sequence: -1,
        count: 1,
    };
    // Length, attributes, deltas, the length of the key, version and type, the length of the value, version
    // and the epoch of the coordinator, headers; lengths are zigzag.
    let mut record = vec![32, 0, 0, 0, 8, 0, 0, 0, u8::from(marker.committed), 12, 0, 0];
    record.extend(marker.coordinator_epoch.to_be_bytes());
    record.push(0);
    (write(&header, &record), header)
}

fn write(header: &Header, records: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + records.len());
    bytes.extend(header.base_offset.to_be_bytes());
    bytes.extend(((HEADER - OVERHEAD + records.len()) as i32).to_be_bytes());
    bytes.extend((-1_i32).to_be_bytes());
    bytes.push(2);
    bytes.extend([0; 4]);
    bytes.extend(header.attributes.to_be_bytes());
    bytes.extend(header.last_offset_delta.to_be_bytes());
    bytes.extend(header.base_timestamp.to_be_bytes());
    bytes.extend(header.max_timestamp.to_be_bytes());
    bytes.extend(header.producer_id.to_be_bytes());
    bytes.extend(header.producer_epoch.to_be_bytes());
    bytes.extend(header.base_sequence.to_be_bytes());
    bytes.extend(header.count.to_be_bytes());
    bytes.extend(records);
    let crc = crc32c(&bytes[ATTRIBUTES..]);
    bytes[CRC..CRC + 4].copy_from_slice(&crc.to_be_bytes());
    bytes
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::records::tests::{RecordParts, record};
    use super::*;

    /// What a batch is made of; the default is one that Kafka takes.
    #[derive(Clone)]
    pub(crate) struct Parts {
        pub(crate) header: Header,
        pub(crate) records: Vec<u8>,
    }

    impl Parts {
        /// Records with these values, a millisecond apart from `base_timestamp` on.
        pub(crate) fn of(base_timestamp: i64, values: &[&str]) -> Self {
            let count = values.len() as i32;
            let records = values.iter().zip(0..).flat_map(|(value, n)| {
                record(&RecordParts {
                    timestamp_delta: n.into(),
                    offset_delta: n,
                    key: Some(b"k"),
                    value: Some(value.as_bytes()),
                    headers: &[],
                })
            });
            let header = Header {
                base_offset: 0,
                attributes: 0,
                last_offset_delta: count - 1,
                base_timestamp,
                max_timestamp: base_timestamp + i64::from(count) - 1,
                producer_id: -1,
                producer_epoch: -1,
                base_sequence: -1,
                count,
            };
            Self { header, records: records.collect() }
        }

        pub(crate) fn by(mut self, producer_id: i64, epoch: i16, sequence: i32) -> Self {
            self.header.producer_id = producer_id;
            self.header.producer_epoch = epoch;
            self.header.base_sequence = sequence;
            self
        }

        pub(crate) fn bytes(&self) -> Vec<u8> {
            write(&self.header, &self.records)
        }
    }

    #[test]
    fn a_header_is_read_as_it_was_written() {
        let parts = Parts::of(1_700_000_000_000, &["a", "b"]).by(7, 3, i32::MAX);
        let bytes = parts.bytes();
        let (framed, rest) = Framed::first(&bytes).unwrap().unwrap();
        assert_eq!((framed.magic, framed.bytes, rest), (2, &bytes[..], &[][..]));
        assert_eq!(framed.header(), Ok(parts.header));
        assert_eq!(parts.header.last_sequence(), 0);
    }

    #[test]
    fn a_flipped_bit_is_found_wherever_the_checksum_looks() {
        let bytes = Parts::of(0, &["abc"]).bytes();
        for position in CRC..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[position] ^= 0x10;
            let (framed, _) = Framed::first(&wrong).unwrap().unwrap();
            assert_eq!(framed.header(), Err(ErrorCode::CORRUPT_MESSAGE), "{position}");
        }
    }

    #[test]
    fn an_incomplete_batch_is_none_and_a_wrong_one_is_corrupt() {
        let bytes = Parts::of(0, &["abc"]).bytes();
        for end in 0..bytes.len() {
            assert_eq!(Framed::first(&bytes[..end]), Ok(None), "{end}");
        }
        let with = |position: usize, byte: u8| {
            let mut wrong = bytes.clone();
            wrong[position] = byte;
            Framed::first(&wrong).map(|found| found.map(|(it, _)| it.magic))
        };
        assert_eq!(with(MAGIC, 3), Err(Corrupt::Magic(3)));
        assert_eq!(with(MAGIC, 1), Ok(Some(1)));
        assert_eq!(with(11, 13), Err(Corrupt::Length(13)));
        assert_eq!(with(8, 0x80).map_err(|it| matches!(it, Corrupt::Length(..0))), Err(true));
        assert_eq!(with(8, 0x7f), Ok(None));
    }

    #[test]
    fn a_new_timestamp_has_a_new_checksum() {
        let parts = Parts::of(5, &["a"]);
        let mut bytes = parts.bytes();
        let mut header = parts.header;
        header.attributes = 1 << 10;
        bytes[ATTRIBUTES..ATTRIBUTES + 2].copy_from_slice(&header.attributes.to_be_bytes());
        set_max_timestamp(&mut bytes, &mut header, true, 99);
        let (framed, _) = Framed::first(&bytes).unwrap().unwrap();
        let read = framed.header().unwrap();
        assert_eq!(read, header);
        assert_eq!((read.attributes, read.max_timestamp), (LOG_APPEND_TIME, 99));
    }

    /// As Kafka 4.4 wrote it.
    #[test]
    fn a_marker_is_a_control_batch_of_one_record() {
        let end = Marker {
            producer_id: 7,
            epoch: 3,
            committed: true,
            coordinator_epoch: 5,
            timestamp: 9,
        };
        let (bytes, header) = marker(&end);
        let (framed, rest) = Framed::first(&bytes).unwrap().unwrap();
        assert_eq!((framed.header(), rest), (Ok(header), &[][..]));
        assert!(header.is_control() && header.is_transactional());
        let records = super::super::records::Records::new(&header, &bytes[HEADER..]);
        let sizes: Vec<_> = records.map(|it| it.map(|it| (it.key, it.value))).collect();
        assert_eq!(sizes, [Ok((Some(4), Some(6)))]);
    }
}

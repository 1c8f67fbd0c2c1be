//! What a broker checks about records before it appends them: `ProduceRequest.validateRecords`, then
//! `UnifiedLog.analyzeAndValidateRecords`, then `LogValidator`.

use kafka_proto::ErrorCode;

use super::batch::{Framed, HEADER, Header, NONE, ZSTD, set_max_timestamp};
use super::policy::Policy;
use super::records::{Malformed, Record, Records};

/// Why nothing was appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: ErrorCode,
    pub(crate) message: Option<String>,
    /// The records that are to blame, by their place in the batch.
    pub(crate) records: Vec<(i32, String)>,
    /// Whether the refusal came late enough to tell where the log starts.
    pub(crate) tells_start: bool,
}

impl Refused {
    /// Before the log was looked at.
    pub(crate) fn early(code: ErrorCode) -> Self {
        Self { code, message: None, records: Vec::new(), tells_start: false }
    }

    /// By the log.
    pub(crate) fn by_log(code: ErrorCode) -> Self {
        Self { tells_start: true, ..Self::early(code) }
    }

    pub(crate) fn worded(self, message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..self }
    }
}

/// A batch that can be appended as it is, but for its place.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(super) bytes: Vec<u8>,
    pub(super) header: Header,
    /// Whether a producer that nobody knows has to begin with sequence 0.
    pub(crate) begins: bool,
}

/// The one batch that a Produce of that version may have for a partition. What is behind it and not
/// complete is left out.
pub(crate) fn framed(records: &[u8], version: i16) -> Result<Framed<'_>, Refused> {
    let first =
        |bytes| Framed::first(bytes).map_err(|_| Refused::early(ErrorCode::CORRUPT_MESSAGE));
    let invalid = || Refused::early(ErrorCode::INVALID_RECORD);
    let (batch, rest) = first(records)?.ok_or_else(invalid)?;
    if batch.magic != 2 {
        return Err(invalid());
    }
    if version < 7 && batch.codec() == ZSTD {
        return Err(Refused::early(ErrorCode::UNSUPPORTED_COMPRESSION_TYPE));
    }
    if first(rest)?.is_some() {
        return Err(invalid());
    }
    Ok(batch)
}

/// Checks a batch for a topic, and writes its timestamps. `partition` is the name in errors; `now_ms` the
/// time.
pub(crate) fn check(
    batch: Framed<'_>,
    policy: &Policy,
    now_ms: i64,
    partition: &str,
) -> Result<Checked, Refused> {
    if batch.base_offset() != 0 {
        return Err(Refused::by_log(ErrorCode::INVALID_RECORD));
    }
    let size = batch.bytes.len() as i64;
    if size > policy.max_message_bytes {
        return Err(Refused::early(ErrorCode::MESSAGE_TOO_LARGE));
    }
    let mut header = batch.header().map_err(Refused::early)?;
    if header.codec() > ZSTD {
        return Err(Refused::by_log(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    check_header(&header)?;
    let mut bytes = batch.bytes.to_vec();
    let max_timestamp = match header.codec() {
        // What is compressed is not looked into.
        0 => check_records(&header, &bytes, policy, now_ms, partition)?,
        _ => header.max_timestamp,
    };
    let max_timestamp = if policy.log_append_time { now_ms } else { max_timestamp };
    set_max_timestamp(&mut bytes, &mut header, policy.log_append_time, max_timestamp);
    if size > policy.segment_bytes {
        return Err(Refused::early(ErrorCode::RECORD_LIST_TOO_LARGE));
    }
    Ok(Checked { bytes, header, begins: false })
}

/// `LogValidator.validateBatch`.
fn check_header(header: &Header) -> Result<(), Refused> {
    let offsets = i64::from(header.last_offset_delta) + 1;
    let is_consistent = header.count > 0 && offsets == i64::from(header.count);
    let has_sequence = !header.has_producer() || header.base_sequence >= 0;
    match is_consistent && has_sequence && !header.is_control() {
        true => Ok(()),
        false => Err(Refused::by_log(ErrorCode::INVALID_RECORD)),
    }
}

/// The highest timestamp of the records.
fn check_records(
    header: &Header,
    bytes: &[u8],
    policy: &Policy,
    now_ms: i64,
    partition: &str,
) -> Result<i64, Refused> {
    let (mut max_timestamp, mut errors) = (NONE, RecordErrors::default());
    for (place, record) in Records::new(header, &bytes[HEADER..]).enumerate() {
        let record = record.map_err(|Malformed| Refused::by_log(ErrorCode::INVALID_RECORD))?;
        let place = i32::try_from(place).unwrap_or(i32::MAX);
        if policy.is_compacted && record.key.is_none() {
            errors.add(place, || {
                format!(
                    "Compacted topic cannot accept message without key in topic partition {partition}"
                )
            });
        } else if let Some(text) = wrong_timestamp(header, &record, policy, now_ms) {
            errors.has_timestamp = true;
            errors.add(place, || text);
        }
        max_timestamp = max_timestamp.max(record.timestamp);
    }
    errors.none().map(|()| max_timestamp)
}

fn wrong_timestamp(
    header: &Header,
    record: &Record,
    policy: &Policy,
    now_ms: i64,
) -> Option<String> {
    let Record { timestamp, offset_delta, .. } = *record;
    if !policy.log_append_time && timestamp != NONE {
        let (first, last) = (
            now_ms.saturating_sub(policy.before_max_ms),
            now_ms.saturating_add(policy.after_max_ms),
        );
        let is_in = (first..=last).contains(&timestamp);
        return (!is_in).then(|| {
            format!(
                "Timestamp {timestamp} of message with offset {offset_delta} is out of range. The \
                 timestamp should be within [{first}, {last}]"
            )
        });
    }
    header.is_log_append_time().then(|| {
        let (key, value) = (record.key.unwrap_or(0), record.value.unwrap_or(0));
        format!(
            "Invalid timestamp type in message DefaultRecord(offset={offset_delta}, \
             timestamp={timestamp}, key={key} bytes, value={value} bytes). Producer should not set \
             timestamp type to LogAppendTime."
        )
    })
}

/// The records of a batch that are refused, each with Kafka's words.
#[derive(Default)]
struct RecordErrors {
    found: Vec<(i32, String)>,
    text: usize,
    has_timestamp: bool,
}

/// How much text an answer has about records: memory is in proportion to what was received.
const MAX_TEXT: usize = 1024 * 1024;

impl RecordErrors {
    fn add(&mut self, place: i32, text: impl FnOnce() -> String) {
        let text = if self.text < MAX_TEXT { text() } else { String::new() };
        self.text += text.len();
        self.found.push((place, text));
    }

    fn none(self) -> Result<(), Refused> {
        let Self { found, has_timestamp, .. } = self;
        if found.is_empty() {
            return Ok(());
        }
        let (code, message) = match has_timestamp {
            true => (
                ErrorCode::INVALID_TIMESTAMP,
                "One or more records have been rejected due to invalid timestamp".to_owned(),
            ),
            false => (ErrorCode::INVALID_RECORD, rejected(&found)),
        };
        Err(Refused { records: found, ..Refused::by_log(code).worded(message) })
    }
}

/// As Java shows a list of `RecordError`.
fn rejected(found: &[(i32, String)]) -> String {
    let shown: Vec<String> = found
        .iter()
        .take(3)
        .map(|(place, text)| format!("RecordError(batchIndex={place}, message='{text}')"))
        .collect();
    format!(
        "One or more records have been rejected due to {} record errors in total, and only showing \
         the first three errors at most: [{}]",
        found.len(),
        shown.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::super::batch::LOG_APPEND_TIME;
    use super::super::batch::tests::Parts;
    use super::super::policy::tests::policy;
    use super::super::records::tests::{RecordParts, record};
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    fn refusal(parts: &Parts, configs: &[(&str, &str)]) -> (i16, bool) {
        refused(&parts.bytes(), configs)
    }

    fn refused(bytes: &[u8], configs: &[(&str, &str)]) -> (i16, bool) {
        let checked = framed(bytes, 13).and_then(|it| check(it, &policy(configs), NOW, "t-0"));
        let refused = checked.unwrap_err();
        (refused.code.0, refused.tells_start)
    }

    fn good() -> Parts {
        Parts::of(NOW, &["a", "b"])
    }

    fn with(change: impl FnOnce(&mut Header)) -> Parts {
        let mut parts = good();
        change(&mut parts.header);
        parts
    }

    #[test]
    fn there_is_exactly_one_batch_and_what_is_incomplete_behind_it_is_left_out() {
        let one = good().bytes();
        assert_eq!(framed(&[], 13).unwrap_err().code.0, 87);
        assert_eq!(framed(&one[..20], 13).unwrap_err().code.0, 87);
        assert_eq!(framed(&[&one[..], &one].concat(), 13).unwrap_err().code.0, 87);
        let trailing = [&one[..], &one[..20]].concat();
        assert_eq!(framed(&trailing, 13).unwrap().bytes, one);
    }

    #[test]
    fn other_magics_and_zstd_of_old_versions_are_refused() {
        let mut bytes = good().bytes();
        bytes[16] = 1;
        assert_eq!(framed(&bytes, 13).unwrap_err().code.0, 87);
        bytes[16] = 3;
        assert_eq!(framed(&bytes, 13).unwrap_err().code.0, 2);
        let zstd = with(|it| it.attributes = ZSTD).bytes();
        assert_eq!(framed(&zstd, 6).unwrap_err().code.0, 76);
        assert!(framed(&zstd, 7).is_ok());
    }

    #[test]
    fn headers_are_refused_in_kafkas_order() {
        let large = ("max.message.bytes", "10");
        assert_eq!(refusal(&with(|it| it.base_offset = 5), &[large]), (87, true));
        let mut wrong = good().bytes();
        wrong[70] ^= 1;
        assert_eq!(refused(&wrong, &[large]), (10, false), "the size comes before the checksum");
        assert_eq!(refused(&wrong, &[]), (2, false));
        assert_eq!(refusal(&with(|it| it.attributes = 5), &[]), (-1, true));
        assert_eq!(refusal(&with(|it| it.count = 3), &[]), (87, true));
        assert_eq!(refusal(&with(|it| it.last_offset_delta = -1), &[]), (87, true));
        assert_eq!(refusal(&with(|it| it.attributes = 1 << 5), &[]), (87, true));
        assert_eq!(refusal(&good().by(7, 0, -1), &[]), (87, true));
    }

    #[test]
    fn records_are_refused_with_their_place() {
        let mut parts = good();
        parts.header.count = 3;
        parts.header.last_offset_delta = 2;
        assert_eq!(refusal(&parts, &[]), (87, true), "one is missing");
        parts.records.extend(record(&RecordParts {
            timestamp_delta: 0,
            offset_delta: 2,
            key: None,
            value: None,
            headers: &[],
        }));
        let bytes = parts.bytes();
        let compacted = policy(&[("cleanup.policy", "compact")]);
        let refused = check(framed(&bytes, 13).unwrap(), &compacted, NOW, "t-0").unwrap_err();
        assert_eq!(refused.code.0, 87);
        let text = "Compacted topic cannot accept message without key in topic partition t-0";
        assert_eq!(refused.records, [(2, text.to_owned())]);
        assert!(
            refused
                .message
                .unwrap()
                .ends_with(&format!("at most: [RecordError(batchIndex=2, message='{text}')]"))
        );
        let late = Parts::of(NOW + 7_200_000, &["a"]).bytes();
        let refused = check(framed(&late, 13).unwrap(), &policy(&[]), NOW, "t-0").unwrap_err();
        assert_eq!((refused.code.0, refused.records.len()), (32, 1));
    }

    #[test]
    fn many_refused_records_do_not_make_a_huge_answer() {
        let text = "x".repeat(1000);
        let mut errors = RecordErrors::default();
        (0..100_000).for_each(|place| errors.add(place, || text.clone()));
        let refused = errors.none().unwrap_err();
        assert_eq!(refused.records.len(), 100_000);
        let bytes: usize = refused.records.iter().map(|(_, text)| text.len()).sum();
        assert!(bytes <= MAX_TEXT + 1000);
    }

    #[test]
    fn timestamps_are_those_of_the_records_or_of_the_broker() {
        let parts = with(|it| it.max_timestamp = 5);
        let checked = check(framed(&parts.bytes(), 13).unwrap(), &policy(&[]), NOW, "t-0").unwrap();
        assert_eq!(checked.header.max_timestamp, NOW + 1, "the header was wrong");
        let append = policy(&[("message.timestamp.type", "LogAppendTime")]);
        let checked = check(framed(&parts.bytes(), 13).unwrap(), &append, NOW + 9, "t-0").unwrap();
        assert_eq!(checked.header.max_timestamp, NOW + 9);
        assert_eq!(checked.header.attributes, LOG_APPEND_TIME);
        let (read, _) = Framed::first(&checked.bytes).unwrap().unwrap();
        assert_eq!(read.header(), Ok(checked.header));
        let mut early = Parts::of(-1, &["a"]);
        early.header.attributes = LOG_APPEND_TIME;
        assert_eq!(refusal(&early, &[]), (32, true));
        early.header.attributes = 0;
        assert!(check(framed(&early.bytes(), 13).unwrap(), &policy(&[]), NOW, "t-0").is_ok());
    }
}

//! Every vector, cut at every byte and with every byte replaced: decoding neither panics nor
//! takes memory that the frame does not pay for, and what it accepts can be walked to its end,
//! written and read again.

use std::thread;

use allocation_counter::measure;
use golden::{Line, vectors};
use kafka_proto::{DecodeError, DecodeErrorKind as Kind};

/// Longer vectors say nothing new.
const LONGEST: usize = 4096;

/// What takes the place of each byte.
const BYTES: [u8; 4] = [0x00, 0x7f, 0x80, 0xff];

/// Borrowed messages: at most four times the frame, and a little for an error.
fn memory_limit(frame: usize) -> u64 {
    4 * frame as u64 + 4096
}

/// What was read, written again: that walks every element and tag a second time.
type Checked = Result<Vec<u8>, DecodeError>;

/// Every byte that is ever allocated counts, also when it is given back at once.
fn measured<T>(frame: usize, decode: impl FnOnce() -> T) -> T {
    let mut result = None;
    let taken = measure(|| result = Some(decode())).bytes_total;
    assert!(taken <= memory_limit(frame), "{taken} bytes of memory for {frame}");
    result.unwrap()
}

/// Says which bytes it was when a check panics.
struct Case<'a> {
    line: &'a Line,
    bytes: &'a [u8],
}

impl<'a> Case<'a> {
    fn check(&self, again: Option<&'a [u8]>) -> Checked {
        let Case { line, bytes } = *self;
        let decode = || line.decode(line.version, bytes).unwrap();
        let message = measured(bytes.len(), decode)?;
        assert!(again.is_none_or(|again| message.is(again)));
        Ok(message.encode().unwrap())
    }
}

impl Drop for Case<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let Line { name, kind, version, .. } = self.line;
            eprintln!("{name} {kind} v{version}: {:02x?}", self.bytes);
        }
    }
}

/// Nothing but the end is missing, and that is what the error says.
fn cut_everywhere(line: &Line) -> usize {
    for len in 0..line.bytes.len() {
        let error = Case { line, bytes: &line.bytes[..len] }.check(None).unwrap_err();
        let is_missing =
            matches!(error.kind(), Kind::UnexpectedEnd { .. } | Kind::CountTooLarge { .. });
        assert!(is_missing && error.offset() <= len, "{error}");
    }
    line.bytes.len()
}

/// Other bytes may make another message, which is then as good as any.
fn replace_everywhere(line: &Line) -> usize {
    let (mut bytes, mut count) = (line.bytes.clone(), 0);
    for index in 0..bytes.len() {
        let before = bytes[index];
        for byte in BYTES.into_iter().filter(|byte| *byte != before) {
            bytes[index] = byte;
            count += 1;
            let case = Case { line, bytes: &bytes };
            match case.check(None) {
                // A longer varint, or a tag at its default: other bytes, the same message.
                Ok(again) if again != bytes => assert_eq!(case.check(Some(&again)), Ok(again)),
                _ => {}
            }
        }
        bytes[index] = before;
    }
    count
}

/// Sums over all vectors, on every core.
fn for_every_vector(check: fn(&Line) -> usize) -> usize {
    let mut lines = vectors::all();
    lines.retain(|line| line.bytes.len() <= LONGEST);
    // Long and short ones for each thread.
    lines.sort_by_key(|line| line.bytes.len());
    let threads = thread::available_parallelism().map_or(1, |it| it.get());
    let lines = &lines;
    let part = |index| move || lines.iter().skip(index).step_by(threads).map(check).sum::<usize>();
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|index| scope.spawn(part(index))).collect();
        parts.into_iter().map(|part| part.join().unwrap()).sum()
    })
}

#[test]
fn f09_cut_at_every_byte() {
    assert_eq!(for_every_vector(cut_everywhere), 209_216);
}

#[test]
fn every_byte_replaced() {
    assert_eq!(for_every_vector(replace_everywhere), 802_915);
}

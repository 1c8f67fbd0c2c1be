//! One direction of a TCP connection: segments in any order become bytes in order.

use std::collections::BTreeMap;

use crate::Place;

/// What may wait for a segment that is not there yet, with what it takes to keep it.
const MAX_WAITING: usize = 1 << 20;
/// What it takes to keep a segment, beside its bytes.
const SEGMENT: usize = 128;

/// The next of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Bytes, and where they were captured.
    Bytes(Vec<u8>, Place),
    /// So many bytes that were not captured.
    Hole(u64, Place),
}

/// Puts one direction of a connection in order.
#[derive(Default)]
pub(crate) struct Reassembly {
    /// The number of the next byte, modulo 2³², and how many there were before it.
    next: Option<(u32, u64)>,
    /// Segments behind a hole, by the place of their first byte.
    waiting: BTreeMap<u64, (Vec<u8>, Place)>,
    held: usize,
}

impl Reassembly {
    /// The stream begins behind this number: that of a SYN.
    pub(crate) fn begin(&mut self, sequence: u32) {
        self.next = Some((sequence.wrapping_add(1), 0));
    }

    /// Whether the SYN of this number is the one that it began with, or one sent again.
    pub(crate) fn began_with(&self, sequence: u32) -> bool {
        let Some((next, passed)) = self.next else { return true };
        next.wrapping_sub(passed as u32) == sequence.wrapping_add(1)
    }

    /// Takes a segment, with so many bytes behind it that were not captured. What is there already is left
    /// out: the first copy counts.
    pub(crate) fn push(
        &mut self,
        sequence: u32,
        bytes: &[u8],
        missing: u32,
        place: Place,
        pieces: &mut Vec<Piece>,
    ) {
        if bytes.is_empty() && missing == 0 {
            return;
        }
        let (next, passed) = *self.next.get_or_insert((sequence, 0));
        let distance = i64::from(sequence.wrapping_sub(next) as i32);
        let start = passed as i64 + distance;
        let fresh = usize::try_from(passed as i64 - start).unwrap_or(0);
        if let Some(bytes) = bytes.get(fresh..).filter(|bytes| !bytes.is_empty()) {
            let start = start.max(passed as i64) as u64;
            if start == passed && self.waiting.is_empty() {
                self.pass(bytes.len());
                pieces.push(Piece::Bytes(bytes.to_vec(), place));
            } else {
                self.keep(start, bytes, place);
                self.release(pieces);
            }
        }
        if missing > 0 && start + bytes.len() as i64 == self.passed() as i64 {
            self.pass(missing as usize);
            pieces.push(Piece::Hole(missing.into(), place));
            self.release(pieces);
        }
        if self.held > MAX_WAITING {
            self.give_up(pieces);
        }
    }

    /// Whether segments wait for one that is not there.
    pub(crate) fn has_hole(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Goes on behind the first hole.
    pub(crate) fn give_up(&mut self, pieces: &mut Vec<Piece>) {
        let Some((start, (_, place))) = self.waiting.first_key_value() else { return };
        let hole = start.saturating_sub(self.passed());
        let place = *place;
        self.pass(hole as usize);
        pieces.push(Piece::Hole(hole, place));
        self.release(pieces);
    }

    pub(crate) fn held(&self) -> usize {
        self.held
    }

    fn passed(&self) -> u64 {
        self.next.map_or(0, |(_, passed)| passed)
    }

    fn pass(&mut self, len: usize) {
        if let Some((next, passed)) = &mut self.next {
            *next = next.wrapping_add(len as u32);
            *passed += len as u64;
        }
    }

    /// Keeps what of a segment does not wait already.
    fn keep(&mut self, mut start: u64, mut bytes: &[u8], place: Place) {
        let end = |(start, (bytes, _)): (&u64, &(Vec<u8>, Place))| start + bytes.len() as u64;
        while !bytes.is_empty() {
            let known =
                self.waiting.range(..=start).next_back().map_or(0, end).saturating_sub(start);
            let Some(rest) = bytes.get(known as usize..) else { return };
            (start, bytes) = (start + known, rest);
            let next = self.waiting.range(start..).next().map_or(u64::MAX, |(next, _)| *next);
            let (fresh, rest) = bytes.split_at(bytes.len().min((next - start) as usize));
            if !fresh.is_empty() {
                self.held += fresh.len() + SEGMENT;
                self.waiting.insert(start, (fresh.to_vec(), place));
            }
            (start, bytes) = (start + fresh.len() as u64, rest);
        }
    }

    /// Hands out what has no hole in front of it any more.
    fn release(&mut self, pieces: &mut Vec<Piece>) {
        while let Some(entry) = self.waiting.first_entry() {
            let (start, passed) = (*entry.key(), self.next.map_or(0, |(_, passed)| passed));
            if start > passed {
                return;
            }
            let (bytes, place) = entry.remove();
            self.held -= bytes.len() + SEGMENT;
            let fresh = usize::try_from(passed - start).unwrap_or(usize::MAX);
            if let Some(bytes) = bytes.get(fresh..).filter(|bytes| !bytes.is_empty()) {
                self.pass(bytes.len());
                pieces.push(Piece::Bytes(bytes.to_vec(), place));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { packet: 1, at: None };

    fn pushed(segments: &[(u32, &str)]) -> (Reassembly, String) {
        let (mut stream, mut pieces) = (Reassembly::default(), Vec::new());
        stream.begin(segments[0].0.wrapping_sub(1));
        for (sequence, text) in segments {
            stream.push(*sequence, text.as_bytes(), 0, PLACE, &mut pieces);
        }
        let text = shown(&pieces);
        (stream, text)
    }

    fn shown(pieces: &[Piece]) -> String {
        let shown = pieces.iter().map(|piece| match piece {
            Piece::Bytes(bytes, _) => String::from_utf8_lossy(bytes).into_owned(),
            Piece::Hole(len, _) => format!("<{len}>"),
        });
        shown.collect()
    }

    #[test]
    fn segments_come_in_order_whatever_order_they_were_captured_in() {
        for segments in [
            &[(1, "ab"), (3, "cd"), (5, "ef")][..],
            &[(1, "ab"), (5, "ef"), (3, "cd")],
            &[(1, "ab"), (1, "ab"), (3, "cd"), (3, "cdef")],
            &[(1, "ab"), (5, "ef"), (2, "bcde")],
            &[(1, "ab"), (4, "d"), (4, "def"), (6, "f"), (3, "cXX")],
            &[(1, "ab"), (0, "_"), (3, "cd"), (4, "def"), (5, "ef")],
        ] {
            assert_eq!(pushed(segments).1, "abcdef", "{segments:?}");
        }
    }

    #[test]
    fn numbers_begin_again_behind_the_last() {
        let (stream, text) = pushed(&[(u32::MAX - 1, "ab"), (2, "ef"), (0, "cd")]);
        assert_eq!(text, "abcdef");
        assert!(stream.began_with(u32::MAX - 2) && !stream.began_with(7));
    }

    #[test]
    fn the_first_copy_counts() {
        assert_eq!(pushed(&[(1, "ab"), (1, "XYcd"), (5, "ef")]).1, "abcdef");
        assert_eq!(pushed(&[(1, "ab"), (5, "e"), (7, "g"), (4, "dXfXh"), (3, "cX")]).1, "abcdefgh");
    }

    #[test]
    fn a_hole_is_told_with_its_length() {
        let (mut stream, text) = pushed(&[(1, "ab"), (5, "ef"), (9, "ij")]);
        assert_eq!((text.as_str(), stream.has_hole()), ("ab", true));
        let mut pieces = Vec::new();
        stream.give_up(&mut pieces);
        assert_eq!(shown(&pieces), "<2>ef");
        stream.give_up(&mut pieces);
        stream.give_up(&mut pieces);
        assert_eq!((shown(&pieces).as_str(), stream.held()), ("<2>ef<2>ij", 0));
    }

    #[test]
    fn what_a_snap_length_cut_off_is_a_hole_at_once() {
        let (mut stream, mut pieces) = (Reassembly::default(), Vec::new());
        stream.push(1, b"ab", 2, PLACE, &mut pieces);
        stream.push(5, b"ef", 0, PLACE, &mut pieces);
        stream.push(7, b"", 3, PLACE, &mut pieces);
        assert_eq!(shown(&pieces), "ab<2>ef<3>");
    }

    #[test]
    fn v12_what_waits_is_bounded() {
        let (mut stream, mut pieces) = (Reassembly::default(), Vec::new());
        stream.begin(0);
        for number in 0..100_000 {
            stream.push(2 + 2 * number, b"x", 0, PLACE, &mut pieces);
            assert!(stream.held() <= MAX_WAITING + SEGMENT + 1);
        }
        assert!(pieces.iter().any(|piece| matches!(piece, Piece::Hole(1, _))));
    }
}

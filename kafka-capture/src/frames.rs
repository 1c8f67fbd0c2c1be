//! Frames out of one direction of a connection.

use std::collections::VecDeque;

use crate::Place;

/// A longer frame is passed over; its first bytes are kept, which say what it is.
pub(crate) const MAX_FRAME: usize = 1 << 20;
/// How much of a longer one is kept.
const HEAD: usize = 256;
/// A longer one is no frame: `socket.request.max.bytes` and `fetch.max.bytes` are well below, and the first letters
/// of other protocols above.
const MAX_LENGTH: usize = 256 << 20;

/// A frame without its length.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// All of it, or its beginning.
    pub(crate) bytes: Vec<u8>,
    pub(crate) length: usize,
    /// Why there is only the beginning.
    pub(crate) cut: Option<Cut>,
    /// Where its last byte was captured.
    pub(crate) place: Place,
}

/// Why a frame is not there as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Hole,
    TooLong,
}

/// Whether bytes at the start of a segment begin a frame, the length in front.
pub(crate) enum Fit {
    Yes,
    No,
    /// It takes so many bytes to tell.
    NeedsMore(usize),
}

/// What comes out of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Frame(Frame),
    /// From here on it is not known where frames begin.
    Lost(Place),
    /// Bytes that were passed over to find a beginning.
    PassedOver(usize, Place),
}

/// Cuts a stream into frames.
#[derive(Default)]
pub(crate) struct Frames {
    state: State,
    /// Digits of a length.
    head: Vec<u8>,
    open: Option<Frame>,
    seen: usize,
    search: Search,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    InStep,
    Searching,
}

/// Bytes among which the beginning of a frame is looked for, at the starts of segments only.
#[derive(Default)]
struct Search {
    bytes: Vec<u8>,
    /// Where segments begin.
    starts: VecDeque<usize>,
    /// How many bytes it takes to go on.
    needed: usize,
}

impl Frames {
    /// It is not known where the first frame begins.
    pub(crate) fn lose(&mut self) {
        *self = Self { state: State::Searching, ..Self::default() };
    }

    pub(crate) fn is_in_step(&self) -> bool {
        self.state == State::InStep
    }

    pub(crate) fn held(&self) -> usize {
        let open = self.open.as_ref().map_or(0, |frame| frame.bytes.capacity());
        open + self.search.bytes.capacity() + self.search.starts.capacity() * size_of::<usize>()
    }

    /// Takes what was in one segment. `fits` is asked while it is not known where frames begin.
    pub(crate) fn push(
        &mut self,
        bytes: &[u8],
        place: Place,
        fits: &mut dyn FnMut(&[u8]) -> Fit,
        found: &mut Vec<Found>,
    ) {
        match self.state {
            State::InStep => self.read(bytes, place, found),
            State::Searching => self.search(bytes, place, fits, found),
        }
    }

    /// So many bytes are not there.
    pub(crate) fn skip(&mut self, len: u64, place: Place, found: &mut Vec<Found>) {
        if self.state == State::Searching {
            return self.search.forget(place, found);
        }
        let Some(mut frame) = self.open.take() else {
            self.lose();
            return found.push(Found::Lost(place));
        };
        frame.cut = frame.cut.or(Some(Cut::Hole));
        frame.place = place;
        let left = (frame.length - self.seen) as u64;
        if len < left {
            self.seen += len as usize;
            self.open = Some(frame);
            return;
        }
        found.push(Found::Frame(frame));
        if len > left {
            self.lose();
            found.push(Found::Lost(place));
        }
    }

    fn read(&mut self, mut bytes: &[u8], place: Place, found: &mut Vec<Found>) {
        while !bytes.is_empty() {
            let Some(frame) = &mut self.open else {
                let (digits, rest) = bytes.split_at(bytes.len().min(4 - self.head.len()));
                self.head.extend(digits);
                bytes = rest;
                let Some(length) = self.head.first_chunk().map(|it| u32::from_be_bytes(*it)) else {
                    return;
                };
                self.head.clear();
                if length as usize > MAX_LENGTH {
                    self.lose();
                    return found.push(Found::Lost(place));
                }
                self.begin(length as usize, place, found);
                continue;
            };
            let (own, rest) = bytes.split_at(bytes.len().min(frame.length - self.seen));
            bytes = rest;
            self.seen += own.len();
            frame.place = place;
            match frame.cut {
                None => frame.bytes.extend_from_slice(own),
                Some(Cut::TooLong) => {
                    let room = HEAD.saturating_sub(frame.bytes.len());
                    frame.bytes.extend(own.iter().take(room));
                }
                Some(Cut::Hole) => {}
            }
            if self.seen == frame.length {
                found.extend(self.open.take().map(Found::Frame));
            }
        }
    }

    fn begin(&mut self, length: usize, place: Place, found: &mut Vec<Found>) {
        let cut = (length > MAX_FRAME).then_some(Cut::TooLong);
        let frame = Frame { bytes: Vec::new(), length, cut, place };
        self.seen = 0;
        match length {
            0 => found.push(Found::Frame(frame)),
            _ => self.open = Some(frame),
        }
    }

    fn search(
        &mut self,
        bytes: &[u8],
        place: Place,
        fits: &mut dyn FnMut(&[u8]) -> Fit,
        found: &mut Vec<Found>,
    ) {
        let search = &mut self.search;
        search.starts.push_back(search.bytes.len());
        search.bytes.extend_from_slice(bytes);
        while !search.bytes.is_empty() && search.bytes.len() >= search.needed {
            match fits(&search.bytes) {
                Fit::Yes => {
                    let bytes = std::mem::take(&mut search.bytes);
                    *self = Self::default();
                    return self.read(&bytes, place, found);
                }
                Fit::NeedsMore(needed) if needed > search.bytes.len() => search.needed = needed,
                // All that was waited for is passed over, and not only its first segment: whoever makes
                // captures to keep us busy could have us read the same bytes again and again.
                Fit::No | Fit::NeedsMore(_) => search.pass_over(place, found),
            }
        }
    }
}

impl Search {
    /// Goes on with the first segment behind what was waited for.
    fn pass_over(&mut self, place: Place, found: &mut Vec<Found>) {
        let until = self.needed.max(1);
        while self.starts.front().is_some_and(|start| *start < until) {
            self.starts.pop_front();
        }
        let next = self.starts.front().copied().unwrap_or(self.bytes.len());
        self.bytes.drain(..next);
        for start in &mut self.starts {
            *start -= next;
        }
        self.needed = 0;
        found.push(Found::PassedOver(next, place));
    }

    fn forget(&mut self, place: Place, found: &mut Vec<Found>) {
        if !self.bytes.is_empty() {
            found.push(Found::PassedOver(self.bytes.len(), place));
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { packet: 1, at: None };

    fn never(_: &[u8]) -> Fit {
        Fit::No
    }

    fn frame(bytes: &[u8]) -> Found {
        let bytes = bytes.to_vec();
        Found::Frame(Frame { length: bytes.len(), bytes, cut: None, place: PLACE })
    }

    #[test]
    fn frames_are_the_same_from_any_pieces() {
        let stream = [&[0, 0, 0, 2][..], b"ab", &[0, 0, 0, 0], &[0, 0, 0, 3], b"cde"].concat();
        for size in 1..=stream.len() {
            let (mut frames, mut found) = (Frames::default(), Vec::new());
            for piece in stream.chunks(size) {
                frames.push(piece, PLACE, &mut never, &mut found);
            }
            assert_eq!(found, [frame(b"ab"), frame(b""), frame(b"cde")], "{size}");
        }
    }

    #[test]
    fn a_hole_in_a_frame_costs_that_frame_and_one_over_a_length_costs_the_step() {
        let (mut frames, mut found) = (Frames::default(), Vec::new());
        frames.push(&[0, 0, 0, 6, 1, 2], PLACE, &mut never, &mut found);
        frames.skip(3, PLACE, &mut found);
        frames.push(&[6, 0, 0, 0, 1, 9], PLACE, &mut never, &mut found);
        let cut = Frame { bytes: vec![1, 2], length: 6, cut: Some(Cut::Hole), place: PLACE };
        assert_eq!(found, [Found::Frame(cut), frame(&[9])]);
        frames.skip(1, PLACE, &mut found);
        assert!(matches!(found.last(), Some(Found::Lost(_))) && !frames.is_in_step());
    }

    #[test]
    fn a_step_is_found_again_at_the_start_of_a_segment() {
        let (mut frames, mut found) = (Frames::default(), Vec::new());
        frames.lose();
        let mut fits = |bytes: &[u8]| match bytes {
            [0, 0, 0, 2, b'o', b'k', ..] => Fit::Yes,
            [0, 0, 0, 2, ..] if bytes.len() < 6 => Fit::NeedsMore(6),
            _ => Fit::No,
        };
        for piece in [&[7, 7][..], &[0, 0, 0, 2], b"ok", &[0, 0, 0, 1, 3]] {
            frames.push(piece, PLACE, &mut fits, &mut found);
        }
        assert_eq!(found, [Found::PassedOver(2, PLACE), frame(b"ok"), frame(&[3])]);
    }

    #[test]
    fn v13_a_frame_that_claims_much_takes_no_memory() {
        let (mut frames, mut found) = (Frames::default(), Vec::new());
        frames.push(&(MAX_LENGTH as u32).to_be_bytes(), PLACE, &mut never, &mut found);
        for _ in 0..1_000 {
            frames.push(&[1; 65_536], PLACE, &mut never, &mut found);
        }
        assert!(frames.held() <= 2 * HEAD && found.is_empty());
        frames.lose();
        frames.push(&[0xff; 4], PLACE, &mut never, &mut found);
        assert_eq!(found, [Found::PassedOver(4, PLACE)]);
    }
}

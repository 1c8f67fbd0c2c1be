//! Frames that leave in one write.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;

use super::pending::Pending;
use super::place::Place;

/// From so many bytes on no more frames are added: about what TLS puts into one record.
const ENOUGH: usize = 16 * 1024;

/// A frame on its way to the writer.
pub(crate) struct Outgoing {
    pub(crate) id: i32,
    pub(crate) frame: Vec<u8>,
    pub(crate) _place: Arc<Place>,
}

/// Frames that go to the stream together: with many requests at a time, one call of the system for all of
/// them and not one for each.
///
/// What is given to the stream may have left, and is marked so *before* it is given. When the stream
/// takes less, the frames of which it took nothing are taken back: those are still not sent, may be given
/// up, and go elsewhere when the connection ends.
#[derive(Default)]
pub(super) struct Joined {
    bytes: Vec<u8>,
    /// How much of the bytes the stream has taken.
    written: usize,
    frames: Vec<Frame>,
}

struct Frame {
    id: i32,
    /// Where it ends in the bytes, and the next one begins.
    end: usize,
    is_started: bool,
    _place: Arc<Place>,
}

impl Joined {
    /// Takes a frame in, if it is still wanted.
    pub(super) fn add(&mut self, outgoing: Outgoing, pending: &Pending) {
        let Outgoing { id, frame, _place } = outgoing;
        if !pending.start(id) {
            return;
        }
        match self.frames.is_empty() {
            true => self.bytes = frame,
            false => self.bytes.extend(frame),
        }
        self.frames.push(Frame { id, end: self.bytes.len(), is_started: true, _place });
    }

    /// Whether another frame would make a second write of it.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= ENOUGH
    }

    /// Writes all frames that are still wanted.
    pub(super) fn poll_write(
        &mut self,
        mut stream: Pin<&mut impl AsyncWrite>,
        pending: &Pending,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.start_again(pending);
        while let Some(rest) = self.bytes.get(self.written..).filter(|rest| !rest.is_empty()) {
            match stream.as_mut().poll_write(context, rest) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => self.written += written,
                // With TLS some of it may have left before what went wrong.
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.take_back(pending);
                    return Poll::Pending;
                }
            }
        }
        self.clear();
        Poll::Ready(Ok(()))
    }

    fn clear(&mut self) {
        self.bytes = Vec::new();
        self.written = 0;
        self.frames.clear();
    }

    /// The frames of which the stream took nothing.
    fn take_back(&mut self, pending: &Pending) {
        let mut begin = 0;
        for frame in &mut self.frames {
            if begin >= self.written && frame.is_started {
                pending.take_back(frame.id);
                frame.is_started = false;
            }
            begin = frame.end;
        }
    }

    /// Those that were taken back, without the ones that nobody wants any more.
    fn start_again(&mut self, pending: &Pending) {
        let (mut begin, mut removed) = (0, 0);
        let bytes = &mut self.bytes;
        self.frames.retain_mut(|frame| {
            let end = frame.end - removed;
            frame.is_started = frame.is_started || pending.start(frame.id);
            if frame.is_started {
                (begin, frame.end) = (end, end);
            } else {
                bytes.drain(begin..end);
                removed += end - begin;
            }
            frame.is_started
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::Semaphore;

    use super::*;
    use crate::Outcome;

    /// Takes so many bytes, and then no more.
    struct Narrow {
        room: usize,
        taken: Vec<Vec<u8>>,
    }

    impl AsyncWrite for Narrow {
        fn poll_write(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            let count = bytes.len().min(self.room);
            if count == 0 {
                return Poll::Pending;
            }
            self.room -= count;
            self.taken.push(bytes[..count].to_vec());
            Poll::Ready(Ok(count))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    fn write(joined: &mut Joined, stream: &mut Narrow, pending: &Pending) -> bool {
        let mut context = Context::from_waker(std::task::Waker::noop());
        let poll = joined.poll_write(Pin::new(stream), pending, &mut context);
        poll.map(Result::unwrap).is_ready()
    }

    /// Requests whose frames are their number, four times.
    fn asked(pending: &Pending, count: u8) -> (Joined, Vec<(i32, super::super::pending::Answer)>) {
        let (mut joined, mut asked) = (Joined::default(), Vec::new());
        for n in 0..count {
            let permit = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
            let place = Arc::new(Place { _one_of_all: permit, _write: None });
            let (id, answer) = pending.open(place.clone()).unwrap();
            joined.add(Outgoing { id, frame: vec![n; 4], _place: place }, pending);
            asked.push((id, answer));
        }
        (joined, asked)
    }

    #[test]
    fn frames_that_wait_leave_in_one_write() {
        let pending = Pending::new(Duration::from_secs(30));
        let (mut joined, _asked) = asked(&pending, 3);
        let mut stream = Narrow { room: 100, taken: Vec::new() };
        assert!(write(&mut joined, &mut stream, &pending));
        assert_eq!(stream.taken, [[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]]);
    }

    #[test]
    fn c01_what_the_stream_did_not_take_is_not_sent_and_what_it_began_is_unknown() {
        let pending = Pending::new(Duration::from_secs(30));
        let (mut joined, asked) = asked(&pending, 5);
        let mut stream = Narrow { room: 6, taken: Vec::new() };
        assert!(!write(&mut joined, &mut stream, &pending));
        let outcome = |n: usize| pending.abandon(asked[n].0);
        assert_eq!([1, 2].map(outcome), [Outcome::Unknown, Outcome::NotSent]);
        // What was given up is left out, and the one that was begun is written whole.
        stream.room = 100;
        assert!(write(&mut joined, &mut stream, &pending));
        assert_eq!(stream.taken.concat(), [0, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3, 4, 4, 4, 4]);
        assert_eq!([3, 4].map(outcome), [Outcome::Unknown; 2]);
    }

    #[test]
    fn c01_what_the_stream_did_not_take_goes_elsewhere_when_the_connection_ends() {
        let pending = Pending::new(Duration::from_secs(30));
        let (mut joined, mut asked) = asked(&pending, 3);
        let mut stream = Narrow { room: 4, taken: Vec::new() };
        assert!(!write(&mut joined, &mut stream, &pending));
        pending.close(crate::Error::closed(crate::Layer::Kafka));
        let mut outcomes = Vec::new();
        for (_, answer) in &mut asked {
            outcomes.push(answer.try_recv().unwrap().unwrap_err().outcome());
        }
        assert_eq!(outcomes, [Outcome::Unknown, Outcome::NotSent, Outcome::NotSent]);
        stream.room = 100;
        assert!(write(&mut joined, &mut stream, &pending));
        assert_eq!(stream.taken, [[0; 4]]);
    }
}

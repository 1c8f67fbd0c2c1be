use std::hint::black_box;

use bytes::Bytes;

use crate::case::{Case, Seen};

/// What one crate does with one message.
pub struct Operation {
    /// The message.
    pub case: &'static Case,
    /// What is done with it: `decode`, `encode`, …
    pub action: &'static str,
    /// The crate.
    pub by: &'static str,
    start: Box<dyn Fn() -> Run>,
}

type Run = Box<dyn FnMut()>;

impl Operation {
    /// Message, action and crate.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {} {}", self.case.name, self.action, self.by)
    }

    /// Checks the operation, and returns what is to be measured.
    ///
    /// # Panics
    /// When its result is not that of the others.
    #[must_use]
    pub fn start(&self) -> Run {
        (self.start)()
    }

    /// `decode` and drop again, which is checked by what is `seen` in the result.
    pub(crate) fn decode<T: 'static>(
        (case, action, by): (&'static Case, &'static str, &'static str),
        decode: impl Fn(&'static Bytes) -> T + Copy + 'static,
        seen: impl Fn(&T) -> Seen + 'static,
    ) -> Self {
        let start = move || {
            let (body, expected) = &*case.content;
            assert_eq!(seen(&decode(body)), *expected, "{} {action} {by}", case.name);
            let run: Run = Box::new(move || drop(black_box(decode(black_box(body)))));
            run
        };
        Self { case, action, by, start: Box::new(start) }
    }

    /// Writes what was made once, into the same buffer again and again.
    pub(crate) fn encode<T: 'static, B: Buffer>(
        by: (&'static Case, &'static str),
        make: impl Fn() -> T + 'static,
        write: impl Fn(&T, &mut B) + Copy + 'static,
    ) -> Self {
        Self::write((by.0, "encode", by.1), make, write, |found, expected| found == expected)
    }

    /// Makes the message out of a program's strings, and writes it.
    pub(crate) fn build<S: Sync, T, B: Buffer>(
        by: (&'static Case, &'static str),
        strings: &'static S,
        make: impl Fn(&'static S) -> T + Copy + 'static,
        write: impl Fn(&T, &mut B) + Copy + 'static,
    ) -> Self {
        let write = move |strings: &&'static S, out: &mut B| write(&make(strings), out);
        Self::write(
            (by.0, "build + encode", by.1),
            move || strings,
            write,
            |found, expected| found == expected,
        )
    }

    /// As [`Operation::encode`] and [`Operation::build`], with a check of its own.
    pub(crate) fn write<T: 'static, B: Buffer>(
        (case, action, by): (&'static Case, &'static str, &'static str),
        make: impl Fn() -> T + 'static,
        write: impl Fn(&T, &mut B) + Copy + 'static,
        is_right: impl Fn(&[u8], &[u8]) -> bool + 'static,
    ) -> Self {
        let start = move || {
            let (message, mut out) = (make(), B::default());
            write(&message, &mut out);
            assert!(is_right(out.as_ref(), &case.content.0), "{} {action} {by}", case.name);
            let run: Run = Box::new(move || {
                out.clear();
                write(black_box(&message), &mut out);
                black_box(out.as_ref());
            });
            run
        };
        Self { case, action, by, start: Box::new(start) }
    }
}

/// Where encoders write; the buffer is used again.
pub(crate) trait Buffer: AsRef<[u8]> + Default + 'static {
    fn clear(&mut self);
}

impl Buffer for Vec<u8> {
    fn clear(&mut self) {
        self.clear();
    }
}

impl Buffer for bytes::BytesMut {
    fn clear(&mut self) {
        self.clear();
    }
}

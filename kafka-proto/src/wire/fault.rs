use std::cell::RefCell;

use crate::error::{DecodeError, DecodeErrorKind};

/// Where a [`Reader`](super::Reader) leaves the first thing that was wrong.
#[derive(Debug, Default)]
pub(crate) struct Fault(RefCell<Option<DecodeError>>);

impl Fault {
    /// `value`, unless something was wrong with it.
    pub(crate) fn or<T>(self, value: T) -> Result<T, DecodeError> {
        self.0.into_inner().map_or(Ok(value), Err)
    }
}

/// The message ends at `end`, `left` bytes before that `field` needs more.
#[cold]
#[inline(never)]
pub(super) fn short(
    fault: Option<&Fault>,
    end: usize,
    left: usize,
    field: &'static str,
    needed: usize,
) {
    record(fault, end - left, field, DecodeErrorKind::UnexpectedEnd { needed, left });
}

/// Only the first counts: what is read behind it is made up.
#[cold]
#[inline(never)]
pub(super) fn record(
    fault: Option<&Fault>,
    offset: usize,
    field: &'static str,
    kind: DecodeErrorKind,
) {
    if let Some(Fault(first)) = fault {
        first.borrow_mut().get_or_insert_with(|| DecodeError::new(kind, offset).in_field(field));
    }
}

#[cold]
pub(super) fn inside(fault: Option<&Fault>, field: &'static str) {
    add(fault, |error| error.in_field(field));
}

#[cold]
pub(super) fn inside_element(fault: Option<&Fault>, field: &'static str, index: usize) {
    add(fault, |error| error.at_index(index).in_field(field));
}

fn add(fault: Option<&Fault>, step: impl FnOnce(DecodeError) -> DecodeError) {
    if let Some(Fault(first)) = fault {
        let error = first.take().map(step);
        first.replace(error);
    }
}

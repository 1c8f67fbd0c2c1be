//! The items of one call: which are still to be asked about, and what became of the others.

use crate::{Error, Result};

/// One slot for each item, in the order asked.
pub(super) struct Slots(Vec<Slot>);

pub(super) enum Slot {
    /// To be asked about, again after this error.
    Open(Option<Error>),
    /// Cannot be sent.
    Refused(Error),
    /// The request with this number, the item in it, failed as a whole.
    Failed { error: Error, request: usize },
    /// A broker answered.
    Answered(Result<()>),
}

impl Slots {
    /// Items that have been checked: what failed is not asked about.
    pub(super) fn new(checked: Vec<Result<()>>) -> Self {
        let mut slots = Vec::with_capacity(checked.len());
        for item in checked {
            slots.push(match item {
                Ok(()) => Slot::Open(None),
                Err(error) => Slot::Refused(error),
            });
        }
        Self(slots)
    }

    /// The places of the items to be asked about.
    pub(super) fn open(&self) -> Vec<usize> {
        let mut open = Vec::new();
        for (place, slot) in self.0.iter().enumerate() {
            if matches!(slot, Slot::Open(_)) {
                open.push(place);
            }
        }
        open
    }

    /// The places of the items that failed, and why.
    pub(super) fn errors(&self) -> impl Iterator<Item = (usize, &Error)> {
        self.0.iter().enumerate().filter_map(|(place, slot)| match slot {
            Slot::Failed { error, .. } | Slot::Answered(Err(error)) => Some((place, error)),
            _ => None,
        })
    }

    /// The version that was asked in cannot carry this item.
    pub(super) fn refuse(&mut self, place: usize, error: Error) {
        self.set(place, Slot::Refused(error));
    }

    /// What a broker said about this item.
    pub(super) fn answer(&mut self, place: usize, result: Result<()>) {
        self.set(place, Slot::Answered(result));
    }

    /// A request failed as a whole. When it only ran out of time, what was said before tells more.
    pub(super) fn fail(&mut self, place: usize, request: usize, error: Error) {
        let earlier = match self.0.get_mut(place) {
            Some(Slot::Open(earlier)) => earlier.take(),
            _ => None,
        };
        self.set(place, Slot::Failed { error: error.after(earlier), request });
    }

    /// To be asked about again.
    pub(super) fn reopen(&mut self, place: usize) {
        if let Some(slot) = self.0.get_mut(place) {
            *slot = match std::mem::replace(slot, Slot::Open(None)) {
                Slot::Failed { error, .. } | Slot::Answered(Err(error)) => Slot::Open(Some(error)),
                other => other,
            };
        }
    }

    /// The results.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole.
    pub(super) fn into_results(self) -> Result<Vec<Result<()>>> {
        if let Some(error) = self.of_the_whole() {
            return Err(error);
        }
        Ok(self.0.into_iter().map(Slot::into_result).collect())
    }

    /// The error of the only request.
    fn of_the_whole(&self) -> Option<Error> {
        let mut whole = None;
        for slot in &self.0 {
            match (slot, &whole) {
                (Slot::Refused(_), _) => {}
                (Slot::Failed { error, request }, None) => whole = Some((error, request)),
                (Slot::Failed { request, .. }, Some((_, first))) if request == *first => {}
                _ => return None,
            }
        }
        whole.map(|(error, _)| error.clone())
    }

    fn set(&mut self, place: usize, slot: Slot) {
        if let Some(place) = self.0.get_mut(place) {
            *place = slot;
        }
    }
}

impl Slot {
    fn into_result(self) -> Result<()> {
        match self {
            Self::Answered(result) => result,
            Self::Failed { error, .. } | Self::Refused(error) | Self::Open(Some(error)) => {
                Err(error)
            }
            Self::Open(None) => Err(Error::missing_item()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    /// That many slots to be asked about.
    fn open(count: usize) -> Slots {
        Slots((0..count).map(|_| Slot::Open(None)).collect())
    }

    fn failure(text: &'static str) -> Error {
        Error::invalid(text)
    }

    fn texts(slots: Slots) -> Result<Vec<Option<String>>> {
        let results = slots.into_results()?;
        Ok(results.into_iter().map(|it| it.err().map(|error| error.to_string())).collect())
    }

    #[test]
    fn the_error_of_the_only_request_is_the_error_of_the_call() {
        let mut slots = open(2);
        slots.fail(0, 1, failure("one"));
        slots.fail(1, 1, failure("one"));
        assert!(texts(slots).unwrap_err().to_string().contains("one"));
    }

    #[test]
    fn what_was_refused_before_does_not_hide_that_the_only_request_failed() {
        let mut slots = open(3);
        slots.refuse(0, failure("bad"));
        slots.fail(1, 1, failure("one"));
        slots.refuse(2, failure("bad"));
        assert!(texts(slots).unwrap_err().to_string().contains("one"));
    }

    #[test]
    fn two_requests_that_failed_have_an_error_for_each_item() {
        let mut slots = open(2);
        slots.fail(0, 1, failure("one"));
        slots.fail(1, 2, failure("two"));
        let texts = texts(slots).unwrap();
        assert!(texts[0].as_ref().unwrap().contains("one"), "{texts:?}");
        assert!(texts[1].as_ref().unwrap().contains("two"), "{texts:?}");
    }

    #[test]
    fn errors_are_those_of_requests_and_answers_and_not_of_what_was_never_sent() {
        let mut slots = open(4);
        slots.refuse(0, failure("refused"));
        slots.fail(1, 1, failure("failed"));
        slots.answer(2, Err(failure("answered")));
        slots.answer(3, Ok(()));
        let errors: Vec<usize> = slots.errors().map(|(place, _)| place).collect();
        assert_eq!(errors, [1, 2]);
        assert!(slots.errors().all(|(_, error)| error.kind() == ErrorKind::InvalidRequest));
    }
}

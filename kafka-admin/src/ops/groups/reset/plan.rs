//! Which offset a group is set to, by what is known of a partition.

use crate::{Error, Result};

/// Where a group is to go on reading a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OffsetReset {
    /// At the first record whose timestamp, in milliseconds since 1970, is this one or later; at the end
    /// when there is none.
    AtTimestamp(i64),
    /// So many records later, or earlier when it is negative, than the committed offset.
    By(i64),
    /// Where it is; at the end when nothing was committed.
    Current,
    /// At the first record that is there.
    Earliest,
    /// At the end.
    Latest,
    /// At this offset.
    To(i64),
}

/// The offset that a group is to be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedOffset {
    /// The offset that is committed now.
    pub before: Option<i64>,
    /// The offset to commit.
    pub after: i64,
    /// Why it is not simply what was asked for.
    pub note: Option<ResetNote>,
}

/// Why an offset is not simply what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetNote {
    /// This offset was asked for, and is behind the end.
    AfterEnd(i64),
    /// This offset was asked for, and is no longer there.
    BeforeStart(i64),
    /// Nothing was committed, so it is the end.
    NothingCommitted,
    /// There is no record of that time or later, so it is the end.
    NothingSince,
}

/// What is known of a partition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) committed: Option<i64>,
    /// The first offset that is there.
    pub(super) start: i64,
    /// The offset that the next record will get.
    pub(super) end: i64,
    /// The first offset at or after the time that was asked for.
    pub(super) at: Option<i64>,
}

/// Kafka's tool keeps to what is there when an offset was named or counted, and so does this; what the
/// partition itself tells needs no correction.
pub(super) fn planned(reset: OffsetReset, facts: Facts) -> Result<PlannedOffset> {
    let Facts { committed, start, end, at } = facts;
    let (after, note) = match reset {
        OffsetReset::Earliest => (start, None),
        OffsetReset::Latest => (end, None),
        OffsetReset::To(offset) => within(facts, offset),
        OffsetReset::By(records) => {
            let committed = committed.ok_or_else(nothing_to_shift)?;
            within(facts, committed.saturating_add(records))
        }
        OffsetReset::Current => match committed {
            Some(committed) => (committed, None),
            None => (end, Some(ResetNote::NothingCommitted)),
        },
        OffsetReset::AtTimestamp(_) => match at {
            Some(at) => (at, None),
            None => (end, Some(ResetNote::NothingSince)),
        },
    };
    Ok(PlannedOffset { before: committed, after, note })
}

fn within(Facts { start, end, .. }: Facts, offset: i64) -> (i64, Option<ResetNote>) {
    match offset {
        _ if offset < start => (start, Some(ResetNote::BeforeStart(offset))),
        _ if offset > end => (end, Some(ResetNote::AfterEnd(offset))),
        _ => (offset, None),
    }
}

fn nothing_to_shift() -> Error {
    Error::invalid("the group has committed no offset here that could be shifted")
        .hinted("leave the partition out, or name an offset")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_group_goes_on() {
        use OffsetReset::{AtTimestamp, By, Current, Earliest, Latest, To};
        use ResetNote::{AfterEnd, BeforeStart, NothingCommitted, NothingSince};
        // Records 10 to 19; of the time that is asked for, if it is, 15.
        let facts = |committed, at| Facts { committed, start: 10, end: 20, at };
        for (reset, committed, at, after, note) in [
            (Earliest, Some(12), None, 10, None),
            (Earliest, None, None, 10, None),
            (Latest, Some(12), None, 20, None),
            (To(10), Some(12), None, 10, None),
            (To(20), Some(12), None, 20, None),
            (To(9), Some(12), None, 10, Some(BeforeStart(9))),
            (To(21), None, None, 20, Some(AfterEnd(21))),
            (By(0), Some(12), None, 12, None),
            (By(3), Some(12), None, 15, None),
            (By(-2), Some(12), None, 10, None),
            (By(-3), Some(12), None, 10, Some(BeforeStart(9))),
            (By(9), Some(12), None, 20, Some(AfterEnd(21))),
            (By(i64::MAX), Some(12), None, 20, Some(AfterEnd(i64::MAX))),
            (By(i64::MIN), Some(12), None, 10, Some(BeforeStart(i64::MIN + 12))),
            (Current, Some(12), None, 12, None),
            (Current, Some(99), None, 99, None),
            (Current, None, None, 20, Some(NothingCommitted)),
            (AtTimestamp(7), Some(12), Some(15), 15, None),
            (AtTimestamp(7), None, None, 20, Some(NothingSince)),
        ] {
            let expected = PlannedOffset { before: committed, after, note };
            let found = planned(reset, facts(committed, at)).unwrap();
            assert_eq!(found, expected, "{reset:?} {committed:?}");
        }
    }

    #[test]
    fn what_was_not_committed_cannot_be_shifted() {
        let facts = Facts { committed: None, start: 0, end: 9, at: None };
        let error = planned(OffsetReset::By(1), facts).unwrap_err();
        assert!(error.hint().unwrap().contains("leave the partition out"), "{error}");
    }
}

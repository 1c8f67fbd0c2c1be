//! From which offset on each leader has written: Kafka's `LeaderEpochFileCache`.

/// Epochs with their first offsets. Both grow, so there are no more of them than batches, and one.
#[derive(Clone, Debug, Default)]
pub(super) struct Epochs(Vec<(i32, i64)>);

impl Epochs {
    /// A leader begins where the log ends, if it has not begun before. One that has written nothing is
    /// forgotten.
    pub(super) fn begin(&mut self, epoch: i32, end: i64) {
        if self.0.last().is_some_and(|(last, _)| *last >= epoch) {
            return;
        }
        while self.0.last().is_some_and(|(_, start)| *start >= end) {
            self.0.pop();
        }
        self.0.push((epoch, end));
    }

    /// The one that writes now.
    pub(super) fn latest(&self) -> i32 {
        self.0.last().map_or(0, |(epoch, _)| *epoch)
    }

    /// The one that has written the record.
    pub(super) fn at(&self, offset: i64) -> i32 {
        let after = self.0.partition_point(|(_, start)| *start <= offset);
        after.checked_sub(1).and_then(|place| self.0.get(place)).map_or(0, |(epoch, _)| *epoch)
    }

    /// The last epoch that is not after that one, and where it ended; `None` if that one has not been yet.
    pub(super) fn end_of(&self, epoch: i32, end: i64) -> Option<(i32, i64)> {
        let after = self.0.partition_point(|(it, _)| *it <= epoch);
        let before = after.checked_sub(1).and_then(|place| self.0.get(place)).copied();
        match (self.0.get(after), before) {
            // "UNDEFINED_EPOCH".
            _ if epoch == -1 => None,
            (None, Some((latest, _))) if latest == epoch => Some((epoch, end)),
            (None, _) => None,
            // What was before the first epoch ended where that began.
            (Some((_, next)), before) => Some((before.map_or(epoch, |(it, _)| it), *next)),
        }
    }

    /// Forgets what was before the first offset there is.
    pub(super) fn retain(&mut self, start: i64) {
        let after = self.0.partition_point(|(_, it)| *it <= start);
        if let Some(first) = after.checked_sub(1) {
            self.0.drain(..first);
            self.0[0].1 = start;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epochs() -> Epochs {
        let mut epochs = Epochs::default();
        [(0, 0), (2, 5), (2, 7), (1, 8), (5, 9)].iter().for_each(|it| epochs.begin(it.0, it.1));
        epochs
    }

    #[test]
    fn an_epoch_ends_where_the_next_one_begins() {
        let ends = [-1, 0, 1, 2, 4, 5, 6].map(|epoch| epochs().end_of(epoch, 20));
        let before = Some((2, 9));
        let first = Some((0, 5));
        assert_eq!(ends, [None, first, first, before, before, Some((5, 20)), None]);
        assert_eq!(epochs().latest(), 5);
    }

    #[test]
    fn each_record_has_its_epoch() {
        assert_eq!([0, 4, 5, 8, 9, 30].map(|offset| epochs().at(offset)), [0, 0, 2, 2, 5, 5]);
    }

    #[test]
    fn whoever_wrote_nothing_is_forgotten() {
        let mut epochs = epochs();
        epochs.begin(7, 9);
        assert_eq!(epochs.end_of(5, 20), Some((2, 9)));
        assert_eq!(epochs.0.len(), 3);
    }

    #[test]
    fn what_is_deleted_takes_its_epochs_along() {
        let mut epochs = epochs();
        epochs.retain(6);
        assert_eq!((epochs.end_of(0, 20), epochs.at(6)), (Some((0, 6)), 2));
        epochs.retain(20);
        assert_eq!(epochs.0, [(5, 20)]);
    }
}

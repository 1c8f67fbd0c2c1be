//! Whether what was said about an item can be true, given what the cluster has.

use super::{Deed, Entry, Said};

/// Why not.
pub(super) fn untruth(entries: &[Entry], found: Option<usize>) -> Option<&'static str> {
    let story = Story(entries);
    if entries.iter().any(|entry| entry.is_wrong_read(found)) {
        return Some("a read told something else");
    }
    if story.deleted(&[Said::Done]) && !story.created(&[Said::Done, Said::AlreadySo, Said::Unknown])
    {
        return Some("deleted, although it was not created");
    }
    if story.creations().filter(|entry| entry.said == Said::Done).count() > 1 {
        return Some("created twice");
    }
    match found {
        Some(partitions) => story.untruth_if_there(partitions),
        None => story.untruth_if_absent(),
    }
}

/// All that was said about one item, which was deleted once at most.
struct Story<'e>(&'e [Entry]);

impl Story<'_> {
    fn untruth_if_absent(&self) -> Option<&'static str> {
        let was_there = self.created(&[Said::Done, Said::AlreadySo]);
        let may_be_gone = self.deleted(&[Said::Done, Said::AlreadySo, Said::Unknown]);
        (was_there && !may_be_gone).then_some("created, and not there")
    }

    /// By its partitions it was made by one call.
    fn untruth_if_there(&self, partitions: usize) -> Option<&'static str> {
        let is_deleted = self.deleted(&[Said::Done, Said::AlreadySo]);
        // A broker may carry out a creation whose answer got lost after the deletion.
        if is_deleted && !self.created(&[Said::Unknown]) {
            return Some("deleted, and still there");
        }
        if self.0.iter().any(|entry| matches!(entry.deed, Deed::Read(_))) {
            return None;
        }
        let (by, others): (Vec<_>, Vec<_>) =
            self.creations().partition(|entry| entry.deed == Deed::Create(partitions));
        if by.is_empty() {
            return Some("there, and created by nobody");
        }
        if by.iter().any(|entry| matches!(entry.said, Said::NotApplied | Said::NotSent)) {
            return Some("not created, and there");
        }
        let is_done = others.iter().any(|entry| entry.said == Said::Done);
        is_done.then_some("created, and there by another call")
    }

    fn creations(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(|entry| matches!(entry.deed, Deed::Create(_)))
    }

    fn created(&self, said: &[Said]) -> bool {
        self.creations().any(|entry| said.contains(&entry.said))
    }

    fn deleted(&self, said: &[Said]) -> bool {
        self.0.iter().any(|entry| entry.deed == Deed::Delete && said.contains(&entry.said))
    }
}

/// The judge itself: who never finds an untruth proves nothing.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Item;

    fn entry(deed: Deed, said: Said) -> Entry {
        Entry { call: 0, item: Item::Topic("t".into()), deed, said, story: String::new() }
    }

    fn judge(said: &[(Deed, Said)], found: Option<usize>) -> Option<&'static str> {
        let entries: Vec<_> = said.iter().map(|(deed, said)| entry(*deed, *said)).collect();
        untruth(&entries, found)
    }

    const CREATE: Deed = Deed::Create(1);

    #[test]
    fn what_is_done_is_there_and_what_is_not_done_is_not() {
        use Said::*;
        for (said, there, absent) in [
            (Done, true, false),
            (AlreadySo, true, false),
            (NotApplied, false, true),
            (NotSent, false, true),
            (Unknown, true, true),
        ] {
            assert_eq!(judge(&[(CREATE, said)], Some(1)).is_none(), there, "{said:?}, there");
            assert_eq!(judge(&[(CREATE, said)], None).is_none(), absent, "{said:?}, absent");
        }
    }

    #[test]
    fn what_is_deleted_is_gone_and_what_is_not_deleted_is_not() {
        use Said::*;
        for (said, there, absent) in [
            (Done, false, true),
            (AlreadySo, false, true),
            (NotApplied, true, false),
            (NotSent, true, false),
            (Unknown, true, true),
        ] {
            let entries = [(CREATE, Done), (Deed::Delete, said)];
            assert_eq!(judge(&entries, Some(1)).is_none(), there, "{said:?}, there");
            assert_eq!(judge(&entries, None).is_none(), absent, "{said:?}, absent");
        }
        assert!(judge(&[(CREATE, NotApplied), (Deed::Delete, Done)], None).is_some());
        assert!(judge(&[(CREATE, Unknown), (Deed::Delete, NotApplied)], None).is_none());
        assert!(judge(&[(CREATE, Unknown), (Deed::Delete, Done)], Some(1)).is_none());
    }

    #[test]
    fn of_several_that_create_one_topic_its_partitions_tell_who_did() {
        use Said::*;
        let rivals = |first, second| [(Deed::Create(1), first), (Deed::Create(2), second)];
        assert!(judge(&rivals(Done, NotApplied), Some(1)).is_none());
        assert!(judge(&rivals(Done, AlreadySo), Some(1)).is_none());
        assert!(judge(&rivals(AlreadySo, Unknown), Some(1)).is_none());
        assert!(judge(&rivals(Done, NotApplied), Some(2)).is_some());
        assert!(judge(&rivals(NotApplied, AlreadySo), Some(1)).is_some());
        assert!(judge(&rivals(Done, Done), Some(1)).is_some());
        assert!(judge(&rivals(Unknown, Unknown), Some(3)).is_some());
    }

    #[test]
    fn a_read_of_what_stays_tells_what_is_there_or_fails() {
        use Said::*;
        assert!(judge(&[(Deed::Read(2), Done)], Some(2)).is_none());
        assert!(judge(&[(Deed::Read(1), Done)], Some(2)).is_some());
        assert!(judge(&[(Deed::Read(0), NotApplied)], Some(2)).is_some());
        assert!(judge(&[(Deed::Read(0), NotSent)], Some(2)).is_none());
    }
}

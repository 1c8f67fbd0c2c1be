//! What the clients do.

use std::fmt;

/// Topics of the cluster with ten partitions each; the others have one.
pub(crate) const LARGE: usize = 1_000;
pub(crate) const TOPICS: usize = 10_000;
pub(crate) const ACLS: usize = 10_000;

/// One kind of call, repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// One topic is described, and then the next.
    DescribeOne,
    /// 64 topics are described by 64 calls at a time.
    Describe64,
    /// 1,000 topics of ten partitions are described by one call.
    Describe1000,
    /// All topics are listed by one call.
    ListTopics,
    /// All ACLs are described by one call.
    DescribeAcls,
}

impl Work {
    pub(crate) const ALL: [Self; 5] = [
        Self::DescribeOne,
        Self::Describe64,
        Self::Describe1000,
        Self::ListTopics,
        Self::DescribeAcls,
    ];

    /// What the other programs call it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::DescribeOne => "describe-1",
            Self::Describe64 => "describe-64",
            Self::Describe1000 => "describe-1000",
            Self::ListTopics => "list-topics",
            Self::DescribeAcls => "describe-acls",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.word() == word)
    }

    /// kadm asks the client's own memory, which knows these topics after the first time.
    pub(crate) fn is_cached_by_franz_go(self) -> bool {
        matches!(self, Self::DescribeOne | Self::Describe64)
    }

    /// How many calls are measured, enough for a second of processor time or nearly so.
    pub(crate) fn calls(self) -> u32 {
        match self {
            Self::DescribeOne => 6_400,
            Self::Describe64 => 19_200,
            Self::Describe1000 | Self::ListTopics | Self::DescribeAcls => 100,
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DescribeOne => "one topic described",
            Self::Describe64 => "one topic described, 64 calls at a time",
            Self::Describe1000 => "1,000 topics of 10 partitions described",
            Self::ListTopics => "10,000 topics listed",
            Self::DescribeAcls => "10,000 ACLs described",
        })
    }
}

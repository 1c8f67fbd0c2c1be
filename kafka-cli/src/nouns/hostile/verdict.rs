//! Whether a client did what it must.

use std::fmt;

use kafka_emulator::hostile::Must;
use serde::Serialize;

use super::client::Ended;

/// How a client did in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// As it must.
    Ok,
    /// It did not end in time.
    Hung,
    /// A signal ended it.
    Crashed,
    /// It took for good what is not.
    Accepted,
    /// It refused what is good.
    Refused,
    /// It proved its password to somebody who must not be trusted.
    SentProof,
    /// It wrote an escape character of the broker's to its output.
    WroteEscape,
}

impl Verdict {
    pub(super) fn of(must: Must, ended: &Ended, proofs: u32) -> Self {
        let Some(status) = ended.status else { return Self::Hung };
        let Some(code) = status.code() else { return Self::Crashed };
        match must {
            Must::RefuseWithoutProof if proofs > 0 => Self::SentProof,
            Must::Refuse | Must::RefuseWithoutProof if code == 0 => Self::Accepted,
            Must::GoOn if code != 0 => Self::Refused,
            _ if ended.wrote_escape => Self::WroteEscape,
            _ => Self::Ok,
        }
    }

    pub(super) fn is_well(self) -> bool {
        self == Self::Ok
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Hung => "did not end in time",
            Self::Crashed => "crashed",
            Self::Accepted => "took it for good",
            Self::Refused => "refused it",
            Self::SentProof => "sent a proof",
            Self::WroteEscape => "wrote an escape character",
        })
    }
}

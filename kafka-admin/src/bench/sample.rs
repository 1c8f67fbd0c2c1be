//! What one connection cost, phase by phase.

use std::sync::Arc;
use std::time::Duration;

use super::counted::{Count, Counted, Tally};
use crate::net::observer::{Observer, Phase};
use crate::net::stream::Stream;

/// What one connection cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sample {
    pub(super) tcp: Leg,
    pub(super) tls: Option<Leg>,
    pub(super) sasl: Option<Leg>,
    pub(super) metadata: Option<Leg>,
    pub(super) resumed: bool,
}

/// What one phase of it cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leg {
    pub(super) took: Duration,
    pub(super) count: Count,
}

impl Sample {
    /// All phases.
    pub(super) fn total(&self) -> Leg {
        sum([Some(self.tcp), self.tls, self.sasl, self.metadata])
    }

    /// From the end of TLS until the connection is of use.
    pub(super) fn login(&self) -> Option<Leg> {
        Some(sum([self.sasl, Some(self.metadata?), None, None]))
    }
}

fn sum(legs: [Option<Leg>; 4]) -> Leg {
    legs.into_iter().flatten().fold(Leg::default(), |sum, leg| Leg {
        took: sum.took + leg.took,
        count: Count {
            sent: sum.count.sent + leg.count.sent,
            received: sum.count.received + leg.count.received,
            round_trips: sum.count.round_trips + leg.count.round_trips,
        },
    })
}

/// Takes the sample of one dial: the dialer's phases, and what was counted in each.
#[derive(Clone, Default)]
pub(super) struct Laps {
    sample: Sample,
    tally: Option<Arc<Tally>>,
    /// What was counted when the last phase ended.
    before: Count,
}

impl Laps {
    /// The first answer has come, so long after the login.
    pub(super) fn answered(&mut self, took: Duration) {
        self.sample.metadata = Some(self.leg(took));
    }

    pub(super) fn sample(self) -> Sample {
        self.sample
    }

    fn leg(&mut self, took: Duration) -> Leg {
        let now = self.tally.as_ref().map(|tally| tally.count()).unwrap_or_default();
        let before = std::mem::replace(&mut self.before, now);
        let count = Count {
            sent: now.sent - before.sent,
            received: now.received - before.received,
            round_trips: now.round_trips - before.round_trips,
        };
        Leg { took, count }
    }
}

impl Observer for Laps {
    fn ended(&mut self, phase: Phase, took: Duration) {
        match phase {
            Phase::Dns => self.sample.tcp.took = took,
            Phase::Tcp => {
                self.sample.tcp.took += took;
                // The kernel's own frames are not counted.
                self.sample.tcp.count.round_trips = 1;
            }
            Phase::Tls { resumed } => {
                self.sample.tls = Some(self.leg(took));
                self.sample.resumed = resumed;
            }
            Phase::Login => self.sample.sasl = Some(self.leg(took)),
        }
    }

    fn wrap(&mut self, socket: Stream) -> Stream {
        let tally = Arc::<Tally>::default();
        self.tally = Some(tally.clone());
        Box::new(Counted { stream: socket, tally })
    }
}

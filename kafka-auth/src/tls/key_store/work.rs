//! How much a file may make this machine calculate.

use super::fault::Fault;
use crate::tls::KeyStoreFlaw;

/// Blocks that may still be hashed. A million iterations of PBKDF2 for a key of two blocks are four million;
/// this allows two of those, and the million of the check.
pub(super) struct Work(u64);

const MOST: u64 = 10_000_000;

impl Work {
    pub(super) fn new() -> Self {
        Self(MOST)
    }

    /// Takes what `iterations` of `blocks` each will cost, before they are made.
    pub(super) fn take(&mut self, iterations: u32, blocks: usize) -> Result<(), Fault> {
        let cost = u64::from(iterations).saturating_mul(u64::try_from(blocks).unwrap_or(u64::MAX));
        match self.0.checked_sub(cost) {
            Some(left) if iterations > 0 => self.0 = left,
            _ => return Err(Fault::Flaw(KeyStoreFlaw::TooMuchWork)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOO_MUCH: Result<(), Fault> = Err(Fault::Flaw(KeyStoreFlaw::TooMuchWork));

    #[test]
    fn a_million_iterations_for_everything_and_no_more() {
        let mut work = Work::new();
        let (certificates, key, mac) = (4, 4, 1);
        for blocks in [certificates, key, mac] {
            assert_eq!(work.take(1_000_000, blocks), Ok(()));
        }
        assert_eq!(work.take(1_000_000, 2), TOO_MUCH);
        assert_eq!(work.take(1_000_000, 1), Ok(()), "what is refused costs nothing");
        assert_eq!(work.take(1, 1), TOO_MUCH);
    }

    #[test]
    fn no_number_is_too_large_to_be_refused() {
        for (iterations, blocks) in [(u32::MAX, 1), (u32::MAX, usize::MAX), (0, 1)] {
            assert_eq!(Work::new().take(iterations, blocks), TOO_MUCH);
        }
    }
}

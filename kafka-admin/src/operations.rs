//! The operations a principal may do on a resource (KIP-430).

use std::fmt;

use kafka_proto::AclOperation;

/// A set of operations, as a broker reports them: bit n is the operation with code n.
///
/// Implied operations are in the set as well: with WRITE granted, a topic answers WRITE and DESCRIBE.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AuthorizedOperations(u32);

impl AuthorizedOperations {
    /// Reads the field of a response; `None` when the broker did not fill it in.
    ///
    /// KIP-430: the default, `i32::MIN`, means that the operations were not asked for.
    pub(crate) fn from_bits(bits: i32) -> Option<Self> {
        (bits != i32::MIN).then_some(Self(bits.cast_unsigned()))
    }

    /// Whether the operation is in the set.
    pub fn contains(self, operation: AclOperation) -> bool {
        self.iter().any(|allowed| allowed == operation)
    }

    /// The operations in the set, in the order of their codes.
    pub fn iter(self) -> impl Iterator<Item = AclOperation> {
        (0..32).filter(move |bit| self.0 >> bit & 1 == 1).map(AclOperation)
    }

    /// Whether nothing is allowed.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of `wanted` that are not in the set.
    pub(crate) fn missing(self, wanted: &[AclOperation]) -> Self {
        wanted.iter().copied().filter(|operation| !self.contains(*operation)).collect()
    }

    /// The bits as a broker sends them.
    pub fn bits(self) -> u32 {
        self.0
    }
}

impl FromIterator<AclOperation> for AuthorizedOperations {
    fn from_iter<I: IntoIterator<Item = AclOperation>>(operations: I) -> Self {
        let codes = operations.into_iter().filter_map(|operation| u32::try_from(operation.0).ok());
        Self(codes.filter(|code| *code < 32).fold(0, |bits, code| bits | 1 << code))
    }
}

/// `DESCRIBE, WRITE`, or `none`.
impl fmt::Display for AuthorizedOperations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (n, operation) in self.iter().enumerate() {
            write!(f, "{}{operation}", if n == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Debug for AuthorizedOperations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthorizedOperations({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_kafka_answers_after_write_was_granted() {
        let operations = AuthorizedOperations::from_bits(0x110).unwrap();
        assert!(operations.contains(AclOperation::WRITE));
        assert!(operations.contains(AclOperation::DESCRIBE));
        assert!(!operations.contains(AclOperation::READ));
        assert_eq!(operations.to_string(), "WRITE, DESCRIBE");
        assert_eq!(operations.iter().collect::<AuthorizedOperations>(), operations);
    }

    #[test]
    fn kip_430_the_default_means_not_asked_for() {
        assert_eq!(AuthorizedOperations::from_bits(i32::MIN), None);
        assert_eq!(AuthorizedOperations::from_bits(0).unwrap().to_string(), "none");
    }

    #[test]
    fn ignores_codes_that_have_no_bit() {
        let odd = [AclOperation(-3), AclOperation(100), AclOperation::READ];
        assert_eq!(AuthorizedOperations::from_iter(odd).bits(), 0x8);
    }
}

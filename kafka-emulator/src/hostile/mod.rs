//! A broker that breaks the rules, one rule at a time: what a client is held against.
//!
//! Each [`Case`] has a number, says what the broker does, and what a client must do then. Start one with
//! [`Hostile::start`], let the client ask for a topic list, and see what became of it.
//!
//! ```
//! use kafka_emulator::hostile::{self, Hostile, Setting};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let case = hostile::case("F03").expect("there is such a case");
//! let broker = Hostile::start(case, Setting::default()).await?;
//! println!("{}: {} at {}", case.id, case.does, broker.address());
//! assert_eq!(broker.seen().connections, 0);
//! # Ok(())
//! # }
//! ```
//!
//! The case `F00` breaks no rule: a client that does not pass it is not set up as it should be, and passes the
//! others for the wrong reason.
//!
//! It listens on 127.0.0.1 only. A broker that serves a login knows one user, [`USER`] with [`PASSWORD`], by
//! SCRAM-SHA-512 and SCRAM-SHA-256, or one access key, [`ACCESS_KEY_ID`] with [`SECRET_ACCESS_KEY`], by AWS_MSK_IAM.

mod asked;
mod broker;
mod case;
mod frames;
mod honest;
mod iam;
mod login;
mod scram;
mod tls;

pub use broker::{Hostile, Seen, Setting};
pub use case::{Case, Must, When};

/// The user that a hostile broker knows.
pub const USER: &str = "user";
/// That user's password. It opens nothing else.
pub const PASSWORD: &str = "pencil";

/// The access key that a hostile broker knows: an example of Amazon's documents, which opens nothing.
pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
/// Its secret.
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// All cases, in the order of their numbers: those of the frames (F), of negotiation and sessions (H), of SCRAM (S),
/// of AWS_MSK_IAM (I), and of TLS (T).
pub fn cases() -> impl Iterator<Item = &'static Case> + Clone {
    frames::CASES.iter().chain(login::CASES).chain(scram::CASES).chain(iam::CASES).chain(tls::CASES)
}

/// The case of this number, in any case of letters.
#[must_use]
pub fn case(id: &str) -> Option<&'static Case> {
    cases().find(|case| case.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_case_has_a_number_of_its_own_and_says_what_it_does() {
        let ids: BTreeSet<&str> = cases().map(|case| case.id).collect();
        assert_eq!(ids.len(), cases().count());
        assert!(cases().all(|case| !case.does.is_empty() && !case.does.ends_with('.')));
        assert_eq!(case("f03").unwrap().id, "F03");
        assert!(case("X1").is_none());
    }
}

//! What a hostile broker does, and what a client must do then.

use std::fmt;

use kafka_proto::ApiKey;

use super::asked::{Asked, Turn};

/// One broken rule.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Case {
    /// Its number, for example `F03`. Numbers are never used again.
    pub id: &'static str,
    /// What the broker does.
    pub does: &'static str,
    /// What a client must do.
    pub must: Must,
    /// When the broker does it.
    pub when: When,
    /// Which answer is spoilt; none stands for the first one of the connection, or behind the login.
    pub(super) api: Option<ApiKey>,
    pub(super) login: Login,
    pub(super) tls: Tls,
    pub(super) turn: fn(&Asked, Vec<u8>) -> Turn,
}

/// How clients log in, where they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    Scram,
    /// By SCRAM, with an extension that both sides sign.
    Extended,
    Iam,
}

/// What the broker does with TLS, where it speaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// Keeps its rules.
    Right,
    Shows(Flaw),
    /// Wants a certificate of the client.
    WantsCertificate,
    /// Sends a thousand tickets.
    ManyTickets,
    /// Sends these bytes in place of its first message, and closes.
    Says(&'static [u8]),
    /// Does nothing with the client's first message.
    Silence,
    /// Closes instead.
    Close,
    /// Sends the first half of its first message, and closes.
    Half,
    /// Sends its first message one byte a second.
    Trickle,
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    HasExpired,
    IsNotValidYet,
    /// It is for somebody else.
    OtherName,
    /// It names the broker in the common name only.
    CommonNameOnly,
    /// The authority that made it is not the one that clients are given.
    OtherAuthority,
    SelfSigned,
    /// Whoever made it is no authority.
    MadeByNoAuthority,
}

/// What is asked of a client. In every case it must come to an end in time, and not by a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Must {
    /// End with an error.
    Refuse,
    /// End with an error, and send no proof of its password: whoever has one can guess the password offline.
    RefuseWithoutProof,
    /// Go on, and succeed.
    GoOn,
    /// End, with an error or without.
    End,
}

/// The part of a connection where a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// With any answer: the first one, or the first behind the login where there is one.
    Any,
    /// During a login by SCRAM, which the client has to be set up for.
    Login,
    /// During a login by AWS_MSK_IAM, in TLS.
    Iam,
    /// During the handshake of TLS, or at its end.
    Tls,
}

impl Case {
    pub(super) const fn any(
        id: &'static str,
        does: &'static str,
        must: Must,
        turn: fn(&Asked, Vec<u8>) -> Turn,
    ) -> Self {
        let (login, tls) = (Login::Scram, Tls::Right);
        Self { id, does, must, when: When::Any, api: None, login, tls, turn }
    }

    pub(super) const fn login(
        id: &'static str,
        does: &'static str,
        must: Must,
        turn: fn(&Asked, Vec<u8>) -> Turn,
    ) -> Self {
        Self {
            when: When::Login,
            api: Some(ApiKey::SASL_AUTHENTICATE),
            ..Self::any(id, does, must, turn)
        }
    }

    pub(super) const fn iam(
        id: &'static str,
        does: &'static str,
        must: Must,
        turn: fn(&Asked, Vec<u8>) -> Turn,
    ) -> Self {
        Self { when: When::Iam, login: Login::Iam, ..Self::login(id, does, must, turn) }
    }

    pub(super) const fn tls(id: &'static str, does: &'static str, must: Must, tls: Tls) -> Self {
        let turn = |_: &Asked, honest| Turn::Send(honest);
        Self { when: When::Tls, tls, ..Self::any(id, does, must, turn) }
    }

    pub(super) const fn by(self, login: Login) -> Self {
        Self { login, ..self }
    }

    pub(super) const fn at(self, api: ApiKey) -> Self {
        Self { api: Some(api), ..self }
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("id", &self.id)
            .field("does", &self.does)
            .finish_non_exhaustive()
    }
}

/// What a client must do, in words.
impl fmt::Display for Must {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Refuse => "end with an error",
            Self::RefuseWithoutProof => "end with an error, and send no proof",
            Self::GoOn => "go on",
            Self::End => "end",
        })
    }
}

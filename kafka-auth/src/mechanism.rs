//! What every SASL mechanism looks like, from the client's and from the server's side.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::credentials::IamIdentity;
use crate::error::{AuthError, PeerText};
use crate::lookup::LookupKey;
use crate::oauthbearer::BearerRefusal;
use crate::scram::{ScramCredential, ScramHash, keys};
use crate::secret::Secret;

/// The client side of a SASL mechanism: a value that is fed messages and says what to do next.
///
/// It does no I/O and reads no clock, random source or environment. After an error, and after
/// [`Step::Done`], every further call is an error.
pub trait Mechanism: Send {
    /// The name on the wire, for example `SCRAM-SHA-512`.
    fn name(&self) -> &'static str;

    /// The first step, called once, after the broker accepted the mechanism's name.
    ///
    /// # Errors
    /// When called a second time.
    fn start(&mut self) -> Result<Step, AuthError>;

    /// What the server answered to the last [`Step::Send`]: the `auth_bytes` of SaslAuthenticate.
    ///
    /// # Errors
    /// When the message is malformed, out of order, refused, or proves the server false.
    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError>;

    /// The answer to [`Step::Derive`]. Mechanisms that never ask for it refuse it.
    ///
    /// # Errors
    /// When nothing was asked for, or the keys are for another hash.
    fn derived(&mut self, salted: SaltedPassword) -> Result<Step, AuthError> {
        let _ = salted;
        Err(AuthError::OutOfOrder { expected: "a server message", got: "a salted password" })
    }

    /// Whether the last [`Step::Send`] is the client's last one unless the server refuses it: then
    /// requests may follow it without waiting for the answer. False when that is not known.
    fn is_last(&self) -> bool {
        false
    }

    /// Turns the broker's refusal (a SaslAuthenticate response with an error code) into an error.
    /// Mechanisms whose texts have a meaning of their own override it.
    fn refused(&self, code: i16, text: &str) -> AuthError {
        AuthError::ServerRefused { code: Some(code), text: PeerText::new(text), request_id: None }
    }
}

/// What a client mechanism wants next.
pub enum Step {
    /// Send these bytes as the `auth_bytes` of SaslAuthenticate. They may be as good as the
    /// password: wipe every copy.
    Send(Zeroizing<Vec<u8>>),
    /// Compute this, away from any reactor, or find it in a cache; then call
    /// [`Mechanism::derived`].
    Derive(Derivation),
    /// The login succeeded, and the server proved itself if the mechanism can do that.
    Done(Evidence),
}

/// What a successful login left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The broker's handle for this login (AWS_MSK_IAM only), for support requests.
    pub request_id: Option<PeerText>,
}

/// SCRAM's expensive part as a job: PBKDF2 over the password. `Send + 'static`, so that it can run
/// on a thread of its own.
#[derive(Clone)]
pub struct Derivation {
    hash: ScramHash,
    password: Secret,
    salt: Vec<u8>,
    iterations: u32,
    key: CacheKey,
}

/// Names the result of a [`Derivation`] in a cache: equal only for the same hash, user, password,
/// salt and iteration count. It is a keyed digest under a random key of this process, so it says
/// nothing about the password to whoever sees it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CacheKey(Vec<u8>);

/// The result of a [`Derivation`], RFC 5802's `SaltedPassword`: as good as the password for every
/// server that stores the same salt. Wiped when the last clone is dropped.
#[derive(Clone)]
pub struct SaltedPassword {
    hash: ScramHash,
    bytes: Arc<Zeroizing<Vec<u8>>>,
}

/// The server side of a SASL mechanism, the mirror of [`Mechanism`].
///
/// After [`ServerStep::Accept`] or [`ServerStep::Reject`] every further call is a `Reject`.
pub trait ServerMechanism: Send {
    /// The name on the wire, for example `SCRAM-SHA-512`.
    fn name(&self) -> &'static str;

    /// Takes the client's next message: the `auth_bytes` of SaslAuthenticate.
    fn respond(&mut self, message: &[u8]) -> ServerStep;

    /// The answer to [`ServerStep::Lookup`]; `None` when nobody has that name.
    fn credential(&mut self, found: Option<StoredCredential<'_>>) -> ServerStep;
}

/// What a server mechanism wants next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerStep {
    /// Send these bytes as the `auth_bytes` of the SaslAuthenticate response and wait for more.
    Send(Vec<u8>),
    /// Look up this user name (AWS_MSK_IAM: access key id; OAUTHBEARER: token), then call
    /// [`ServerMechanism::credential`], also when there is none: the answer must not tell an
    /// unknown user from a wrong password.
    Lookup(LookupKey),
    /// The client is who it says.
    Accept {
        /// Who that is.
        principal: Principal,
        /// The `auth_bytes` of the last response, possibly empty.
        message: Vec<u8>,
    },
    /// Answer with error 58 (SASL_AUTHENTICATION_FAILED) and this text, then close.
    Reject(String),
}

/// What a server stores about a client, by mechanism.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum StoredCredential<'a> {
    /// For OAUTHBEARER: whose token it is, or why it is refused.
    Bearer(Result<&'a Principal, &'a BearerRefusal>),
    /// For SCRAM by a delegation token, what its HMAC gives and who owns it.
    DelegationToken(&'a ScramCredential, &'a Principal),
    /// For AWS_MSK_IAM.
    Iam(&'a IamIdentity),
    /// For PLAIN: the password.
    Plain(&'a Secret),
    /// For SCRAM: salt, iterations and the two keys.
    Scram(&'a ScramCredential),
}

/// An authenticated identity as Kafka names it; `Display` is `type:name`, the form ACLs use.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Principal {
    /// `User`, or `IAM` for identities that MSK exempts from Kafka's ACLs.
    pub principal_type: &'static str,
    /// The user name or the ARN.
    pub name: String,
}

impl Derivation {
    /// A job for `user`'s password; `user` only separates cache entries.
    pub(crate) fn new(
        hash: ScramHash,
        user: &str,
        password: Secret,
        salt: Vec<u8>,
        iterations: u32,
    ) -> Result<Self, AuthError> {
        let key = CacheKey(keys::cache_tag(hash, user, &password, &salt, iterations)?);
        Ok(Self { hash, password, salt, iterations, key })
    }

    /// Does the work: milliseconds of CPU, more for more [`iterations`](Self::iterations).
    pub fn run(self) -> SaltedPassword {
        SaltedPassword::derive(self.hash, &self.password, &self.salt, self.iterations)
    }

    /// The name of the result in a cache.
    pub fn key(&self) -> CacheKey {
        self.key.clone()
    }

    /// How many rounds [`run`](Self::run) takes.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }
}

impl SaltedPassword {
    /// RFC 5802: `SaltedPassword := Hi(Normalize(password), salt, i)`, where Kafka's `Normalize` is
    /// UTF-8 and nothing else.
    pub fn derive(hash: ScramHash, password: &Secret, salt: &[u8], iterations: u32) -> Self {
        let bytes = keys::salted_password(hash, password.expose().as_bytes(), salt, iterations);
        Self { hash, bytes: Arc::new(bytes) }
    }

    /// Takes a salted password that was computed elsewhere, as AlterUserScramCredentials carries it.
    ///
    /// # Errors
    /// [`AuthError::Config`] when the length is not the hash's (32 or 64 bytes).
    pub fn from_bytes(hash: ScramHash, bytes: &[u8]) -> Result<Self, AuthError> {
        if bytes.len() != hash.output_len() {
            return Err(AuthError::Config(format!(
                "a salted password for {} has {} bytes, not {}",
                hash.mechanism(),
                hash.output_len(),
                bytes.len()
            )));
        }
        Ok(Self { hash, bytes: Arc::new(Zeroizing::new(bytes.to_vec())) })
    }

    /// The hash it was computed with.
    pub fn hash(&self) -> ScramHash {
        self.hash
    }

    /// The bytes themselves. Every call site is a place to review.
    pub fn expose(&self) -> &[u8] {
        &self.bytes
    }
}

impl Principal {
    /// A Kafka user.
    pub fn user(name: impl Into<String>) -> Self {
        Self { principal_type: "User", name: name.into() }
    }

    /// An AWS identity, named by its ARN.
    pub fn iam(arn: impl Into<String>) -> Self {
        Self { principal_type: "IAM", name: arn.into() }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.principal_type, self.name)
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(bytes) => write!(f, "Send({} bytes, redacted)", bytes.len()),
            Self::Derive(derivation) => f.debug_tuple("Derive").field(derivation).finish(),
            Self::Done(evidence) => f.debug_tuple("Done").field(evidence).finish(),
        }
    }
}

impl fmt::Debug for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Derivation")
            .field("hash", &self.hash)
            .field("iterations", &self.iterations)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CacheKey(redacted)")
    }
}

impl fmt::Debug for SaltedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaltedPassword(redacted)")
    }
}

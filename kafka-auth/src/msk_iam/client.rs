//! The client's side: one signed message, one answer with a request id.

use std::fmt;
use std::mem;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use zeroize::Zeroizing;

use super::presign::{Presigned, presign};
use super::{ACTION, AWS_MSK_IAM, VERSION, host, json, payload, region};
use crate::credentials::AwsCredentials;
use crate::error::{AuthError, IamRefusal, PeerText};
use crate::mechanism::{Evidence, Mechanism, Step};

/// For how long a signed login is good, unless the credentials end earlier: AWS's maximum, so that
/// a clock that is some minutes off does no harm.
pub const MAX_EXPIRES: Duration = Duration::from_secs(900);

/// Kafka's SASL_AUTHENTICATION_FAILED, which all four refusals share.
const SASL_AUTHENTICATION_FAILED: i16 = 58;

/// 10000-01-01, the first date without a form in four-digit years.
const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);

/// A client that logs in with AWS_MSK_IAM.
///
/// It signs when it is made: make it when the connection is there, one for each login.
pub struct MskIamClient {
    state: State,
    /// What a refusal will be shown next to.
    signed: IamRefusal,
}

/// What the client waits for.
enum State {
    ExpectStart { payload: Zeroizing<Vec<u8>> },
    ExpectAnswer,
    Finished,
}

impl MskIamClient {
    /// Signs a login to `host` in `region`, valid from `now` for [`MAX_EXPIRES`] or as long as the
    /// credentials last. `user_agent` is sent along, unsigned; IAM policies can test it.
    ///
    /// `host` is the broker's name as it was dialled, without port. It is signed in lower case and
    /// without a dot at the end.
    ///
    /// # Errors
    /// [`AuthError::Config`] for a host, region, key, token, user agent or time that cannot be
    /// signed; [`AuthError::CredentialsExpired`].
    pub fn new(
        host: &str,
        region: &str,
        credentials: AwsCredentials,
        user_agent: &str,
        now: SystemTime,
    ) -> Result<Self, AuthError> {
        let host = host::normalised(host)?;
        region::check(region)?;
        check_credentials(&credentials)?;
        check_printable("the user agent", user_agent)?;
        check_clock(now)?;
        let expires = expires(&credentials, now)?;
        let presigned = presign(&host, region, &credentials, expires, now)?;
        Ok(Self {
            state: State::ExpectStart { payload: request(&host, user_agent, &presigned) },
            signed: IamRefusal {
                text: PeerText::new(""),
                request_id: None,
                access_key_id: credentials.masked_key_id(),
                region: region.to_owned(),
                host,
                signed_at: presigned.value("x-amz-date").to_owned(),
            },
        })
    }

    /// `X-Amz-Date`: when this login was signed, UTC, `yyyyMMddTHHmmssZ`.
    pub fn signed_at(&self) -> &str {
        &self.signed.signed_at
    }
}

/// The names and values that `aws-msk-iam-auth` sends; their order is free.
fn request(host: &str, user_agent: &str, presigned: &Presigned) -> Zeroizing<Vec<u8>> {
    let fixed =
        [("version", VERSION), ("host", host), ("user-agent", user_agent), ("action", ACTION)];
    json::write(fixed.into_iter().chain(presigned.parameters()))
}

/// Whole seconds, rounded down: a fraction is refused, and more than is left is a lie.
fn expires(credentials: &AwsCredentials, now: SystemTime) -> Result<Duration, AuthError> {
    let Some(end) = credentials.expires else { return Ok(MAX_EXPIRES) };
    let left = end.duration_since(now).unwrap_or_default().as_secs();
    match left {
        0 => Err(AuthError::CredentialsExpired {
            seconds_ago: now.duration_since(end).unwrap_or_default().as_secs(),
        }),
        _ => Ok(MAX_EXPIRES.min(Duration::from_secs(left))),
    }
}

fn check_credentials(credentials: &AwsCredentials) -> Result<(), AuthError> {
    let key_id = &credentials.access_key_id;
    // IAM's AccessKey type: 16 to 128 word characters. A slash would end it inside the scope.
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !(1..=128).contains(&key_id.len()) || !key_id.bytes().all(allowed) {
        let why = "the access key id is not 1 to 128 letters, digits or underscores";
        return Err(AuthError::Config(why.to_owned()));
    }
    let secret = &credentials.secret_access_key;
    if secret.is_empty() {
        return Err(AuthError::Config("the secret access key is empty".to_owned()));
    }
    check_printable("the secret access key", secret.expose())?;
    let token = credentials.session_token.as_ref().map_or("", |token| token.expose());
    check_printable("the session token", token)
}

/// A line end in a pasted key shows as `Access denied` otherwise.
fn check_printable(what: &str, text: &str) -> Result<(), AuthError> {
    match text.chars().any(char::is_control) {
        true => Err(AuthError::Config(format!("{what} has a control character or line end"))),
        false => Ok(()),
    }
}

fn check_clock(now: SystemTime) -> Result<(), AuthError> {
    match now.duration_since(UNIX_EPOCH) {
        Ok(since) if since < YEAR_10000 => Ok(()),
        _ => Err(AuthError::Config("the clock is not between 1970 and 9999".to_owned())),
    }
}

impl Mechanism for MskIamClient {
    fn name(&self) -> &'static str {
        AWS_MSK_IAM
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, State::Finished) {
            State::ExpectStart { payload } => {
                self.state = State::ExpectAnswer;
                Ok(Step::Send(payload))
            }
            state => Err(state.out_of_order("a start")),
        }
    }

    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, State::Finished) {
            State::ExpectAnswer => {
                Ok(Step::Done(Evidence { request_id: payload::parse_answer(message)? }))
            }
            state => Err(state.out_of_order("a server message")),
        }
    }

    /// Four texts share error 58, and each needs something else: other rights, a pause, fresh
    /// credentials, a new connection.
    fn refused(&self, code: i16, text: &str) -> AuthError {
        let (request_id, words) = split_request_id(text);
        let request_id = request_id.map(PeerText::new);
        let text = PeerText::new(words);
        let known = REFUSALS.iter().find(|(beginning, _)| words.starts_with(beginning));
        match known.filter(|_| code == SASL_AUTHENTICATION_FAILED) {
            Some((_, error)) => {
                error(Box::new(IamRefusal { text, request_id, ..self.signed.clone() }))
            }
            None => AuthError::ServerRefused { code: Some(code), text, request_id },
        }
    }
}

/// One of the four errors.
type Refusal = fn(Box<IamRefusal>) -> AuthError;

/// How the broker's texts begin, without the request id, and what they are; the last is Kafka's own.
const REFUSALS: [(&str, Refusal); 4] = [
    ("Access denied", AuthError::IamDenied),
    ("Too many connects", AuthError::IamTooManyConnects),
    ("Session too short", AuthError::IamSessionTooShort),
    ("Cannot change principals during re-authentication", AuthError::IamPrincipalChanged),
];

/// Takes `[<request id>]: <text>` apart; a text without id stays whole.
fn split_request_id(text: &str) -> (Option<&str>, &str) {
    match text.strip_prefix('[').and_then(|text| text.split_once("]: ")) {
        Some((request_id, words)) => (Some(request_id), words),
        None => (None, text),
    }
}

impl State {
    fn out_of_order(&self, got: &'static str) -> AuthError {
        let expected = match self {
            Self::ExpectStart { .. } => "a start",
            Self::ExpectAnswer => "the AWS_MSK_IAM answer",
            Self::Finished => "nothing more",
        };
        AuthError::OutOfOrder { expected, got }
    }
}

impl fmt::Debug for MskIamClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MskIamClient")
            .field("access_key_id", &self.signed.access_key_id)
            .field("region", &self.signed.region)
            .field("host", &self.signed.host)
            .field("signed_at", &self.signed.signed_at)
            .finish_non_exhaustive()
    }
}

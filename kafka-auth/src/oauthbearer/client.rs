//! The client's side: one message, and after an error a second one.

use std::fmt;
use std::mem;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::{BearerRefusal, BearerToken, CONTROL_A, Extensions, MAX_MESSAGE, OAUTHBEARER, message};
use crate::error::{AuthError, IamRefusal, PeerText};
use crate::mechanism::{Evidence, Mechanism, Step};

/// Kafka's SASL_AUTHENTICATION_FAILED.
const SASL_AUTHENTICATION_FAILED: i16 = 58;

/// A client that logs in with OAUTHBEARER.
///
/// ```
/// use kafka_auth::oauthbearer::{BearerToken, Extensions, OauthBearerClient};
/// use kafka_auth::{Mechanism, Secret, Step};
///
/// let token = BearerToken::new(Secret::new("eyJhbGciOi.J9.c2ln"))?;
/// let extensions = Extensions::new([("logicalCluster", "lkc-1")])?;
/// let mut client = OauthBearerClient::new(token, &extensions)?;
/// let Step::Send(first) = client.start()? else { unreachable!() };
/// assert_eq!(&first[..], b"n,,\x01auth=Bearer eyJhbGciOi.J9.c2ln\x01logicalCluster=lkc-1\x01\x01");
/// # Ok::<(), kafka_auth::AuthError>(())
/// ```
pub struct OauthBearerClient {
    state: BearerClientState,
    /// For a token that an AWS identity signed.
    signed: Option<Arc<IamRefusal>>,
}

/// What the client waits for.
enum BearerClientState {
    ExpectStart {
        message: Zeroizing<Vec<u8>>,
    },
    ExpectOutcome,
    /// The refusal is `None` when the server wrote something else than the RFC's object.
    ExpectRefusal {
        refusal: Option<BearerRefusal>,
    },
    Finished,
}

impl OauthBearerClient {
    /// A client for one login. The gs2 header is `n,,`: no channel binding, and nobody else to act
    /// as.
    ///
    /// # Errors
    /// [`AuthError::Config`] when token and extensions together are longer than [`MAX_MESSAGE`].
    pub fn new(token: BearerToken, extensions: &Extensions) -> Result<Self, AuthError> {
        let message = message::client_first(token.secret().expose(), extensions);
        if message.len() > MAX_MESSAGE {
            let why = "the bearer token and the SASL extensions are longer than 256 KiB";
            return Err(AuthError::Config(why.to_owned()));
        }
        Ok(Self { state: BearerClientState::ExpectStart { message }, signed: token.into_signed() })
    }

    /// Whatever the server says after this is a refusal: "the client MUST then send either an
    /// additional client response consisting of a single %x01 (control A) character to the server
    /// in order to allow the server to finish the exchange".
    fn acknowledge(&mut self, error: &[u8]) -> Step {
        self.state = BearerClientState::ExpectRefusal { refusal: BearerRefusal::read(error) };
        Step::Send(Zeroizing::new(vec![CONTROL_A]))
    }
}

impl Mechanism for OauthBearerClient {
    fn name(&self) -> &'static str {
        OAUTHBEARER
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, BearerClientState::Finished) {
            BearerClientState::ExpectStart { message } => {
                self.state = BearerClientState::ExpectOutcome;
                Ok(Step::Send(message))
            }
            state => Err(state.out_of_order("a start")),
        }
    }

    fn is_last(&self) -> bool {
        matches!(self.state, BearerClientState::ExpectOutcome)
    }

    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, BearerClientState::Finished) {
            BearerClientState::ExpectOutcome if message.is_empty() => {
                Ok(Step::Done(Evidence::default()))
            }
            BearerClientState::ExpectOutcome => Ok(self.acknowledge(message)),
            BearerClientState::ExpectRefusal { refusal: Some(refusal) } => {
                Err(AuthError::BearerRefused(Box::new(refusal)))
            }
            BearerClientState::ExpectRefusal { refusal: None } => {
                Err(AuthError::malformed("OAUTHBEARER error", "not a JSON object with a status"))
            }
            state => Err(state.out_of_order("a server message")),
        }
    }

    /// Kafka repeats the object as the text of error 58; MSK refuses a token that an AWS identity
    /// signed in the words of AWS_MSK_IAM.
    fn refused(&self, code: i16, text: &str) -> AuthError {
        let refusal = match (BearerRefusal::read(text.as_bytes()), &self.signed, &self.state) {
            (Some(refusal), ..) => Some(refusal),
            (None, Some(signed), _) => return signed.told(code, text),
            (None, None, BearerClientState::ExpectRefusal { refusal }) => refusal.clone(),
            _ => None,
        };
        match refusal.filter(|_| code == SASL_AUTHENTICATION_FAILED) {
            Some(refusal) => AuthError::BearerRefused(Box::new(refusal)),
            None => {
                let text = PeerText::new(text);
                AuthError::ServerRefused { code: Some(code), text, request_id: None }
            }
        }
    }
}

impl BearerClientState {
    fn out_of_order(&self, got: &'static str) -> AuthError {
        let expected = match self {
            Self::ExpectStart { .. } => "a start",
            Self::ExpectOutcome => "the outcome",
            Self::ExpectRefusal { .. } => "the refusal",
            Self::Finished => "nothing more",
        };
        AuthError::OutOfOrder { expected, got }
    }
}

impl fmt::Debug for OauthBearerClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OauthBearerClient")
    }
}

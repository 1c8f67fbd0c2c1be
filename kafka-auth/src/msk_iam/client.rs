//! The client's side: one signed message, one answer with a request id.

use std::fmt;
use std::mem;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::presign::{Presigned, check_printable};
use super::{ACTION, AWS_MSK_IAM, VERSION, host, payload, region};
use crate::credentials::AwsCredentials;
use crate::error::{AuthError, IamRefusal};
use crate::json;
use crate::mechanism::{Evidence, Mechanism, Step};

/// A client that logs in with AWS_MSK_IAM.
///
/// It signs when it is made: make it when the connection is there, one for each login.
pub struct MskIamClient {
    state: IamClientState,
    /// What a refusal will be shown next to.
    signed: IamRefusal,
}

/// What the client waits for.
enum IamClientState {
    ExpectStart { payload: Zeroizing<Vec<u8>> },
    ExpectAnswer,
    Finished,
}

impl MskIamClient {
    /// Signs a login to `host` in `region`, valid from `now` for [`MAX_EXPIRES`](super::MAX_EXPIRES) or as long as the
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
        check_printable("the user agent", user_agent)?;
        let presigned = Presigned::new(&host, region, &credentials, now)?;
        let signed = presigned.shown(&host, region, &credentials);
        let payload = request(&host, user_agent, &presigned);
        Ok(Self { state: IamClientState::ExpectStart { payload }, signed })
    }

    /// `X-Amz-Date`: when this login was signed, UTC, `yyyyMMddTHHmmssZ`.
    pub fn signed_at(&self) -> &str {
        &self.signed.signed_at
    }
}

/// What `aws-msk-iam-auth` sends; the order is free. Without a session token its member is absent.
fn request(host: &str, user_agent: &str, presigned: &Presigned) -> Zeroizing<Vec<u8>> {
    let members = [
        ("version", Some(VERSION)),
        ("host", Some(host)),
        ("user-agent", Some(user_agent)),
        ("action", Some(ACTION)),
        ("x-amz-algorithm", presigned.value("X-Amz-Algorithm")),
        ("x-amz-credential", presigned.value("X-Amz-Credential")),
        ("x-amz-date", presigned.value("X-Amz-Date")),
        ("x-amz-security-token", presigned.value("X-Amz-Security-Token")),
        ("x-amz-signedheaders", presigned.value("X-Amz-SignedHeaders")),
        ("x-amz-expires", presigned.value("X-Amz-Expires")),
        ("x-amz-signature", presigned.value("X-Amz-Signature")),
    ];
    json::write(members.into_iter().filter_map(|(name, value)| Some((name, value?))))
}

impl Mechanism for MskIamClient {
    fn name(&self) -> &'static str {
        AWS_MSK_IAM
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, IamClientState::Finished) {
            IamClientState::ExpectStart { payload } => {
                self.state = IamClientState::ExpectAnswer;
                Ok(Step::Send(payload))
            }
            state => Err(state.out_of_order("a start")),
        }
    }

    fn is_last(&self) -> bool {
        matches!(self.state, IamClientState::ExpectAnswer)
    }

    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, IamClientState::Finished) {
            IamClientState::ExpectAnswer => {
                Ok(Step::Done(Evidence { request_id: payload::parse_answer(message)? }))
            }
            state => Err(state.out_of_order("a server message")),
        }
    }

    fn refused(&self, code: i16, text: &str) -> AuthError {
        self.signed.told(code, text)
    }
}

impl IamClientState {
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

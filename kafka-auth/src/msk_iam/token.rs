//! The OAUTHBEARER form: the presigned request as a token.

use std::fmt;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::presign::{Presigned, check_printable};
use super::{host, query, region};
use crate::credentials::{AwsCredentials, AwsCredentialsProvider};
use crate::error::AuthError;
use crate::oauthbearer::{BearerToken, TokenFuture, TokenProvider};
use crate::secret::Secret;

/// Signs tokens for OAUTHBEARER that Amazon MSK takes for an AWS identity, as AWS's signers for
/// Java, Python, JavaScript and Go do: base64url without padding of
/// `https://kafka.<region>.amazonaws.com/?Action=kafka-cluster%3AConnect&X-Amz-…&User-Agent=…`.
///
/// The host is the region's, not the broker's, so one token is good for every broker of it. AWS's
/// signers write `amazonaws.com` for every region, and users in China report that MSK refuses that;
/// here China's regions get their own suffix, `amazonaws.com.cn`, and [`host`](Self::host)
/// overrides it.
#[derive(Clone, Debug)]
pub struct MskTokenSigner {
    region: String,
    host: String,
    user_agent: String,
}

/// Signs a fresh token for every login, so that none outlives its credentials.
pub struct MskTokenProvider<P> {
    signer: MskTokenSigner,
    credentials: P,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
}

impl MskTokenSigner {
    /// A signer for `region`. `user_agent` is sent along, unsigned; IAM policies can test it.
    ///
    /// # Errors
    /// [`AuthError::Config`] for an impossible region or user agent.
    pub fn new(region: &str, user_agent: &str) -> Result<Self, AuthError> {
        region::check(region)?;
        check_printable("the user agent", user_agent)?;
        Ok(Self {
            region: region.to_owned(),
            host: host_of(region),
            user_agent: user_agent.to_owned(),
        })
    }

    /// Sets the host to sign for, instead of the region's.
    ///
    /// # Errors
    /// [`AuthError::Config`] when that is not a DNS name without port.
    pub fn host(mut self, host: &str) -> Result<Self, AuthError> {
        self.host = host::normalised(host)?;
        Ok(self)
    }

    /// Signs a token that is valid from `now` for [`MAX_EXPIRES`](super::MAX_EXPIRES), or for as
    /// long as the credentials last.
    ///
    /// # Errors
    /// [`AuthError::Config`] for a key, token or time that cannot be signed;
    /// [`AuthError::CredentialsExpired`].
    pub fn sign(
        &self,
        credentials: &AwsCredentials,
        now: SystemTime,
    ) -> Result<BearerToken, AuthError> {
        let presigned = Presigned::new(&self.host, &self.region, credentials, now)?;
        let token = URL_SAFE_NO_PAD.encode(self.url(&presigned).as_bytes());
        let token = BearerToken::new(Secret::new(token))?;
        let signed = presigned.shown(&self.host, &self.region, credentials);
        Ok(token.expiring(now + presigned.expires()).signed(signed))
    }

    /// Every parameter that is signed, the signature, and the user agent behind it.
    fn url(&self, presigned: &Presigned) -> Zeroizing<String> {
        let agent = [("User-Agent", self.user_agent.as_str())];
        let parameters = presigned.parameters().chain(agent);
        let start = format!("https://{}/?Action=kafka-cluster%3AConnect", self.host);
        let pairs = parameters.clone().map(|pair| "&".len() + query::len(pair));
        let length = start.len() + pairs.sum::<usize>();
        let mut url = Zeroizing::new(String::with_capacity(length));
        url.push_str(&start);
        for pair in parameters {
            url.push('&');
            query::push(&mut url, pair);
        }
        debug_assert_eq!(url.len(), length);
        url
    }
}

/// The host that tokens for a region are signed for.
pub(super) fn host_of(region: &str) -> String {
    let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("kafka.{region}.amazonaws.com{suffix}")
}

impl<P: AwsCredentialsProvider> MskTokenProvider<P> {
    /// Signs with what `credentials` gives. `clock` tells the time: `SystemTime::now` outside of
    /// tests.
    pub fn new(
        signer: MskTokenSigner,
        credentials: P,
        clock: impl Fn() -> SystemTime + Send + Sync + 'static,
    ) -> Self {
        Self { signer, credentials, clock: Box::new(clock) }
    }
}

impl<P: AwsCredentialsProvider> TokenProvider for MskTokenProvider<P> {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move {
            let credentials = self.credentials.credentials().await?;
            self.signer.sign(&credentials, (self.clock)())
        })
    }

    fn forget(&self) {
        self.credentials.forget();
    }
}

impl<P> fmt::Debug for MskTokenProvider<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MskTokenProvider").field("signer", &self.signer).finish_non_exhaustive()
    }
}

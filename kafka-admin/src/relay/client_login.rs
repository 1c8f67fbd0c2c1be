//! A client's login at the relay, by the secret that the relay logs in with itself.

use std::net::IpAddr;

use kafka_auth::handshake::{ApiVersions, Reply, ServerHandshake, ServerHandshakeConfig};
use kafka_auth::plain::PlainServer;
use kafka_auth::scram::{Nonce, ScramCredential, ScramHash, ScramServer, random_salt};
use kafka_auth::{AuthError, Secret, ServerMechanism, StoredCredential};
use kafka_proto::ApiKey;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use crate::net::dialer::Dialer;
use crate::net::mechanism::Credentials;
use crate::{Auth, Error, ErrorKind, Layer, Result};

/// What Kafka's own tool stores.
const ITERATIONS: u32 = 4_096;
const HASHES: [ScramHash; 2] = [ScramHash::Sha512, ScramHash::Sha256];

/// How clients log in.
pub(super) enum Logins {
    /// They need not.
    None,
    /// As the relay's own user.
    User {
        name: String,
        /// Of PLAIN, which is offered on this machine only.
        password: Option<Secret>,
        scram: Vec<(ScramHash, ScramCredential)>,
    },
    #[cfg(feature = "msk-iam")]
    Iam { key_id: String, identity: kafka_auth::IamIdentity },
}

impl Logins {
    pub(super) fn none() -> Self {
        Self::None
    }

    /// By the same secret as the relay's own login.
    pub(super) async fn of(
        dialer: &Dialer,
        auth: &Auth,
        listen: IpAddr,
        deadline: Instant,
    ) -> Result<Self> {
        let credentials = dialer.authenticator().credentials(deadline).await?;
        match (auth, credentials) {
            (Auth::None, _) => Ok(Self::None),
            (Auth::Scram { user, .. } | Auth::Plain { user, .. }, Credentials::Password(it)) => {
                let password = it.clone();
                let derived = spawn_blocking(move || scram(&it)).await;
                let lost = |_| Error::config("the keys of the client's login could not be derived");
                let scram = derived.map_err(lost)?.map_err(randomness)?;
                let password = listen.is_loopback().then_some(password);
                Ok(Self::User { name: user.clone(), password, scram })
            }
            #[cfg(feature = "msk-iam")]
            (Auth::MskIam, Credentials::Aws(aws, _)) => {
                let identity = kafka_auth::IamIdentity::new(aws.secret_access_key.clone(), "")
                    .session_token(aws.session_token.clone());
                Ok(Self::Iam { key_id: aws.access_key_id.clone(), identity })
            }
            _ => Err(Error::config("clients of a relay cannot log in by its own mechanism")
                .hinted("let them in without a login: --no-client-login")),
        }
    }

    pub(super) fn are_needed(&self) -> bool {
        !matches!(self, Self::None)
    }

    pub(super) fn mechanisms(&self) -> Vec<&'static str> {
        let fresh = self.fresh().unwrap_or_default();
        fresh.iter().map(|mechanism| mechanism.name()).collect()
    }

    fn fresh(&self) -> std::result::Result<Vec<Box<dyn ServerMechanism>>, AuthError> {
        let mut mechanisms: Vec<Box<dyn ServerMechanism>> = Vec::new();
        match self {
            Self::None => {}
            Self::User { password, scram, .. } => {
                for (hash, _) in scram {
                    mechanisms.push(Box::new(ScramServer::new(*hash, Nonce::random()?)));
                }
                if password.is_some() {
                    mechanisms.push(Box::new(PlainServer::new()));
                }
            }
            #[cfg(feature = "msk-iam")]
            Self::Iam { .. } => {
                let now = std::time::SystemTime::now();
                mechanisms.push(Box::new(kafka_auth::msk_iam::MskIamServer::new(None, now)));
            }
        }
        Ok(mechanisms)
    }

    fn find(&self, mechanism: &str, name: &str) -> Option<StoredCredential<'_>> {
        match self {
            Self::User { name: user, password, scram } if user == name => {
                let of = |(hash, credential)| (hash, StoredCredential::Scram(credential));
                let mut scram = scram.iter().map(|(hash, credential)| of((*hash, credential)));
                match ScramHash::from_mechanism(mechanism) {
                    Some(wanted) => scram.find(|(hash, _)| *hash == wanted).map(|(_, it)| it),
                    None => password.as_ref().map(StoredCredential::Plain),
                }
            }
            #[cfg(feature = "msk-iam")]
            Self::Iam { key_id, identity } if key_id == name => {
                Some(StoredCredential::Iam(identity))
            }
            _ => None,
        }
    }
}

fn scram(password: &Secret) -> std::result::Result<Vec<(ScramHash, ScramCredential)>, AuthError> {
    let credential = |hash| {
        let salt = random_salt()?;
        Ok((hash, ScramCredential::from_password(hash, password, &salt, ITERATIONS)))
    };
    HASHES.into_iter().map(credential).collect()
}

fn randomness(error: AuthError) -> Error {
    Error::config("the operating system has no randomness to give").caused_by(error)
}

/// What the client gets.
pub(super) enum Answer {
    /// And it goes on with the login.
    GoOn(Vec<u8>),
    /// And it is logged in.
    LoggedIn(Vec<u8>),
    /// And it is closed.
    Refused(Option<Vec<u8>>, Error),
}

/// One login that is under way.
pub(super) struct ClientLogin(ServerHandshake);

impl ClientLogin {
    pub(super) fn begin(logins: &Logins) -> Result<Self> {
        let offered = [
            (ApiKey::SASL_HANDSHAKE, 0..=1),
            (ApiKey::API_VERSIONS, 0..=4),
            (ApiKey::SASL_AUTHENTICATE, 0..=2),
        ];
        let offered: ApiVersions = offered.into_iter().collect();
        let mechanisms = logins.fresh().map_err(randomness)?;
        Ok(Self(ServerHandshake::new(ServerHandshakeConfig::new(offered), mechanisms)))
    }

    /// Takes a frame, without its length.
    pub(super) fn handle(&mut self, frame: &[u8], logins: &Logins) -> Answer {
        let mut reply = self.0.handle_frame(frame);
        if let Reply::Lookup { mechanism, name } = reply {
            reply = self.0.credential(logins.find(mechanism, &name));
        }
        match reply {
            Reply::Send(frame) => Answer::GoOn(frame),
            Reply::Accept { frame, .. } => Answer::LoggedIn(frame),
            Reply::Close { frame, why } => Answer::Refused(frame, refused(&why)),
            Reply::Lookup { .. } => Answer::Refused(None, refused("asked twice")),
        }
    }
}

fn refused(why: &str) -> Error {
    let message = format!("a client could not log in at the relay: {why}");
    Error::new(ErrorKind::AuthenticationFailed, Layer::Sasl, message)
        .hinted("clients log in here with the relay's own user and password, without TLS")
}

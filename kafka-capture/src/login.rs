//! What a SASL exchange says about who the client is. Nothing secret of it is kept.

/// How far a login is.
#[derive(Debug, Default)]
pub(crate) struct Login {
    mechanism: String,
    /// Messages of the client that come without a header of Kafka (SaslHandshake v0).
    raw_left: usize,
    user: Option<String>,
}

impl Login {
    /// A SaslHandshake asks for this mechanism. In version 0 the messages behind it are no requests.
    pub(crate) fn begin(&mut self, mechanism: &str, version: i16) {
        let raw_left = match mechanism {
            _ if version > 0 => 0,
            "PLAIN" | "AWS_MSK_IAM" | "OAUTHBEARER" => 1,
            "SCRAM-SHA-256" | "SCRAM-SHA-512" => 2,
            // The first that is a request again ends it.
            _ => usize::MAX,
        };
        let mechanism = mechanism.chars().take(64).collect();
        *self = Self { mechanism, raw_left, user: None };
    }

    /// The handshake was refused.
    pub(crate) fn refused(&mut self) {
        *self = Self::default();
    }

    /// Whether the next frame of the client is a message of SASL.
    pub(crate) fn is_raw(&mut self, is_request: impl FnOnce() -> bool) -> bool {
        match self.raw_left {
            0 => return false,
            usize::MAX if is_request() => self.raw_left = 0,
            usize::MAX => {}
            _ => {
                self.raw_left -= 1;
                return true;
            }
        }
        self.raw_left > 0
    }

    /// A message of the client.
    pub(crate) fn client(&mut self, message: &[u8]) {
        let named = match self.mechanism.as_str() {
            "PLAIN" => plain_user(message),
            "SCRAM-SHA-256" | "SCRAM-SHA-512" => scram_user(message),
            _ => None,
        };
        self.user = named.or(self.user.take());
    }

    /// A message of the broker that is no refusal. Gives who the client is, if the login is over: `Some(None)`
    /// where that is not to be seen.
    pub(crate) fn server(&mut self, message: &[u8]) -> Option<Option<String>> {
        let is_over = match self.mechanism.as_str() {
            "SCRAM-SHA-256" | "SCRAM-SHA-512" => message.starts_with(b"v="),
            _ => true,
        };
        is_over.then(|| self.user.take().map(|user| format!("User:{user}")))
    }
}

/// RFC 4616: `[authzid] NUL authcid NUL passwd`. Kafka refuses an authzid that is another one.
fn plain_user(message: &[u8]) -> Option<String> {
    let mut parts = message.split(|byte| *byte == 0);
    let user = parts.nth(1)?;
    parts.next()?;
    std::str::from_utf8(user).ok().filter(|user| !user.is_empty()).map(str::to_owned)
}

/// RFC 5802: `n,[a=authzid],n=user,r=nonce[,extensions]`. A delegation token's id is no user.
fn scram_user(message: &[u8]) -> Option<String> {
    let message = std::str::from_utf8(message).ok()?;
    let mut attributes = message.strip_prefix("n,")?.split(',').skip(1);
    let user = attributes.next()?.strip_prefix("n=")?;
    let is_token = attributes.any(|it| it.eq_ignore_ascii_case("tokenauth=true"));
    let user = user.replace("=2C", ",").replace("=3D", "=");
    Some(user).filter(|user| !is_token && !user.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_login_names_its_user_and_no_password() {
        let mut login = Login::default();
        login.begin("PLAIN", 1);
        login.client(b"\0rudder\0MARKER-password");
        assert!(!format!("{login:?}").contains("MARKER"));
        assert_eq!(login.server(b""), Some(Some("User:rudder".into())));
    }

    #[test]
    fn a_scram_login_is_over_with_the_servers_signature() {
        for (first, user) in [
            ("n,,n=rudder,r=abc", Some("User:rudder")),
            ("n,a=x,n=a=2Cb=3Dc,r=abc", Some("User:a,b=c")),
            ("n,,n=id,r=abc,tokenauth=true", None),
            ("y,,n=rudder,r=abc", None),
        ] {
            let mut login = Login::default();
            login.begin("SCRAM-SHA-512", 1);
            login.client(first.as_bytes());
            assert_eq!(login.server(b"r=abcdef,s=AA==,i=4096"), None);
            login.client(b"c=biws,r=abcdef,p=AAAA");
            assert_eq!(login.server(b"v=AAAA"), Some(user.map(str::to_owned)), "{first}");
        }
    }

    #[test]
    fn messages_without_a_header_are_as_many_as_the_mechanism_has() {
        for (mechanism, version, count) in
            [("PLAIN", 0, 1), ("SCRAM-SHA-256", 0, 2), ("PLAIN", 1, 0)]
        {
            let mut login = Login::default();
            login.begin(mechanism, version);
            let raw = (0..5).filter(|_| login.is_raw(|| panic!("it is known"))).count();
            assert_eq!(raw, count, "{mechanism}");
        }
        let mut login = Login::default();
        login.begin("GSSAPI", 0);
        assert!(login.is_raw(|| false) && login.is_raw(|| false));
        assert!(!login.is_raw(|| true) && !login.is_raw(|| false));
    }
}

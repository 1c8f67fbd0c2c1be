//! Delegation tokens (KIP-48), by their ids.

use std::fmt;
use std::sync::Arc;

use kafka_auth::scram::{ScramCredential, ScramHash};
use kafka_proto::ErrorCode;
use rpds::RedBlackTreeMapSync;

use crate::refusal::Refusal;
use crate::state::MAX_TEXT;

/// How many tokens the cluster takes.
const MAX_TOKENS: usize = 10_000;

/// `delegation.token.expiry.check.interval.ms`: how long a token that has ended is still there.
const SWEPT_AFTER: i64 = 60 * 60 * 1000;

/// Who somebody is: type and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) kind: String,
    pub(crate) name: String,
}

/// A token. Times are milliseconds since 1970.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) owner: Party,
    pub(crate) requester: Party,
    pub(crate) renewers: Vec<Party>,
    pub(crate) issued: i64,
    pub(crate) expires: i64,
    /// When it ends at the latest.
    pub(crate) max: i64,
    pub(crate) hmac: Vec<u8>,
    /// What its HMAC gives for each hash, for a login by it.
    pub(crate) credentials: Vec<ScramCredential>,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    by_id: RedBlackTreeMapSync<Arc<str>, Arc<Token>>,
    text: usize,
}

impl Party {
    pub(crate) fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind: kind.into(), name: name.into() }
    }
}

/// `User:name`.
impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

impl Token {
    pub(crate) fn has_ended(&self, now: i64) -> bool {
        self.expires < now || self.max < now
    }

    /// `TokenInformation.ownerOrRenewer`: who sees it without a right.
    pub(crate) fn is_of(&self, party: &Party) -> bool {
        *party == self.requester || self.can_be_renewed_by(party)
    }

    /// `DelegationTokenControlManager.allowedToRenew`.
    pub(crate) fn can_be_renewed_by(&self, party: &Party) -> bool {
        *party == self.owner || self.renewers.contains(party)
    }

    pub(crate) fn credential(&self, hash: ScramHash) -> Option<&ScramCredential> {
        self.credentials.iter().find(|credential| credential.hash == hash)
    }

    fn text(&self) -> usize {
        let parties = [&self.owner, &self.requester].into_iter().chain(&self.renewers);
        parties.map(|party| party.kind.len() + party.name.len()).sum()
    }
}

impl Tokens {
    pub(crate) fn get(&self, id: &str) -> Option<&Token> {
        self.by_id.get(id).map(Arc::as_ref)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.size()
    }

    /// All of them, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Token> {
        self.by_id.values().map(Arc::as_ref)
    }

    pub(crate) fn by_hmac(&self, hmac: &[u8]) -> Option<&Token> {
        self.iter().find(|token| token.hmac == hmac)
    }

    /// Adds a token, or puts it in the place of the one with its id.
    pub(crate) fn insert(&mut self, token: Token) -> Result<(), Refusal> {
        let text = self.text - self.get(&token.id).map_or(0, Token::text) + token.text();
        let has_room = self.by_id.contains_key(&*token.id) || self.by_id.size() < MAX_TOKENS;
        if !has_room || text > MAX_TEXT {
            let text = format!(
                "The emulator holds no more than {MAX_TOKENS} delegation tokens and {MAX_TEXT} bytes of \
                 the names in them."
            );
            return Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text));
        }
        self.text = text;
        self.by_id.insert_mut(Arc::from(token.id.as_str()), Arc::new(token));
        Ok(())
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.text -= self.get(id).map_or(0, Token::text);
        self.by_id.remove_mut(id);
    }

    /// Takes away what has ended some time ago.
    pub(crate) fn sweep(&mut self, now: i64) {
        let is_old = |token: &&Token| token.has_ended(now.saturating_sub(SWEPT_AFTER));
        let old: Vec<String> = self.iter().filter(is_old).map(|token| token.id.clone()).collect();
        old.iter().for_each(|id| self.remove(id));
    }
}

/// Neither the HMAC nor what follows from it.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("id", &self.id)
            .field("owner", &self.owner)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(id: &str, expires: i64) -> Token {
        let party = || Party::new("User", "u");
        Token {
            id: id.to_owned(),
            owner: party(),
            requester: party(),
            renewers: vec![party()],
            issued: 0,
            expires,
            max: expires,
            hmac: id.as_bytes().to_vec(),
            credentials: Vec::new(),
        }
    }

    #[test]
    fn a_token_that_has_ended_is_swept_an_hour_later() {
        let mut tokens = Tokens::default();
        tokens.insert(token("a", 1_000)).unwrap();
        tokens.insert(token("b", 2_000)).unwrap();
        assert!(!tokens.get("a").unwrap().has_ended(1_000));
        assert!(tokens.get("a").unwrap().has_ended(1_001));
        tokens.sweep(1_000 + SWEPT_AFTER);
        assert!(tokens.by_hmac(b"a").is_some());
        tokens.sweep(1_001 + SWEPT_AFTER);
        assert!(tokens.by_hmac(b"a").is_none() && tokens.by_hmac(b"b").is_some());
        tokens.remove("b");
        assert_eq!((tokens.iter().count(), tokens.text), (0, 0));
    }

    #[test]
    fn there_is_room_for_so_many_and_for_so_much() {
        let mut tokens = Tokens::default();
        for index in 0..MAX_TOKENS {
            tokens.insert(token(&index.to_string(), 1)).unwrap();
        }
        tokens.insert(token("0", 2)).unwrap();
        assert!(tokens.insert(token("new", 1)).is_err());
        let owner = Party::new("User", "x".repeat(MAX_TEXT));
        assert!(tokens.insert(Token { owner, ..token("0", 1) }).is_err());
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", Token { hmac: b"s3cret".to_vec(), ..token("id", 1) });
        assert!(shown.contains("id") && !shown.contains("hmac"), "{shown}");
    }
}

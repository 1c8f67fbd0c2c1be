//! The one error type of this crate.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use kafka_auth::escape::escaped;
use kafka_proto::{ApiKey, ErrorCode};

use crate::AddressError;

mod auth;
mod code;
mod diagnosis;
mod hint;
mod kind;
mod table;
mod wire;

pub use kind::{ErrorKind, Layer, Outcome};
pub use table::Diagnosis;

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call, or one item of it, failed.
///
/// It answers: what happened ([`kind`](Self::kind)), where ([`layer`](Self::layer),
/// [`broker`](Self::broker), [`api`](Self::api)), whether repeating may help
/// ([`is_retriable`](Self::is_retriable)), whether it took effect ([`outcome`](Self::outcome)), and
/// what to do next ([`hint`](Self::hint)).
///
/// `Display` is one line without secrets; [hidden characters](crate::escape) in it are escaped, and
/// text of a peer is cut. The same holds for [`message`](Self::message) and [`hint`](Self::hint). One
/// pointer in size, and clones share what it points to.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

/// What each of thousands of refused items has.
#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    layer: Layer,
    outcome: Outcome,
    code: Option<ErrorCode>,
    api: Option<ApiKey>,
    message: Cow<'static, str>,
    broker: Option<Arc<str>>,
    more: Option<Box<More>>,
}

/// What few errors have.
#[derive(Clone, Default)]
struct More {
    diagnosis: Option<Diagnosis>,
    hint: Option<Cow<'static, str>>,
    request_id: Option<String>,
    throttle_time: Option<Duration>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    attempts: Vec<Error>,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where it went wrong.
    pub fn layer(&self) -> Layer {
        self.0.layer
    }

    /// Whether the request took effect. Of a failed login or connect: the request was not sent.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether the cause may pass by itself, so that the same call can succeed later. Before a write
    /// is repeated, [`outcome`](Self::outcome) must not be [`Outcome::Unknown`].
    pub fn is_retriable(&self) -> bool {
        self.0.kind.is_passing() || self.0.code.is_some_and(ErrorCode::is_retriable)
    }

    /// Whether it is about who the client is or what it may do.
    pub fn is_auth(&self) -> bool {
        self.0.layer == Layer::Sasl || self.0.kind == ErrorKind::AuthorizationFailed
    }

    /// The next step, in one sentence for the person at the keyboard.
    pub fn hint(&self) -> Option<&str> {
        let of_code = || code::hint(self.0.api, self.0.code?);
        let own = self.more().and_then(|more| more.hint.as_deref());
        own.or_else(of_code).or_else(|| hint::of_kind(self.0.kind))
    }

    /// The number under which it is explained. It is not Kafka's [`code`](Self::code): one of those has
    /// several causes, and most of what goes wrong has none.
    pub fn diagnosis(&self) -> Diagnosis {
        let exact = self.more().and_then(|more| more.diagnosis);
        exact.unwrap_or_else(|| diagnosis::of_class(self.0.kind, self.0.layer, self.0.code))
    }

    /// Kafka's error code, when a broker answered with one.
    pub fn code(&self) -> Option<ErrorCode> {
        self.0.code
    }

    /// The broker it happened with, `host:port` as it was called.
    pub fn broker(&self) -> Option<&str> {
        self.0.broker.as_deref()
    }

    /// The API that was called.
    pub fn api(&self) -> Option<ApiKey> {
        self.0.api
    }

    /// The broker's handle for a refused AWS_MSK_IAM login: what AWS support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.more()?.request_id.as_deref()
    }

    /// Of [`ErrorKind::Throttled`]: how long the broker asked this client to wait before it asks again.
    /// `None` when it did not say, and for all other kinds.
    pub fn throttle_time(&self) -> Option<Duration> {
        self.more()?.throttle_time
    }

    /// When several addresses were tried: what each of them said, in the order tried.
    pub fn attempts(&self) -> &[Error] {
        self.more().map_or(&[], |more| &more.attempts)
    }

    /// The text of [`Display`](fmt::Display) without broker and API.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    fn more(&self) -> Option<&More> {
        self.0.more.as_deref()
    }
}

/// Making errors, for the rest of this crate.
impl Error {
    #[cold]
    pub(crate) fn new(
        kind: ErrorKind,
        layer: Layer,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Arc::new(Inner {
            kind,
            layer,
            outcome: Outcome::NotSent,
            code: None,
            api: None,
            message: escaped(message.into()),
            broker: None,
            more: None,
        }))
    }

    /// Settings that cannot work.
    pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, Layer::Config, message)
    }

    /// Arguments that cannot be sent.
    pub(crate) fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidRequest, Layer::Config, message)
    }

    /// A broker that cannot be asked.
    pub(crate) fn not_dialable(why: AddressError) -> Self {
        let message = format!("it advertises an address that nobody can dial: {why}");
        Self::new(ErrorKind::Unreachable, Layer::Kafka, message)
            .hinted("correct the advertised.listeners of that broker")
    }

    /// An answer with more or fewer items than the question.
    pub(crate) fn count_mismatch(asked: usize, answered: usize) -> Self {
        let message = format!("asked about {asked} items, answered about {answered}");
        Self::new(ErrorKind::ResponseMismatch, Layer::Api, message).outcome_is(Outcome::Unknown)
    }

    /// An answer without the item.
    pub(crate) fn missing_item() -> Self {
        let message = "the broker's answer does not mention this item";
        Self::new(ErrorKind::ResponseMismatch, Layer::Api, message).outcome_is(Outcome::Unknown)
    }

    /// An answer that mentions an item twice.
    pub(crate) fn answered_twice() -> Self {
        let message = "the broker's answer mentions this item twice";
        Self::new(ErrorKind::ResponseMismatch, Layer::Api, message).outcome_is(Outcome::Unknown)
    }

    /// This error as the first of several items' errors.
    pub(crate) fn one_of(mut self, failed: usize, asked: usize) -> Self {
        let one = &self.0.message;
        let message = format!("{one} (first of {failed} errors, {failed} of {asked} items failed)");
        self.inner().message = message.into();
        self
    }

    /// The error of a whole list of addresses: that of the one which got farthest.
    pub(crate) fn of_attempts(attempts: Vec<Self>) -> Self {
        let farthest = attempts.iter().max_by_key(|error| error.layer()).cloned();
        let Some(mut error) = farthest else {
            return Self::config("no bootstrap server is given");
        };
        if attempts.len() > 1 {
            let texts: Vec<_> = attempts.iter().map(Self::to_string).collect();
            error.inner().message =
                format!("no broker could be reached: {}", texts.join("; ")).into();
            error.inner().broker = None;
            error.inner_more().attempts = attempts;
        }
        error
    }

    /// Of the last two tries: when the later one only ran out of time, the earlier one tells more.
    pub(crate) fn after(self, earlier: Option<Self>) -> Self {
        let out_of_time = matches!(self.kind(), ErrorKind::ConnectTimeout | ErrorKind::Timeout);
        match earlier {
            Some(earlier) if out_of_time && self.outcome() == Outcome::NotSent => earlier,
            _ => self,
        }
    }

    /// Of the last two looks at something that is waited for: when the time ran out during the later
    /// one, answered or not, the earlier one says what is still missing.
    pub(crate) fn after_look(self, earlier: Option<Self>) -> Self {
        let out_of_time = matches!(self.kind(), ErrorKind::ConnectTimeout | ErrorKind::Timeout);
        earlier.filter(|_| out_of_time).unwrap_or(self)
    }

    fn inner(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.0)
    }

    fn inner_more(&mut self) -> &mut More {
        self.inner().more.get_or_insert_default()
    }

    pub(crate) fn outcome_is(mut self, outcome: Outcome) -> Self {
        self.inner().outcome = outcome;
        self
    }

    pub(crate) fn hinted(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.inner_more().hint = Some(escaped(hint.into()));
        self
    }

    /// For what its kind and layer do not tell apart.
    pub(crate) fn diagnosed(mut self, diagnosis: Diagnosis) -> Self {
        self.inner_more().diagnosis = Some(diagnosis);
        self
    }

    pub(crate) fn throttled_for(mut self, time: Duration) -> Self {
        self.inner_more().throttle_time = Some(time);
        self
    }

    pub(crate) fn at_broker(mut self, broker: &Arc<str>) -> Self {
        self.inner().broker.get_or_insert_with(|| broker.clone());
        self
    }

    pub(crate) fn in_api(mut self, api: ApiKey) -> Self {
        self.inner().api.get_or_insert(api);
        self
    }

    pub(crate) fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.inner_more().source = Some(Arc::new(source));
        self
    }

    /// Puts what it is about in front: `topic "orders": …`.
    pub(crate) fn about(mut self, subject: impl fmt::Display) -> Self {
        let mut message = escaped(format!("{subject}: {}", self.0.message)).into_owned();
        message.shrink_to_fit();
        self.inner().message = message.into();
        self
    }
}

/// `CreateTopics at b-1:9098: topic "orders": TOPIC_AUTHORIZATION_FAILED (29)`.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.api, &self.0.broker) {
            (Some(api), Some(broker)) => write!(f, "{api} at {broker}: ")?,
            (Some(api), None) => write!(f, "{api}: ")?,
            (None, Some(broker)) => write!(f, "{broker}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, layer, outcome, .. } = &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("layer", layer)
            .field("outcome", outcome)
            .field("message", &self.to_string())
            .field("hint", &self.hint())
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.more()?.source.as_deref()?;
        Some(source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use kafka_auth::{AuthError, PeerText};

    use super::*;
    use crate::escape::is_hidden;

    /// A text around each control, bidi and separator character.
    pub(crate) fn hidden_texts() -> impl Iterator<Item = String> {
        let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
        let bidi = ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter();
        let bidi = bidi.chain('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
        let others = ['\u{2028}', '\u{2029}', '\u{200b}', '\u{feff}'];
        controls.chain(bidi).chain(others).map(|hidden| format!("User:a{hidden}b"))
    }

    #[test]
    fn nothing_in_an_error_reaches_the_terminal_raw() {
        for text in hidden_texts() {
            let refused = AuthError::MechanismNotOffered {
                wanted: "PLAIN",
                offered: vec![PeerText::new(&text)],
            };
            let plain = || Error::invalid("no");
            let errors = [
                Error::config(text.clone()),
                Error::invalid(text.clone()),
                Error::of_code(ApiKey::CREATE_TOPICS, ErrorCode::INVALID_REQUEST, Some(&text)),
                Error::of_auth(refused, &"h:1".parse().unwrap(), None),
                Error::of_auth(AuthError::Config(text.clone()), &"h:1".parse().unwrap(), None),
                Error::of_io(std::io::Error::other(text.clone()), Layer::Kafka),
                plain().about(&text).one_of(2, 3),
                plain().hinted(text.clone()),
                Error::of_attempts(vec![plain().about(&text), plain()]),
            ];
            for error in errors {
                let hint = error.hint().unwrap_or_default().to_owned();
                for shown in [error.to_string(), format!("{error:?}"), hint, error.message().into()]
                {
                    assert!(!shown.contains(is_hidden), "{shown:?}");
                }
            }
        }
    }

    #[test]
    fn is_one_pointer_in_size() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
    }

    #[test]
    fn display_names_api_and_broker_once() {
        let error =
            Error::invalid("no").in_api(ApiKey::CREATE_TOPICS).at_broker(&"b-1:9098".into());
        assert_eq!(error.to_string(), "CreateTopics at b-1:9098: no");
        assert_eq!(error.at_broker(&"other:1".into()).broker(), Some("b-1:9098"));
    }

    #[test]
    fn running_out_of_time_does_not_hide_the_cause() {
        let cause = Error::new(ErrorKind::IamTooManyConnects, Layer::Sasl, "too many");
        let late = Error::new(ErrorKind::ConnectTimeout, Layer::Tcp, "late");
        assert_eq!(late.clone().after(Some(cause.clone())).kind(), ErrorKind::IamTooManyConnects);
        assert_eq!(late.clone().after(None).kind(), ErrorKind::ConnectTimeout);
        assert_eq!(cause.after(Some(late.clone())).kind(), ErrorKind::IamTooManyConnects);
        let unknown = late.outcome_is(Outcome::Unknown);
        assert_eq!(unknown.clone().after(Some(Error::invalid("x"))).outcome(), Outcome::Unknown);
    }

    #[test]
    fn of_several_attempts_the_farthest_decides_and_all_are_told() {
        let dns =
            Error::new(ErrorKind::UnknownHost, Layer::Dns, "no such host").at_broker(&"a:1".into());
        let tls =
            Error::new(ErrorKind::TlsUntrusted, Layer::Tls, "untrusted").at_broker(&"b:1".into());
        let error = Error::of_attempts(vec![tls.clone(), dns.clone()]);
        assert_eq!(error.kind(), ErrorKind::TlsUntrusted);
        assert_eq!(
            error.to_string(),
            "no broker could be reached: b:1: untrusted; a:1: no such host"
        );
        assert_eq!(error.attempts().len(), 2);
        assert_eq!(Error::of_attempts(vec![dns]).to_string(), "a:1: no such host");
    }
}

//! Requests that the emulator does not serve, so that its owner learns why a client was closed.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use kafka_proto::ApiKey;

/// How many of them are told about. Clients name themselves, so there is no end of them.
const MAX_TOLD: usize = 100;

/// A request that was answered by closing the connection, because the emulator lacks the API or the
/// version; see [`Builder::on_unserved`](crate::Builder::on_unserved).
///
/// Its text fits into a log: `a client (librdkafka) asked for Produce, which is not served`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Unserved {
    /// What was asked for.
    pub api: ApiKey,
    /// In which version.
    pub version: i16,
    /// The lowest and the highest version of the API that are served; none if it is not served at all.
    pub served: Option<(i16, i16)>,
    /// The name of the client library, from its ApiVersions request (KIP-511): ASCII letters, digits,
    /// `-` and `.`, at most 64 of them. None if the client has not said it.
    pub software: Option<Arc<str>>,
}

impl fmt::Display for Unserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { api, version, served, software } = self;
        f.write_str("a client")?;
        if let Some(software) = software {
            write!(f, " ({software})")?;
        }
        match served {
            None => write!(f, " asked for {api}, which is not served"),
            Some((min, max)) => write!(
                f,
                " asked for version {version} of {api}, of which versions {min} to {max} are served"
            ),
        }
    }
}

/// What is called with each of them.
pub(crate) type Hook = Box<dyn Fn(&Unserved) + Send + Sync>;

/// Tells about each API and each client software once.
#[derive(Default)]
pub(crate) struct Notice {
    hook: Option<Hook>,
    told: Mutex<HashSet<(ApiKey, Option<Arc<str>>)>>,
}

impl Notice {
    pub(crate) fn new(hook: Hook) -> Self {
        Self { hook: Some(hook), told: Mutex::default() }
    }

    pub(crate) fn tell(&self, unserved: &Unserved) {
        let Some(hook) = &self.hook else { return };
        if self.is_news(unserved) {
            hook(unserved);
        }
    }

    fn is_news(&self, unserved: &Unserved) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() < MAX_TOLD && told.insert((unserved.api, unserved.software.clone()))
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("has_hook", &self.hook.is_some()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn produce(software: Option<&str>) -> Unserved {
        let software = software.map(Arc::from);
        Unserved { api: ApiKey::PRODUCE, version: 9, served: None, software }
    }

    fn counting() -> (Notice, Arc<Mutex<Vec<String>>>) {
        let told = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&told);
        let hook = move |it: &Unserved| kept.lock().unwrap().push(it.to_string());
        (Notice::new(Box::new(hook)), told)
    }

    #[test]
    fn each_api_is_told_once_for_each_software() {
        let (notice, told) = counting();
        for software in [None, Some("librdkafka"), None, Some("librdkafka")] {
            notice.tell(&produce(software));
        }
        let fetch = Unserved { api: ApiKey(999), ..produce(None) };
        notice.tell(&fetch);
        let metadata =
            Unserved { api: ApiKey::METADATA, version: 14, served: Some((0, 13)), software: None };
        notice.tell(&metadata);
        let expected = [
            "a client asked for Produce, which is not served",
            "a client (librdkafka) asked for Produce, which is not served",
            "a client asked for API 999, which is not served",
            "a client asked for version 14 of Metadata, of which versions 0 to 13 are served",
        ];
        assert_eq!(*told.lock().unwrap(), expected);
    }

    #[test]
    fn there_is_an_end_to_what_is_told() {
        let (notice, told) = counting();
        for number in 0..10 * MAX_TOLD {
            notice.tell(&produce(Some(&number.to_string())));
        }
        assert_eq!(told.lock().unwrap().len(), MAX_TOLD);
    }
}

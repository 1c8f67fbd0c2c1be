//! A call about several items, some of which the broker's version may not be able to carry.

use std::sync::Mutex;

use kafka_proto::{Request, encode_request};

use super::{Answer, Ask};
use crate::net::cluster::Cluster;
use crate::sync::lock;
use crate::{Error, Result};

/// The answer about the items that were sent, and why the others were not.
pub(crate) struct Answered<R, I> {
    /// `None` when none was sent.
    answer: Option<Answer<R>>,
    items: Vec<I>,
    refused: Vec<Refused>,
}

/// An item's place, and what this broker's version lacks for it.
type Refused = (usize, Error);

impl Cluster {
    /// As [`call`](Self::call), about items: those that the version cannot carry are refused each for
    /// itself, and the others sent.
    pub(crate) async fn call_about<'q, R, I, B>(
        &self,
        ask: Ask,
        items: &[I],
        build: B,
    ) -> Result<Answered<R, I>>
    where
        R: Request<'q>,
        I: Copy,
        B: Fn(i16, &[I]) -> Result<R>,
    {
        let refused = Mutex::new(Vec::new());
        let build_what_fits = |version| {
            let (request, unfit) = what_fits(version, items, &build);
            *lock(&refused) = unfit;
            request
        };
        let answer = self.call(ask, build_what_fits).await;
        let refused = std::mem::take(&mut *lock(&refused));
        let answer = match answer {
            Ok(answer) => Some(answer),
            Err(_) if refused.len() == items.len() => None,
            Err(error) => return Err(error),
        };
        Ok(Answered { answer, items: items.to_vec(), refused })
    }
}

impl<'q, R: Request<'q>, I: Copy> Answered<R, I> {
    /// The results of all items, in the order asked. `read` takes those that were sent from the answer.
    pub(crate) fn results<T>(
        self,
        read: impl FnOnce(&Answer<R>, &[I]) -> Result<Vec<Result<T>>>,
    ) -> Result<Vec<Result<T>>> {
        let sent = sent(&self.items, &self.refused);
        let answered = self.answer.as_ref().map(|answer| read(answer, &sent)).transpose()?;
        let mut answered = answered.unwrap_or_default().into_iter();
        let mut refused = self.refused.into_iter().peekable();
        let mut results = Vec::with_capacity(self.items.len());
        for place in 0..self.items.len() {
            results.push(match refused.next_if(|(at, _)| *at == place) {
                Some((_, error)) => Err(error.in_api(R::API)),
                None => answered.next().unwrap_or_else(|| Err(Error::missing_item())),
            });
        }
        Ok(results)
    }
}

/// The request about those that fit, and the others. When it is nobody's fault, or everybody's, there
/// is an error instead of a request.
fn what_fits<'q, R: Request<'q>, I: Copy>(
    version: i16,
    items: &[I],
    build: impl Fn(i16, &[I]) -> Result<R>,
) -> (Result<R>, Vec<Refused>) {
    let error = match sound(version, build(version, items)) {
        Err(error) => error,
        request => return (request, Vec::new()),
    };
    let mut refused = Vec::new();
    for (place, item) in items.iter().enumerate() {
        if let Err(error) = sound(version, build(version, &[*item])) {
            refused.push((place, error));
        }
    }
    match sent(items, &refused) {
        fit if fit.is_empty() || refused.is_empty() => (Err(error), refused),
        fit => (build(version, &fit), refused),
    }
}

/// The request, if it can be written in this version.
fn sound<'q, R: Request<'q>>(version: i16, request: Result<R>) -> Result<R> {
    let request = request?;
    match encode_request(&mut Vec::new(), version, 0, None, &request) {
        Ok(()) => Ok(request),
        Err(error) => Err(Error::of_encode(error, R::API)),
    }
}

fn sent<I: Copy>(items: &[I], refused: &[Refused]) -> Vec<I> {
    let mut refused = refused.iter().map(|(place, _)| *place).peekable();
    let mut sent = Vec::new();
    for (place, item) in items.iter().enumerate() {
        if refused.next_if_eq(&place).is_none() {
            sent.push(*item);
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use kafka_proto::PatternType;
    use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};

    use super::*;
    use crate::ErrorKind;

    fn build(_: i16, names: &[&'static str]) -> Result<CreateAclsRequest<'static>> {
        if names.contains(&"bad") {
            return Err(Error::invalid("bad"));
        }
        let creation = |name: &&'static str| AclCreation {
            resource_name: name,
            resource_pattern_type: match name.starts_with("pre") {
                true => PatternType::PREFIXED,
                false => PatternType::LITERAL,
            },
            ..AclCreation::default()
        };
        let creations = names.iter().map(creation).collect();
        Ok(CreateAclsRequest { creations, ..CreateAclsRequest::default() })
    }

    /// What is sent, and what is refused why.
    fn fits(
        version: i16,
        names: &[&'static str],
    ) -> (Option<Vec<&'static str>>, Vec<(usize, ErrorKind)>) {
        let (request, refused) = what_fits(version, names, build);
        let sent = request.ok().map(|request| {
            request.creations.iter().map(|creation| creation.resource_name).collect()
        });
        (sent, refused.into_iter().map(|(place, error)| (place, error.kind())).collect())
    }

    #[test]
    fn each_item_that_a_version_cannot_carry_is_refused_and_the_others_are_sent() {
        let (invalid, unsupported) = (ErrorKind::InvalidRequest, ErrorKind::UnsupportedVersion);
        assert_eq!(fits(1, &["a", "prefix"]), (Some(vec!["a", "prefix"]), vec![]));
        let mixed = fits(0, &["prefix", "a", "bad", "b"]);
        assert_eq!(mixed, (Some(vec!["a", "b"]), vec![(0, unsupported), (2, invalid)]));
        assert_eq!(fits(0, &["prefix"]), (None, vec![(0, unsupported)]));
        assert_eq!(fits(0, &[]), (Some(vec![]), vec![]));
    }
}

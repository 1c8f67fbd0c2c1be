//! What a log has: lines of Kafka's authorizer, of the log of requests, or both.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::line::{Asked, Line};
use super::needs::TopicIds;
use super::replay::Recorded;
use super::request::{self, Request};
use super::rules::{Proof, Questions};
use crate::failure::{Failure, Result};

/// A longer line is read as several. A request of 1 MiB has a line of some megabytes.
const MAX_LINE: u64 = 32 << 20;
/// Lines of other kinds that are shown.
const SHOWN: usize = 5;
/// Characters of a line that are kept.
const KEPT: usize = 400;

/// How many kinds of requests are kept for the proof, and of how many bytes of lines together.
const MAX_KINDS: usize = 10_000;
const MAX_KEPT: usize = 64 << 20;

/// Which of the lines count.
pub(super) struct Wanted<'a> {
    /// None are all.
    pub(super) principals: &'a [String],
    /// Whose the requests are that do not say it.
    pub(super) nobody: Option<&'a str>,
    pub(super) denied: bool,
}

#[derive(Default)]
pub(super) struct Log {
    pub(super) questions: Questions,
    pub(super) allowed: u64,
    pub(super) denied: u64,
    /// Lines that no rule is needed for.
    pub(super) looked: u64,
    pub(super) others: u64,
    /// Requests that have no line.
    pub(super) lost: u64,
    /// Where, why, and what.
    pub(super) first_others: Vec<(u64, String, String)>,
    pub(super) ids: TopicIds,
    /// The first request of each kind.
    pub(super) recorded: Vec<Recorded>,
    kinds: HashSet<String>,
    bytes: usize,
    /// Kinds beyond those.
    pub(super) unrecorded: usize,
}

impl Log {
    pub(super) fn read(path: &Path, wanted: &Wanted<'_>) -> Result<Self> {
        let shown = path.display().to_string();
        let input: Box<dyn Read> = match path == Path::new("-") {
            true => Box::new(std::io::stdin().lock()),
            false => Box::new(File::open(path).map_err(|it| Failure::cannot_read(&shown, it))?),
        };
        let (mut input, mut log, mut bytes) = (BufReader::new(input), Self::default(), Vec::new());
        for number in 1.. {
            bytes.clear();
            let read = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes);
            if read.map_err(|error| Failure::cannot_read(&shown, error))? == 0 {
                break;
            }
            log.take(number, String::from_utf8_lossy(&bytes).trim(), wanted);
        }
        Ok(log)
    }

    fn take(&mut self, number: u64, text: &str, wanted: &Wanted<'_>) {
        if text.is_empty() {
            return;
        }
        if let Some(request) = request::read(text, &mut self.ids) {
            return self.take_request(request, number, text, wanted);
        }
        match Line::parse(text) {
            Line::Allowed(asked) => self.ask([asked], true, number, text, wanted),
            Line::Denied(asked) => self.ask([asked], false, number, text, wanted),
            Line::Looked => self.looked += 1,
            Line::Other => self.other(number, "neither an authorizer's nor a request", text),
        }
    }

    fn take_request(&mut self, request: Request, number: u64, text: &str, wanted: &Wanted<'_>) {
        let (entry, api, key, needs, allowed) = match request {
            Request::Asked { entry, api, key, needs, allowed } => (entry, api, key, needs, allowed),
            Request::Lost(count) => return self.lost = self.lost.saturating_add(count),
            Request::Unread(why) => return self.other(number, &why, text),
        };
        if needs.all.is_empty() && !needs.idempotent_producer {
            return self.looked += 1;
        }
        let nobody = || wanted.nobody.map(str::to_owned);
        let Some(principal) = entry.principal.or_else(nobody) else {
            let why = "it does not say who asked; --as names somebody";
            return self.other(number, why, text);
        };
        if needs.idempotent_producer && wanted.counts(&principal, allowed) {
            let first = || proof(number, text);
            self.questions.idempotent.entry(principal.clone()).or_insert_with(first).count += 1;
        }
        let asked = needs.all.iter().map(|(operation, resource_type, name)| Asked {
            principal: principal.clone(),
            resource_type: *resource_type,
            name: name.clone(),
            operation: *operation,
        });
        self.ask(asked, allowed, number, text, wanted);
        if wanted.counts(&principal, allowed) {
            let (version, body) = (entry.version, entry.request);
            let recorded = Recorded { number, principal, api, key, version, body, needs };
            self.record(recorded, text.len());
        }
    }

    fn record(&mut self, request: Recorded, bytes: usize) {
        let Recorded { principal, key, version, needs, .. } = &request;
        if !self.kinds.insert(format!("{principal} {} {version} {needs:?}", key.0)) {
            return;
        }
        if self.recorded.len() == MAX_KINDS || self.bytes + bytes > MAX_KEPT {
            self.unrecorded += 1;
            return;
        }
        self.bytes += bytes;
        self.recorded.push(request);
    }

    fn ask(
        &mut self,
        asked: impl IntoIterator<Item = Asked>,
        allowed: bool,
        number: u64,
        text: &str,
        wanted: &Wanted<'_>,
    ) {
        match allowed {
            true => self.allowed += 1,
            false => self.denied += 1,
        }
        for asked in asked {
            if asked.name == "*" {
                self.other(number, "an ACL for the name * is one for all names", text);
            } else if wanted.counts(&asked.principal, allowed) {
                let first = || proof(number, text);
                self.questions.seen.entry(asked).or_insert_with(first).count += 1;
            }
        }
    }

    fn other(&mut self, number: u64, why: &str, text: &str) {
        self.others += 1;
        if self.first_others.len() < SHOWN {
            self.first_others.push((number, why.to_owned(), kept(text)));
        }
    }
}

impl Wanted<'_> {
    fn counts(&self, principal: &str, allowed: bool) -> bool {
        let is_one = self.principals.iter().any(|it| it == principal);
        (allowed || self.denied) && (self.principals.is_empty() || is_one)
    }
}

fn proof(number: u64, text: &str) -> Proof {
    Proof { number, text: kept(text), count: 0 }
}

fn kept(text: &str) -> String {
    text.chars().take(KEPT).collect()
}

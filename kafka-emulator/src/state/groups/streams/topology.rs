//! What a streams application does with its topics, and what has to be true of them before it can:
//! Kafka's `InternalTopicManager`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kafka_proto::ErrorCode;

use crate::refusal::Refusal;
use crate::state::topics::Topics;

/// How many parts a topology may have, and how many topics, configs and places of topics all parts
/// together: what is asked about them takes longer than in proportion.
const MAX_SUBTOPOLOGIES: usize = 1_000;
const MAX_ITEMS: usize = 10_000;

/// How many tasks a group may have.
const MAX_TASKS: usize = 100_000;

/// How many bytes an item takes besides its text.
const ITEM: usize = 64;

/// How many topics are named at most where some are missing.
const MAX_NAMED: usize = 3;

/// The codes of `Status` in a heartbeat's answer.
const MISSING_SOURCE_TOPICS: i8 = 1;
const INCORRECTLY_PARTITIONED_TOPICS: i8 = 2;
pub(crate) const MISSING_INTERNAL_TOPICS: i8 = 3;

/// The parts by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topology {
    pub(crate) epoch: i32,
    pub(crate) subtopologies: BTreeMap<Arc<str>, Subtopology>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subtopology {
    pub(crate) sources: Vec<String>,
    /// What it writes for others to read.
    pub(crate) sinks: Vec<String>,
    /// What others have written for it.
    pub(crate) repartitions: Vec<InternalTopic>,
    pub(crate) changelogs: Vec<InternalTopic>,
    /// Places of sources and of repartition topics that must have as many partitions as each other.
    pub(crate) copartitions: Vec<(Vec<i16>, Vec<i16>)>,
}

/// A topic that belongs to the application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InternalTopic {
    pub(crate) name: String,
    /// 0 if it depends on others.
    pub(crate) partitions: i32,
    /// 0 for the broker's default.
    pub(crate) replication_factor: i16,
    pub(crate) configs: Vec<(String, String)>,
}

/// What became of a topology when it was held against the topics that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Configured {
    /// How many tasks each part has; None if that cannot be said.
    pub(crate) tasks: Option<BTreeMap<Arc<str>, usize>>,
    /// How many partitions internal topics have.
    pub(crate) counts: BTreeMap<String, i32>,
    pub(crate) missing: Vec<InternalTopic>,
    /// Why it cannot work: the code of a status, and its text.
    pub(crate) flaw: Option<(i8, String)>,
}

/// Why a topology cannot be configured.
enum Flaw {
    /// Its topics are not right, which may change.
    Topics(i8, String),
    /// It makes no sense.
    Topology(Refusal),
}

type Counts = BTreeMap<String, i32>;

impl Subtopology {
    /// Topics that it reads.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &str> {
        let repartitions = self.repartitions.iter().map(|it| it.name.as_str());
        self.sources.iter().map(String::as_str).chain(repartitions)
    }

    /// All topics that it names, in Kafka's order.
    pub(crate) fn topics(&self) -> impl Iterator<Item = &str> {
        let internal = self.repartitions.iter().chain(&self.changelogs);
        let named = self.sources.iter().chain(&self.sinks).map(String::as_str);
        named.chain(internal.map(|it| it.name.as_str()))
    }

    fn items(&self) -> usize {
        let internal = self.repartitions.iter().chain(&self.changelogs);
        let configs = internal.map(|it| it.configs.len()).sum::<usize>();
        let places = self.copartitions.iter().map(|(a, b)| 1 + a.len() + b.len()).sum::<usize>();
        let topics = self.sources.len() + self.sinks.len();
        topics + self.repartitions.len() + self.changelogs.len() + configs + places
    }

    fn text(&self) -> usize {
        let internal = self.repartitions.iter().chain(&self.changelogs);
        let configs =
            internal.flat_map(|it| &it.configs).map(|(key, value)| key.len() + value.len());
        self.topics().map(str::len).sum::<usize>() + configs.sum::<usize>()
    }
}

impl Topology {
    /// What changes when topics do.
    pub(crate) fn required(&self) -> BTreeSet<String> {
        let parts = self.subtopologies.values();
        let changelogs =
            |it: &Subtopology| it.changelogs.iter().map(|it| it.name.clone()).collect();
        let read = self.subtopologies.values().flat_map(Subtopology::inputs).map(str::to_owned);
        parts.map(changelogs).flat_map(|names: Vec<String>| names).chain(read).collect()
    }

    /// About as many bytes as it takes up.
    pub(crate) fn size(&self) -> usize {
        let parts = self.subtopologies.iter();
        parts.map(|(id, it)| id.len() + it.text() + ITEM * (1 + it.items())).sum()
    }

    /// Refuses what is too large.
    pub(crate) fn check_size(&self) -> Result<(), Refusal> {
        let items = self.subtopologies.values().map(Subtopology::items).sum::<usize>();
        match self.subtopologies.len() <= MAX_SUBTOPOLOGIES && items <= MAX_ITEMS {
            true => Ok(()),
            false => Err(too_large(format!(
                "The emulator holds no more than {MAX_SUBTOPOLOGIES} subtopologies with {MAX_ITEMS} topics \
                 and configs."
            ))),
        }
    }

    /// Holds it against the topics that are there.
    pub(crate) fn configure(&self, topics: &Topics) -> Result<Configured, Refusal> {
        let (mut counts, mut tasks) = (Counts::new(), None);
        let mut missing = Vec::new();
        let mut all = || {
            self.check_sources(topics)?;
            counts = self.counts(topics)?;
            let made = self.tasks(topics, &counts);
            if made.values().sum::<usize>() > MAX_TASKS {
                let text = format!("The emulator gives no more than {MAX_TASKS} tasks to a group.");
                return Err(Flaw::Topology(too_large(text)));
            }
            tasks = Some(made);
            missing = self.missing(topics, &counts)?;
            match missing.is_empty() {
                true => Ok(()),
                false => {
                    let names = missing.iter().map(|it| it.name.as_str()).collect();
                    let text = format!("Internal topics are missing: {}", summary(&names));
                    Err(Flaw::Topics(MISSING_INTERNAL_TOPICS, text))
                }
            }
        };
        let flaw = match all() {
            Ok(()) => None,
            Err(Flaw::Topics(code, text)) => Some((code, text)),
            Err(Flaw::Topology(refusal)) => return Err(refusal),
        };
        if flaw.as_ref().is_some_and(|(code, _)| *code != MISSING_INTERNAL_TOPICS) {
            (tasks, missing) = (None, Vec::new());
        }
        Ok(Configured { tasks, counts, missing, flaw })
    }

    fn check_sources(&self, topics: &Topics) -> Result<(), Flaw> {
        let sources = self.subtopologies.values().flat_map(|it| &it.sources).map(String::as_str);
        let missing: BTreeSet<&str> = sources.filter(|name| !topics.contains(name)).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => {
                let text = format!("Source topics {} are missing.", summary(&missing));
                Err(Flaw::Topics(MISSING_SOURCE_TOPICS, text))
            }
        }
    }

    /// How many partitions each internal topic shall have.
    fn counts(&self, topics: &Topics) -> Result<Counts, Flaw> {
        let mut counts = self.repartition_counts(topics)?;
        let repartitions = self.subtopologies.values().flat_map(|it| &it.repartitions);
        let is_fixed: BTreeMap<&str, bool> =
            repartitions.map(|it| (it.name.as_str(), it.partitions != 0)).collect();
        for part in self.subtopologies.values() {
            for group in &part.copartitions {
                enforce(&part.copartitioned(group)?, &is_fixed, topics, &mut counts)?;
            }
        }
        for (id, part) in &self.subtopologies {
            let most = part.inputs().map(|name| count_of(name, topics, &counts).unwrap_or(0)).max();
            let most = most
                .ok_or_else(|| invalid(format!("No source topics found for subtopology {id}")))?;
            for topic in &part.changelogs {
                counts.insert(topic.name.clone(), most);
            }
        }
        Ok(counts)
    }

    /// `RepartitionTopics`: a topic has as many partitions as the largest that its writer reads.
    fn repartition_counts(&self, topics: &Topics) -> Result<Counts, Flaw> {
        let parts = || self.subtopologies.values();
        let fixed = parts().flat_map(|it| &it.repartitions).filter(|it| it.partitions != 0);
        let mut counts: Counts = fixed.map(|it| (it.name.clone(), it.partitions)).collect();
        loop {
            let (mut lacks, mut has_news) = (false, false);
            for part in parts() {
                let lacking = || part.sinks.iter().filter(|it| !counts.contains_key(*it));
                if lacking().next().is_none() {
                    continue;
                }
                let own = part.repartitions.iter().filter_map(|it| counts.get(&it.name)).copied();
                let nothing = Counts::new();
                let external = part.sources.iter().filter_map(|it| count_of(it, topics, &nothing));
                let Some(count) = own.chain(external).max() else {
                    lacks = true;
                    continue;
                };
                let news: Vec<String> = lacking().cloned().collect();
                counts.extend(news.into_iter().map(|name| (name, count)));
                has_news = true;
            }
            match (lacks, has_news) {
                (false, _) => break,
                (true, true) => {}
                (true, false) => {
                    return Err(invalid(
                        "Failed to compute number of partitions for all repartition topics. There may be \
                         loops in the topology that cannot be resolved.",
                    ));
                }
            }
        }
        let mut read = parts().flat_map(|it| &it.repartitions);
        match read.all(|it| counts.contains_key(&it.name)) {
            true => Ok(counts),
            false => Err(invalid(
                "Failed to compute number of partitions for all repartition topics, because a repartition \
                 source topic is never used as a sink topic.",
            )),
        }
    }

    /// As many for each part as the largest topic that it reads has partitions.
    fn tasks(&self, topics: &Topics, counts: &Counts) -> BTreeMap<Arc<str>, usize> {
        let count = |part: &Subtopology| {
            let counts = part.inputs().filter_map(|name| count_of(name, topics, counts));
            usize::try_from(counts.max().unwrap_or(0)).unwrap_or(0)
        };
        self.subtopologies.iter().map(|(id, part)| (Arc::clone(id), count(part))).collect()
    }

    /// Internal topics that are not there.
    fn missing(&self, topics: &Topics, counts: &Counts) -> Result<Vec<InternalTopic>, Flaw> {
        let mut missing = BTreeMap::new();
        let parts = self.subtopologies.values();
        for topic in parts.flat_map(|it| it.repartitions.iter().chain(&it.changelogs)) {
            let expected = counts.get(&topic.name).copied().unwrap_or(topic.partitions);
            match topics.get(&topic.name).map(|it| it.partitions.len()) {
                None => {
                    let topic = InternalTopic { partitions: expected, ..topic.clone() };
                    missing.insert(topic.name.clone(), topic);
                }
                Some(found) if i32::try_from(found) != Ok(expected) => {
                    let text = format!(
                        "Existing topic {} has different number of partitions: expected {expected}, found \
                         {found}",
                        topic.name
                    );
                    return Err(Flaw::Topics(INCORRECTLY_PARTITIONED_TOPICS, text));
                }
                Some(_) => {}
            }
        }
        Ok(missing.into_values().collect())
    }
}

impl Subtopology {
    /// The names at these places.
    fn copartitioned(
        &self,
        (sources, internal): &(Vec<i16>, Vec<i16>),
    ) -> Result<BTreeSet<&str>, Flaw> {
        let place = |it: &i16| usize::try_from(*it).unwrap_or(usize::MAX);
        let sources = sources.iter().map(|it| self.sources.get(place(it)).map(String::as_str));
        let internal = internal.iter().map(|it| {
            let topic = self.repartitions.get(place(it));
            topic.map(|it| it.name.as_str())
        });
        // Kafka runs out of its list.
        let names: Option<BTreeSet<&str>> = sources.chain(internal).collect();
        let code = ErrorCode::UNKNOWN_SERVER_ERROR;
        names.ok_or_else(|| Flaw::Topology(Refusal::wordless(code)))
    }
}

/// `CopartitionedTopicsEnforcer`: of repartition topics it is known whether their application fixes how many
/// partitions they have.
fn enforce(
    group: &BTreeSet<&str>,
    is_fixed: &BTreeMap<&str, bool>,
    topics: &Topics,
    counts: &mut Counts,
) -> Result<(), Flaw> {
    let of = |name: &str| count_of(name, topics, counts).unwrap_or(0);
    let (internal, external): (Vec<&str>, Vec<&str>) =
        group.iter().copied().partition(|name| is_fixed.contains_key(name));
    let fixed: Vec<&str> = is_fixed.iter().filter(|(_, it)| **it).map(|(name, _)| *name).collect();
    let (compared, told) = match external.is_empty() {
        true => (&fixed, &internal),
        false => (&external, &external),
    };
    let wanted = compared.first().map(|name| of(name));
    if compared.iter().any(|name| Some(of(name)) != wanted) {
        let told: Vec<String> = told.iter().map(|it| format!("{it}={}", of(it))).collect();
        let list = told.join(", ");
        let text =
            format!("Following topics do not have the same number of partitions: [{{{list}}}]");
        return Err(Flaw::Topics(INCORRECTLY_PARTITIONED_TOPICS, text));
    }
    let largest = internal.iter().map(|name| of(name)).max();
    let Some(wanted) = wanted.or(largest) else { return Ok(()) };
    for name in internal.iter().filter(|name| is_fixed.get(*name) == Some(&true)) {
        let has = of(name);
        if has != wanted {
            let text = format!(
                "Number of partitions [{has}] of repartition topic [{name}] doesn't match number of \
                 partitions [{wanted}] of the source topic."
            );
            return Err(Flaw::Topics(INCORRECTLY_PARTITIONED_TOPICS, text));
        }
    }
    counts.extend(internal.into_iter().map(|name| (name.to_owned(), wanted)));
    Ok(())
}

/// How many partitions a topic has, or is going to have.
fn count_of(name: &str, topics: &Topics, counts: &Counts) -> Option<i32> {
    let there = topics.get(name).map(|topic| topic.partitions.len());
    let there = there.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    there.or_else(|| counts.get(name).copied())
}

fn summary(names: &BTreeSet<&str>) -> String {
    let named: Vec<&str> = names.iter().take(MAX_NAMED).copied().collect();
    let more = match names.len() - named.len() {
        0 => String::new(),
        count => format!(" and {count} additional topics"),
    };
    format!("{}{more}", named.join(", "))
}

fn invalid(text: impl Into<String>) -> Flaw {
    Flaw::Topology(Refusal::new(ErrorCode::STREAMS_INVALID_TOPOLOGY, text))
}

fn too_large(text: String) -> Refusal {
    Refusal::new(ErrorCode::STREAMS_INVALID_TOPOLOGY, text)
}

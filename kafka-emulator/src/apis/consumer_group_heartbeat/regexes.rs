//! Subscriptions by regular expressions: Kafka's `TopicRegexResolver`.

use std::collections::BTreeSet;

use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::super::Call;
use super::super::coordinator::may_on_topic;
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::state::MAX_TEXT;
use crate::state::groups::{Found, Subscribed, Usage, size_of_names};
use crate::state::topics::Topics;

/// How many expressions of a group stand for something: looking them up takes time.
const MAX_REGEXES: usize = 100;

/// Why it is no expression.
pub(super) fn malformed(regex: &str) -> Option<Refusal> {
    let why = Pattern::parse(regex).err()?.0;
    let text = format!("SubscribedTopicRegex `{regex}` is not a valid regular expression: {why}.");
    Some(Refusal::new(ErrorCode::INVALID_REGULAR_EXPRESSION, text))
}

/// Finds the topics that the expressions of a group stand for, as the client sees them whose heartbeat has made
/// it due. It holds up no other group: only what comes of it is a change. Its heartbeat is answered with what was
/// known before, as by Kafka, which does this meanwhile.
pub(super) fn look_up(call: &Call<'_>, group_id: &str, due: &Subscribed, now: Instant) {
    let topics = call.cluster.state.topics.now();
    let (mut found, mut more) = (Found::new(), Usage::default());
    for (regex, members) in due.iter().take(MAX_REGEXES) {
        let names = matching(call, regex, &topics);
        more.text += members * size_of_names(&names);
        if more.text > MAX_TEXT {
            return;
        }
        found.insert(regex.clone(), names);
    }
    call.cluster.state.groups.change(|groups| {
        // Without room the group goes on with what it knew.
        if groups.check_room(more, 0).is_ok() {
            groups.change(group_id, now, |group| {
                let consumer = group.consumer();
                consumer.map(|it| it.found_regexes(found, topics.made(), &topics))
            });
        }
    });
}

fn matching(call: &Call<'_>, regex: &str, topics: &Topics) -> BTreeSet<String> {
    let Ok(pattern) = Pattern::parse(regex) else { return BTreeSet::new() };
    let names = topics.iter().map(|topic| topic.name.as_str());
    let names = names.filter(|name| pattern.matches(name));
    let seen = names.filter(|name| may_on_topic(call, AclOperation::DESCRIBE, name));
    seen.map(str::to_owned).collect()
}

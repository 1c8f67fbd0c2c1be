//! The APIs that are served held against those of the schema: what is missing stands in `SKIPPED.md` with
//! its reason.

use std::collections::BTreeSet;

use kafka_proto::ApiKey;

use super::APIS;
use crate::profile::tests::listed_by_kafka;

const SKIPPED: &str = include_str!("../../SKIPPED.md");

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// The list below `Served:`.
fn said_to_be_served() -> BTreeSet<&'static str> {
    let (_, text) = SKIPPED.split_once("\nServed:\n").unwrap();
    text.lines().map_while(|line| line.strip_prefix("- ")).collect()
}

/// The rows of the table, with their reasons.
fn said_to_be_skipped() -> Vec<(&'static str, &'static str)> {
    let (_, table) = SKIPPED.split_once("|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches('|').split_once('|').unwrap());
    cells.flat_map(|(apis, reason)| names(apis).map(move |api| (api, reason.trim()))).collect()
}

#[test]
fn each_api_of_the_schema_is_served_or_skipped_with_a_reason() {
    let served: BTreeSet<&str> = APIS.iter().filter_map(|api| api.key.name()).collect();
    assert_eq!(served, said_to_be_served());
    let skipped = said_to_be_skipped();
    assert!(skipped.iter().all(|(_, reason)| !reason.is_empty()));
    let mut listed: Vec<&str> = skipped.iter().map(|(api, _)| *api).chain(served).collect();
    let mut schema: Vec<&str> =
        ApiKey::all().filter(|api| api.on_broker).map(|api| api.name).collect();
    listed.sort_unstable();
    schema.sort_unstable();
    assert_eq!(listed, schema);
}

#[test]
fn the_schema_has_every_api_that_brokers_list() {
    for api in listed_by_kafka() {
        let info = ApiKey(api.key).info().unwrap();
        assert!(info.on_broker && info.name == api.name, "{}", api.name);
    }
}

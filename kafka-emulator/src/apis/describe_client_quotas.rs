//! DescribeClientQuotas: the quotas of the entities that a filter matches (KIP-546).

use std::collections::BTreeMap;

use kafka_proto::messages::describe_client_quotas::{
    ComponentData, DescribeClientQuotasRequest, DescribeClientQuotasResponse, EntityData,
    EntryData, ValueData,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::config_resource::invalid;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::quotas::{Entity, Limits};

pub(super) fn answer(call: &Call<'_>, request: &DescribeClientQuotasRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE_CONFIGS) {
        let code = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
        return refuse(call, request, &Refusal::wordless(code));
    }
    let filter = match Filter::of(request) {
        Ok(filter) => filter,
        Err(refusal) => return refuse(call, request, &refusal),
    };
    let quotas = call.cluster.state.quotas.now();
    let found = quotas.iter().filter(|(entity, _)| filter.matches(entity));
    let entries = Some(found.map(|(entity, limits)| described(entity, limits)).collect());
    call.reply(&DescribeClientQuotasResponse { entries, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeClientQuotasRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeClientQuotasResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        entries: None,
        ..Default::default()
    })
}

fn described<'a>(entity: &'a Entity, limits: &Limits) -> EntryData<'a> {
    let parts = entity.parts().map(|(entity_type, entity_name)| EntityData {
        entity_type,
        entity_name,
        ..Default::default()
    });
    let limits = limits.iter();
    let values = limits.map(|(key, value)| ValueData { key, value: *value, ..Default::default() });
    EntryData { entity: parts.collect(), values: values.collect(), ..Default::default() }
}

/// What a part of an entity has to be.
enum Wanted<'q> {
    /// This name, or the default.
    Exactly(Option<&'q str>),
    Any,
}

/// What entities have to be.
struct Filter<'q> {
    parts: BTreeMap<&'q str, Wanted<'q>>,
    /// Whether entities with other parts are left out.
    strict: bool,
}

impl<'q> Filter<'q> {
    /// `ClientQuotasImage.describe`.
    fn of(request: &DescribeClientQuotasRequest<'q>) -> Result<Self, Refusal> {
        let mut parts = BTreeMap::new();
        for component in request.components.iter() {
            let kind = component.entity_type;
            if kind.is_empty() {
                return Err(invalid("Invalid empty entity type."));
            }
            if parts.contains_key(kind) {
                return Err(invalid(format!(
                    "Entity type {kind} cannot appear more than once in the filter."
                )));
            }
            if !matches!(kind, "client-id" | "user" | "ip") {
                let text = format!("Unsupported entity type {kind}");
                return Err(Refusal::new(ErrorCode::UNSUPPORTED_VERSION, text));
            }
            parts.insert(kind, wanted(&component)?);
        }
        if parts.contains_key("ip") && parts.len() > 1 {
            return Err(invalid(
                "Invalid entity filter component combination. IP filter component should not be used \
                 with user or clientId filter component.",
            ));
        }
        Ok(Self { parts, strict: request.strict })
    }

    fn matches(&self, entity: &Entity) -> bool {
        let mut others = 0;
        let mut matching = 0;
        for (kind, name) in entity.parts() {
            match self.parts.get(kind) {
                None => others += 1,
                Some(Wanted::Exactly(wanted)) if *wanted != name => return false,
                Some(_) => matching += 1,
            }
        }
        matching == self.parts.len() && !(self.strict && others > 0)
    }
}

fn misplaced(kind: &str) -> Refusal {
    invalid(format!("Request specified MATCH_TYPE_{kind}, but also specified a match string."))
}

fn wanted<'q>(component: &ComponentData<'q>) -> Result<Wanted<'q>, Refusal> {
    match (component.match_type, component.r#match) {
        (0, Some(name)) => Ok(Wanted::Exactly(Some(name))),
        (0, None) => {
            Err(invalid("Request specified MATCH_TYPE_EXACT, but set match string to null."))
        }
        (1, None) => Ok(Wanted::Exactly(None)),
        (1, Some(_)) => Err(misplaced("DEFAULT")),
        (2, None) => Ok(Wanted::Any),
        (2, Some(_)) => Err(misplaced("SPECIFIED")),
        (other, _) => Err(invalid(format!("Unknown match type {other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, iam, read};
    use super::*;
    use crate::cluster::Cluster;

    type Component = (&'static str, i8, Option<&'static str>);

    fn named(name: &str) -> Option<Option<String>> {
        Some(Some(name.to_owned()))
    }

    /// With limits of 1 to 5 for these entities.
    fn shop() -> Cluster {
        let cluster = cluster(1);
        let entities = [
            Entity { user: named("u"), ..Entity::default() },
            Entity { user: named("u"), client_id: named("c"), ..Entity::default() },
            Entity { user: Some(None), ..Entity::default() },
            Entity { client_id: Some(None), ..Entity::default() },
            Entity { ip: named("::1"), ..Entity::default() },
        ];
        for (limit, entity) in (1..).zip(entities) {
            let changes = [("rate", Some(f64::from(limit)))];
            cluster.state.quotas.change(|quotas| quotas.change(&entity, &changes)).unwrap();
        }
        cluster
    }

    /// Code, message, and the limits that were found, sorted.
    fn describe(components: &[Component], strict: bool) -> (i16, String, Option<Vec<u8>>) {
        let components = components.iter().map(|(entity_type, match_type, name)| ComponentData {
            entity_type,
            match_type: *match_type,
            r#match: *name,
            ..Default::default()
        });
        let components = components.collect();
        let request = DescribeClientQuotasRequest { components, strict, ..Default::default() };
        let frame = ask(&shop(), &iam(), 1, &request).unwrap();
        let response = read::<DescribeClientQuotasRequest<'_>>(&frame, 1);
        let limits = response.entries.map(|entries| {
            let mut limits = Vec::new();
            for entry in entries.iter() {
                limits.extend(entry.values.iter().map(|it| it.value as u8));
            }
            limits.sort_unstable();
            limits
        });
        let text = response.error_message.unwrap_or_default().to_owned();
        (response.error_code.0, text, limits)
    }

    #[test]
    fn each_component_has_to_match_and_strictly_nothing_else_is_there() {
        let u = ("user", 0, Some("u"));
        let table: [(&[Component], &[u8], &[u8]); 7] = [
            (&[], &[1, 2, 3, 4, 5], &[]),
            (&[u], &[1, 2], &[1]),
            (&[("user", 1, None)], &[3], &[3]),
            (&[("user", 2, None)], &[1, 2, 3], &[1, 3]),
            (&[("client-id", 2, None)], &[2, 4], &[4]),
            (&[u, ("client-id", 0, Some("c"))], &[2], &[2]),
            (&[("ip", 0, Some("none"))], &[], &[]),
        ];
        for (components, loose, strict) in table {
            let found = |limits: &[u8]| (0, String::new(), Some(limits.to_vec()));
            assert_eq!(describe(components, false), found(loose), "{components:?}");
            assert_eq!(describe(components, true), found(strict), "{components:?}, strictly");
        }
    }

    #[test]
    fn refusals_are_in_the_words_of_kafka_4_4() {
        let u = ("user", 0, Some("u"));
        let also = "but also specified a match string.";
        let table: [(&[Component], i16, String); 8] = [
            (&[("", 0, Some("u"))], 42, "Invalid empty entity type.".to_owned()),
            (&[("x", 0, Some("u"))], 35, "Unsupported entity type x".to_owned()),
            (
                &[u, u],
                42,
                "Entity type user cannot appear more than once in the filter.".to_owned(),
            ),
            (&[("user", 3, None)], 42, "Unknown match type 3".to_owned()),
            (
                &[("user", 0, None)],
                42,
                "Request specified MATCH_TYPE_EXACT, but set match string to null.".to_owned(),
            ),
            (
                &[("user", 1, Some("u"))],
                42,
                format!("Request specified MATCH_TYPE_DEFAULT, {also}"),
            ),
            (
                &[("user", 2, Some("u"))],
                42,
                format!("Request specified MATCH_TYPE_SPECIFIED, {also}"),
            ),
            (
                &[u, ("ip", 0, Some("x"))],
                42,
                "Invalid entity filter component combination. IP filter component should not be \
                 used with user or clientId filter component."
                    .to_owned(),
            ),
        ];
        for (components, code, text) in table {
            assert_eq!(describe(components, false), (code, text, None));
        }
    }
}

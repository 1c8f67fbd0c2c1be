//! What the ACLs say about another principal.

use tokio::time::Instant;

use super::{broken, within};
use crate::acls::{AclBindingFilter, ResourcePattern};
use crate::diagnose::checkup::finding::{Check, Stage};
use crate::escape::Escaped;
use crate::permissions::{Answer, Question, Reason, Rules};
use crate::{AclOperation as Op, Admin, Diagnosis, ResourceType, Result};

/// Topic and group, each perhaps.
type On = [Option<String>; 2];

pub(super) async fn look(admin: &Admin, principal: &str, on: On, deadline: Instant) -> Check {
    let (mut check, began) = (Check::of(Stage::Rights), Instant::now());
    check.fact("about", format!("the ACLs of {}", Escaped(principal)));
    match rules(admin, deadline).await {
        Ok(rules) => judge(&rules, principal, &on, &mut check),
        Err(error) => check.broken(&error),
    }
    check.took = began.elapsed();
    check
}

async fn rules(admin: &Admin, deadline: Instant) -> Result<Rules> {
    let mut acls = Vec::new();
    for on in [ResourceType::TOPIC, ResourceType::GROUP] {
        let filter = AclBindingFilter::resource_type(on);
        acls.extend(within(deadline, async { admin.describe_acls(&filter).await }).await?);
    }
    Ok(Rules::new(acls))
}

fn judge(rules: &Rules, principal: &str, [topic, group]: &On, check: &mut Check) {
    if let Some(topic) = topic {
        let on = ResourcePattern::topic(topic);
        let may =
            [Op::READ, Op::WRITE, Op::DESCRIBE].map(|op| ask(rules, principal, op, &on, check));
        let name = Escaped(topic);
        match may {
            [false, false, false] => check.find(broken(
                Diagnosis::TOPIC_DENIED,
                format!("{} may do nothing with topic {name}", Escaped(principal)),
            )),
            [false, false, true] => check.find(broken(
                Diagnosis::TOPIC_UNUSABLE,
                format!(
                    "{} may see topic {name}, and neither read nor write it",
                    Escaped(principal)
                ),
            )),
            _ => {}
        }
    }
    if let Some(group) = group {
        let on = ResourcePattern::group(group);
        let may = [Op::READ, Op::DESCRIBE].map(|op| ask(rules, principal, op, &on, check));
        let diagnosis = match may {
            [false, false] => Diagnosis::GROUP_DENIED,
            [false, true] => Diagnosis::GROUP_UNUSABLE,
            _ => return,
        };
        let message = format!("{} may not read with group {}", Escaped(principal), Escaped(group));
        check.find(broken(diagnosis, message));
    }
}

fn ask(rules: &Rules, principal: &str, op: Op, on: &ResourcePattern, check: &mut Check) -> bool {
    let answer = rules.answer(&Question::new(principal, op, on));
    let kind = on.resource_type;
    check.fact("acl", format!("{op} on {kind} {}: {}", Escaped(&on.name), why(&answer)));
    answer.is_allowed()
}

fn why(answer: &Answer<'_>) -> String {
    let elsewhere = match answer.elsewhere.len() {
        0 => String::new(),
        count => format!(", {count} of them for other addresses"),
    };
    match answer.reason {
        Reason::Denied(rule) => format!("denied by {rule}"),
        Reason::Allowed(rule) => format!("allowed by {rule}"),
        Reason::NoAcl => "denied, no ACL covers it".into(),
        _ if answer.is_allowed() => "allowed".into(),
        _ => format!("denied, {} ACLs cover it and none allows this{elsewhere}", answer.covering),
    }
}

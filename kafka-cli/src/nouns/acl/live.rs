//! What the broker itself says to the user, next to what follows from the ACLs.

use std::time::Duration;

use kafka_admin::permissions::Question;
use kafka_admin::{AclOperation, Admin, AuthorizedOperations, Config, ErrorKind, ResourceType};
use serde_json::json;

use super::asked::Verdict;
use crate::failure::{Failure, Result};
use crate::output::Report;

/// For the coordinator of a group, and for nothing else: a refusal comes at once and stays.
const PATIENCE: Duration = Duration::from_secs(1);

/// Asks as the user, and fails where the broker says something else than the ACLs.
pub(super) async fn confirm(
    login: Config,
    verdicts: &[Verdict<'_>],
    report: &mut Report,
) -> Result<()> {
    let user = Admin::connect(login).await?;
    let (mut told, mut differing) = (Vec::new(), None);
    for (question, answer) in verdicts.iter().flat_map(|verdict| &verdict.ways) {
        let says = ask(&user, question).await?;
        let what =
            format!("{} on {} {}", question.operation, question.resource_type, question.name);
        let word = match says {
            None => "does not tell whether it allows",
            Some(true) => "allows",
            Some(false) => "denies",
        };
        report.line(format_args!(
            "asked as the user, the broker {word} {}",
            kafka_admin::escape::Escaped(&what)
        ));
        told.push(json!({
            "operation": question.operation.to_string(),
            "resource_type": question.resource_type.to_string(),
            "name": question.name,
            "allowed": says,
        }));
        if says.is_some_and(|says| says != answer.is_allowed()) {
            differing = differing.or(Some(what));
        }
    }
    report.set("as_the_user", told);
    let Some(what) = differing else { return Ok(()) };
    Err(Failure::unexpected(format!("the broker says otherwise than the ACLs about {what}")).hint(
        "the user may be one of super.users (--super-user), nobody's ACL may count for all \
         (--allow-everyone-if-no-acl-found), an ACL may be for this machine's address (--host), or a \
         change is on its way to the broker",
    ))
}

/// `None` where the broker does not tell: of what it hides, and of transactional ids.
async fn ask(user: &Admin, question: &Question<'_>) -> Result<Option<bool>> {
    let allowed = match question.resource_type {
        ResourceType::TOPIC => match user.describe_topics(&[question.name]).await?.one() {
            Ok(topic) => Told::These(topic.authorized_operations),
            Err(error) if error.kind() == ErrorKind::AuthorizationFailed => Told::NoDescribe,
            Err(error) if error.kind() == ErrorKind::NotFound => Told::DescribeAtLeast,
            Err(error) => return Err(error.into()),
        },
        ResourceType::GROUP => {
            match user.wait_until_allowed_on_group(question.name, &[], PATIENCE).await {
                Ok(allowed) => Told::These(Some(allowed)),
                Err(error) if error.kind() == ErrorKind::AuthorizationFailed => Told::NoDescribe,
                Err(error) => return Err(error.into()),
            }
        }
        ResourceType::CLUSTER => match user.describe_cluster().await?.authorized_operations {
            Some(allowed) if allowed.is_empty() => Told::NoDescribe,
            allowed => Told::These(allowed),
        },
        _ => return Ok(None),
    };
    Ok(allowed.about(question))
}

/// How much a broker tells about what is allowed.
enum Told {
    These(Option<AuthorizedOperations>),
    NoDescribe,
    DescribeAtLeast,
}

impl Told {
    fn about(self, question: &Question<'_>) -> Option<bool> {
        let is_describe = question.operation == AclOperation::DESCRIBE;
        // DELETE on the cluster has no bit.
        let is_told = kafka_admin::permissions::operations_of(question.resource_type)
            .contains(&question.operation);
        match self {
            Self::These(allowed) if is_told => allowed.map(|it| it.contains(question.operation)),
            Self::NoDescribe if is_describe => Some(false),
            Self::DescribeAtLeast if is_describe => Some(true),
            _ => None,
        }
    }
}

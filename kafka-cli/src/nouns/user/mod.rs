//! `kadm user`.

use kafka_admin::escape::Escaped;
use kafka_admin::{Admin, Error, ErrorKind, ScramHash};

use crate::context::commands;
use crate::failure::{Failure, Result};

mod create;
mod delete;
mod list;
mod upsert;

commands! {
    /// Create, list, change and delete users who log in by SCRAM; not on Amazon MSK, where users are
    /// secrets of AWS Secrets Manager.
    enum User {
        Create(create::Create),
        List(list::List),
        Alter(create::Alter),
        Delete(delete::Delete),
    }
}

/// A mechanism, as people write it.
fn mechanism(text: &str) -> Result<ScramHash, String> {
    let wanted = text.to_ascii_uppercase().replace('_', "-");
    ScramHash::from_mechanism(&wanted)
        .or_else(|| ScramHash::from_mechanism(&format!("SCRAM-{wanted}")))
        .ok_or_else(|| "the mechanisms are SCRAM-SHA-512 and SCRAM-SHA-256".into())
}

/// Users that Kafka's API makes cannot log in to Amazon MSK.
pub(super) fn refuse_msk(admin: &Admin, user: &str) -> Result<()> {
    let host = admin.session().address.host();
    match host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn") {
        true => Err(msk_failure(user)),
        false => Ok(()),
    }
}

fn msk_failure(user: &str) -> Failure {
    let user = Escaped(user);
    Failure::local("this is Amazon MSK, whose users live in AWS Secrets Manager").hint(format!(
        "make a secret named AmazonMSK_{user} there, with a KMS key of your own and the text \
         {{\"username\":\"{user}\",\"password\":\"…\"}}, and associate it with the cluster: aws kafka \
         batch-associate-scram-secret"
    ))
}

/// What the user logs in with; nothing if there is no such user.
pub(super) async fn mechanisms(admin: &Admin, user: &str) -> Result<Vec<ScramHash>, Error> {
    let described = admin.describe_scram_users(&[user]).await?.one();
    match described {
        Ok(credentials) => Ok(credentials.iter().map(|it| it.mechanism).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mechanisms_are_taken_as_people_write_them() {
        for text in ["SCRAM-SHA-256", "scram-sha-256", "sha-256", "SCRAM_SHA_256"] {
            assert_eq!(mechanism(text), Ok(ScramHash::Sha256), "{text}");
        }
        assert_eq!(mechanism("sha-512"), Ok(ScramHash::Sha512));
        assert!(mechanism("plain").is_err() && mechanism("").is_err());
    }

    #[test]
    fn on_amazon_msk_the_next_step_is_a_secret() {
        let failure = msk_failure("rudder");
        assert!(failure.message.contains("AWS Secrets Manager"));
        assert!(failure.hint.unwrap().contains("AmazonMSK_rudder"));
    }
}

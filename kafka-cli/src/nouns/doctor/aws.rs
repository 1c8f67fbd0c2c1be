//! `kadm doctor --aws`: a login by AWS_MSK_IAM explained, without a connection.

use kafka_admin::diagnose::{IamLogin, iam_logins};
use kafka_admin::escape::Escaped;
use kafka_admin::{Config, Diagnosis};
use serde_json::{Value, json};

use crate::failure::{Failure, Result};
use crate::output::Report;

/// Error 58 has four texts, which say what to do when one knows them.
const TEXTS: [(&str, Diagnosis); 4] = [
    ("Access denied", Diagnosis::IAM_DENIED),
    ("Too many connects", Diagnosis::IAM_TOO_MANY_CONNECTS),
    ("Session too short", Diagnosis::IAM_SESSION_TOO_SHORT),
    ("Cannot change principals during re-authentication", Diagnosis::IAM_PRINCIPAL_CHANGED),
];

/// Shows what is signed for each broker, and what the cluster makes of it.
pub(super) async fn explain(config: &Config, report: &mut Report) -> Result<()> {
    let logins = iam_logins(config).await?;
    for login in &logins {
        show(login, report);
    }
    report.line("what the cluster compares, by what Amazon documents and clients have seen:");
    for (number, line) in (1..).zip(compared(logins.first())) {
        report.line(format_args!("  {number}. {line}"));
    }
    report.line("");
    report.line("the texts of error 58 (SASL_AUTHENTICATION_FAILED):");
    for (text, it) in TEXTS {
        report.line(format_args!("  {it}  \"{text}\""));
        report.line(format_args!("            {}", it.cause()));
    }
    report.set("logins", logins.iter().map(json).collect::<Vec<_>>());
    report.set("compared", compared(logins.first()));
    report.set("texts", TEXTS.map(|(text, it)| {
        json!({"text": text, "diagnosis": it.to_string(), "title": it.title(), "cause": it.cause()})
    }));
    match logins.into_iter().find_map(|login| login.refused) {
        None => Ok(()),
        Some(error) => {
            Err(Failure { exit: super::exit_code(error.diagnosis().class()), ..error.into() })
        }
    }
}

fn show(login: &IamLogin, report: &mut Report) {
    let kind = if login.is_temporary { "temporary" } else { "lasting" };
    let left = login.credentials_end_in.map(|left| format!(", good for {} s", left.as_secs()));
    let left = left.unwrap_or_default();
    let (key, source) = (&login.access_key_id, Escaped(&login.source));
    report.line(format_args!("AWS_MSK_IAM at {}, not sent", login.address));
    report.line(format_args!("  identity   {kind} access key {key} from {source}{left}"));
    report.line(format_args!("  region     {}", Escaped(&login.region)));
    report.line(format_args!("  host       {}, signed without the port", login.host));
    report.line(format_args!("  clock      {}", login.signed_at));
    report.line(format_args!("  good for   {} s", login.expires.as_secs()));
    report.line(format_args!("  scope      {}", login.scope));
    report.line("  canonical request:");
    login.canonical_request.lines().for_each(|line| report.line(format_args!("    | {line}")));
    report.line("  string to sign:");
    login.string_to_sign.lines().for_each(|line| report.line(format_args!("    | {line}")));
    report.line("");
}

/// In the order in which a mistake is most often found.
fn compared(login: Option<&IamLogin>) -> [String; 6] {
    let of = |field: fn(&IamLogin) -> &str| login.map(field).unwrap_or_default().to_owned();
    [
        format!("the access key {} is known and active: aws sts get-caller-identity shows whose it is", of(|it| &it.access_key_id)),
        "the signature is the one that its secret key makes of the canonical request; with a temporary key \
         the session token is its own, and has not ended"
            .into(),
        format!("the region of the scope, {}, is the cluster's", of(|it| &it.region)),
        format!("the host is the one that was signed, {}: a name of one's own works when the region is right", of(|it| &it.host)),
        format!("the clock, {}, is within some minutes of the cluster's, and the signature has not ended", of(|it| &it.signed_at)),
        "the identity's policies allow kafka-cluster:Connect on the cluster (kafka:… is another service), and \
         nothing denies it, such as a permissions boundary or the organisation"
            .into(),
    ]
}

fn json(login: &IamLogin) -> Value {
    json!({
        "address": login.address.to_string(),
        "host": login.host,
        "region": login.region,
        "region_of_host": login.region_of_host,
        "access_key_id": login.access_key_id,
        "credentials_from": login.source,
        "temporary": login.is_temporary,
        "credentials_end_in_s": login.credentials_end_in.map(|left| left.as_secs()),
        "signed_at": login.signed_at,
        "expires_s": login.expires.as_secs(),
        "scope": login.scope,
        "canonical_request": login.canonical_request,
        "string_to_sign": login.string_to_sign,
        "refused": login.refused.as_ref().map(ToString::to_string),
    })
}

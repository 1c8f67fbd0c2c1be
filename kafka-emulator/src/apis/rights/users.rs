//! Users and quotas.

use kafka_proto::messages as m;
use kafka_proto::messages::alter_client_quotas::RequestEntryData;
use kafka_proto::messages::alter_user_scram_credentials::ScramCredentialDeletion;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::DESCRIBE_CLIENT_QUOTAS,
        ask: describe_quotas,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::ALTER_CLIENT_QUOTAS,
        ask: alter_quotas,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS,
        ask: describe_users,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
    Need {
        api: ApiKey::CREATE_DELEGATION_TOKEN,
        ask: create_token,
        refusal: ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED,
        enough: &[(On::USER, &[Op::ALL, Op::CREATE_TOKENS])],
    },
    Need {
        api: ApiKey::ALTER_USER_SCRAM_CREDENTIALS,
        ask: alter_users,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
];

fn describe_quotas(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeClientQuotasRequest::default();
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    read::<m::DescribeClientQuotasRequest<'_>>(&frame, 1).error_code
}

fn alter_quotas(cluster: &Cluster) -> ErrorCode {
    let entries = vec![RequestEntryData::default()].into();
    let request = m::AlterClientQuotasRequest { entries, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    let response = read::<m::AlterClientQuotasRequest<'_>>(&frame, 1);
    response.entries.iter().next().unwrap().error_code
}

fn describe_users(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeUserScramCredentialsRequest::default();
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    read::<m::DescribeUserScramCredentialsRequest<'_>>(&frame, 0).error_code
}

fn alter_users(cluster: &Cluster) -> ErrorCode {
    let deletions = vec![ScramCredentialDeletion { name: "nobody", ..Default::default() }].into();
    let request = m::AlterUserScramCredentialsRequest { deletions, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::AlterUserScramCredentialsRequest<'_>>(&frame, 0);
    response.results.iter().next().unwrap().error_code
}

/// Of somebody else: one's own needs none.
fn create_token(cluster: &Cluster) -> ErrorCode {
    let request = m::CreateDelegationTokenRequest {
        owner_principal_type: Some("User"),
        owner_principal_name: Some("t"),
        ..Default::default()
    };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::CreateDelegationTokenRequest<'_>>(&frame, 3).error_code
}

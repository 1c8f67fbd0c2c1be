//! CreateDelegationToken: what `KafkaApis` and `DelegationTokenControlManager` check (KIP-48, KIP-373).

use kafka_auth::scram::{ScramCredential, TokenHmac, random_salt};
use kafka_proto::messages::create_delegation_token::{
    CreateDelegationTokenRequest, CreateDelegationTokenResponse,
};
use kafka_proto::{AclOperation, ErrorCode, Opaque, ResourceType};

use super::delegation_token::{check_allowed, check_enabled, party, renewed_until, told};
use super::{Call, Outcome};
use crate::cluster::random_uuid;
use crate::refusal::Refusal;
use crate::state::tokens::{Party, Token};

/// `delegation.token.max.lifetime.ms`.
const MAX_LIFETIME: i64 = 7 * 24 * 60 * 60 * 1000;

/// What Kafka's HMACs have, in bytes: those of SHA-512.
const HMAC_LEN: usize = 64;

/// The only type of principal that can renew.
const USER: &str = "User";

/// `DelegationTokenManager.ErrorTimestamp`.
const NEVER: i64 = -1;

/// The timestamps of a refusal by the controller: those of a response in which nothing is set.
const UNSET: i64 = 0;

pub(super) fn answer(call: &Call<'_>, request: &CreateDelegationTokenRequest<'_>) -> Outcome {
    let requester = party(call);
    let owner = match request.owner_principal_name {
        None | Some("") => requester.clone(),
        Some(name) => Party::new(request.owner_principal_type.unwrap_or_default(), name),
    };
    if let Err(code) = check(call, request, &owner, &requester) {
        return refused(call, code, &owner, &requester, NEVER);
    }
    if let Err(code) = check_enabled(call) {
        return refused(call, code, &owner, &requester, UNSET);
    }
    let token = match token(call, request, owner.clone(), requester.clone()) {
        Ok(token) => token,
        Err(code) => return refused(call, code, &owner, &requester, UNSET),
    };
    let added = call.cluster.state.tokens.change(|tokens| {
        tokens.sweep(token.issued);
        tokens.insert(token.clone())
    });
    if let Err(refusal) = added {
        return refused(call, refusal.code, &owner, &requester, UNSET);
    }
    let (requester_type, requester_name) = told(call, &token.requester);
    call.reply(&CreateDelegationTokenResponse {
        principal_type: &token.owner.kind,
        principal_name: &token.owner.name,
        token_requester_principal_type: requester_type,
        token_requester_principal_name: requester_name,
        issue_timestamp_ms: token.issued,
        expiry_timestamp_ms: token.expires,
        max_timestamp_ms: token.max,
        token_id: &token.id,
        hmac: Opaque(&token.hmac),
        ..Default::default()
    })
}

/// Kafka names nobody in particular.
pub(super) fn refuse(
    call: &Call<'_>,
    _: &CreateDelegationTokenRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let anonymous = Party::new(USER, "ANONYMOUS");
    refused(call, refusal.code, &anonymous, &anonymous, NEVER)
}

fn refused(
    call: &Call<'_>,
    error_code: ErrorCode,
    owner: &Party,
    requester: &Party,
    timestamp: i64,
) -> Outcome {
    let (requester_type, requester_name) = told(call, requester);
    call.reply(&CreateDelegationTokenResponse {
        error_code,
        principal_type: &owner.kind,
        principal_name: &owner.name,
        token_requester_principal_type: requester_type,
        token_requester_principal_name: requester_name,
        issue_timestamp_ms: timestamp,
        expiry_timestamp_ms: timestamp,
        max_timestamp_ms: timestamp,
        ..Default::default()
    })
}

fn check(
    call: &Call<'_>,
    request: &CreateDelegationTokenRequest<'_>,
    owner: &Party,
    requester: &Party,
) -> Result<(), ErrorCode> {
    check_allowed(call)?;
    let may = || {
        call.authorizer().allows(
            AclOperation::CREATE_TOKENS,
            ResourceType::USER,
            &owner.to_string(),
        )
    };
    if owner != requester && !may() {
        return Err(ErrorCode::DELEGATION_TOKEN_AUTHORIZATION_FAILED);
    }
    match request.renewers.iter().all(|renewer| renewer.principal_type == USER) {
        true => Ok(()),
        false => Err(ErrorCode::INVALID_PRINCIPAL_TYPE),
    }
}

/// A new one. Its secret is random, where Kafka's is an HMAC of the id under the brokers' key.
fn token(
    call: &Call<'_>,
    request: &CreateDelegationTokenRequest<'_>,
    owner: Party,
    requester: Party,
) -> Result<Token, ErrorCode> {
    let mut hmac = vec![0; HMAC_LEN];
    getrandom::fill(&mut hmac).map_err(|_| ErrorCode::UNKNOWN_SERVER_ERROR)?;
    let id = random_uuid().map_err(|_| ErrorCode::UNKNOWN_SERVER_ERROR)?.to_string();
    let issued = call.cluster.clock.milliseconds();
    let lifetime = match request.max_lifetime_ms {
        1.. => request.max_lifetime_ms.min(MAX_LIFETIME),
        _ => MAX_LIFETIME,
    };
    let max = issued + lifetime;
    let renewers = request.renewers.iter();
    Ok(Token {
        id,
        owner,
        requester,
        renewers: renewers.map(|it| Party::new(it.principal_type, it.principal_name)).collect(),
        issued,
        expires: renewed_until(issued, -1, max),
        max,
        credentials: credentials(call, &hmac)?,
        hmac,
    })
}

/// What somebody who logs in by the token is held against.
fn credentials(call: &Call<'_>, hmac: &[u8]) -> Result<Vec<ScramCredential>, ErrorCode> {
    let failed = |_| ErrorCode::UNKNOWN_SERVER_ERROR;
    let hmac = TokenHmac::from_bytes(hmac).map_err(failed)?;
    let mut credentials = Vec::new();
    for hash in &call.cluster.logins.hashes {
        let salt = random_salt().map_err(failed)?;
        let iterations = kafka_auth::scram::MIN_ITERATIONS;
        credentials.push(ScramCredential::from_password(*hash, hmac.password(), &salt, iterations));
    }
    Ok(credentials)
}

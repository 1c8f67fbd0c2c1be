//! Enums, error codes and their flags, against those of kafka-clients 4.4.0.

use std::collections::BTreeMap;

use kafka_proto::{AclOperation, ApiKey, ErrorCode, ScramMechanism};
use serde_json::Value;

use crate::tables;

#[test]
fn error_codes_and_their_flags() {
    let rows = tables::table("errors.tsv");
    for row in &rows {
        let code = ErrorCode(row["code"].parse().unwrap());
        let flags = [code.is_retriable(), code.is_refresh_retriable(), code.is_invalid_metadata()];
        let theirs = ["retriable", "refresh_retriable", "invalid_metadata"];
        assert_eq!((code.name(), &code.to_string()), (Some(row["name"].as_str()), &row["name"]));
        assert_eq!(flags, theirs.map(|flag| row[flag] == "true"), "{code}");
        assert_eq!(row["name"].to_lowercase().parse(), Ok(code));
    }
    let known: Vec<i16> = ErrorCode::ALL_KNOWN.iter().map(|code| code.0).collect();
    assert_eq!(known, rows.iter().map(|row| row["code"].parse().unwrap()).collect::<Vec<i16>>());
}

#[test]
fn api_keys() {
    let rows = tables::table("api-table-4.4.0.tsv");
    assert!(rows.len() > 90);
    for row in rows {
        let key = ApiKey(row["api_key"].parse().unwrap());
        assert_eq!(key.to_string(), row["name"]);
        assert_eq!(row["name"].parse(), Ok(key));
    }
    assert_eq!("CREATE_TOPICS".parse(), Ok(ApiKey::CREATE_TOPICS), "as Java's enum has it");
    assert_eq!("CreateTopic".parse::<ApiKey>().unwrap_err().to_string(), "no such ApiKey");
    assert_eq!(ApiKey(9999).to_string(), "API 9999");
}

#[test]
fn enums() {
    let enums: Value = serde_json::from_str(&tables::text_of("enums.json")).unwrap();
    let mut checked = 0;
    macro_rules! check {
        ($($type:ident = $class:literal),* $(,)?) => {$(
            let known = kafka_proto::$type::ALL_KNOWN.iter();
            let ours: BTreeMap<String, i64> =
                known.map(|it| (it.to_string(), it.0.into())).collect();
            assert_eq!(ours, constants(&enums[$class]), $class);
            assert!(kafka_proto::$type::ALL_KNOWN.iter().all(|it| it.name().is_some()));
            assert_eq!(kafka_proto::$type(99).to_string(), "99", "one of a Kafka to come");
            for (name, code) in &ours {
                let code = kafka_proto::$type::from(i8::try_from(*code).unwrap());
                assert_eq!(name.parse(), Ok(code), "{name}");
                assert_eq!(name.to_lowercase().parse(), Ok(code), "{name}");
            }
            assert!("".parse::<kafka_proto::$type>().is_err());
            checked += 1;
        )*};
    }
    check! {
        AclOperation = "common.acl.AclOperation",
        AclPermissionType = "common.acl.AclPermissionType",
        AlterConfigOperation = "clients.admin.AlterConfigOp$OpType",
        ConfigResourceType = "common.config.ConfigResource$Type",
        ConfigSource = "common.requests.DescribeConfigsResponse$ConfigSource",
        ConfigType = "common.requests.DescribeConfigsResponse$ConfigType",
        CoordinatorType = "common.requests.FindCoordinatorRequest$CoordinatorType",
        ElectionType = "common.ElectionType",
        EndpointType = "clients.admin.EndpointType",
        IsolationLevel = "common.IsolationLevel",
        PatternType = "common.resource.PatternType",
        ResourceType = "common.resource.ResourceType",
        ScramMechanism = "clients.admin.ScramMechanism",
    }
    assert_eq!(checked, enums.as_object().unwrap().len());
}

/// `AclOperation.fromString` takes the enum's name in any case, kafka-acls.sh the name it prints.
#[test]
fn names_as_kafkas_tools_write_them() {
    for text in ["IDEMPOTENT_WRITE", "idempotent_write", "IdempotentWrite"] {
        assert_eq!(text.parse(), Ok(AclOperation::IDEMPOTENT_WRITE), "{text}");
    }
    assert_eq!("SCRAM-SHA-512".parse(), Ok(ScramMechanism::SCRAM_SHA_512));
    assert_eq!("writ".parse::<AclOperation>().unwrap_err().to_string(), "no such AclOperation");
    assert_eq!((i8::from(AclOperation::WRITE), i16::from(ErrorCode::NONE)), (4, 0));
}

/// Java calls the number `code`, `id`, `type` or `value`.
fn constants(class: &Value) -> BTreeMap<String, i64> {
    let number =
        |it: &Value| ["code", "id", "type", "value"].iter().find_map(|key| it[key].as_i64());
    let constants = class.as_object().unwrap().iter();
    constants.map(|(name, it)| (name.clone(), number(it).unwrap())).collect()
}

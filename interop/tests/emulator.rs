//! Kafka's Java client, with Amazon's own plugin for it, which signs with AWS's SDK, against our emulator.
//! Skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use interop::JavaClient;
use kafka_emulator::Emulator;

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE//token+with/slash==";
const ARN: &str = "arn:aws:iam::123456789012:user/admin";

/// The two forms of a login, as Amazon's documentation writes them.
const FORMS: [(&str, &str); 2] = [
    (
        "AWS_MSK_IAM",
        "sasl.mechanism=AWS_MSK_IAM\n\
         sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\n\
         sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler\n",
    ),
    (
        "OAUTHBEARER",
        "sasl.mechanism=OAUTHBEARER\n\
         sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;\n\
         sasl.login.callback.handler.class=software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler\n\
         sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler\n",
    ),
];

async fn emulator(session_token: Option<&str>) -> Emulator {
    let builder = Emulator::builder().iam_identity(KEY_ID, SECRET, session_token, ARN);
    builder.start().await.unwrap()
}

fn properties(emulator: &Emulator, form: &str) -> String {
    let authority = emulator.ca_pem().replace('\n', "\\n");
    let servers = emulator.iam_address();
    format!(
        "bootstrap.servers={servers}\nsecurity.protocol=SASL_SSL\nssl.truststore.type=PEM\n\
         ssl.truststore.certificates={authority}\nrequest.timeout.ms=20000\n\
         default.api.timeout.ms=20000\n{form}"
    )
}

fn variables<'v>(secret: &'v str, token: Option<&'v str>) -> Vec<(&'static str, &'v str)> {
    let token = token.map(|token| ("AWS_SESSION_TOKEN", token));
    let always = [
        ("AWS_ACCESS_KEY_ID", KEY_ID),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("AWS_REGION", "us-east-1"),
    ];
    always.into_iter().chain(token).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn amazons_plugin_logs_in_with_both_forms() {
    let Some(java) = JavaClient::with_msk_plugin() else { return };
    for token in [None, Some(TOKEN)] {
        let emulator = emulator(token).await;
        for (name, form) in FORMS {
            let properties = properties(&emulator, form);
            let command = ["create-topic", name];
            let made = java.run(&properties, &variables(SECRET, token), &command);
            assert!(made.is_ok(), "{name}: {made:?}");
            assert!(emulator.topic(name).is_some());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn amazons_plugin_with_another_secret_is_denied() {
    let Some(java) = JavaClient::with_msk_plugin() else { return };
    let emulator = emulator(None).await;
    for (_, form) in FORMS {
        let properties = properties(&emulator, form);
        let variables = variables("another", None);
        let error = java.run(&properties, &variables, &["create-topic", "t"]).unwrap_err();
        assert!(error.message.contains("Access denied"), "{error}");
    }
}

/// By both protocols of groups. Kafka's client takes the newest versions of all that transactions need.
#[tokio::test(flavor = "multi_thread")]
async fn kafkas_client_moves_records_exactly_once() {
    let Some(java) = JavaClient::with_msk_plugin() else { return };
    let builder = Emulator::builder().plaintext_listener(true);
    let emulator = builder.super_user("User:ANONYMOUS").start().await.unwrap();
    let servers = emulator.plaintext_address().unwrap();
    for protocol in ["classic", "consumer"] {
        let properties = format!("bootstrap.servers={servers}\ngroup.protocol={protocol}\n");
        let (from, to) = (format!("from-{protocol}"), format!("to-{protocol}"));
        let moved = java.run(&properties, &[], &["move", &from, &to, "one", "two", "three"]);
        // The marker of the transaction in which the three were sent has an offset too.
        assert_eq!(moved, Ok("3 [ONE, TWO, THREE]".to_owned()), "{protocol}");
    }
}

//! `kadm demo`: the story of this program, told by a cluster in this process.

use std::time::Instant;

use clap::Args;
use kafka_admin::acls::Grant;
use kafka_admin::share::{Share, Shared};
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    AclOperation, Admin, Auth, AuthorizedOperations, AwsCredentials, Config, ErrorCode, Secret,
    Tls, TlsRoots,
};
use kafka_emulator::Emulator;

use super::share;
use crate::context::{Context, Run, Threads};
use crate::failure::{Failure, Result};
use crate::steps::{State, Steps};

const TOPIC: &str = "orders";
const USER: &str = "rudder";
/// The example key of Amazon's documents; the secret and the password open this emulator only.
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "demo-secret-access-key";
const PASSWORD: &str = "demo-password-of-rudder";
const ARN: &str = "arn:aws:iam::111122223333:user/administrator";

/// Show the whole story against an emulated MSK cluster in this process.
#[derive(Debug, Args)]
pub(crate) struct Demo {}

impl Run for Demo {
    /// Fails unless every step turns out as told.
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let started = Instant::now();
        let mut steps = Steps::story(context.outside, context.format);
        let told = tell_story(&mut steps).await;
        context.report.steps = steps.into_finished();
        share::set_members(&told?, TOPIC, &mut context.report);
        context.report.line(format!(
            "\nEverything turned out as told, in {:.1} s. The same on your cluster, with AWS credentials in\n\
             the environment: kadm share TOPIC --with USER -b BROKER:9198 --user-password-file FILE",
            started.elapsed().as_secs_f32()
        ));
        Ok(())
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

async fn tell_story(steps: &mut Steps<'_, '_>) -> Result<Shared> {
    let emulator = cluster(steps).await?;
    steps.say(&format!("\n1. {USER}, a third party, has a password, and may not do anything yet."));
    let user = user(&emulator, steps).await?;
    denied_topic(&user, steps).await?;
    denied_acl(&user, steps).await?;
    steps.say(&format!(
        "\n2. An administrator shares the topic by IAM: kadm share {TOPIC} --with {USER}"
    ));
    let shared = share_topic(&emulator, steps).await?;
    emulator.shutdown().await;
    Ok(shared)
}

async fn cluster(steps: &mut Steps<'_, '_>) -> Result<Emulator> {
    steps.say(
        "Amazon MSK with public access, emulated in this process: TLS everywhere, ACLs enforced.",
    );
    steps.start("cluster");
    let builder =
        Emulator::builder().scram_user(USER, PASSWORD).iam_identity(KEY_ID, SECRET_KEY, None, ARN);
    match builder.start().await {
        Ok(emulator) => {
            steps.end("cluster", State::Done, "one broker, with a listener for each kind of login");
            let (iam, scram) = (emulator.iam_address(), emulator.scram_address());
            steps.say(&format!(
                "           AWS_MSK_IAM   {iam}  the account's own people, whom ACLs do not bind"
            ));
            steps.say(&format!(
                "           SCRAM-SHA-512 {scram}  users with a password, whom ACLs bind"
            ));
            Ok(emulator)
        }
        Err(error) => {
            let failure = Failure::local(format!("the emulator does not start: {error}"));
            Err(failed("cluster", failure, steps))
        }
    }
}

async fn user(emulator: &Emulator, steps: &mut Steps<'_, '_>) -> Result<Admin> {
    steps.start("login");
    match Admin::connect(login(emulator)).await {
        Ok(user) => {
            let address = user.session().address.to_string();
            steps.end(
                "login",
                State::Done,
                &format!("{USER} at {address} by SCRAM-SHA-512: the password is right"),
            );
            Ok(user)
        }
        Err(error) => Err(failed("login", error.into(), steps)),
    }
}

/// What sent people to the forums: a login that works, and a topic that is denied.
async fn denied_topic(user: &Admin, steps: &mut Steps<'_, '_>) -> Result<()> {
    steps.start("refused-29");
    let answer = match user.describe_topics(&[TOPIC]).await {
        Ok(topics) => topics.one(),
        Err(error) => Err(error),
    };
    let about = format!("{USER} asks for topic {TOPIC}");
    expect("refused-29", ErrorCode::TOPIC_AUTHORIZATION_FAILED, answer, &about, steps)
}

/// The way out that is none: on public MSK no SCRAM user may change ACLs at first.
async fn denied_acl(user: &Admin, steps: &mut Steps<'_, '_>) -> Result<()> {
    steps.start("refused-31");
    let acls = Grant::to(format!("User:{USER}")).produce(TOPIC).bindings();
    let answer = match user.create_acls(&acls).await {
        Ok(acls) => acls.all(),
        Err(error) => Err(error),
    };
    let about = format!("{USER} creates its own ACL");
    expect("refused-31", ErrorCode::CLUSTER_AUTHORIZATION_FAILED, answer, &about, steps)
}

async fn share_topic(emulator: &Emulator, steps: &mut Steps<'_, '_>) -> Result<Shared> {
    let topic = NewTopic::new(TOPIC).partitions(3).replication_factor(1);
    let share = Share::new(topic, USER).produce().prove_as(login(emulator));
    let shared = share::run_share(&share, TOPIC, administrator(emulator), steps).await?;
    let told: AuthorizedOperations =
        [AclOperation::WRITE, AclOperation::DESCRIBE].into_iter().collect();
    match &shared.proof {
        Some(proof) if proof.operations == told => Ok(shared),
        Some(proof) => {
            Err(Failure::unexpected(format!("{USER} may {}, and should {told}", proof.operations)))
        }
        None => Err(Failure::unexpected("there is no proof")),
    }
}

/// The broker has to refuse, and with this code.
fn expect<T>(
    step: &str,
    code: ErrorCode,
    answer: kafka_admin::Result<T>,
    about: &str,
    steps: &mut Steps<'_, '_>,
) -> Result<()> {
    match answer {
        Err(error) if error.code() == Some(code) => {
            let name = code.name().unwrap_or_default();
            steps.end(step, State::Done, &format!("{about}: {name} ({})", code.0));
            Ok(())
        }
        Err(error) => Err(failed(step, Failure::unexpected(format!("{about}: {error}")), steps)),
        Ok(_) => {
            Err(failed(step, Failure::unexpected(format!("{about}, and it was allowed")), steps))
        }
    }
}

fn failed(step: &str, failure: Failure, steps: &mut Steps<'_, '_>) -> Failure {
    steps.end(step, State::Failed, &failure.message);
    failure
}

fn login(emulator: &Emulator) -> Config {
    Config::new([emulator.scram_address()])
        .tls(tls(emulator))
        .auth(Auth::scram_sha_512(USER, PASSWORD))
}

fn administrator(emulator: &Emulator) -> Config {
    let credentials = AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY)).source("the demo");
    Config::new([emulator.iam_address()])
        .tls(tls(emulator))
        .auth(Auth::MskIam)
        .aws_credentials(credentials)
        .aws_region("us-east-1")
}

fn tls(emulator: &Emulator) -> Tls {
    Tls::Roots(TlsRoots::Pem(emulator.ca_pem().as_bytes().to_vec()))
}

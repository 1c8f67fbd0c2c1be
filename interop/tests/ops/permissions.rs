//! [`kafka_admin::permissions::Rules`] against the authorizers of Kafka and of the emulator: random sets
//! of ACLs, and what a user is told that it may do.

use std::time::Duration;

use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::configs::ConfigResource;
use kafka_admin::groups::GroupPartitions;
use kafka_admin::permissions::{Question, Rules, operations_of};
use kafka_admin::topics::{NewPartitions, RecordsToDelete, TopicPartition};
use kafka_admin::users::{UserScramCredential, UserScramCredentialAlteration};
use kafka_admin::{
    AclOperation, AclPermissionType, Admin, Auth, ErrorCode, ResourceType, ScramHash, Secret,
};
use kafka_emulator::Emulator;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::describe_groups::DescribeGroupsRequest;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{Request, decode_response, encode_request};
use tokio::task::spawn_blocking;

use crate::administrator::Administrator;
use crate::asker::{Peer as Asker, Place};
use crate::peer::Peer;

/// A busy machine takes its time.
const LONG: Duration = Duration::from_secs(30);

/// The lowest levels of `metadata.version` that came with a release.
const OF_4_0: i16 = 22;
const OF_4_4: i16 = 31;

const USER: &str = "asker";
const PRINCIPAL: &str = "User:asker";
const PASSWORD: &str = "correct horse";
const CLIENT: &str = "127.0.0.1";

/// What a cluster told: `None` where it said that DESCRIBE is refused, and nothing more.
type Told = Vec<(ResourceType, String, Option<i32>)>;

/// Of the cluster, 0 stands for a refused DESCRIBE too.
pub(crate) async fn the_rules_say_what_the_cluster_says(peer: &Peer) {
    let admin = peer.admin().await;
    let credential = UserScramCredential::new(USER, ScramHash::Sha512);
    let upsert =
        UserScramCredentialAlteration::upsert(USER, ScramHash::Sha512, Secret::new(PASSWORD));
    admin.alter_scram_users(&[upsert]).await.unwrap().all().unwrap();
    admin.wait_for_scram_user(&credential, LONG).await.unwrap();
    // So that there is a coordinator.
    let _ = admin.wait_until_allowed_on_group("asked", &[AclOperation::DESCRIBE], LONG).await;
    let features = admin.describe_features().await.unwrap().features;
    let release = features.iter().find(|feature| feature.name == "metadata.version").unwrap();
    let (_, release) = release.supported.unwrap();
    let mut asker = Some(peer.scram_asker(USER, PASSWORD));
    let mut dice = Dice(4);
    let (mut questions, mut rounds) = (0, 0);
    while questions < 2_000 {
        rounds += 1;
        let names = Names::new(&format!("{}-", interop::unique("why")), PRINCIPAL);
        let acls = names.acls(&mut dice);
        admin.create_acls(&acls).await.unwrap().all().unwrap();
        admin.wait_for_acls(&acls, LONG).await.unwrap();
        let rules = Rules::new(acls.clone()).networks(release >= OF_4_4);
        let told = names.ask(&mut asker).await;
        questions += compare(&rules, &told, release >= OF_4_0);
        remove(&admin, &acls).await;
    }
    println!("{questions} questions about {rounds} sets of ACLs: the same answers");
}

pub(crate) async fn remove(admin: &Admin, acls: &[AclBinding]) {
    let exact: Vec<_> = acls.iter().map(AclBindingFilter::exactly).collect();
    admin.delete_acls(&exact).await.unwrap().all().unwrap();
    admin.wait_until_acls_are_gone(acls, LONG).await.unwrap();
}

/// A second implementation of the same rules: 100,000 questions.
#[tokio::test]
async fn the_rules_say_what_the_emulator_says() {
    let mut questions = 0;
    for (seed, everyone) in [(1, false), (2, true)] {
        let builder = Administrator::known_to(Emulator::builder()).plaintext_listener(true);
        let emulator = builder.allow_everyone(everyone).start().await.unwrap();
        let ca_file =
            std::env::temp_dir().join(interop::unique(&format!("ca-{}", std::process::id())));
        std::fs::write(&ca_file, emulator.ca_pem()).unwrap();
        let administrator = Administrator { addresses: vec![emulator.iam_address()], ca_file };
        let admin = administrator.admin().await;
        std::fs::remove_file(&administrator.ca_file).unwrap();
        let address = by_address(&emulator.plaintext_address().unwrap());
        let mut asker = Some(Asker::new(Place::Plaintext(address)));
        let (mut dice, mut here) = (Dice(seed), 0);
        let names = Names::new("", "User:ANONYMOUS");
        while here < 50_000 {
            let acls = names.acls(&mut dice);
            admin.create_acls(&acls).await.unwrap().all().unwrap();
            let rules = Rules::new(acls).allow_everyone_if_no_acl_found(everyone);
            let told = names.ask(&mut asker).await;
            here += compare(&rules, &told, true);
            admin.delete_acls(&[AclBindingFilter::any()]).await.unwrap().all().unwrap();
        }
        questions += here;
    }
    assert!(questions >= 100_000);
}

/// What somebody does with every right is learned from Kafka's own log; with the ACLs that `kadm` makes
/// of it they can do the same, and no more.
#[tokio::test]
async fn what_kafka_logs_is_learned() {
    let Some(peer) = Peer::kafka() else { return };
    let (admin, user) = (peer.admin().await, interop::unique("learner"));
    let upsert = UserScramCredentialAlteration::upsert(&user, ScramHash::Sha512, PASSWORD);
    admin.alter_scram_users(&[upsert]).await.unwrap().all().unwrap();
    let credential = UserScramCredential::new(&user, ScramHash::Sha512);
    admin.wait_for_scram_user(&credential, LONG).await.unwrap();
    let topic = peer.topic(&admin, "learned").await;
    let principal = format!("User:{user}");
    let everything = [ResourceType::TOPIC, ResourceType::GROUP].map(|on| {
        AclBinding::allow(&principal, AclOperation::ALL, ResourcePattern::literal(on, "*"))
    });
    admin.create_acls(&everything).await.unwrap().all().unwrap();
    admin.wait_for_acls(&everything, LONG).await.unwrap();
    let login = peer.login(Auth::scram_sha_512(&user, PASSWORD)).await.unwrap();
    work(&login, &topic, &user).await.unwrap();

    let last = format!("{principal} is Allowed operation = DELETE");
    let log = std::env::temp_dir().join(format!("{user}-{}.log", std::process::id()));
    std::fs::write(&log, peer.log_with(&last)).unwrap();
    let file = log.display().to_string();
    let mut captured = kafka_cli::Captured::default();
    let words = ["kadm", "acl", "learn", &file, "--principal", &user, "--format", "json"];
    assert_eq!(kafka_cli::run_with(words, captured.outside()).await, 0, "{}", captured.stderr());
    std::fs::remove_file(&log).unwrap();
    let learned: serde_json::Value = serde_json::from_str(&captured.stdout()).unwrap();
    let rules = rules_of(&learned);
    let on_topic =
        |operation| AclBinding::allow(&principal, operation, ResourcePattern::topic(&topic));
    let on_group =
        AclBinding::allow(&principal, AclOperation::DESCRIBE, ResourcePattern::group(&user));
    let expected =
        [on_topic(AclOperation::DELETE), on_topic(AclOperation::DESCRIBE_CONFIGS), on_group];
    assert_eq!(rules, expected, "{learned:#}");

    remove(&admin, &everything).await;
    admin.create_acls(&rules).await.unwrap().all().unwrap();
    admin.wait_for_acls(&rules, LONG).await.unwrap();
    work(&login, &topic, &user).await.unwrap();
    let more =
        login.create_partitions(&[NewPartitions::increase_to(&topic, 9)]).await.unwrap().one();
    assert_eq!(more.unwrap_err().code(), Some(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
}

/// The ACLs that `kadm acl learn` tells as JSON.
pub(crate) fn rules_of(learned: &serde_json::Value) -> Vec<AclBinding> {
    let rule = |rule: &serde_json::Value| {
        let text = |member: &str| rule["acl"][member].as_str().unwrap();
        let on = text("resource_type").parse().unwrap();
        let pattern = ResourcePattern::literal(on, text("name"));
        AclBinding::allow(text("principal"), text("operation").parse().unwrap(), pattern)
    };
    learned["rules"].as_array().unwrap().iter().map(rule).collect()
}

/// Several things, the last of which takes DELETE on the topic.
async fn work(user: &Admin, topic: &str, group: &str) -> kafka_admin::Result<()> {
    user.describe_topics(&[topic]).await?.one()?;
    user.describe_configs(&[ConfigResource::topic(topic)]).await?.one()?;
    let _ = user.list_group_offsets(&[GroupPartitions::all(group)]).await?.one()?;
    let all = (TopicPartition::new(topic, 0), RecordsToDelete::Before(0));
    user.delete_records(&[all]).await?.one().map(drop)
}

/// Gives how many questions were answered.
fn compare(rules: &Rules, (principal, told): &(&'static str, Told), of_4_0: bool) -> usize {
    let mut questions = 0;
    for (on, name, told) in told {
        let pattern = ResourcePattern::literal(*on, name);
        let question = Question::new(principal, AclOperation::DESCRIBE, &pattern);
        let question = question.from_host(Some(CLIENT.parse().unwrap()));
        let describes = rules.allow(&question);
        let refused = told.is_none() || (*on == ResourceType::CLUSTER && *told == Some(0));
        assert_eq!(describes, !refused, "DESCRIBE on {pattern}: {told:?}\n{:#?}", rules.acls());
        questions += 1;
        let Some(told) = told.filter(|_| !refused) else { continue };
        // Kafka 3.9 has no configurations of groups.
        let is_told = |operation: &&AclOperation| {
            of_4_0 || *on != ResourceType::GROUP || operation.0 < AclOperation::DESCRIBE_CONFIGS.0
        };
        for operation in operations_of(*on).iter().filter(is_told) {
            let answer = rules.answer(&question.operation(*operation));
            let (ours, theirs) = (answer.is_allowed(), told >> operation.0 & 1 == 1);
            assert_eq!(ours, theirs, "{operation} on {pattern}: {answer:#?}\n{:#?}", rules.acls());
            questions += usize::from(*operation != AclOperation::DESCRIBE);
        }
    }
    questions
}

/// Numbers that look like chance, and are the same in every run.
struct Dice(u64);

impl Dice {
    /// `SplitMix64`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Names that cover each other in every way.
struct Names {
    principal: &'static str,
    topics: Vec<String>,
    groups: Vec<String>,
}

impl Names {
    fn new(prefix: &str, principal: &'static str) -> Self {
        let named = |name: &&str| match name.strip_prefix('*') {
            Some(rest) => format!("*{prefix}{rest}"),
            None => format!("{prefix}{name}"),
        };
        let topics = ["a", "ab", "abc", "abcd", "b", "ba", "bab", "c"];
        let groups = ["a", "ab", "abc", "b", "ä", "äb", "*a", "*ab"];
        let topics = topics.iter().map(named).collect();
        Self { principal, topics, groups: groups.iter().map(named).collect() }
    }

    fn acls(&self, dice: &mut Dice) -> Vec<AclBinding> {
        let count = 1 + dice.below(20);
        let mut acls: Vec<AclBinding> = Vec::new();
        while acls.len() < count {
            let acl = self.acl(dice);
            if !acls.contains(&acl) {
                acls.push(acl);
            }
        }
        acls
    }

    fn acl(&self, dice: &mut Dice) -> AclBinding {
        use AclOperation as Op;
        let (kind, near) = self.principal.split_once(':').unwrap();
        let principals = [
            self.principal,
            self.principal,
            self.principal,
            "User:*",
            &format!("user:{near}"),
            &format!("{kind}:{near}*"),
        ]
        .map(str::to_owned);
        let hosts = [
            "*",
            "*",
            "*",
            "127.0.0.1",
            "127.0.0.2",
            "127.0.0.0/8",
            "10.0.0.0/8",
            "::/0",
            "localhost",
        ];
        let operations = [
            Op::ALL,
            Op::READ,
            Op::WRITE,
            Op::CREATE,
            Op::DELETE,
            Op::ALTER,
            Op::DESCRIBE,
            Op::CLUSTER_ACTION,
            Op::DESCRIBE_CONFIGS,
            Op::ALTER_CONFIGS,
            Op::IDEMPOTENT_WRITE,
        ];
        let permission = *dice.of(&[
            AclPermissionType::ALLOW,
            AclPermissionType::ALLOW,
            AclPermissionType::ALLOW,
            AclPermissionType::DENY,
        ]);
        let (pattern, is_ours) = self.pattern(dice);
        // What is for everyone must not be about what other tests have.
        let principal = if is_ours { dice.of(&principals) } else { &principals[0] };
        let operation = *dice.of(&operations);
        let mut acl = AclBinding::allow(principal, operation, pattern).from_host(dice.of(&hosts));
        acl.entry.permission = permission;
        acl
    }

    /// And whether nobody else has a resource that it covers.
    fn pattern(&self, dice: &mut Dice) -> (ResourcePattern, bool) {
        let on = *dice.of(&[ResourceType::TOPIC, ResourceType::TOPIC, ResourceType::GROUP]);
        let names = if on == ResourceType::GROUP { &self.groups } else { &self.topics };
        let name = dice.of(names).clone();
        let is_alone = self.topics[0] == "a";
        match dice.below(12) {
            0 => (ResourcePattern::cluster(), is_alone),
            1 => (ResourcePattern::literal(on, "*"), is_alone),
            2 => (ResourcePattern::prefixed(on, "*"), is_alone),
            3..6 => (ResourcePattern::prefixed(on, name), true),
            _ => (ResourcePattern::literal(on, name), true),
        }
    }

    /// What the cluster says to the principal. The asker waits in a thread of its own.
    async fn ask(&self, asker: &mut Option<Asker>) -> (&'static str, Told) {
        let (topics, groups) = (self.topics.clone(), self.groups.clone());
        let mut peer = asker.take().unwrap();
        let (peer, told) = spawn_blocking(move || {
            let told = [
                of_topics(&mut peer, &topics),
                of_groups(&mut peer, &groups),
                of_cluster(&mut peer),
            ];
            (peer, told.concat())
        })
        .await
        .unwrap();
        *asker = Some(peer);
        (self.principal, told)
    }
}

fn of_topics(asker: &mut Asker, names: &[String]) -> Told {
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let request = MetadataRequest {
        topics: Some(names.iter().map(|name| named(name.as_str())).collect::<Vec<_>>().into()),
        include_topic_authorized_operations: true,
        ..Default::default()
    };
    ask(asker, 12, &request, |response| {
        let topic = |it: kafka_proto::messages::metadata::MetadataResponseTopic<'_>| {
            let bits = match it.error_code {
                ErrorCode::TOPIC_AUTHORIZATION_FAILED => None,
                ErrorCode::UNKNOWN_TOPIC_OR_PARTITION => Some(it.topic_authorized_operations),
                other => panic!("{other}"),
            };
            (ResourceType::TOPIC, it.name.unwrap().to_owned(), bits)
        };
        response.topics.iter().map(topic).collect()
    })
}

fn of_groups(asker: &mut Asker, names: &[String]) -> Told {
    let request = DescribeGroupsRequest {
        groups: names.iter().map(String::as_str).collect(),
        include_authorized_operations: true,
        ..Default::default()
    };
    ask(asker, 5, &request, |response| {
        let group = |it: kafka_proto::messages::describe_groups::DescribedGroup<'_>| {
            let bits = match it.error_code {
                ErrorCode::GROUP_AUTHORIZATION_FAILED => None,
                ErrorCode::NONE => Some(it.authorized_operations),
                other => panic!("{other}"),
            };
            (ResourceType::GROUP, it.group_id.to_owned(), bits)
        };
        response.groups.iter().map(group).collect()
    })
}

fn of_cluster(asker: &mut Asker) -> Told {
    let request = DescribeClusterRequest {
        include_cluster_authorized_operations: true,
        ..Default::default()
    };
    ask(asker, 1, &request, |response| {
        let bits = response.cluster_authorized_operations;
        vec![(ResourceType::CLUSTER, "kafka-cluster".to_owned(), Some(bits))]
    })
}

fn ask<'q, R: Request<'q>>(
    asker: &mut Asker,
    version: i16,
    request: &R,
    read: impl Fn(&R::Response<'_>) -> Told,
) -> Told {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 7, Some("asker"), request).unwrap();
    let answer = asker.ask(&frame.split_off(4)).expect("an answer");
    read(&decode_response::<R>(&answer, version).unwrap().1)
}

/// An IPv4 client, whatever `localhost` stands for.
pub(crate) fn by_address(address: &str) -> String {
    address.replace("localhost", CLIENT)
}

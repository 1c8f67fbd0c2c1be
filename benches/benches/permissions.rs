//! What a question about rights costs with 100,000 ACLs: 25,000 topics, half of them as prefixes, and 500 users.
//!
//! `read` makes the index, `answer` asks it, `change` looks for the smallest change that turns the answer.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::permissions::{Question, Rules};
use kafka_admin::{AclOperation, ResourceType};

const TOPICS: usize = 25_000;
const USERS: usize = 500;
const OPERATIONS: [AclOperation; 4] =
    [AclOperation::READ, AclOperation::WRITE, AclOperation::DESCRIBE, AclOperation::ALTER];

fn acls() -> Vec<AclBinding> {
    let mut acls = Vec::new();
    for topic in 0..TOPICS {
        let name = format!("topic-{topic}");
        for (place, operation) in OPERATIONS.into_iter().enumerate() {
            let user = format!("User:u{}", (topic * OPERATIONS.len() + place) % USERS);
            let pattern = match topic % 2 {
                0 => ResourcePattern::topic(&name),
                _ => ResourcePattern::prefixed(ResourceType::TOPIC, &name),
            };
            acls.push(match topic % 50 {
                0 => AclBinding::deny(user, operation, pattern),
                _ => AclBinding::allow(user, operation, pattern),
            });
        }
    }
    acls
}

fn permissions(c: &mut Criterion) {
    let acls = acls();
    let rules = Rules::new(acls.iter().cloned());
    assert_eq!(rules.acls().len(), 100_000);
    let topic = ResourcePattern::topic("topic-12345");
    let allowed = Question::new("User:u380", AclOperation::READ, &topic);
    let denied = Question::new("User:u7", AclOperation::READ, &topic);
    assert!(rules.answer(&allowed).is_allowed() && !rules.answer(&denied).is_allowed());
    let mut group = c.benchmark_group("100000_acls");
    group.sample_size(10);
    group.bench_function("read", |b| b.iter(|| Rules::new(black_box(&acls).iter().cloned())));
    group.bench_function("answer", |b| b.iter(|| rules.answer(black_box(&denied)).is_allowed()));
    group.bench_function("change", |b| b.iter(|| rules.smallest_change(black_box(&denied))));
    group.finish();
}

criterion_group!(benches, permissions);
criterion_main!(benches);

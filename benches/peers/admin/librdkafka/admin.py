"""librdkafka through confluent-kafka: admin calls. See ../README.md."""

import json
import os
import resource
import sys

import confluent_kafka
from confluent_kafka import TopicCollection
from confluent_kafka.admin import (
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
)

ALL = [f"topic-{n:06}" for n in range(1000)]
EVERY = AclBindingFilter(
    ResourceType.ANY, None, ResourcePatternType.ANY, None, None, AclOperation.ANY, AclPermissionType.ANY
)


def config():
    config = {"bootstrap.servers": os.environ["PEER_BOOTSTRAP"]}
    if os.environ["PEER_SECURITY"] != "PLAINTEXT":
        config |= {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": os.environ["PEER_USER"],
            "sasl.password": os.environ["PEER_PASSWORD"],
            "ssl.ca.location": os.environ["PEER_CA"],
        }
    return config


def describe(admin, names):
    return admin.describe_topics(TopicCollection(names)).values()


def repeat(admin, work, calls):
    if work == "describe-1":
        for n in range(calls):
            for future in describe(admin, [ALL[n % 1000]]):
                future.result()
    elif work == "describe-64":
        for _ in range(calls // 64):
            futures = [future for name in ALL[:64] for future in describe(admin, [name])]
            for future in futures:
                future.result()
    elif work == "describe-1000":
        for _ in range(calls):
            assert len([future.result() for future in describe(admin, ALL)]) == 1000
    elif work == "list-topics":
        for _ in range(calls):
            assert len(admin.list_topics(timeout=30).topics) >= 10_000
    elif work == "describe-acls":
        for _ in range(calls):
            assert len(admin.describe_acls(EVERY).result()) >= 10_000
    else:
        sys.exit(3)


def cpu_us():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e6


def main():
    work, calls = os.environ["PEER_WORK"], int(os.environ["PEER_CALLS"])
    admin = AdminClient(config())
    repeat(admin, work, max(calls // 10, 64))
    before = cpu_us()
    repeat(admin, work, calls)
    used = (cpu_us() - before) / calls
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    name = f"librdkafka {confluent_kafka.libversion()[0]}"
    print(json.dumps({"client": name, "cpu_us": used, "peak_kb": peak}))


main()

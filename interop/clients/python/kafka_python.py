"""kafka-python, by commands: see ../README.md."""

import os
import sys
import time

import kafka
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    KafkaAdminClient,
    NewTopic,
    ResourcePattern,
    ResourceType,
)
from kafka.errors import KafkaError, KafkaTimeoutError

DEADLINE = 20
CONFIG = {
    "bootstrap_servers": os.environ["CLIENT_BOOTSTRAP"].split(","),
    "security_protocol": "SASL_SSL",
    "ssl_cafile": os.environ["CLIENT_CA"],
    "sasl_mechanism": os.environ["CLIENT_MECHANISM"],
}
if CONFIG["sasl_mechanism"] != "AWS_MSK_IAM":
    CONFIG["sasl_plain_username"] = os.environ["CLIENT_USER"]
    CONFIG["sasl_plain_password"] = os.environ["CLIENT_PASSWORD"]
READ, HELD = [], {}


def administer(call):
    client = KafkaAdminClient(**CONFIG, bootstrap_timeout_ms=5000)
    try:
        return call(client)
    finally:
        client.close()


def acls(user, kind, name, *operations):
    pattern = ResourcePattern(ResourceType[kind], name)
    allow = ACLPermissionType.ALLOW
    return [ACL("User:" + user, "*", ACLOperation[it], allow, pattern) for it in operations]


def allow(*command):
    wanted = acls(*command)
    made = administer(lambda it: it.create_acls(wanted))
    if made["failed"]:
        raise made["failed"][0][1]
    return len(made["succeeded"])


def forbid(*command):
    filters = acls(*command)
    return sum(len(found) for _, found, _ in administer(lambda it: it.delete_acls(filters)))


def produce(topic, partition, text):
    if "producer" not in HELD:
        HELD["producer"] = kafka.KafkaProducer(**CONFIG, max_block_ms=DEADLINE * 1000)
    try:
        return HELD["producer"].send(topic, text.encode(), partition=int(partition)).get(timeout=DEADLINE).offset
    except KafkaError:
        # One whose InitProducerId was denied never works again.
        HELD.pop("producer").close(timeout=0)
        raise


def join(group, topic):
    more = {"auto_offset_reset": "earliest", "heartbeat_interval_ms": 500}
    HELD["consumer"] = kafka.KafkaConsumer(topic, group_id=group, **more, **CONFIG)
    wait(lambda: HELD["consumer"].assignment())
    return ""


def wait(is_done):
    """Polls until it is done, or the time is over."""
    end = time.monotonic() + DEADLINE
    while not is_done():
        for records in HELD["consumer"].poll(timeout_ms=100).values():
            READ.extend(it.value.decode() for it in records)
        if time.monotonic() > end:
            raise KafkaTimeoutError(f"{READ} {HELD['consumer'].assignment()}")


def assigned(count):
    wait(lambda: len(HELD["consumer"].assignment()) == int(count))
    return count


def read(*one_of):
    wait(lambda: set(one_of) & set(READ))
    return " ".join(READ)


COMMANDS = {
    "login": lambda: len(administer(lambda it: it.describe_cluster())["brokers"]),
    "create": lambda topic, partitions: administer(
        lambda it: it.create_topics([NewTopic(topic, int(partitions), 1)]) and topic
    ),
    "allow": allow,
    "forbid": forbid,
    "produce": produce,
    "join": join,
    "assigned": assigned,
    "read": read,
    "leave": lambda: HELD["consumer"].close(),
}

print(f"READY kafka-python {kafka.__version__}", flush=True)
for line in sys.stdin:
    name, *arguments = line.split()
    try:
        print("OK", COMMANDS[name](*arguments), flush=True)
    except KafkaError as failed:
        words = str(failed).replace("\n", " ")
        print("ERROR", getattr(failed, "errno", -1), type(failed).__name__, words, flush=True)

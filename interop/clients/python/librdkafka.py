"""librdkafka through confluent-kafka, by commands: see ../README.md."""

import os
import sys
import time

import confluent_kafka as ck
from aws_msk_iam_sasl_signer import MSKAuthTokenProvider
from confluent_kafka import admin as adm

DEADLINE = 20
CONFIG = {
    "bootstrap.servers": os.environ["CLIENT_BOOTSTRAP"],
    "security.protocol": "SASL_SSL",
    "ssl.ca.location": os.environ["CLIENT_CA"],
    "socket.timeout.ms": 20000,
    "reconnect.backoff.max.ms": 500,
}
READ, ERRORS, HELD = [], [], {}


def token(_):
    """Amazon's signer; librdkafka has no AWS_MSK_IAM of its own."""
    value, end = MSKAuthTokenProvider.generate_auth_token(os.environ["AWS_REGION"])
    return value, end / 1000


if os.environ["CLIENT_MECHANISM"] == "PLAINTEXT":
    CONFIG["security.protocol"] = "PLAINTEXT"
elif os.environ["CLIENT_MECHANISM"] == "OAUTHBEARER":
    CONFIG |= {"sasl.mechanism": "OAUTHBEARER", "oauth_cb": token}
else:
    CONFIG |= {
        "sasl.mechanism": os.environ["CLIENT_MECHANISM"],
        "sasl.username": os.environ["CLIENT_USER"],
        "sasl.password": os.environ["CLIENT_PASSWORD"],
    }
# What keeps it from connecting is told to this, and not to who asks.
CONFIG["error_cb"] = ERRORS.append


def wait(poll, is_done):
    """Polls until it is done, an error comes that does not pass, or the time is over."""
    end = time.monotonic() + DEADLINE
    while not is_done():
        poll()
        for error in ERRORS:
            if error.code() == ck.KafkaError._AUTHENTICATION:
                raise ck.KafkaException(error)
        if time.monotonic() > end:
            raise ck.KafkaException(ck.KafkaError(ck.KafkaError._TIMED_OUT, f"{READ} {ERRORS}"))


def administer(call):
    client = adm.AdminClient(CONFIG)
    futures = call(client)
    wait(lambda: client.poll(0.1), lambda: all(it.done() for it in futures))
    return [it.result() for it in futures]


def acls(of, command):
    kind = adm.ResourceType[command[1]]
    allow = adm.AclPermissionType.ALLOW
    for operation in command[3:]:
        operation = adm.AclOperation[operation]
        yield of(kind, command[2], adm.ResourcePatternType.LITERAL, "User:" + command[0], "*", operation, allow)


def produce(topic, partition, text):
    told = []
    producer = HELD.setdefault("producer", None) or ck.Producer(CONFIG)
    HELD["producer"] = producer
    producer.produce(topic, text, partition=int(partition), on_delivery=lambda *it: told.append(it))
    wait(lambda: producer.poll(0.1), lambda: told)
    error, message = told[0]
    if error:
        raise ck.KafkaException(error)
    return message.offset()


def join(group, topic):
    protocol = os.environ["CLIENT_GROUP_PROTOCOL"]
    more = {"group.id": group, "auto.offset.reset": "earliest", "group.protocol": protocol}
    if protocol == "classic":
        more["heartbeat.interval.ms"] = 500
    HELD["consumer"] = ck.Consumer(CONFIG | more)
    HELD["consumer"].subscribe([topic])
    wait(poll, lambda: HELD["consumer"].assignment())
    return ""


def poll():
    message = HELD["consumer"].poll(0.1)
    if message is not None and message.error():
        raise ck.KafkaException(message.error())
    if message is not None:
        READ.append(message.value().decode())


def assigned(count):
    wait(poll, lambda: len(HELD["consumer"].assignment()) == int(count))
    return count


def read(*one_of):
    wait(poll, lambda: set(one_of) & set(READ))
    return " ".join(READ)


COMMANDS = {
    "login": lambda: len(administer(lambda it: [it.describe_cluster()])[0].nodes),
    "create": lambda topic, partitions: administer(
        lambda it: list(it.create_topics([ck.admin.NewTopic(topic, int(partitions), 1)]).values())
    ),
    "allow": lambda *it: administer(lambda to: list(to.create_acls(list(acls(adm.AclBinding, it))).values())),
    "forbid": lambda *it: sum(
        len(deleted)
        for deleted in administer(lambda to: list(to.delete_acls(list(acls(adm.AclBindingFilter, it))).values()))
    ),
    "produce": produce,
    "join": join,
    "assigned": assigned,
    "read": read,
    "leave": lambda: HELD["consumer"].close(),
}

print(f"READY librdkafka {ck.libversion()[0]} (confluent-kafka {ck.version()})", flush=True)
for line in sys.stdin:
    name, *arguments = line.split()
    try:
        print("OK", COMMANDS[name](*arguments), flush=True)
    except ck.KafkaException as failed:
        print("ERROR", failed.args[0].code(), failed.args[0].name(), failed.args[0].str(), flush=True)

"""librdkafka through confluent-kafka: new clients, one after the other. See ../README.md."""

import json
import os
import resource
import time

import confluent_kafka
from confluent_kafka.admin import AdminClient

CONFIG = {
    "bootstrap.servers": os.environ["PEER_BOOTSTRAP"],
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.username": os.environ["PEER_USER"],
    "sasl.password": os.environ["PEER_PASSWORD"],
    "ssl.ca.location": os.environ["PEER_CA"],
}


def login():
    AdminClient(CONFIG).list_topics(timeout=30)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    for _ in range(int(os.environ["PEER_WARMUP"])):
        login()
    times, before = [], cpu()
    for _ in range(int(os.environ["PEER_CONNECTIONS"])):
        started = time.perf_counter()
        login()
        times.append((time.perf_counter() - started) * 1000)
    used = (cpu() - before) * 1000
    name = f"librdkafka {confluent_kafka.libversion()[0]} (confluent-kafka {confluent_kafka.version()})"
    print(json.dumps({"client": name, "cpu_ms": used, "times_ms": times}))


main()

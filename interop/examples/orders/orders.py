"""An application: it writes orders to a topic of Amazon MSK, and adds up what it reads from there.

It finds its cluster by the AWS API and logs in by IAM, unless MSK_USER says as whom to log in by SCRAM.
"""

import json
import os

import boto3
from kafka import KafkaConsumer, KafkaProducer

TOPIC = "orders"


def settings():
    """How to reach the cluster, for kafka-python."""
    msk = boto3.client("kafka")
    brokers = msk.get_bootstrap_brokers(ClusterArn=os.environ["MSK_CLUSTER_ARN"])
    common = {
        "security_protocol": "SASL_SSL",
        "ssl_cafile": os.environ.get("MSK_CA_FILE"),
        "bootstrap_timeout_ms": 10_000,
    }
    if "MSK_USER" not in os.environ:
        servers = brokers["BootstrapBrokerStringPublicSaslIam"]
        return {**common, "bootstrap_servers": servers, "sasl_mechanism": "AWS_MSK_IAM"}
    return {
        **common,
        "bootstrap_servers": brokers["BootstrapBrokerStringPublicSaslScram"],
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": os.environ["MSK_USER"],
        "sasl_plain_password": os.environ["MSK_PASSWORD"],
    }


def place(customer, amount):
    """Writes an order; returns when the cluster has it."""
    producer = KafkaProducer(**settings())
    try:
        order = json.dumps({"customer": customer, "amount": amount})
        producer.send(TOPIC, order.encode(), key=customer.encode()).get(timeout=20)
    finally:
        producer.close(timeout=5)


def total(group, count):
    """The sum of the next orders that the group has not seen, when there are so many."""
    consumer = KafkaConsumer(TOPIC, group_id=group, auto_offset_reset="earliest", **settings())
    try:
        amounts = [json.loads(next(consumer).value)["amount"] for _ in range(count)]
        consumer.commit()
        return sum(amounts)
    finally:
        consumer.close()

import json
import os
import subprocess
import unittest
from unittest.mock import patch

import kafka.errors
import orders

KADM = os.environ.get("KADM", "kadm")


class OrdersTest(unittest.TestCase):
    def setUp(self):
        start = [KADM, "emulator", "--format", "json", "--topic", "orders:3", "--aws-endpoint", "0"]
        emulator = subprocess.Popen(start, stdout=subprocess.PIPE, text=True)
        self.addCleanup(emulator.stdout.close)
        self.addCleanup(emulator.wait)
        self.addCleanup(emulator.terminate)
        it = json.loads(emulator.stdout.readline())
        self.user = {"MSK_USER": it["user"]["name"], "MSK_PASSWORD": it["user"]["password"]}
        self.admin = it["clients"]["env"]["iam"]
        environment = {
            "AWS_ENDPOINT_URL_KAFKA": it["aws_endpoint"]["url"],
            "AWS_ACCESS_KEY_ID": it["aws"]["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": it["aws"]["secret_access_key"],
            "AWS_DEFAULT_REGION": it["region"],
            "MSK_CLUSTER_ARN": it["aws_endpoint"]["cluster_arn"],
            "MSK_CA_FILE": it["ca_file"],
        }
        patched = patch.dict(os.environ, environment)
        patched.start()
        self.addCleanup(patched.stop)

    def kadm(self, line):
        subprocess.run([KADM, *line.split()], env={**os.environ, **self.admin}, check=True)

    def test_an_iam_role_places_orders_and_adds_them_up(self):
        orders.place("ann", 30)
        orders.place("bob", 12)
        self.assertEqual(orders.total("billing", 2), 42)
        orders.place("ann", 5)
        self.assertEqual(orders.total("billing", 1), 5)

    def test_a_user_needs_acls_first(self):
        with patch.dict(os.environ, self.user):
            with self.assertRaises(kafka.errors.TopicAuthorizationFailedError):
                orders.place("ann", 30)
            self.kadm("acl grant rudder --topic orders --produce")
            orders.place("ann", 30)
            with self.assertRaises(kafka.errors.AuthorizationError):
                orders.total("billing", 1)
            self.kadm("acl grant rudder --topic orders --consume --group billing")
            self.assertEqual(orders.total("billing", 1), 30)

    def test_a_wrong_password_is_not_taken(self):
        with patch.dict(os.environ, {**self.user, "MSK_PASSWORD": "guessed"}):
            with self.assertRaises(kafka.errors.KafkaError):
                orders.place("ann", 30)


if __name__ == "__main__":
    unittest.main()

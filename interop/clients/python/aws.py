"""boto3's client for Amazon MSK: a method and its arguments as JSON in each line. See ../README.md."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

# Where it is comes from AWS_ENDPOINT_URL_KAFKA, as for any program.
kafka = boto3.client("kafka")

print(f"READY boto3 {boto3.__version__}", flush=True)
for line in sys.stdin:
    method, arguments = line.split(" ", 1)
    try:
        answer = getattr(kafka, method)(**json.loads(arguments))
        answer.pop("ResponseMetadata")
        print("OK", json.dumps(answer, default=str), flush=True)
    except ClientError as failed:
        status = failed.response["ResponseMetadata"]["HTTPStatusCode"]
        print("ERROR", status, failed.response["Error"]["Code"], failed.response["Error"]["Message"], flush=True)

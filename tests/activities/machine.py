"""A program that speaks to the API with a key."""

import json
from uuid import uuid4

from django.test import Client

from tests.factories import make_api_key

SERVICES = "/api/v1/activities/services"


class Machine:
    """A program with a key of that account at that centre."""

    def __init__(self, account, centre):
        _, secret = make_api_key(account, centre)
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def ask(self, method, path, said=None, token=None, **options):
        headers = {"Idempotency-Key": str(token)} if token else {}
        options |= {"data": json.dumps(said), "content_type": "application/json"} if said is not None else {}
        return getattr(self.client, method)(f"{SERVICES}{path}", headers=headers, **options)

    def get(self, path, query=None):
        return self.ask("get", path, **({"query_params": query} if query else {}))

    def post(self, path, said=None, token=None):
        return self.ask("post", path, {} if said is None else said, token or uuid4())

    def put(self, path, said):
        return self.ask("put", path, said)

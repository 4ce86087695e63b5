"""Where the mocks are: from the ready-file that `orrery up` writes, named by ORRERY_READY."""

import json
import os
import pathlib

import pytest


def _parts():
    ready = os.environ.get("ORRERY_READY")
    if not ready:
        return {}
    parts = json.loads(pathlib.Path(ready).read_text())["parts"]
    return {part["name"]: part for part in parts if part["kind"] == "mock"}


class Mock:
    """Address and token of one vendor's mock."""

    def __init__(self, part):
        self.url = part["url"].rstrip("/")
        self.token = part["credentials"]["token"]


@pytest.fixture(scope="session")
def mock():
    """`mock("openai")`; ORRERY_OPENAI_URL and ORRERY_OPENAI_TOKEN win over the ready-file."""
    parts = _parts()

    def find(api):
        prefix = "ORRERY_" + api.upper().replace("-", "_")
        url, token = os.environ.get(prefix + "_URL"), os.environ.get(prefix + "_TOKEN")
        if url and token:
            return Mock({"url": url, "credentials": {"token": token}})
        if api not in parts:
            pytest.skip(f"no mock of {api}: set ORRERY_READY or {prefix}_URL and {prefix}_TOKEN")
        return Mock(parts[api])

    return find

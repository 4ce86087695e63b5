"""A running system for the checks with real clients, and what they share."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
import requests
import yaml

ROOT = Path(__file__).resolve().parents[2]
ORRERY = Path(os.environ.get("ORRERY_BIN", ROOT / ".build/release/orrery"))


def orrery(*arguments, cwd=None, env=None):
    """Runs a command of the binary to its end."""
    return subprocess.run(
        [str(ORRERY), *map(str, arguments)], cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True,
        timeout=60)


class Running:
    """One `orrery up` in a folder, and what its ready file says. One more in the same folder has the same state."""

    def __init__(self, folder, *arguments, blueprint="promptsales", isolated=True):
        self.folder = folder
        self.state = folder / ".orrery" / blueprint
        self.ready_file = folder / f"ready-{time.monotonic_ns()}.json"
        self.log = folder / "orrery.log"
        command = [str(ORRERY), "up", str(ROOT / "blueprints" / blueprint), "--ready-file", str(self.ready_file)]
        command += ["--isolated"] if isolated else []
        command += map(str, arguments)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        self.ready = self._wait()

    def _wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.ready_file.exists():
                return json.loads(self.ready_file.read_text())
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        self.kill()
        raise AssertionError(f"orrery up did not become ready:\n{self.log.read_text()}")

    def part(self, name, kind=None):
        found = [p for p in self.ready["parts"] if p["name"] == name and kind in (None, p["kind"])]
        assert found, f"no part '{name}' in {[p['name'] for p in self.ready['parts']]}"
        return found[0]

    def port(self, name, kind=None):
        return int(self.part(name, kind)["address"].rsplit(":", 1)[1])

    @property
    def ports(self):
        """Every port that is listened on, by part."""
        return {p["name"]: int(p["address"].rsplit(":", 1)[1]) for p in self.ready["parts"] if "address" in p}

    @property
    def workloads(self):
        """The state of every workload, by name."""
        answer = requests.get(self.ready["control"] + "/v1/workloads", timeout=5).json()
        return {w["name"]: w for w in answer["workloads"]}

    def wait_until_all_ready(self):
        """What was out of reach may have cost a service its readiness, which its next probe gives back."""
        eventually(lambda: all(w["ready"] and w["played_by"] == "image" for w in self.workloads.values()))

    @property
    def resident_bytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE).group(1)) * 1024

    def secret(self, key):
        """A secret of the local store, such as the password of a workload: `cache/content/password`."""
        secrets = json.loads((self.state / "secrets.json").read_text())
        [value] = [value for name, value in secrets.items() if name.endswith("/" + key)]
        return value

    @property
    def host(self):
        return self.ready["hosts"][0]

    @property
    def certificate_authority(self):
        path = self.ready["certificate_authority"]
        if path is None:
            # An instance that keeps nothing has no file of it.
            path = "authority.pem"
            (self.folder / path).write_text(self.ready["certificate_authority_pem"])
        return str(self.folder / path)

    def stop(self):
        """Ends it as Ctrl-C does; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=10)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=10)

    # The load balancer as a client on the internet reaches it: by host name, over TLS.

    def request(self, method, path, *, token=None, headers=None, host=None, **options):
        headers = dict(headers or {})
        headers["Host"] = host or self.host
        if token:
            headers["Authorization"] = f"Bearer {token}"
        session = requests.Session()
        session.mount("https://", HostNameAdapter(self.host))
        url = f"https://127.0.0.1:{self.port('alb')}{path}"
        return session.request(
            method, url, headers=headers, verify=self.certificate_authority, allow_redirects=False, timeout=30, **options)

    def machine_token(self, scope=None):
        """An access token of the client `ci`, by client credentials."""
        data = {"grant_type": "client_credentials"}
        if scope:
            data["scope"] = scope
        secret = self.ready["clients"]["ci"]
        response = self.request("POST", "/oauth/token", data=data, auth=("ci", secret))
        assert response.status_code == 200, response.text
        return response.json()["access_token"]


class HostNameAdapter(requests.adapters.HTTPAdapter):
    """Checks the certificate against the system's host name, although the address is a loopback one."""

    def __init__(self, host):
        self.host = host
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, assert_hostname=self.host, server_hostname=self.host, **options)


def eventually(check, seconds=20):
    """The first true value of `check`."""
    deadline = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


class Portal:
    """The portal as a browser uses it: cookies, forms, redirects."""

    def __init__(self, system):
        self.url = system.part("portal")["url"]
        self.user = system.ready["users"][0]
        self.session = requests.Session()

    def page(self, path):
        response = self.session.get(self.url + path, timeout=30)
        assert response.status_code == 200, f"{path}: {response.status_code}\n{response.text}"
        return response.text

    def send(self, path, **fields):
        fields["form_token"] = re.search(r'name="form_token" value="([^"]+)"', self.last_page).group(1)
        response = self.session.post(self.url + path, data=fields, timeout=30)
        assert response.status_code == 200, f"{path}: {response.status_code}\n{response.text}"
        return response

    def log_in(self):
        form = self.session.get(self.url + "/login", timeout=30)
        assert form.status_code == 200, form.text
        action = re.search(r'<form[^>]*action="([^"]*)"', form.text).group(1).replace("&amp;", "&")
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.text))
        hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
        response = self.session.post(
            requests.compat.urljoin(form.url, action), data={**hidden, **self.user}, timeout=30)
        assert response.status_code == 200, response.text
        assert response.url == self.url + "/", response.url
        self.last_page = response.text
        return response.text


@pytest.fixture(scope="session")
def system(tmp_path_factory):
    """PromptSales, one for the whole run."""
    running = Running(tmp_path_factory.mktemp("system"))
    os.environ["ORRERY_READY"] = str(running.ready_file)
    yield running
    running.kill()


@pytest.fixture
def portal(system):
    portal = Portal(system)
    portal.log_in()
    return portal


class Mock:
    """Address and token of one vendor's mock."""

    def __init__(self, part):
        self.url = part["url"].rstrip("/")
        self.token = part["credentials"]["token"]


@pytest.fixture(scope="session")
def mock(system):
    """`mock("openai")`: the mock in the system that runs."""
    return lambda api: Mock(system.part(api, "mock"))


@pytest.fixture
def start(tmp_path):
    """Starts systems of the test's own, and ends those that are left."""
    started = []

    def start(*arguments, folder=None, **options):
        (folder := folder or tmp_path / "state").mkdir(exist_ok=True)
        started.append(Running(folder, *arguments, **options))
        return started[-1]

    yield start
    for running in started:
        running.kill()


class Manifests:
    """A folder of manifests, to be changed."""

    def __init__(self, folder):
        self.folder = folder

    def __fspath__(self):
        return str(self.folder)

    __str__ = __fspath__

    @contextlib.contextmanager
    def changed(self, path):
        """The objects of one file, as a list that is written back."""
        file = self.folder / path
        objects = list(yaml.safe_load_all(file.read_text()))
        yield objects
        file.write_text(yaml.safe_dump_all(objects, sort_keys=False))

    @contextlib.contextmanager
    def object(self, path, kind, name):
        """One object of a file, written back with the change that is made to it."""
        with self.changed(path) as objects:
            [found] = [o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name]
            yield found

    def remove(self, path, kind, name):
        with self.changed(path) as objects:
            [found] = [o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name]
            objects.remove(found)


@pytest.fixture
def manifests(tmp_path):
    """A copy of the generated manifests of dev, to be changed."""
    folder = tmp_path / "manifests"
    shutil.copytree(ROOT / "generated/promptsales/dev", folder)
    return Manifests(folder)

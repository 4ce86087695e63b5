"""What was acknowledged is kept, however the process ends."""

import socket
import threading
import time

import psycopg
import pymongo
import pytest
import redis
import requests

from conftest import ROOT, eventually, orrery

ROUNDS = 8


class Writer(threading.Thread):
    """Writes numbers one after the other until the server is gone, and remembers which were acknowledged."""

    def __init__(self, name, write, first):
        super().__init__(name=name)
        self.write = write
        self.next = first
        self.acknowledged = []
        self.start()

    def run(self):
        try:
            while True:
                self.write(self.next)
                self.acknowledged.append(self.next)
                self.next += 1
        except (redis.RedisError, psycopg.Error, pymongo.errors.PyMongoError, requests.RequestException):
            return


def writers(system, token, first):
    """One writer for each way in, and two for each store, so that writes meet."""
    url = f"{system.part('ads')['url']}/ads/campaigns"

    def through_http(number):
        response = requests.post(
            url, json={"name": f"n{number}", "audience": "all", "budget_micros": 1_000_000}, timeout=10)
        if response.status_code != 201:
            raise requests.RequestException(response.text)

    def through_the_load_balancer(number):
        response = system.request(
            "POST", "/crm/leads", token=token, json={"email": f"n{number}@example.com", "full_name": "N"})
        if response.status_code != 201:
            raise requests.RequestException(response.text)

    made = [Writer("campaigns", through_http, first), Writer("leads", through_the_load_balancer, first)]
    for half in ("a", "b"):
        cache = redis.Redis.from_url(system.part("cache")["url"])
        made.append(Writer(f"redis {half}", lambda n, c=cache, h=half: c.set(f"{h}:{n}", n), first))
        database = psycopg.connect(system.part("ads-db")["url"], autocommit=True)
        made.append(Writer(
            f"postgres {half}",
            lambda n, d=database, h=half: d.execute("insert into marks values (%s, %s)", [h, n]), first))
        mongo = pymongo.MongoClient(system.part("content-db")["url"], retryWrites=False, serverSelectionTimeoutMS=100)
        made.append(Writer(
            f"mongo {half}", lambda n, m=mongo, h=half: m["content"][f"marks_{h}"].insert_one({"_id": n}), first))
    return made


def kept(system, token):
    """The numbers that are there, by writer."""
    found = {}
    cache = redis.Redis.from_url(system.part("cache")["url"], decode_responses=True)
    with psycopg.connect(system.part("ads-db")["url"]) as ads, psycopg.connect(system.part("crm-db")["url"]) as crm, \
            pymongo.MongoClient(system.part("content-db")["url"]) as mongo:
        found["campaigns"] = {int(r[0][1:]) for r in ads.execute("select name from campaigns")}
        found["leads"] = {int(r[0].split("@")[0][1:]) for r in crm.execute("select email from leads")}
        for half in ("a", "b"):
            found[f"redis {half}"] = {int(k.split(":")[1]) for k in cache.scan_iter(f"{half}:*", count=1000)}
            found[f"postgres {half}"] = {r[0] for r in ads.execute("select n from marks where half = %s", [half])}
            found[f"mongo {half}"] = {d["_id"] for d in mongo["content"][f"marks_{half}"].find()}
    return found


def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(start):
    system = start()
    token = system.machine_token()
    with psycopg.connect(system.part("ads-db")["url"], autocommit=True) as database:
        database.execute("create table marks (half text, n int, primary key (half, n))")
    acknowledged = {}
    for number in range(ROUNDS):
        running = writers(system, token, number * 1_000_000)
        eventually(lambda: all(len(w.acknowledged) > 3 + 2 * number or not w.is_alive() for w in running))
        system.kill()
        for writer in running:
            writer.join(timeout=20)
            assert len(writer.acknowledged) > 3, f"{writer.name} could not write"
            acknowledged.setdefault(writer.name, set()).update(writer.acknowledged)
        system = start(folder=system.folder)
        assert system.ready["not_ready"] == []
        found = kept(system, token)
        lost = {name: sorted(numbers - found[name]) for name, numbers in acknowledged.items() if numbers - found[name]}
        assert lost == {}


def draft(system, token, topic):
    response = system.request("POST", "/content/drafts", token=token, json={"topic": topic, "audience": "hikers"})
    assert response.status_code == 201, response.text
    return response.json()


def published(system, token, draft_id):
    found = system.request("GET", f"/content/drafts/{draft_id}", token=token).json()
    return found if found["status"] == "published" else None


def meta_posts(system):
    meta = system.part("meta")
    response = requests.get(
        f"{meta['url']}/v26.0/100000000000001/feed",
        params={"fields": "message", "limit": 100, "access_token": meta["credentials"]["token"]}, timeout=10)
    return [post["message"] for post in response.json()["data"]]


def test_a_job_that_was_taken_when_the_process_was_killed_is_done_once_after_the_restart(start):
    system = start()
    token = system.machine_token()
    made = draft(system, token, "crampons")
    cache = redis.Redis.from_url(system.part("cache")["url"])
    # In one transaction, so that the worker cannot take it: the job, and its delivery to a worker that then is killed.
    with cache.pipeline(transaction=True) as both:
        both.xadd("promptsales:jobs", {"job": '{"kind": "publish-content", "id": "%s"}' % made["id"]})
        both.xreadgroup("jobs", "jobs-0", {"promptsales:jobs": ">"}, count=1)
        both.execute()
    system.kill()

    system = start(folder=system.folder)
    done = eventually(lambda: published(system, token, made["id"]))
    assert set(done["posts"]) == {"meta", "tiktok"}
    assert len([m for m in meta_posts(system) if m == made["text"]]) == 1
    cache = redis.Redis.from_url(system.part("cache")["url"])
    eventually(lambda: cache.xpending("promptsales:jobs", "jobs")["pending"] == 0)


def test_jobs_survive_a_kill_in_the_middle_of_them(start):
    system = start()
    token = system.machine_token()
    topics = [f"rope number {n}" for n in range(12)]
    made = [draft(system, token, topic) for topic in topics]
    for item in made:
        assert system.request("POST", f"/content/drafts/{item['id']}/publish", token=token).status_code == 202
    system.kill()
    system = start(folder=system.folder)
    for item in made:
        assert set(eventually(lambda: published(system, token, item["id"]))["posts"]) == {"meta", "tiktok"}
    posts = meta_posts(system)
    assert {topic: len([m for m in posts if f"{topic} " in f"{m} "]) for topic in topics} == dict.fromkeys(topics, 1)


def test_ctrl_c_ends_it_at_once_and_leaves_no_port_open(start):
    system = start()
    idle = [socket.create_connection(("127.0.0.1", port)) for port in system.ports.values()]
    cache = redis.Redis.from_url(system.part("cache")["url"])
    waiting = threading.Thread(target=lambda: pytest.raises(redis.RedisError, cache.blpop, "nothing", timeout=30))
    waiting.start()
    begin = time.monotonic()
    assert system.stop() == 0
    assert time.monotonic() - begin < 1
    waiting.join(timeout=10)
    for connection in idle:
        connection.close()
    for name, port in system.ports.items():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
    assert "Error" not in system.log.read_text()


def test_sigterm_ends_it_too(start):
    system = start()
    system.process.terminate()
    assert system.process.wait(timeout=5) == 0


def test_a_second_instance_is_kept_out_of_the_state_of_the_first(start):
    system = start()
    second = orrery("up", ROOT / "blueprints/promptsales", "--isolated", cwd=system.folder)
    assert second.returncode == 1
    assert "another instance is using the state in '.orrery/promptsales'" in second.stderr
    assert system.request("GET", "/oauth/jwks").status_code == 200


def test_an_ephemeral_instance_leaves_nothing_behind(start):
    system = start("--ephemeral")
    assert redis.Redis.from_url(system.part("cache")["url"]).set("k", "v")
    assert system.stop() == 0
    assert {path.name for path in system.folder.iterdir()} == {system.log.name, system.ready_file.name}

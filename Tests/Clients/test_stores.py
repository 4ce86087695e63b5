"""The data stores, as each one's own clients see them: what the services wrote is there, and a log-in can do no more
than it may."""

import subprocess

import psycopg
import pymongo
import pytest
import redis


@pytest.fixture(scope="module")
def draft(system):
    response = system.request(
        "POST", "/content/drafts", token=system.machine_token(), json={"topic": "wool socks", "audience": "walkers"})
    assert response.status_code == 201, response.text
    return response.json()


@pytest.fixture(scope="module")
def lead(system):
    response = system.request(
        "POST", "/crm/leads", token=system.machine_token(), json={"email": "ida@example.com", "full_name": "Ida"})
    assert response.status_code == 201, response.text
    return response.json()


def read_only_url(system, store, user):
    """The store's address with the log-in of a workload that only reads."""
    url, credentials = system.part(store)["url"], system.part(store)["credentials"]
    password = system.secret(f"{store}/{user}/password")
    return url.replace(f"{credentials['username']}:{credentials['password']}", f"{user}:{password}")


def test_redis_cli_reads_what_the_content_service_cached(system, draft):
    found = subprocess.run(
        ["redis-cli", "--no-auth-warning", "-u", system.part("cache")["url"], "GET", f"content:draft:{draft['id']}"],
        capture_output=True, text=True, check=True)
    assert draft["text"].splitlines()[0] in found.stdout


def test_redis_at_the_desk_speaks_tls_with_who_begins_with_it(system):
    url = system.part("cache")["url"].replace("redis://", "rediss://")
    with redis.Redis.from_url(url, ssl_ca_certs=str(system.certificate_authority), ssl_check_hostname=True) as client:
        assert client.ping()
        assert client.connection_pool.connection_kwargs["host"] == "127.0.0.1"


def test_psql_reads_what_the_crm_service_stored(system, lead):
    found = subprocess.run(
        ["psql", system.part("crm-db")["url"], "-At", "-v", "ON_ERROR_STOP=1",
         "-c", f"select email, full_name from leads where id = '{lead['id']}'"],
        capture_output=True, text=True)
    assert (found.stdout, found.stderr) == ("ida@example.com|Ida\n", "")


def test_psql_describes_a_table(system):
    found = subprocess.run(
        ["psql", system.part("ads-db")["url"], "-c", r"\d campaigns"], capture_output=True, text=True)
    assert found.returncode == 0 and found.stderr == "", found.stderr
    assert "google_ads_resource" in found.stdout and '"campaigns_pkey" PRIMARY KEY' in found.stdout


def test_pymongo_reads_what_the_content_service_stored(system, draft):
    with pymongo.MongoClient(system.part("content-db")["url"]) as client:
        found = client["content"]["drafts"].find_one({"topic": "wool socks"})
    assert found["_id"] == draft["id"] and found["text"] == draft["text"]


def test_a_wrong_password_is_refused_by_each_store(system):
    for store in ("cache", "ads-db", "content-db"):
        url = system.part(store)["url"].replace("orrery:orrery@", "orrery:wrong@")
        with pytest.raises((redis.AuthenticationError, psycopg.OperationalError, pymongo.errors.OperationFailure)):
            if store == "cache":
                redis.Redis.from_url(url).ping()
            elif store == "ads-db":
                psycopg.connect(url)
            else:
                pymongo.MongoClient(url)["content"]["drafts"].find_one()


def test_a_log_in_that_only_reads_cannot_write_to_postgres(system, lead):
    with psycopg.connect(read_only_url(system, "crm-db", "analytics-mcp-readonly"), autocommit=True) as crm:
        assert crm.execute("select email from leads where id = %s", [lead["id"]]).fetchone() == ("ida@example.com",)
        for statement in ("delete from leads", "update leads set email = 'x'", "create table t (id int)", "drop table leads"):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
                crm.execute(statement)


def test_a_log_in_that_only_reads_cannot_write_to_mongo(system, draft):
    url = read_only_url(system, "content-db", "analytics-mcp-readonly")
    with pymongo.MongoClient(url) as client:
        drafts = client["content"]["drafts"]
        assert drafts.find_one({"_id": draft["id"]}) is not None
        for write in (
            lambda: drafts.insert_one({"x": 1}), lambda: drafts.delete_many({}), lambda: drafts.drop(),
            lambda: list(drafts.aggregate([{"$out": "copy"}])),
        ):
            with pytest.raises(pymongo.errors.OperationFailure) as refusal:
                write()
            assert refusal.value.code == 13  # Unauthorized

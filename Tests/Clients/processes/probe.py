"""A real process in the place of a workload: reads questions as JSON, answers each with what it found.

It is written as a service would be: addresses from the environment, passwords from mounted files, real drivers.
"""

import json
import os
import sys
from pathlib import Path


def setting(dependency, name):
    return os.environ[f"{dependency.upper().replace('-', '_')}_{name}"]


def secret(dependency, name):
    return (Path(os.environ["ORRERY_FILES"]) / "var/run/secrets" / dependency / name).read_text()


def log_in(dependency):
    return {"username": secret(dependency, "username"), "password": secret(dependency, "password")}


def ask_redis(store, **options):
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    client = redis.Redis(
        host=setting(store, "HOST"), port=int(setting(store, "PORT")), socket_timeout=5, retry=Retry(NoBackoff(), 0),
        **log_in(store), **options)
    client.set("probe", "1", ex=5)
    return "PONG" if client.ping() else None


def ask_mongo(store, **options):
    import pymongo

    client = pymongo.MongoClient(
        setting(store, "HOST"), int(setting(store, "PORT")), directConnection=True, serverSelectionTimeoutMS=3000,
        **log_in(store), **options)
    return client[setting(store, "DATABASE")].command("ping")["ok"]


def ask_postgres(store, sslmode="prefer"):
    import psycopg

    user = log_in(store)
    with psycopg.connect(
            host=setting(store, "HOST"), port=setting(store, "PORT"), dbname=setting(store, "DATABASE"),
            user=user["username"], password=user["password"], sslmode=sslmode, connect_timeout=5) as connection:
        return connection.execute("select 1").fetchone()[0]


def ask_http(variable, path):
    import requests

    dependency = variable.removesuffix("_URL").lower().replace("_", "-")
    token = Path(os.environ["ORRERY_FILES"]) / "var/run/secrets" / dependency / "token"
    headers = {"Authorization": f"Bearer {token.read_text()}"} if token.exists() else {}
    return requests.get(os.environ[variable] + path, headers=headers, timeout=5).status_code


def ask_url(url):
    import requests

    token = Path(os.environ["ORRERY_FILES"]) / "var/run/secrets/openai/token"
    headers = {"Authorization": f"Bearer {token.read_text()}"} if "openai" in url and token.exists() else {}
    try:
        answer = requests.get(url, headers=headers, timeout=5)
        return {
            "status": answer.status_code, "body": answer.text[:1000],
            "reason": answer.headers.get("x-orrery-reason", "")}
    except requests.RequestException as error:
        return {"error": str(error)}


def ask_redis_wrongly(store):
    import redis

    client = redis.Redis(
        host=setting(store, "HOST"), port=int(setting(store, "PORT")), username=secret(store, "username"),
        password="wrong", socket_timeout=5)
    return client.ping()


def ask_postgres_wrongly(store):
    import psycopg

    return psycopg.connect(
        host=setting(store, "HOST"), port=setting(store, "PORT"), dbname=setting(store, "DATABASE"),
        user=secret(store, "username"), password="wrong", connect_timeout=5)


def ask_postgres_version(store):
    import psycopg

    user = log_in(store)
    with psycopg.connect(
            host=setting(store, "HOST"), port=setting(store, "PORT"), dbname=setting(store, "DATABASE"),
            user=user["username"], password=user["password"], connect_timeout=5) as connection:
        return connection.execute("select version()").fetchone()[0]


ANSWERS = {
    "redis-wrong": ask_redis_wrongly,
    "redis-3": lambda store: ask_redis(store, protocol=3),
    "postgres-wrong": ask_postgres_wrongly,
    "postgres-version": ask_postgres_version,
    "redis": ask_redis,
    "redis-tls": lambda store: ask_redis(store, ssl=True),
    "mongo": ask_mongo,
    "mongo-tls": lambda store: ask_mongo(store, tls=True),
    "postgres": ask_postgres,
    "postgres-tls": lambda store: ask_postgres(store, sslmode="verify-full"),
    "http": ask_http,
    "get": ask_url,
}


def answer(question):
    kind, *arguments = question
    try:
        return ANSWERS[kind](*arguments)
    except Exception as error:  # what a driver says is the answer
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    print(json.dumps([answer(question) for question in json.load(sys.stdin)]))

"""The document store of a running system, asked by pymongo."""

import gridfs
import pymongo
import pytest
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure


@pytest.fixture(scope="module")
def client(system):
    with pymongo.MongoClient(system.part("content-db")["url"]) as client:
        yield client


@pytest.fixture
def database(client):
    yield client["pymongo_facts"]
    client.drop_database("pymongo_facts")


@pytest.fixture
def items(database):
    items = database["items"]
    items.insert_many([{"_id": n, "n": n, "kind": "even" if n % 2 == 0 else "odd"} for n in range(10)])
    return items


def test_the_server_says_that_it_is_a_primary_of_version_7(client):
    assert client.admin.command("hello")["isWritablePrimary"]
    assert client.server_info()["version"].startswith("7.0.")


def test_a_document_is_written_read_changed_and_removed(database):
    things = database["things"]
    inserted = things.insert_one({"name": "a", "tags": ["x"]}).inserted_id
    assert things.update_one({"_id": inserted}, {"$push": {"tags": "y"}, "$inc": {"n": 1}}).modified_count == 1
    assert things.find_one({"tags": "y"}) == {"_id": inserted, "name": "a", "tags": ["x", "y"], "n": 1}
    assert things.replace_one({"_id": inserted}, {"name": "b"}).matched_count == 1
    assert things.delete_many({"name": "b"}).deleted_count == 1
    assert things.find_one() is None


def test_an_upsert_says_what_it_made(items):
    result = items.update_one({"_id": "new"}, {"$setOnInsert": {"n": -1}}, upsert=True)
    assert (result.matched_count, result.upserted_id) == (0, "new")


def test_find_one_and_update_returns_the_document_from_after(items):
    after = items.find_one_and_update(
        {"kind": "odd"}, {"$set": {"seen": True}}, sort=[("n", -1)], return_document=pymongo.ReturnDocument.AFTER)
    assert after == {"_id": 9, "n": 9, "kind": "odd", "seen": True}


def test_a_cursor_fetches_in_batches_and_in_order(items):
    cursor = items.find({"n": {"$gte": 2}}, {"_id": 0, "n": 1}).sort("n", -1).skip(1).limit(6).batch_size(2)
    assert [document["n"] for document in cursor] == [8, 7, 6, 5, 4, 3]


def test_an_unordered_bulk_write_goes_on_after_an_error(items):
    with pytest.raises(BulkWriteError) as caught:
        items.bulk_write(
            [InsertOne({"_id": 1}), InsertOne({"_id": 11}), UpdateOne({"_id": 2}, {"$set": {"n": 0}})], ordered=False)
    details = caught.value.details
    assert [error["code"] for error in details["writeErrors"]] == [11000]
    assert (details["nInserted"], details["nModified"]) == (1, 1)


def test_a_unique_index_refuses_a_duplicate(items):
    name = items.create_index("n", unique=True)
    with pytest.raises(DuplicateKeyError) as caught:
        items.insert_one({"n": 3})
    assert caught.value.details["keyValue"] == {"n": 3}
    assert items.index_information()[name]["unique"]
    items.drop_index(name)
    assert list(items.index_information()) == ["_id_"]


def test_a_hint_must_be_an_index(items):
    items.create_index("kind")
    assert items.count_documents({"kind": "odd"}, hint="kind_1") == 5
    with pytest.raises(OperationFailure) as caught:
        list(items.find({}, hint="nope"))
    assert caught.value.code == 2


def test_a_pipeline_groups_and_sorts(items):
    groups = items.aggregate(
        [{"$group": {"_id": "$kind", "sum": {"$sum": "$n"}, "all": {"$push": "$n"}}}, {"$sort": {"_id": 1}}])
    assert list(groups) == [
        {"_id": "even", "sum": 20, "all": [0, 2, 4, 6, 8]}, {"_id": "odd", "sum": 25, "all": [1, 3, 5, 7, 9]}]


def test_a_lookup_joins_and_distinct_collects(items, database):
    database["kinds"].insert_many([{"_id": "odd", "text": "1, 3"}, {"_id": "even", "text": "0, 2"}])
    joined = items.aggregate([
        {"$match": {"_id": 3}},
        {"$lookup": {"from": "kinds", "localField": "kind", "foreignField": "_id", "as": "kinds"}}])
    assert next(joined)["kinds"] == [{"_id": "odd", "text": "1, 3"}]
    assert items.distinct("kind") == ["even", "odd"]


def test_a_transaction_is_all_or_nothing(client, items):
    with client.start_session() as session:
        with session.start_transaction():
            items.insert_one({"_id": "t"}, session=session)
            assert items.find_one({"_id": "t"}) is None
            assert items.find_one({"_id": "t"}, session=session)
        assert items.find_one({"_id": "t"})
        with pytest.raises(ZeroDivisionError), session.start_transaction():
            items.delete_many({}, session=session)
            raise ZeroDivisionError
    assert items.count_documents({}) == 11


def test_the_second_writer_in_two_transactions_is_told_to_try_again(client, items):
    with client.start_session() as first, client.start_session() as second:
        first.start_transaction()
        second.start_transaction()
        items.update_one({"_id": 1}, {"$inc": {"n": 1}}, session=first)
        with pytest.raises(OperationFailure) as caught:
            items.update_one({"_id": 1}, {"$inc": {"n": 1}}, session=second)
        assert caught.value.code == 112
        assert caught.value.has_error_label("TransientTransactionError")
        first.commit_transaction()
    assert items.find_one({"_id": 1})["n"] == 2


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"find": "items", "nope": 1}, 40415), ({"nope": 1}, 59), ({"find": "items", "filter": {"a": {"$nope": 1}}}, 2),
        ({"aggregate": "items", "pipeline": [{"$nope": 1}], "cursor": {}}, 40324),
        ({"find": "items", "collation": {"locale": "de"}}, 115), ({"getMore": 5, "collection": "items"}, 43),
    ])
def test_an_error_has_the_server_s_code(database, command, code):
    with pytest.raises(OperationFailure) as caught:
        database.command(command)
    assert caught.value.code == code


def test_a_pattern_that_tries_every_way_is_given_up(items):
    items.insert_one({"text": "a" * 60 + "!"})
    with pytest.raises(OperationFailure) as caught:
        items.find_one({"text": {"$regex": "^(a+)+$"}})
    assert caught.value.code == 51156


def test_a_wrong_password_is_refused(system):
    part = system.part("content-db")
    with pymongo.MongoClient(part["url"], password="wrong") as client:
        with pytest.raises(OperationFailure) as caught:
            client.admin.command("ping")
            client["content"].list_collection_names()
    assert caught.value.code == 18


def test_a_file_goes_into_gridfs_and_comes_back(database):
    bucket = gridfs.GridFSBucket(database, chunk_size_bytes=1000)
    content = bytes(range(256)) * 20
    file_id = bucket.upload_from_stream("picture", content, metadata={"kind": "test"})
    assert bucket.open_download_stream(file_id).read() == content
    assert database["fs.chunks"].count_documents({}) == 6
    bucket.delete(file_id)
    assert database["fs.files"].find_one() is None

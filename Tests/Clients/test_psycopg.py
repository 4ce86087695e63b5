"""The PostgreSQL stand-in, as psycopg 3 sees it."""

import datetime
import decimal
import uuid

import psycopg
import pytest
from psycopg.rows import dict_row, namedtuple_row
from psycopg.types.json import Jsonb


@pytest.fixture
def url(system):
    return system.part("ads-db", "postgres")["url"]


@pytest.fixture
def connection(url):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("create schema if not exists psycopg_test")
        connection.execute("set search_path = psycopg_test")
        yield connection
        connection.execute("drop schema psycopg_test cascade")


@pytest.fixture
def table(connection):
    connection.execute(
        "create table item (id serial primary key, name text not null unique, price numeric(10,2), tags text[],"
        " data jsonb, made timestamptz default now())")
    return connection


def test_a_password_is_checked_with_scram(system):
    part = system.part("ads-db", "postgres")
    host, port = part["address"].rsplit(":", 1)
    account = {"host": host, "port": port, "user": part["credentials"]["username"],
               "dbname": part["credentials"]["database"]}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed for user"):
        psycopg.connect(password="wrong", **account)
    with psycopg.connect(password=part["credentials"]["password"], **account) as connection:
        assert connection.pgconn.used_password
        assert connection.info.server_version // 10_000 == 15


VALUES = [
    (7, "int4"), (-(2**62), "int8"), (True, "bool"), ("žluťoučký", "text"), (1.5, "float8"),
    (decimal.Decimal("-12345678901234567890.0001234500"), "numeric"), (decimal.Decimal("NaN"), "numeric"),
    (uuid.UUID("12345678-1234-5678-1234-567812345678"), "uuid"), (b"\x00\xff\x10", "bytea"),
    (datetime.date(2024, 2, 29), "date"), (datetime.time(23, 59, 59, 999_999), "time"),
    (datetime.datetime(2024, 2, 29, 12, 30, 0, 123_456), "timestamp"),
    (datetime.datetime(1950, 1, 1, tzinfo=datetime.timezone.utc), "timestamptz"),
    (datetime.timedelta(days=-3, hours=4, microseconds=5), "interval"),
    ([1, None, 3], "int4[]"), (["a", 'quoted "b"', "c,d", None, "NULL"], "text[]"), ([], "text[]"),
    ([decimal.Decimal("1.50"), decimal.Decimal("2")], "numeric[]"), ({"a": [1, 2.5, None, {"b": "ž"}]}, "jsonb"),
    (None, "int4"),
]


@pytest.mark.parametrize("binary", [False, True], ids=["text", "binary"])
@pytest.mark.parametrize(("value", "type"), VALUES, ids=[f"{type}:{value}" for value, type in VALUES])
def test_a_value_goes_there_and_back(connection, value, type, binary):
    placeholder = "%b" if binary else "%t"
    sent = Jsonb(value) if type == "jsonb" else value
    cursor = connection.cursor(binary=binary)
    got = cursor.execute(f"select {placeholder}::{type}", [sent]).fetchone()[0]
    assert got == value or value != value and got != got
    assert str(got) == str(value)


def test_several_statements_make_several_results(connection):
    cursor = connection.execute("select 1 as a; select 2 as b, 3 as c")
    assert cursor.fetchall() == [(1,)]
    assert cursor.nextset()
    assert [column.name for column in cursor.description] == ["b", "c"]
    assert cursor.fetchall() == [(2, 3)]


def test_a_statement_is_prepared_after_five_executions(table):
    for number in range(12):
        table.execute("insert into item (name, price) values (%s, %s)", [f"n{number}", number])
        count = table.execute("select count(*) from item where price <= %s", [number]).fetchone()[0]
        assert count == number + 1
    assert len(table._prepared._names) == 2


def test_a_prepared_statement_survives_a_change_of_other_tables(table):
    for number in range(8):
        assert table.execute("select %s::int + 1", [number], prepare=True).fetchone() == (number + 1,)
        table.execute(f"create table other{number} (id int)")


def test_a_transaction_rolls_back_and_a_savepoint_keeps_the_rest(table):
    with pytest.raises(ZeroDivisionError), table.transaction():
        table.execute("insert into item (name) values ('lost')")
        1 / 0
    with table.transaction():
        table.execute("insert into item (name) values ('kept')")
        with pytest.raises(psycopg.errors.UniqueViolation), table.transaction():
            table.execute("insert into item (name) values ('kept')")
        table.execute("insert into item (name) values ('also')")
    assert table.execute("select name from item order by name").fetchall() == [("also",), ("kept",)]


def test_a_failed_transaction_refuses_statements_until_it_ends(url):
    with psycopg.connect(url) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("select * from no_such_table")
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            connection.execute("select 1")
        connection.rollback()
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_violation_names_its_constraint(table):
    table.execute("insert into item (name) values ('a')")
    with pytest.raises(psycopg.errors.UniqueViolation) as raised:
        table.execute("insert into item (name) values ('a')")
    diagnostic = raised.value.diag
    assert diagnostic.sqlstate == "23505"
    assert diagnostic.severity == "ERROR"
    assert (diagnostic.schema_name, diagnostic.table_name) == ("psycopg_test", "item")
    assert diagnostic.constraint_name == "item_name_key"
    assert diagnostic.message_detail == "Key (name)=(a) already exists."
    with pytest.raises(psycopg.errors.NotNullViolation) as raised:
        table.execute("insert into item (price) values (1)")
    assert raised.value.diag.column_name == "name"


def test_a_syntax_error_says_where(connection):
    with pytest.raises(psycopg.errors.SyntaxError) as raised:
        connection.execute("select 1 frm item")
    assert raised.value.diag.statement_position == "14"


def test_many_rows_are_inserted_and_returned(table):
    cursor = table.cursor()
    cursor.executemany(
        "insert into item (name, tags) values (%s, %s) returning id", [(f"n{n}", [str(n)]) for n in range(20)],
        returning=True)
    ids = []
    while True:
        ids += [row[0] for row in cursor.fetchall()]
        if not cursor.nextset():
            break
    assert ids == list(range(1, 21))
    assert table.execute("select tags from item where id = any(%s) order by id", [[3, 4]]).fetchall() == [
        (["2"],), (["3"],)]


def test_copy_is_refused_as_a_feature_that_is_not_there(table):
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        with table.cursor().copy("copy item (name) from stdin") as copy:
            copy.write_row(("a",))
    assert table.execute("select 1").fetchone() == (1,)


def test_notices_reach_the_client(table):
    notices = []
    table.add_notice_handler(lambda notice: notices.append((notice.sqlstate, notice.message_primary)))
    table.execute("create table if not exists item (id int)")
    assert notices == [("42P07", 'relation "item" already exists, skipping')]


def test_rows_come_as_dictionaries_and_tuples_with_names(connection):
    query = "select 1 as one, 'x' as word"
    assert connection.cursor(row_factory=dict_row).execute(query).fetchone() == {"one": 1, "word": "x"}
    assert connection.cursor(row_factory=namedtuple_row).execute(query).fetchone().word == "x"


def test_a_pipeline_answers_in_order(table):
    with table.pipeline():
        cursors = [table.execute("select %s::int", [number]) for number in range(10)]
        table.execute("insert into item (name) values ('piped')")
        last = table.execute("select count(*) from item")
    assert [cursor.fetchone()[0] for cursor in cursors] == list(range(10))
    assert last.fetchone() == (1,)


def test_an_error_in_a_pipeline_undoes_it_up_to_the_sync(table):
    with pytest.raises(psycopg.errors.DivisionByZero), table.pipeline():
        table.execute("insert into item (name) values ('undone')")
        table.execute("select 1 / 0")
        table.execute("insert into item (name) values ('skipped')")
    assert table.execute("select count(*) from item").fetchone() == (0,)


def test_nowait_is_refused_while_another_session_writes(table, url):
    table.execute("insert into item (name) values ('locked')")
    with table.transaction(), psycopg.connect(url) as other:
        table.execute("update item set price = 1")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("select * from psycopg_test.item for update nowait")


def test_an_upsert_does_not_meet_a_row_twice(table):
    upsert = "insert into item (name, price) values ('a', 1), ('a', 2) on conflict (name) do update set price = 3"
    with pytest.raises(psycopg.errors.CardinalityViolation):
        table.execute(upsert)
    table.execute("insert into item (name, price) values ('a', 1)")
    with pytest.raises(psycopg.errors.CardinalityViolation):
        table.execute(upsert)
    table.execute(upsert.replace("('a', 2)", "('b', 2)"))
    assert table.execute("select name, price from item order by name").fetchall() == [
        ("a", decimal.Decimal("3.00")), ("b", decimal.Decimal("2.00"))]


def test_an_array_in_an_array_deeper_than_declared_is_refused(connection):
    header = b"\0\0\0\1" + b"\0\0\0\0" + (1009).to_bytes(4, "big") + b"\0\0\0\1" + b"\0\0\0\1"
    value = b""
    for _ in range(20_000):
        value = header + (len(value)).to_bytes(4, "big") + value
        if len(value) > 400_000:
            break
    result = connection.pgconn.exec_params(b"select $1::text[]", [value], [1009], [1])
    assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"42804"

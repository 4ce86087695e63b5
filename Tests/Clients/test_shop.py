"""The shop has no code of its own: both its services run from their contracts, and keep what they are given."""

import psycopg
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from conftest import ROOT, Running

PRODUCT = {"name": "Oolong tea", "price_cents": 1290, "in_stock": True}
ORDER = {
    "customer": "Ada Lovelace", "product_id": "6f1d2c3b-4a59-4e68-8f77-1a2b3c4d5e6f", "quantity": 2, "status": "placed"}
COLLECTIONS = [("/products", PRODUCT, "catalog", "Product"), ("/orders", ORDER, "orders", "Order")]
both = pytest.mark.parametrize("path, body, contract, schema", COLLECTIONS, ids=["products", "orders"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("shop"), blueprint="shop")
    yield running
    running.kill()


def conforms(document, contract, schema):
    """Whether `document` is as the service's OpenAPI contract promises."""
    contract = yaml.safe_load((ROOT / f"blueprints/shop/contracts/{contract}.openapi.yaml").read_text())
    wanted = {**contract, "$ref": f"#/components/schemas/{schema}"}
    errors = [e.message for e in Draft202012Validator(wanted, format_checker=FormatChecker()).iter_errors(document)]
    assert errors == []


@both
def test_one_is_created_read_listed_replaced_and_deleted(shop, path, body, contract, schema):
    created = shop.request("POST", path, json=body)
    assert created.status_code == 201, created.text
    conforms(created.json(), contract, schema)
    assert body.items() <= created.json().items()

    place = created.headers["Location"]
    assert place == f"{path}/{created.json()['id']}"
    read = shop.request("GET", place)
    assert (read.status_code, read.json()) == (200, created.json())
    listed = shop.request("GET", path)
    assert listed.status_code == 200 and created.json() in listed.json()
    for item in listed.json():
        conforms(item, contract, schema)

    first = next(iter(body))
    replaced = shop.request("PUT", place, json={**body, first: "Another"})
    assert replaced.status_code == 200, replaced.text
    conforms(replaced.json(), contract, schema)
    assert replaced.json() == {**created.json(), first: "Another"}
    assert shop.request("GET", place).json() == replaced.json()

    deleted = shop.request("DELETE", place)
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method, sent in (("GET", None), ("PUT", body), ("DELETE", None)):
        gone = shop.request(method, place, json=sent)
        assert gone.status_code == 404
        conforms(gone.json(), contract, "Problem")


def test_products_are_rows_in_postgres(shop):
    product = shop.request("POST", "/products", json={**PRODUCT, "name": "Assam"}).json()
    with psycopg.connect(shop.part("shop-db")["url"]) as database:
        row = database.execute(
            "select name, price_cents, in_stock from products where id = %s", [product["id"]]).fetchone()
    assert row == ("Assam", 1290, True)


def test_orders_are_rows_in_postgres(shop):
    order = shop.request("POST", "/orders", json=ORDER).json()
    with psycopg.connect(shop.part("shop-db")["url"]) as database:
        row = database.execute("select customer, quantity, status from orders where id = %s", [order["id"]]).fetchone()
    assert row == ("Ada Lovelace", 2, "placed")


@both
@pytest.mark.parametrize("change, named", [
    (lambda body: {k: v for k, v in body.items() if k not in ("name", "customer")}, ("name", "customer")),
    (lambda body: {**body, **{k: -1 for k in body if k in ("price_cents", "quantity")}}, ("price_cents", "quantity")),
    (lambda body: {**body, **{k: 7 for k in body if k in ("name", "customer")}}, ("name", "customer")),
    (lambda body: {**body, "colour": "green"}, ("colour",)),
], ids=["missing", "too small", "wrong type", "unknown"])
def test_a_body_that_breaks_the_contract_is_refused_and_names_the_field(shop, path, body, contract, schema, change, named):
    before = shop.request("GET", path).json()
    response = shop.request("POST", path, json=change(body))
    assert 400 <= response.status_code < 500
    assert response.headers["Content-Type"] == "application/problem+json"
    conforms(response.json(), contract, "Problem")
    assert any(name in response.json()["detail"] for name in named), response.text
    assert shop.request("GET", path).json() == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'"text"', b"null", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(shop, body):
    response = shop.request("POST", "/products", data=body, headers={"Content-Type": "application/json"})
    assert 400 <= response.status_code < 500, response.text
    conforms(response.json(), "catalog", "Problem")


def test_an_id_that_is_no_uuid_is_refused(shop):
    assert shop.request("GET", "/products/seven").status_code in (400, 404)


@pytest.mark.parametrize("path, allowed", [
    ("/products", {"GET", "POST"}), ("/products/6f1d2c3b-4a59-4e68-8f77-1a2b3c4d5e6f", {"DELETE", "GET", "PUT"})])
def test_a_method_that_the_contract_lacks_is_refused_with_those_it_has(shop, path, allowed):
    response = shop.request("PATCH", path, json={})
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) - {"HEAD"} == allowed


def test_what_no_contract_names_is_not_found(shop):
    assert shop.request("GET", "/prices").status_code == 404


def test_everything_is_there_after_a_restart(start):
    shop = start(blueprint="shop")
    made = [shop.request("POST", path, json=body).json() for path, body, _, _ in COLLECTIONS]
    removed = shop.request("POST", "/products", json=PRODUCT).headers["Location"]
    assert shop.request("DELETE", removed).status_code == 204
    assert shop.stop() == 0
    again = start(blueprint="shop", folder=shop.folder)
    assert [again.request("GET", path).json() for path, *_ in COLLECTIONS] == [[item] for item in made]
    assert again.request("GET", removed).status_code == 404

"""The HubSpot mock, asked by HubSpot's own Python SDK."""

import json
import uuid

import pytest
from hubspot import HubSpot
from hubspot.crm import companies, contacts


@pytest.fixture
def client(mock):
    it = mock("hubspot")
    return HubSpot(access_token=it.token, host=it.url, base_url=it.url)


@pytest.fixture
def email():
    return f"{uuid.uuid4().hex}@example.com"


def make(client, email, **more):
    return client.crm.contacts.basic_api.create(
        contacts.SimplePublicObjectInputForCreate(properties={"email": email, **more}, associations=[])
    )


def test_contact_lives_and_dies(client, email):
    made = make(client, email, firstname="Ada")
    read = client.crm.contacts.basic_api.get_by_id(made.id, properties=["email", "firstname", "phone"])
    assert read.properties["firstname"] == "Ada" and read.properties["phone"] is None
    by_email = client.crm.contacts.basic_api.get_by_id(email, id_property="email")
    assert by_email.id == made.id
    client.crm.contacts.basic_api.update(made.id, contacts.SimplePublicObjectInput(properties={"lastname": "Byron"}))
    assert client.crm.contacts.basic_api.get_by_id(made.id).properties["lastname"] == "Byron"
    client.crm.contacts.basic_api.archive(made.id)
    with pytest.raises(contacts.ApiException) as caught:
        client.crm.contacts.basic_api.get_by_id(made.id)
    assert caught.value.status == 404
    assert client.crm.contacts.basic_api.get_by_id(made.id, archived=True).archived


def test_duplicate_is_a_conflict(client, email):
    made = make(client, email)
    with pytest.raises(contacts.ApiException) as caught:
        make(client, email)
    body = json.loads(caught.value.body)
    assert caught.value.status == 409 and body["category"] == "CONFLICT"
    assert body["message"] == f"Contact already exists. Existing ID: {made.id}"


def test_search_and_pages(client):
    company = uuid.uuid4().hex
    for number in range(5):
        make(client, f"{number}-{company}@example.com", company=company)
    condition = {"propertyName": "company", "operator": "EQ", "value": company}
    request = contacts.PublicObjectSearchRequest(
        filter_groups=[{"filters": [condition]}], sorts=[{"propertyName": "email", "direction": "DESCENDING"}],
        properties=["email"], limit=2,
    )
    page = client.crm.contacts.search_api.do_search(request)
    assert page.total == 5
    assert [item.properties["email"][0] for item in page.results] == ["4", "3"]
    request.after = page.paging.next.after
    assert [r.properties["email"][0] for r in client.crm.contacts.search_api.do_search(request).results] == ["2", "1"]
    everything = client.crm.contacts.get_all()
    assert len([item for item in everything if company in (item.properties["email"] or "")]) == 5


def test_batches(client, email):
    made = client.crm.contacts.batch_api.create(
        contacts.BatchInputSimplePublicObjectBatchInputForCreate(
            inputs=[{"properties": {"email": email}, "associations": []}]
        )
    )
    again = client.crm.contacts.batch_api.upsert(
        contacts.BatchInputSimplePublicObjectBatchInputUpsert(
            inputs=[
                {"idProperty": "email", "id": email, "properties": {"firstname": "Ada"}},
                {"idProperty": "email", "id": "new-" + email, "properties": {"firstname": "New"}},
            ]
        )
    )
    assert [item.new for item in again.results] == [False, True]
    assert again.results[0].id == made.results[0].id
    read = client.crm.contacts.batch_api.read(
        contacts.BatchReadInputSimplePublicObjectId(
            inputs=[{"id": made.results[0].id}, {"id": "999999999"}], properties=["firstname"], properties_with_history=[]
        )
    )
    assert read.num_errors == 1 and read.results[0].properties["firstname"] == "Ada"


def test_association(client, email):
    contact = make(client, email)
    company = client.crm.companies.basic_api.create(
        companies.SimplePublicObjectInputForCreate(properties={"name": "Acme"}, associations=[])
    )
    client.crm.associations.v4.basic_api.create_default("contacts", contact.id, "companies", company.id)
    page = client.crm.associations.v4.basic_api.get_page("contacts", contact.id, "companies")
    assert str(page.results[0].to_object_id) == company.id
    assert page.results[0].association_types[0].type_id == 279


def test_properties_and_owners(client):
    names = [item.name for item in client.crm.properties.core_api.get_all("contacts").results]
    assert "email" in names
    assert client.crm.owners.owners_api.get_page().results[0].email


def test_invalid_property_and_wrong_token(client, email, mock):
    with pytest.raises(contacts.ApiException) as caught:
        make(client, email, shoe_size="44")
    assert caught.value.status == 400 and "PROPERTY_DOESNT_EXIST" in caught.value.body
    with pytest.raises(contacts.ApiException) as caught:
        HubSpot(access_token="wrong", host=mock("hubspot").url).crm.contacts.basic_api.get_page()
    assert caught.value.status == 401 and json.loads(caught.value.body)["category"] == "INVALID_AUTHENTICATION"


def test_dated_address_is_the_same_object(client, email):
    made = make(client, email)
    answer = client.api_request({"path": f"/crm/objects/2026-03/contacts/{made.id}"})
    assert answer.json()["properties"]["email"] == email

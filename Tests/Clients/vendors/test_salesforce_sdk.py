"""The Salesforce mock, asked by simple-salesforce.

The SDK speaks only https, so an adapter on its session sends what it asks to the mock's address.
"""

import uuid

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

HOST = "https://orrery.my.salesforce.com"


class ToMock(HTTPAdapter):
    def __init__(self, url):
        self.url = url
        super().__init__()

    def send(self, request, **more):
        if request.url.startswith(HOST):
            request.url = self.url + request.url[len(HOST):]
        return super().send(request, **more)


@pytest.fixture
def session(mock):
    session = requests.Session()
    session.mount("https://", ToMock(mock("salesforce").url))
    return session


@pytest.fixture
def client(mock, session):
    it = mock("salesforce")
    return Salesforce(session_id=it.token, instance_url=HOST, session=session)


def test_lead_lives_and_dies(client):
    made = client.Lead.create({"LastName": "Lovelace", "Company": "Engines", "Email": "ada@example.com"})
    assert made["success"] and len(made["id"]) == 18
    read = client.Lead.get(made["id"][:15])
    assert read["Name"] == "Lovelace" and read["attributes"]["type"] == "Lead"
    assert client.Lead.update(made["id"], {"Status": "Working"}) == 204
    assert client.Lead.get(made["id"])["Status"] == "Working"
    assert client.Lead.delete(made["id"]) == 204
    with pytest.raises(SalesforceResourceNotFound):
        client.Lead.get(made["id"])


def test_upsert(client):
    key = uuid.uuid4().hex
    address = f"External__c/{key}"
    assert client.Contact.upsert(address, {"LastName": "One"}) == 201
    assert client.Contact.upsert(address, {"LastName": "Two"}) in (200, 204)
    assert client.Contact.get_by_custom_id("External__c", key)["LastName"] == "Two"


def test_query(client):
    industry = uuid.uuid4().hex
    for number in (3, 1, 2):
        client.Account.create({"Name": f"Acme {number}", "Industry": industry, "NumberOfEmployees": number})
    where = f"Industry = '{industry}' AND (Name LIKE 'Acme%' OR Name IN ('x','y'))"
    answer = client.query(f"SELECT Id, Name FROM Account WHERE {where} AND NumberOfEmployees > 1 ORDER BY Name DESC LIMIT 5")
    assert [record["Name"] for record in answer["records"]] == ["Acme 3", "Acme 2"]
    assert client.query(f"SELECT COUNT() FROM Account WHERE Industry = '{industry}'")["totalSize"] == 3
    assert len(list(client.query_all_iter(f"SELECT Id FROM Account WHERE Industry = '{industry}'"))) == 3
    assert client.api_usage["api-usage"].total == 15000


def test_describe_and_limits(client):
    assert "Email" in [field["name"] for field in client.Lead.describe()["fields"]]
    assert "Lead" in [item["name"] for item in client.describe()["sobjects"]]
    assert client.limits()["DailyApiRequests"]["Max"] == 15000


def test_errors(client, session):
    with pytest.raises(SalesforceMalformedRequest) as caught:
        client.query("SELECT FROM Lead")
    assert caught.value.content[0]["errorCode"] == "MALFORMED_QUERY"
    with pytest.raises(SalesforceMalformedRequest) as caught:
        client.Lead.create({"Company": "x"})
    assert caught.value.content[0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    with pytest.raises(SalesforceExpiredSession) as caught:
        Salesforce(session_id="wrong", instance_url=HOST, session=session).Lead.describe()
    assert caught.value.content[0]["errorCode"] == "INVALID_SESSION_ID"


def test_client_credentials(mock, session):
    it = mock("salesforce")
    answer = session.post(
        it.url + "/services/oauth2/token", data={"grant_type": "client_credentials"}, auth=("consumer-key", it.token)
    ).json()
    assert answer["instance_url"] == it.url
    client = Salesforce(session_id=answer["access_token"], instance_url=HOST, session=session)
    assert client.query("SELECT COUNT() FROM Task")["done"]


def test_login_by_the_sdk(mock, session):
    client = Salesforce(
        consumer_key="key", consumer_secret=mock("salesforce").token, domain="orrery.my", session=session
    )
    assert client.session_id

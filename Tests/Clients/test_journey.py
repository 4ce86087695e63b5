"""One journey through all of PromptSales, from a person's wish for content to the question what became of it."""

import re

import anyio
import psycopg
import pymongo
import redis
import requests
from mcp import Client

from conftest import eventually


def mcp_call(url, tool, arguments):
    """Calls one tool as the official client does, and returns its structured result."""

    async def call():
        async with Client(url) as client:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, result
            return result.structured_content

    return anyio.run(call)


def test_the_journey(system, portal):
    # A person asks for content in the portal: the content service calls OpenAI and stores the text.
    response = portal.send("/drafts", topic="trail shoes", audience="weekend hikers", channel=["meta", "tiktok"])
    draft_id = re.search(r"/drafts/([0-9a-f-]+)$", response.url).group(1)
    assert "trail shoes" in response.text
    portal.last_page = response.text

    # It is in MongoDB and in Redis, where anybody can see it.
    mongo = pymongo.MongoClient(system.part("content-db")["url"])
    database = mongo[system.part("content-db")["credentials"]["database"]]
    assert database["drafts"].find_one({"_id": draft_id})["status"] == "draft"
    cache = redis.Redis.from_url(system.part("cache")["url"])
    assert cache.get(f"content:draft:{draft_id}") is not None

    # Publishing makes a job; the worker takes it; the content service posts to Meta and TikTok.
    portal.send(f"/drafts/{draft_id}/publish")
    page = eventually(lambda: (p := portal.page(f"/drafts/{draft_id}")) and "published" in p and p)
    document = database["drafts"].find_one({"_id": draft_id})
    assert set(document["posts"]) == {"meta", "tiktok"}
    assert document["posts"]["meta"] in page
    assert cache.xpending("promptsales:jobs", "jobs")["pending"] == 0

    # Meta has the post.
    meta = system.part("meta")
    post = requests.get(
        f"{meta['url']}/v26.0/{document['posts']['meta']}",
        params={"fields": "message", "access_token": meta["credentials"]["token"]}, timeout=10)
    assert post.json()["message"] == document["text"]

    # An agent has the ads MCP server make a campaign from the content's context.
    campaign = mcp_call(system.part("ads-mcp")["url"], "create_campaign", {"content_id": draft_id})
    assert campaign["status"] == "launched"
    assert campaign["context"]["topic"] == "trail shoes"
    with psycopg.connect(system.part("ads-db")["url"]) as ads:
        row = ads.execute("select name, google_ads_resource from campaigns where id = %s", [campaign["id"]]).fetchone()
    assert row[1] == campaign["google_ads_resource"]

    # Google Ads has it too.
    google = system.part("google-ads")
    found = requests.post(
        f"{google['url']}/v26/customers/1234567890/googleAds:search",
        json={"query": f"SELECT campaign.name FROM campaign WHERE campaign.resource_name = '{row[1]}'"},
        headers={"Authorization": f"Bearer {google['credentials']['token']}"}, timeout=10)
    assert campaign["id"] in found.json()["results"][0]["campaign"]["name"]

    # A lead arrives from Meta, signed; CRM stores it and hands it on to HubSpot and Salesforce.
    lead = requests.post(
        f"{meta['url']}/__orrery/leads",
        json={
            "form_id": "900000000000001",
            "field_data": {"email": "jo@example.com", "full_name": "Jo Doe", "content_id": draft_id},
        },
        timeout=10)
    assert lead.status_code < 300, lead.text

    def synced():
        with psycopg.connect(system.part("crm-db")["url"]) as crm:
            return crm.execute(
                "select hubspot_id, salesforce_id from leads where email = 'jo@example.com' and status = 'synced'"
            ).fetchone()

    hubspot_id, salesforce_id = eventually(synced)
    hubspot = system.part("hubspot")
    contact = requests.get(
        f"{hubspot['url']}/crm/v3/objects/contacts/{hubspot_id}",
        headers={"Authorization": f"Bearer {hubspot['credentials']['token']}"}, timeout=10)
    assert contact.json()["properties"]["email"] == "jo@example.com"
    salesforce = system.part("salesforce")
    record = requests.get(
        f"{salesforce['url']}/services/data/v68.0/sobjects/Lead/{salesforce_id}",
        headers={"Authorization": f"Bearer {salesforce['credentials']['token']}"}, timeout=10)
    assert record.json()["Email"] == "jo@example.com"

    # The analytics MCP server joins all three databases.
    answer = mcp_call(system.part("analytics-mcp")["url"], "content_performance", {"content_id": draft_id})
    [content] = answer["content"]
    assert content["status"] == "published"
    assert [c["id"] for c in content["campaigns"]] == [campaign["id"]]
    assert content["leads"] == 1 and content["synced_leads"] == 1

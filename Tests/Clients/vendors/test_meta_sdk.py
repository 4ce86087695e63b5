"""The Meta mock, asked by facebook_business."""

import hashlib
import hmac
import http.server
import json
import threading
import time
import urllib.parse

import pytest
import requests
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.campaign import Campaign
from facebook_business.adobjects.lead import Lead
from facebook_business.adobjects.page import Page
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

ACCOUNT = "act_1000000000000001"


@pytest.fixture
def api(mock):
    it = mock("meta")
    FacebookSession.GRAPH = it.url
    return FacebookAdsApi.init("200000000000001", it.token, it.token, crash_log=False)


def campaign(name="Spring"):
    return AdAccount(ACCOUNT).create_campaign(
        params={"name": name, "objective": "OUTCOME_LEADS", "status": "PAUSED", "special_ad_categories": []}
    )


def test_campaign_to_ad(api):
    made = campaign()
    read = Campaign(made["id"]).api_get(fields=["name", "status", "special_ad_categories"])
    assert read["name"] == "Spring" and read["special_ad_categories"] == []
    adset = AdAccount(ACCOUNT).create_ad_set(
        params={
            "name": "Set", "campaign_id": made["id"], "daily_budget": 1000, "billing_event": "IMPRESSIONS",
            "optimization_goal": "LEAD_GENERATION", "targeting": {"geo_locations": {"countries": ["US"]}},
        }
    )
    creative = AdAccount(ACCOUNT).create_ad_creative(params={"name": "C", "object_story_id": "1_2"})
    ad = AdAccount(ACCOUNT).create_ad(
        params={"name": "Ad", "adset_id": adset["id"], "creative": {"creative_id": creative["id"]}, "status": "PAUSED"}
    )
    assert AdSet(adset["id"]).api_get(fields=["daily_budget", "targeting"])["daily_budget"] == "1000"
    assert Ad(ad["id"]).api_get(fields=["campaign_id"])["campaign_id"] == made["id"]
    assert [item["id"] for item in Campaign(made["id"]).get_ads(fields=["name"])] == [ad["id"]]
    Campaign(made["id"]).api_update(params={"status": "ACTIVE"})
    assert Campaign(made["id"]).api_get(fields=["effective_status"])["effective_status"] == "ACTIVE"
    row = Campaign(made["id"]).get_insights(fields=["impressions", "spend"])[0]
    assert isinstance(row["impressions"], str) and float(row["spend"]) > 0
    Campaign(made["id"]).api_delete()
    assert made["id"] not in [item["id"] for item in AdAccount(ACCOUNT).get_campaigns(params={"limit": 500})]


def test_cursors(api):
    account = AdAccount(f"act_{time.time_ns()}")
    for number in range(5):
        account.create_campaign(params={"name": f"C{number}", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": []})
    page = account.get_campaigns(fields=["name"], params={"limit": 2, "summary": "true"})
    assert sorted(item["name"] for item in page) == ["C0", "C1", "C2", "C3", "C4"]


def test_posts(api):
    page = Page("100000000000001")
    post = page.create_feed(params={"message": "Hello"})
    assert [item["message"] for item in page.get_feed(fields=["message"]) if item["id"] == post["id"]] == ["Hello"]
    photo = page.create_photo(params={"url": "https://example.com/a.jpg", "caption": "A"})
    assert photo["id"]


def test_batch(api):
    batch = api.new_batch()
    bodies = []
    for _ in range(2):
        AdAccount(ACCOUNT).create_campaign(
            params={"name": "B", "objective": "OUTCOME_SALES", "special_ad_categories": []}, batch=batch,
            success=lambda response: bodies.append(response.json()), failure=lambda response: bodies.append(None),
        )
    batch.execute()
    assert len({body["id"] for body in bodies}) == 2


def test_errors(api, mock):
    with pytest.raises(FacebookRequestError) as caught:
        Campaign("404").api_get()
    assert (caught.value.api_error_code(), caught.value.api_error_subcode()) == (100, 33)
    with pytest.raises(FacebookRequestError) as caught:
        AdAccount(ACCOUNT).create_campaign(params={"name": "x"})
    assert caught.value.api_error_code() == 100
    FacebookAdsApi.init(access_token="wrong", crash_log=False)
    with pytest.raises(FacebookRequestError) as caught:
        campaign()
    assert caught.value.api_error_code() == 190


@pytest.mark.xfail(reason="in a system, webhooks go to the system's own host names only", strict=False)
def test_lead_webhook(api, mock):
    it = mock("meta")
    received = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
            good = query["hub.mode"] == ["subscribe"] and query["hub.verify_token"] == ["verify-me"]
            self.answer(query["hub.challenge"][0] if good else "no")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            received.append((self.headers["x-hub-signature-256"], body))
            self.answer("")

        def answer(self, text):
            self.send_response(200)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    subscription = {
        "object": "page", "callback_url": f"http://127.0.0.1:{server.server_port}/hook", "verify_token": "verify-me",
        "fields": "leadgen", "access_token": it.token,
    }
    answer = requests.post(it.url + "/v26.0/200000000000001/subscriptions", data=subscription)
    assert answer.json() == {"success": True}
    page = Page("100000000000001")
    page.create_subscribed_app(params={"subscribed_fields": ["leadgen"]})
    form = page.create_lead_gen_form(params={"name": "F", "questions": [{"type": "EMAIL"}], "follow_up_action_url": "https://e.com"})
    lead = requests.post(
        it.url + "/__orrery/leads", json={"form_id": form["id"], "field_data": {"email": "ada@example.com"}}
    ).json()
    end = time.monotonic() + 10
    while not received and time.monotonic() < end:
        time.sleep(0.05)
    server.shutdown()
    signature, body = received[0]
    assert signature == "sha256=" + hmac.new(it.token.encode(), body, hashlib.sha256).hexdigest()
    value = json.loads(body)["entry"][0]["changes"][0]["value"]
    assert value["leadgen_id"] == lead["id"]
    assert Lead(lead["id"]).api_get()["field_data"] == [{"name": "email", "values": ["ada@example.com"]}]

"""The TikTok mock: the Business API by TikTok's own SDK, Content Posting by plain requests, as it has no SDK."""

import business_api_client
import pytest
import requests
from business_api_client.rest import ApiException

ADVERTISER = "7000000000000000001"


@pytest.fixture
def client(mock):
    configuration = business_api_client.Configuration()
    configuration.host = mock("tiktok").url
    return business_api_client.ApiClient(configuration)


@pytest.fixture
def token(mock):
    return mock("tiktok").token


def test_campaign(client, token):
    api = business_api_client.CampaignCreationApi(client)
    body = business_api_client.CampaignCreateBody(
        advertiser_id=ADVERTISER, campaign_name="Spring", objective_type="TRAFFIC", budget_mode="BUDGET_MODE_DAY", budget=50.0
    )
    made = api.campaign_create(token, body=body)
    assert made["request_id"]  # the SDK takes the code away and raises for any but 0
    number = made["data"]["campaign_id"]
    found = api.campaign_get(ADVERTISER, token, filtering={"campaign_ids": [number]})
    assert found["data"]["list"][0]["campaign_name"] == "Spring"
    assert found["data"]["page_info"]["total_number"] == 1
    update = business_api_client.CampaignUpdateBody(advertiser_id=ADVERTISER, campaign_id=number, campaign_name="Summer")
    assert api.campaign_update(token, body=update)["data"]["campaign_name"] == "Summer"


def test_report(client, token):
    answer = business_api_client.ReportingApi(client).report_integrated_get(
        "BASIC", token, advertiser_id=ADVERTISER, data_level="AUCTION_CAMPAIGN", dimensions=["campaign_id"],
        metrics=["spend", "impressions"], start_date="2026-11-01", end_date="2026-11-22",
    )
    assert all(float(row["metrics"]["spend"]) > 0 for row in answer["data"]["list"])


def test_errors_are_envelopes(client, token):
    api = business_api_client.CampaignCreationApi(client)
    with pytest.raises(Exception) as caught:
        api.campaign_get(ADVERTISER, "wrong")
    assert "40105" in str(caught.value)


def test_content_posting(mock):
    it = mock("tiktok")
    headers = {"Authorization": f"Bearer {it.token}"}
    info = requests.post(it.url + "/v2/post/publish/creator_info/query/", headers=headers).json()
    assert info["error"]["code"] == "ok"
    video = b"0123456789"
    started = requests.post(
        it.url + "/v2/post/publish/video/init/", headers=headers,
        json={
            "post_info": {"title": "t", "privacy_level": info["data"]["privacy_level_options"][0]},
            "source_info": {"source": "FILE_UPLOAD", "video_size": 10, "chunk_size": 10, "total_chunk_count": 1},
        },
    ).json()["data"]
    put = requests.put(started["upload_url"], data=video, headers={"Content-Range": "bytes 0-9/10"})
    assert put.status_code == 201
    status = requests.post(
        it.url + "/v2/post/publish/status/fetch/", headers=headers, json={"publish_id": started["publish_id"]}
    ).json()
    assert status["data"]["status"] in ("PROCESSING_UPLOAD", "PUBLISH_COMPLETE")
    wrong = requests.post(it.url + "/v2/post/publish/status/fetch/", json={"publish_id": "x"})
    assert wrong.status_code == 401 and wrong.json()["error"]["code"] == "access_token_invalid"

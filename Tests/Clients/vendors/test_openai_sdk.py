"""The OpenAI mock, asked by OpenAI's own Python SDK."""

import base64
import json
import struct

import openai
import pydantic
import pytest


@pytest.fixture
def client(mock):
    it = mock("openai")
    return openai.OpenAI(base_url=it.url + "/v1", api_key=it.token, max_retries=0)


PROMPT = [{"role": "user", "content": "Write a post about handmade leather boots."}]


def test_chat_completion(client):
    raw = client.chat.completions.with_raw_response.create(model="gpt-4o-mini", messages=PROMPT)
    assert raw.headers["x-request-id"].startswith("req_")
    answer = raw.parse()
    assert "handmade leather boots" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_chat_stream(client):
    whole = client.chat.completions.create(model="gpt-4o-mini", messages=PROMPT)
    chunks = list(
        client.chat.completions.create(
            model="gpt-4o-mini", messages=PROMPT, stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage
    assert chunks[-2].choices[0].finish_reason == "stop"


class Post(pydantic.BaseModel):
    headline: str
    body: str
    hashtags: list[str]
    score: int


def test_parsed_chat(client):
    answer = client.chat.completions.parse(model="gpt-4o-mini", messages=PROMPT, response_format=Post)
    assert isinstance(answer.choices[0].message.parsed, Post)


def test_forced_tool(client):
    tool = {
        "type": "function",
        "function": {
            "name": "schedule",
            "parameters": {
                "type": "object",
                "required": ["channel", "budget"],
                "properties": {"channel": {"enum": ["meta", "tiktok"]}, "budget": {"type": "number", "minimum": 5}},
            },
        },
    }
    answer = client.chat.completions.create(
        model="gpt-4o", messages=PROMPT, tools=[tool], tool_choice={"type": "function", "function": {"name": "schedule"}}
    )
    call = answer.choices[0].message.tool_calls[0]
    arguments = json.loads(call.function.arguments)
    assert answer.choices[0].finish_reason == "tool_calls"
    assert arguments["channel"] in ("meta", "tiktok") and arguments["budget"] >= 5


def test_tool_stream(client):
    tool = {"type": "function", "function": {"name": "go", "parameters": {"type": "object", "properties": {"a": {"type": "string"}}}}}
    with client.chat.completions.stream(model="gpt-4o", messages=PROMPT, tools=[tool], tool_choice="required") as stream:
        final = stream.get_final_completion()
    assert json.loads(final.choices[0].message.tool_calls[0].function.arguments)["a"]


def test_responses(client):
    answer = client.responses.create(model="gpt-5", input="A slogan for solar panels")
    assert "solar panels" in answer.output_text
    assert client.responses.retrieve(answer.id).output_text == answer.output_text
    assert client.responses.input_items.list(answer.id).data[0].content[0].text == "A slogan for solar panels"
    client.responses.delete(answer.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(answer.id)


def test_responses_stream(client):
    with client.responses.stream(model="gpt-5", input="A slogan for solar panels") as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_response()
    assert kinds[0] == "response.created" and kinds[-1] == "response.completed"
    assert "solar panels" in final.output_text


def test_responses_parse(client):
    answer = client.responses.parse(model="gpt-5", input="Boots", text_format=Post)
    assert isinstance(answer.output_parsed, Post)


def test_embeddings(client):
    both = client.embeddings.create(model="text-embedding-3-small", input=["boots", "shoes"])
    assert [len(item.embedding) for item in both.data] == [1536, 1536]
    packed = client.embeddings.create(model="text-embedding-3-small", input="boots", encoding_format="base64")
    numbers = struct.unpack("<1536f", base64.b64decode(packed.data[0].embedding))
    assert numbers == pytest.approx(both.data[0].embedding, abs=1e-6)


def test_moderation(client):
    answer = client.moderations.create(input=["a lovely day", "I will kill you"])
    assert [result.flagged for result in answer.results] == [False, True]
    assert answer.results[1].categories.violence


def test_image(client):
    answer = client.images.generate(prompt="boots on a beach")
    assert base64.b64decode(answer.data[0].b64_json).startswith(b"\x89PNG\r\n\x1a\n")


def test_models(client):
    names = [model.id for model in client.models.list()]
    assert "gpt-4o" in names
    assert client.models.retrieve("gpt-4o").owned_by == "system"


def test_errors(client):
    with pytest.raises(openai.AuthenticationError) as caught:
        client.with_options(api_key="sk-wrong").models.list()
    assert caught.value.code == "invalid_api_key"
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="gpt-none", messages=PROMPT)
    assert caught.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="gpt-4o", messages=[])
    assert caught.value.param == "messages"

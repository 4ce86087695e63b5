"""The MCP servers, as the official client meets them: with and without a handshake, directly and through the gateway."""

import json
import ssl

import anyio
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client

MODES = ["auto", "legacy", "2026-07-28"]
SERVERS = {
    "content-mcp": ("create_draft", {"topic": "rain capes", "text": "Stay dry."}, "topic", "rain capes"),
    "ads-mcp": ("list_campaigns", {}, None, None),
    "crm-mcp": ("list_leads", {}, None, None),
    "analytics-mcp": ("content_performance", {}, None, None),
}


class ToThisMachine(httpx2.AsyncHTTPTransport):
    """Sends the requests for one host name to the loopback address, and checks the certificate for that name."""

    def __init__(self, **options):
        super().__init__(**options)
        self.statuses = []

    async def handle_async_request(self, request):
        request.extensions["sni_hostname"] = request.url.host
        request.headers["host"] = request.url.host
        request.url = request.url.copy_with(host="127.0.0.1")
        response = await super().handle_async_request(request)
        self.statuses.append(response.status_code)
        return response


def through_the_load_balancer(system, token, transport=None):
    url = f"https://{system.host}:{system.port('alb')}/mcp"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = transport or ToThisMachine(verify=ssl.create_default_context(cafile=system.certificate_authority))
    return streamable_http_client(url, http_client=httpx2.AsyncClient(transport=transport, headers=headers, timeout=30))


def ask(server, mode, question):
    """What `question`, given the connected client, returns."""

    async def run():
        async with Client(server, mode=mode) as client:
            return await question(client)

    try:
        return anyio.run(run)
    except BaseExceptionGroup as group:
        # The client's task groups wrap the one error that there is.
        error = group
        while isinstance(error, BaseExceptionGroup):
            [error] = error.exceptions
        raise error from None


async def tools(client):
    return {tool.name: tool for tool in (await client.list_tools()).tools}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SERVERS)
def test_a_server_lists_and_calls_its_tools(system, name, mode):
    tool, arguments, member, value = SERVERS[name]

    async def question(client):
        assert tool in await tools(client)
        return await client.call_tool(tool, arguments)

    result = ask(system.part(name)["url"], mode, question)
    assert not result.is_error, result
    assert json.loads(result.content[0].text) == result.structured_content
    if member:
        assert result.structured_content[member] == value


@pytest.mark.parametrize("mode", MODES)
def test_the_orchestrator_offers_the_tools_of_all(system, mode):
    async def question(client):
        made = await client.call_tool("content_create_draft", {"topic": "gaiters", "text": "Dry feet."})
        read = await client.call_tool("content_get_draft", {"id": made.structured_content["id"]})
        return await tools(client), read.structured_content

    names, read = ask(system.part("orchestrator")["url"] + "/mcp", mode, question)
    assert {name.split("_")[0] for name in names} == {"analytics", "content", "ads", "crm"}
    assert read["topic"] == "gaiters"


@pytest.mark.parametrize("mode", MODES)
def test_an_agent_comes_in_through_the_load_balancer_with_a_token(system, mode):
    async def question(client):
        assert "crm_list_leads" in await tools(client)
        return await client.call_tool("crm_list_leads", {})

    result = ask(through_the_load_balancer(system, system.machine_token("mcp")), mode, question)
    assert "leads" in result.structured_content


@pytest.mark.parametrize("scope, status", [(None, 401), ("content.read", 403)], ids=["no token", "no scope"])
def test_an_agent_is_not_let_in(system, scope, status):
    transport = ToThisMachine(verify=ssl.create_default_context(cafile=system.certificate_authority))
    with pytest.raises(MCPError):
        ask(through_the_load_balancer(system, system.machine_token(scope) if scope else None, transport), "auto", tools)
    assert set(transport.statuses) == {status}


@pytest.mark.parametrize("mode", MODES)
def test_bad_arguments_and_unknown_tools_are_errors_that_a_model_can_read(system, mode):
    async def question(client):
        return await client.call_tool("create_draft", {"topic": 7})

    result = ask(system.part("content-mcp")["url"], mode, question)
    assert result.is_error and "topic" in result.content[0].text

    async def unknown(client):
        return await client.call_tool("no_such_tool", {})

    with pytest.raises(Exception, match="no_such_tool"):
        ask(system.part("content-mcp")["url"], mode, unknown)


@pytest.mark.parametrize("mode", MODES)
def test_a_draft_is_a_resource(system, mode):
    async def question(client):
        made = await client.call_tool("create_draft", {"topic": "tents", "text": "Sleep well."})
        templates = await client.list_resource_templates()
        assert [t.uri_template for t in templates.resource_templates] == ["content://drafts/{id}"]
        return await client.read_resource(f"content://drafts/{made.structured_content['id']}")

    [content] = ask(system.part("content-mcp")["url"], mode, question).contents
    assert json.loads(content.text)["topic"] == "tents"

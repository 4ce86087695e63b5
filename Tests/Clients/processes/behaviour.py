"""A server that behaves as its paths say: a WebSocket that echoes, and answers that are late, broken or missing."""

import asyncio
import json
import os

import websockets.asyncio.server
from websockets.datastructures import Headers
from websockets.http11 import Response


async def echo(connection):
    await connection.send("path " + connection.request.path)
    async for message in connection:
        await connection.send(message)
        if message == "bye":
            return


async def answer(connection, request):
    """None lets a WebSocket begin."""
    if request.headers.get("upgrade", "").lower() == "websocket":
        return None
    if request.path.endswith("/slow"):
        await asyncio.sleep(4)
    if request.path.endswith("/close"):
        connection.transport.abort()
    body = json.dumps({"path": request.path, "headers": {k.lower(): v for k, v in request.headers.raw_items()}}).encode()
    if request.path.endswith("/garbage"):
        connection.transport.write(b"this is no HTTP\r\n\r\n")
        connection.transport.close()
    return Response(200, "OK", Headers([("content-length", str(len(body)))]), body)


async def main():
    async with websockets.asyncio.server.serve(
            echo, "127.0.0.1", int(os.environ["PORT"]), process_request=answer) as server:
        await server.serve_forever()


asyncio.run(main())

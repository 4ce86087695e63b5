"""A real service in the place of an emulated one: listens on PORT and says what it was asked."""

import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ready = "--not-ready" not in sys.argv
alive = True


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length).decode()
        if self.path == "/stream":
            return self.stream()
        status = 503 if (self.path == "/readyz" and not ready) or (self.path == "/livez" and not alive) else 200
        self.reply(status, {"process": os.getpid(), "method": self.command, "target": self.path, "body": body,
                            "host": self.headers.get("host")})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def reply(self, status, document):
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self):
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for number in range(3):
            self.wfile.write(f"2\r\n{number}\n\r\n".encode())
            self.wfile.flush()
            time.sleep(1)
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *arguments):
        pass


def become_ready(*_):
    global ready
    ready = True


def hang(*_):
    global alive
    alive = False


signal.signal(signal.SIGUSR2, hang)
signal.signal(signal.SIGTERM, lambda *_: os._exit(42))
signal.signal(signal.SIGUSR1, become_ready)
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()

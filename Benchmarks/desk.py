"""Throughput and latency of the whole way on a desk, beside nginx: `./check bench desk [--seconds N] [--rounds N]`.

Ours: a TLS client, the load balancer, the gateway with its token check, the service and a cached read; and a route without
token. nginx: TLS, two proxy hops over connections that are kept, and a static answer of the same length; no access log,
where ours writes its journal. Both are sent the same fields and have the same two cores, which wrk shares. Rounds take
turns; what is given is the median of the rounds' ratios.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
ORRERY = Path(os.environ.get("ORRERY_BIN", ROOT / ".build/release/orrery"))
UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000}


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Desk:
    """PromptSales, and what its load balancer is asked for."""

    def __init__(self, folder):
        ready = folder / "ready.json"
        self.process = subprocess.Popen(
            [ORRERY, "up", ROOT / "blueprints/promptsales", "--isolated", "--ephemeral", "--ready-file", ready],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not ready.exists():
            if self.process.poll() is not None:
                raise SystemExit("orrery up ended")
            time.sleep(0.02)
        document = json.loads(ready.read_text())
        self.host = document["hosts"][0]
        addresses = {part["name"]: part["address"] for part in document["parts"] if "address" in part}
        self.url = f"https://{addresses['alb']}"
        self.service = f"http://{addresses['content']}"
        token = self.ask("POST", "/oauth/token", data={"grant_type": "client_credentials"},
                         auth=("ci", document["clients"]["ci"])).json()["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        draft = self.ask("POST", "/content/drafts", json={"topic": "rain jackets", "audience": "cyclists"})
        self.path = draft.headers["Location"]
        self.length = len(self.ask("GET", self.path).content)
        self.plain = "/oauth/jwks"
        self.plain_length = len(self.ask("GET", self.plain).content)

    def ask(self, method, path, **options):
        headers = {"Host": self.host, **getattr(self, "headers", {})}
        answer = requests.request(method, self.url + path, headers=headers, verify=False, timeout=30, **options)
        answer.raise_for_status()
        return answer

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)


class Nginx:
    """nginx with TLS, two proxy hops and a static answer, for each of the lengths."""

    def __init__(self, folder, lengths):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
             "-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
            check=True, capture_output=True)
        tls, first, second = free_ports(3)
        bodies = "\n".join(
            f"location /{length} {{ default_type application/json; return 200 '{'x' * length}'; }}" for length in lengths)
        proxy = "proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header Host $host;"
        (folder / "nginx.conf").write_text(f"""
            daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; keepalive_requests 1000000;
                client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
                uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
                upstream first {{ server 127.0.0.1:{first}; keepalive 64; }}
                upstream second {{ server 127.0.0.1:{second}; keepalive 64; }}
                server {{
                    listen 127.0.0.1:{tls} ssl;
                    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
                    location / {{ proxy_pass http://first; {proxy} }}
                }}
                server {{ listen 127.0.0.1:{first}; location / {{ proxy_pass http://second; {proxy} }} }}
                server {{ listen 127.0.0.1:{second}; {bodies} }}
            }}""")
        self.process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        self.url, self.target = f"https://127.0.0.1:{tls}", f"http://127.0.0.1:{second}"
        for _ in range(100):
            try:
                requests.get(self.url + f"/{lengths[0]}", verify=False, timeout=5).raise_for_status()
                return
            except requests.exceptions.ConnectionError:
                time.sleep(0.05)
        raise SystemExit("nginx did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)


def wrk(url, headers=(), connections=32, seconds=3.0):
    """Requests per second, and the median latency in microseconds. An answer other than 2xx ends the benchmark."""
    threads = min(2, connections)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency", url]
    for name, value in dict(headers).items():
        command += ["-H", f"{name}: {value}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"{url} did not always answer:\n{output}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))
    value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", output).groups()
    return rate, float(value) * UNITS[unit]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    requests.packages.urllib3.disable_warnings()
    folder = Path(tempfile.mkdtemp(prefix="orrery-bench-"))
    desk = Desk(folder)
    nginx = Nginx(folder, [desk.length, desk.plain_length])
    try:
        headers = {"Host": desk.host, **desk.headers}
        ways = [
            ("whole way, token, cached read", desk.url + desk.path, headers, desk.length),
            ("plain route", desk.url + desk.plain, {"Host": desk.host}, desk.plain_length),
        ]
        for _, url, own, length in ways:
            wrk(url, own, seconds=1), wrk(f"{nginx.url}/{length}", own, seconds=1)
        print(f"{options.rounds} rounds of {options.seconds} s, 32 connections; requests per second\n")
        print("| way | ours | nginx | ratio |\n|---|---|---|---|")
        for name, url, own, length in ways:
            pairs = []
            for _ in range(options.rounds):
                ours, _ = wrk(url, own, seconds=options.seconds)
                theirs, _ = wrk(f"{nginx.url}/{length}", own, seconds=options.seconds)
                pairs.append((ours, theirs))
            ratio = statistics.median(a / b for a, b in pairs)
            ours, theirs = (statistics.median(side) for side in zip(*pairs))
            print(f"| {name} | {ours:,.0f} | {theirs:,.0f} | {ratio:.2f} |", flush=True)
        print("\none connection; median latency in microseconds, and what each of the two hops adds\n")
        print("| way | through | the service alone | added per hop |\n|---|---|---|---|")
        for name, through, own, alone in [
            ("ours, whole way", ways[0][1], headers, desk.service + desk.path),
            ("nginx", f"{nginx.url}/{desk.length}", headers, f"{nginx.target}/{desk.length}"),
        ]:
            pairs = [(wrk(through, own, 1, options.seconds)[1], wrk(alone, own, 1, options.seconds)[1])
                     for _ in range(options.rounds)]
            whole, single = (statistics.median(side) for side in zip(*pairs))
            print(f"| {name} | {whole:.0f} | {single:.0f} | {statistics.median((a - b) / 2 for a, b in pairs):.0f} |", flush=True)
    finally:
        nginx.stop()
        desk.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

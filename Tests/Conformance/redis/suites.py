"""The suites: each gives the names of the tests that a server passes, and of those that it fails."""

import re
import subprocess

import servers
import sources

# A file that hangs is cut off; what it passed until then counts.
FILE_SECONDS = 180
ANSI = re.compile(r"\x1b\[[0-9;]*m")
PYTEST_MARKS = "not onlycluster and not redismod and not ssl"
PYTEST_FILES = [
    "test_commands", "test_connection", "test_connection_pool", "test_encoding", "test_lock", "test_monitor",
    "test_pipeline", "test_pubsub", "test_scripting", "test_function", "test_hash", "test_command_parser", "test_retry",
    "test_keyspace_notifications",
]
PYTEST_ASYNCIO_FILES = [
    "test_commands", "test_connection", "test_connection_pool", "test_encoding", "test_lock", "test_monitor",
    "test_pipeline", "test_pubsub", "test_scripting", "test_hash",
]


def output(command, cwd, seconds):
    """What the command prints, as far as it came."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True)
    try:
        text = process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        subprocess.run(["kill", "-9", "--", f"-{process.pid}"], check=False)
        text = process.communicate()[0]
    return ANSI.sub("", text.decode(errors="replace"))


def tcl_files(folder):
    text = (folder / "tests" / "test_helper.tcl").read_text()
    return re.findall(r"^ +((?:unit|integration)/\S+)$", text.split("set ::all_tests {", 1)[1].split("\n}", 1)[0], re.M)


def wanted(name, only, isExact):
    return not only or (name in only if isExact else any(word in name for word in only))


def tcl(kind, only=None, isExact=False):
    """Redis' own suite against an external server, as Redis' own CI runs it, with a fresh server for each file."""
    folder = sources.redis_source()
    passed, failed = {}, {}
    for name in tcl_files(folder):
        if not wanted(name, only, isExact):
            continue
        with servers.server(kind) as port:
            text = output(
                ["tclsh", "tests/test_helper.tcl", "--host", "127.0.0.1", "--port", str(port), "--baseport",
                 str(servers.base_port()), "--tags", "-slow", "--single", name, "--durable"], folder, FILE_SECONDS)
        passed[name] = re.findall(r"^\[ok\]: (.*) \(\d+ ms\)$", text, re.M)
        failed[name] = re.findall(rf"^\[err\]: (.*) in tests/{name}\.tcl$", text, re.M)
        if passed[name] or failed[name]:
            print(f"{kind:5} {name:30} {len(passed[name]):5} passed {len(failed[name]):4} failed", flush=True)
    return passed, failed


def python(kind, protocol, only=None, isExact=False):
    """redis-py's own tests, in the version of the protocol that is given."""
    folder, interpreter = sources.python_client()
    files = [f"tests/{name}.py" for name in PYTEST_FILES] + [f"tests/test_asyncio/{name}.py" for name in PYTEST_ASYNCIO_FILES]
    passed, failed = {}, {}
    for name in files:
        if not wanted(name, only, isExact):
            continue
        with servers.server(kind) as port:
            text = output(
                [str(interpreter), "-m", "pytest", "-p", "no:cacheprovider", "--timeout", "30", "-m", PYTEST_MARKS,
                 f"--protocol={protocol}", f"--redis-url=redis://localhost:{port}/0", "--tb=no", "-rA", "-q", name],
                folder, FILE_SECONDS * 3)
        passed[name] = re.findall(r"^PASSED (\S.*)$", text, re.M)
        failed[name] = re.findall(r"^(?:FAILED|ERROR) (\S+)", text, re.M)
        print(f"{kind:5} {name:50} {len(passed[name]):5} passed {len(failed[name]):4} failed", flush=True)
    return passed, failed


def compatibility(kind, only=None, isExact=False):
    """The suite of cases that Redis and its like should answer alike, as far as Redis 7.0 has them."""
    folder, interpreter = sources.compatibility_folder(), sources.compatibility_python()
    with servers.server(kind) as port:
        text = output([str(interpreter), "resp_compatibility.py", "--host", "127.0.0.1", "--port", str(port),
                       "--testfile", "cts.json", "--specific-version", "7.0.0", "--show-failed"], folder, FILE_SECONDS)
    passed = {"cts.json": re.findall(r"^test: (.*) passed$", text, re.M)}
    failed = {"cts.json": re.findall(r"^test: (.*) failed$", text, re.M)}
    print(f"{kind:5} {'cts.json':30} {len(passed['cts.json']):5} passed {len(failed['cts.json']):4} failed", flush=True)
    return passed, failed

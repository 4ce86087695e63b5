"""The README's tour works as typed: its blocks are run one after the other in one shell."""

import re
import signal
import socket
import subprocess

import pytest

from conftest import ORRERY, ROOT, eventually

TOUR = re.search(r"## A tour of five minutes\n(.*?)\n## Your own system\n", (ROOT / "README.md").read_text(), re.S).group(1)
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", TOUR, re.S)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_the_tour_works_as_typed(tmp_path):
    taken = [port for port in (3000, 5432, 6379, 8443) if not is_free(port)]
    if taken:
        pytest.skip(f"the tour names ports that somebody else has: {taken}")
    # A folder that looks like a clone whose build is done, so that state and changed files land in it.
    for name in ("blueprints", "generated"):
        (tmp_path / name).symlink_to(ROOT / name)
    wrapper = tmp_path / "orrery"
    wrapper.write_text(
        '#!/bin/sh\n[ "$1" = up ] && { shift; set -- up blueprints/promptsales "$@"; }\n' f'exec "{ORRERY}" "$@"\n')
    wrapper.chmod(0o755)

    assert BLOCKS[0] == ("sh", "./orrery up --ready-file ready.json\n")
    log = (tmp_path / "up.log").open("wb")
    up = subprocess.Popen(["./orrery", "up", "--ready-file", "ready.json"], cwd=tmp_path, stdout=log, stderr=log)
    try:
        eventually(lambda: (tmp_path / "ready.json").exists() or up.poll() is not None)
        assert up.poll() is None, (tmp_path / "up.log").read_text()
        script = "set -eo pipefail\n"
        for index, (kind, text) in enumerate(BLOCKS[1:]):
            script += text if kind == "sh" else ""
            script += f"echo '== {index}'\n"
        result = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert result.returncode == 0, result.stdout + result.stderr
        outputs = re.split(r"== \d+\n", result.stdout)
        for index, (kind, text) in enumerate(BLOCKS[1:]):
            if kind == "text":
                assert text.strip() in outputs[index - 1], f"block {index}:\n{outputs[index - 1]}"
    finally:
        up.send_signal(signal.SIGINT)
        assert up.wait(timeout=10) == 0

"""A short run of ./check kill redis."""

import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.parametrize("fsync", ["always", "everysec", "no"])
def test_a_redis_stand_in_that_is_killed_has_lost_nothing_it_answered(fsync):
    run = subprocess.run(
        [sys.executable, ROOT / "Tests/Kill/kill_redis.py", "--rounds", "4", "--fsync", fsync], capture_output=True, text=True,
        timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr

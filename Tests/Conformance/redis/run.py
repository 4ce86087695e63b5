"""Runs the suites of others against the real redis-server and the stand-in, and writes results.json.

    run.py [tcl|python2|python3 ...] [--only WORD ...] [--record]

The real server's results are kept in .build, for they do not change. With --record, results.json is written: the
conformance section of docs/redis.md is made from it.
"""

import argparse
import json
import pathlib
import sys

import sources
import suites

HERE = pathlib.Path(__file__).parent
SUITES = {
    "tcl": ("Redis' own suite (7.0, external server)", suites.tcl, 0.95),
    "python2": ("redis-py's own tests, RESP2", lambda kind, only: suites.python(kind, 2, only), 0.99),
    "python3": ("redis-py's own tests, RESP3", lambda kind, only: suites.python(kind, 3, only), 0.99),
}


def baseline(name, run, only):
    path = sources.CACHE / f"real-{name}.json"
    if only or not path.exists():
        passed, failed = run("real", only)
        if only:
            return passed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(passed))
    return json.loads(path.read_text())


def reason(test, reasons):
    """Why a test is an exception: the first line of exceptions.txt whose words are in its name."""
    return next((why for words, why in reasons if words in test), "not done yet")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []])
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    reasons = [tuple(line.rstrip("\n").split(" | ", 1)) for line in (HERE / "exceptions.txt").open() if " | " in line]
    path = HERE / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    isGood = True
    for name in options.suites or SUITES:
        title, run, bar = SUITES[name]
        real = baseline(name, run, options.only)
        ours, _ = run("ours", options.only)
        expected = [(file, test) for file, tests in real.items() for test in tests]
        missing = [(file, test) for file, test in expected if test not in ours.get(file, [])]
        share = 1 - len(missing) / max(1, len(expected))
        print(f"{title}: {len(expected) - len(missing)} of {len(expected)} that the real server passes, {share:.2%}")
        for file, test in missing:
            print(f"  - {file}: {test}: {reason(test, reasons)}")
        results[name] = {
            "title": title, "real": len(expected), "ours": len(expected) - len(missing), "bar": bar,
            "exceptions": [{"file": f, "test": t, "reason": reason(t, reasons)} for f, t in missing],
        }
        isGood = isGood and share >= bar
    if options.record and not options.only:
        path.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    sys.exit(0 if isGood else 1)


main()

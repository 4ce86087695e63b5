"""Runs the suites of others against the real redis-server and the stand-in.

    run.py [tcl|python2|python3|cts ...] [--only WORD ...] [--record] [--again]

It fails when the stand-in passes less of what the real server passes than the bar asks for, and when a test fails
that is no line of exceptions.txt. A file in which something unexpected fails is run once more, for many tests measure
time; what passes in either run counts. The real server's results are kept in .build, for they do not change; --again
makes them anew. With --record, results.json is written, from which the conformance section of docs/redis.md is made.
"""

import argparse
import collections
import functools
import json
import pathlib
import sys

import exceptions
import servers
import sources
import suites

HERE = pathlib.Path(__file__).parent
SUITES = {
    "tcl": ("Redis' own tests, against an external server", suites.tcl, 0.95),
    "python2": ("redis-py's own tests, RESP2", functools.partial(suites.python, protocol=2), 0.99),
    "python3": ("redis-py's own tests, RESP3", functools.partial(suites.python, protocol=3), 0.99),
    "cts": ("the RESP compatibility suite, version 7.0.0", suites.compatibility, 1.0),
}


def baseline(name, run, only, isAgain):
    """What the real server passes, by file."""
    path = sources.CACHE / f"real-{name}-{servers.real_version()}.json"
    if path.exists() and not isAgain:
        known = json.loads(path.read_text())
        return {file: tests for file, tests in known.items() if not only or any(word in file for word in only)}
    passed, _ = run("real", only=only)
    if not only:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(passed))
    return passed


def missing(real, ours):
    """What only the real server passes, as (file, test); a name may stand for several tests."""
    return [(file, test) for file, tests in real.items()
            for test in (collections.Counter(tests) - collections.Counter(ours.get(file, []))).elements()]


def compare(name, options, known):
    """Runs one suite and prints what it came to: (its entry in the results, whether it is good)."""
    title, run, bar = SUITES[name]
    real = baseline(name, run, options.only, options.again)
    ours, _ = run("ours", only=options.only)
    lost = missing(real, ours)
    unexpected = {file for file, test in lost if not known.reason(name, file, test)}
    if unexpected:
        print(f"once more: {', '.join(sorted(unexpected))}", flush=True)
        for file, tests in run("ours", only=sorted(unexpected), isExact=True)[0].items():
            ours[file] = list((collections.Counter(ours[file]) | collections.Counter(tests)).elements())
        lost = missing(real, ours)
    total = sum(map(len, real.values()))
    share = (total - len(lost)) / max(1, total)
    print(f"{title}: {total - len(lost)} of {total} that the real server passes, {share:.2%} (bar {bar:.0%})")
    for file, test in lost:
        print(f"  - {file}: {test}: {known.reason(name, file, test) or 'FAILED, AND IS NO EXCEPTION'}")
    files = [[file, len(tests), len(tests) - sum(file == other for other, _ in lost)] for file, tests in real.items() if tests]
    entry = {
        "title": title, "bar": bar, "real": total, "ours": total - len(lost), "files": files,
        "exceptions": [[file, test, known.reason(name, file, test) or ""] for file, test in lost],
    }
    isGood = share >= bar and all(known.reason(name, file, test) for file, test in lost)
    return entry, isGood


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []])
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    known = exceptions.Exceptions(HERE / "exceptions.txt")
    path = HERE / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    isGood = True
    for name in options.suites or SUITES:
        if name == "cts" and not sources.compatibility_folder():
            print(f"{SUITES[name][0]}: skipped: no package registry has it; {sources.COMPATIBILITY}=FOLDER names a "
                  "checkout of github.com/tair-opensource/resp-compatibility")
            continue
        results[name], isFine = compare(name, options, known)
        isGood = isGood and isFine
    if options.record and not options.only:
        path.write_text(json.dumps(results, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
        print("recorded; RECORD=1 swift test --filter CoveragePageTests brings docs/redis.md up to date")
    sys.exit(0 if isGood else 1)


main()

"""The tests that the stand-in may fail, and why: exceptions.txt.

A line is `suite | file | test | reason`; suite, file and test may have `*` for any text. Lines with `#` are comments.
"""

import re


def pattern(text):
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.S)


class Exceptions:
    def __init__(self, path):
        rows = [line.strip().split(" | ", 3) for line in path.read_text().splitlines()
                if line.strip() and not line.startswith("#")]
        for row in rows:
            if len(row) != 4 or not row[3]:
                raise SystemExit(f"{path.name}: '{' | '.join(row)}' is not 'suite | file | test | reason'")
        self.rows = [([pattern(part) for part in row[:3]], row[3]) for row in rows]

    def reason(self, suite, file, test):
        """Why the test is an exception; None when it is none."""
        return next((reason for patterns, reason in self.rows
                     if all(p.fullmatch(text) for p, text in zip(patterns, (suite, file, test)))), None)

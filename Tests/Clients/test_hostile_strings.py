"""Texts that a YAML reader takes for something else come out of the generator as they went into the blueprint, for
another reader than ours too."""

import yaml

from conftest import orrery

WORDS = """y Y yes No n on OFF true False null Null ~ .inf -.INF .NaN << = ! &a *a @a `a %a | > - ? : [ ] { } {} [] , ' "
'' "" 'a' "a" --- ... \\ \\n !!str # #a a: :a a,b a]b 0 -0 +1 007 0777 0o17 0x1F 0b11 1_000 1e3 1E3 1. .5 1.0 1.10 1e-3 12:30
12:30:45 2026-11-24 2026-11-24T10:00:00Z 9223372036854775808 123456789012345678901234567890 0x 1__0""".split()
TEXTS = WORDS + [
    "", " ", "  ", " a", "a ", "\ta", "a\t", "\n", "\n\n", "a\n", "\na", "a\nb", "a\n\nb\n", " a\nb\n", "a\n\n", "a\r\nb",
    "a\r", "a \nb", "\n a", "a\n# b\n", "a\n---\nb\n", "a: b", "a #b", "- a", "? a", "--- a", "it's", "!!str a",
    "\0", "a\0b", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[0m", "\x1f", "\x7f", "\x80", "\x85", "a\x85b", "\x9f",
    "\xa0", "a\xa0", "\xad", "\u2028", "a\u2028b", "\u2029", "\ufeff", "\ufeffa", "a\ufeff", "\ufffd", "\ufffe", "\uffff",
    "\u200b", "\u202eabc", "\ue000", "é", "e\u0301", "ß", "日本語", "\U0001f600", "a\U0001f600: b", "\U0010ffff",
    "a" * 2000, "word " * 500, "line\n" * 300, "a" * 200 + ": " + " b" * 99, "\U0001f600" * 300,
    '{"a": [' + "1, " * 200 + "2]}",
]


def quoted(text):
    """Double-quoted YAML, in which everything but plain letters is an escape."""
    return '"' + "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def test_settings_come_out_as_they_went_in(tmp_path):
    settings = "".join(f"      V{number:03}: {quoted(text)}\n" for number, text in enumerate(TEXTS))
    (tmp_path / "blueprint.yaml").write_text(f"""\
blueprint: orrery/v1
system: hostile
domain: example.com
edge:
  alb: {{ hosts: api, certificate: api }}
  gateway: {{ routes: [{{ path: /a, to: a, public: true }}] }}
services:
  a:
    environment:
{settings}
environments:
  dev:
    registry: registry.example.com
    tag: "1"
    acm: {{ api: "arn:aws:acm:eu-west-1:123456789012:certificate/1" }}
    alb: {{ subnets: 10.0.0.0/24 }}
""")
    result = orrery("generate", tmp_path, "--output", tmp_path / "generated")
    assert result.returncode == 0, result.stderr
    file = tmp_path / "generated/hostile/dev/services/a.yaml"
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        objects = list(yaml.load_all(file.read_bytes(), loader))
        [data] = [item["data"] for item in objects if item["kind"] == "ConfigMap"]
        for number, text in enumerate(TEXTS):
            assert data[f"V{number:03}"] == text, (loader, text)

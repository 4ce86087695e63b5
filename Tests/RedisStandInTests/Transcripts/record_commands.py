"""Writes what a real redis-server 7.0 says of its commands into commandFacts.swift and commandDocumentation.swift of
Sources/RedisStandIn/Commands/Table.

    record_commands.py PORT
"""
import pathlib
import sys

import redis


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def mapping(value):
    if isinstance(value, dict):
        return {text(key): item for key, item in value.items()}
    return {text(value[i]): value[i + 1] for i in range(0, len(value), 2)}


def specification(spec):
    spec = mapping(spec)
    begin, find = mapping(spec["begin_search"]), mapping(spec["find_keys"])
    flags = "+".join(text(flag) for flag in spec["flags"])
    first, second = mapping(begin["spec"]), mapping(find["spec"])
    kinds = {"index": lambda s: f"i{s['index']}", "keyword": lambda s: f"k{text(s['keyword'])}:{s['startfrom']}",
             "unknown": lambda s: "u"}
    ranges = {"range": lambda s: f"r{s['lastkey']}:{s['keystep']}:{s['limit']}",
              "keynum": lambda s: f"n{s['keynumidx']}:{s['firstkey']}:{s['keystep']}", "unknown": lambda s: "u"}
    notes = text(spec["notes"]) if "notes" in spec else ""
    return ",".join([flags, kinds[text(begin["type"])](first), ranges[text(find["type"])](second)]
                    + ([notes] if notes else []))


def lines(info):
    name, arity, flags, first, last, step, categories, tips, specs, subcommands = info[:10]
    yield "|".join([
        text(name).replace("|", " "), str(arity), ",".join(text(f) for f in flags), f"{first},{last},{step}",
        ",".join(text(c)[1:] for c in categories), ";".join(text(t) for t in tips),
        ";".join(specification(s) for s in specs)])
    for subcommand in sorted(subcommands, key=lambda item: text(item[0])):
        yield from lines(subcommand)


FLAGS = {"optional": "?", "multiple": "*", "multiple_token": "+"}


def argument(given):
    given = mapping(given)
    words = [text(given["name"]), text(given["type"])]
    words += [f"#{given['key_spec_index']}"] if "key_spec_index" in given else []
    words += [f"'{text(given['token'])}"] if "token" in given else []
    words += [f"@{text(given['since'])}"] if "since" in given else []
    words += [f"~{text(given['deprecated_since'])}"] if "deprecated_since" in given else []
    words += [FLAGS[text(flag)] for flag in given.get("flags", [])]
    assert set(given) <= {"name", "type", "key_spec_index", "token", "since", "deprecated_since", "flags", "arguments"}
    return "(" + " ".join(words) + "".join(argument(inner) for inner in given.get("arguments", [])) + ")"


def documentation(name, given):
    given = mapping(given)
    yield "|".join([
        text(name).replace("|", " "), *(text(given.get(part, b"")) for part in ["summary", "complexity"]),
        ",".join(text(flag) for flag in given.get("doc_flags", [])),
        *(text(given.get(part, b"")) for part in ["deprecated_since", "replaced_by"]),
        "".join(argument(inner) for inner in given.get("arguments", [])),
        ";;".join(f"{text(version)} {text(change)}" for version, change in given.get("history", []))])
    for inner, value in sorted(mapping(given.get("subcommands", [])).items()):
        yield from documentation(inner, value)


def write(file, name, comment, rows):
    path = pathlib.Path(__file__).parents[3] / "Sources/RedisStandIn/Commands/Table" / file
    body = "".join(f"    {row}\n" for row in rows).replace("\\", "\\\\")
    path.write_text(f'{comment}let {name} = """\n{body}    """\n')


def main():
    client = redis.Redis(port=int(sys.argv[1]), protocol=2)
    connection = client.connection_pool.get_connection()
    connection.send_command("COMMAND")
    rows = [line for info in sorted(connection.read_response(), key=lambda item: text(item[0])) for line in lines(info)]
    write("commandFacts.swift", "commandFacts", FACTS, rows)
    connection.send_command("COMMAND", "DOCS")
    documents = sorted(mapping(connection.read_response()).items())
    rows = [line for name, given in documents for line in documentation(name, given)]
    write("commandDocumentation.swift", "commandDocumentation", DOCUMENTATION, rows)


FACTS = """/// What `COMMAND` of Redis 7.0 says of every command, as `record_commands.py` recorded it.
///
/// A line for each, its parts separated by `|`: name (a subcommand after a space), arity, flags, first and last key and
/// step, access categories, tips, and the specifications of its keys: flags, where they begin, how many they are.
"""
DOCUMENTATION = """/// What `COMMAND DOCS` of Redis 7.0 says of every command, as `record_commands.py` recorded it.
///
/// A line for each, its parts separated by `|`: name (a subcommand after a space), summary, complexity, flags, since
/// when it is deprecated, what took its place, arguments, and history. An argument in parentheses is its name, its type,
/// `#` and the number of its key specification, `'` and its token, `@` and its version, `~` and the version that
/// deprecated it, `?` for optional, `*` for multiple, `+` for multiple with the token, and the arguments within it.
"""

main()

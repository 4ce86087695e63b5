"""Writes Sources/RedisStandIn/Commands/Table/commandFacts.swift from what a real redis-server 7.0 says of its commands.

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


def main():
    client = redis.Redis(port=int(sys.argv[1]), protocol=2)
    connection = client.connection_pool.get_connection()
    connection.send_command("COMMAND")
    rows = [line for info in sorted(connection.read_response(), key=lambda item: text(item[0])) for line in lines(info)]
    head = '''/// What `COMMAND` of Redis 7.0 says of every command, as `record_commands.py` recorded it.
///
/// A line for each, its parts separated by `|`: name (a subcommand after a space), arity, flags, first and last key and
/// step, access categories, tips, and the specifications of its keys: flags, where they begin, how many they are.
let commandFacts = """
'''
    path = pathlib.Path(__file__).parents[3] / "Sources/RedisStandIn/Commands/Table/commandFacts.swift"
    path.write_text(head + "".join(f"    {row}\n" for row in rows).replace("\\", "\\\\") + '    """\n')


main()

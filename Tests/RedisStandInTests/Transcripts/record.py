#!/usr/bin/env python3
"""Records the transcripts of this folder from a real Redis 7.0: record.py PORT [FILE ...]

A line `A> SET key value` sends a command on connection A, `A! *1\\r\\n` sends bytes as they are. What every
connection then receives is written below it as `A< ...`, with line ends and other bytes escaped; `A< EOF` means that
the server closed the connection. Each file starts with an empty server and new connections. Lines with `#` are kept.
"""
import pathlib, shlex, socket, sys, time

ESCAPES = {ord("\\"): "\\\\", 13: "\\r", 10: "\\n", 9: "\\t"}


def escaped(data):
    return "".join(ESCAPES.get(b) or (chr(b) if 32 <= b < 127 else f"\\x{b:02x}") for b in data)


def unescaped(text):
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def words(line):
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = ""
    return [unescaped(word) for word in lexer]


def received(connection, wait):
    data, deadline = b"", time.time() + wait
    while True:
        connection.settimeout(max(0.001, deadline - time.time()))
        try:
            piece = connection.recv(1 << 20)
        except TimeoutError:
            return data, False
        if not piece:
            return data, True
        data += piece
        deadline = time.time() + 0.01


def pause(line):
    """How long an answer may take: blocking commands answer when their time is over."""
    return 0.3 if "BLOCK 10" in line or "0.01" in line else 0.03


def record(path, port):
    with socket.create_connection(("127.0.0.1", port)) as cleaner:
        cleaner.sendall(b"FLUSHALL\r\nSCRIPT FLUSH\r\n")
        received(cleaner, 0.2)
    connections, out = {}, []
    for line in path.read_text().splitlines():
        if line[1:3] == "< ":
            continue
        out.append(line)
        if line[1:3] not in ("> ", "! "):
            continue
        name, kind, rest = line[0], line[1], line[3:]
        if name not in connections:
            connections[name] = socket.create_connection(("127.0.0.1", port))
        if kind == ">":
            parts = words(rest)
            data = b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts)
        else:
            data = unescaped(rest)
        connections[name].sendall(data)
        for other in sorted(connections, key=lambda key: (key != name, key)):
            got, ended = received(connections[other], pause(line) if other == name else 0.01)
            if got:
                out.append(f"{other}< {escaped(got)}")
            if ended:
                out.append(f"{other}< EOF")
                connections.pop(other).close()
    for connection in connections.values():
        connection.close()
    path.write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    chosen = [pathlib.Path(name) for name in sys.argv[2:]] or sorted(folder.glob("*.txt"))
    for file in chosen:
        record(file, int(sys.argv[1]))

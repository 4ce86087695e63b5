import PostgresStandIn
import Testing

/// Values at the edges of their types, thrown at everything that takes them: a trap would end every part of the system.
@Suite struct HostileTests {
    /// What a statement answers: its first value as text, or the code of its error.
    static func answer(_ session: PostgresSession, _ sql: String) async throws -> String {
        do {
            let result = try await session.query(sql)
            return result.rows.first?.first.map { "\($0)" } ?? ""
        } catch let error as PostgresError { return error.code }
    }

    static let values: [String: [String]] = [
        "bigint": ["(-9223372036854775807 - 1)", "9223372036854775807", "0::bigint", "-1::bigint"],
        "integer": ["(-2147483647 - 1)", "2147483647", "0", "-1"],
        "smallint": ["(-32767 - 1)::smallint", "32767::smallint", "0::smallint", "-1::smallint"],
        "numeric": ["1e131071", "-1e60000", "1e-16383", "'NaN'::numeric", "'-Infinity'::numeric", "0.0"],
        "double precision": [
            "'1e308'::float8", "'-1e308'::float8", "'1e-308'::float8", "'-Infinity'::float8", "0::float8",
        ],
        "real": ["'3e38'::real", "'-3e38'::real", "0::real"],
        "text": [
            "''", "repeat('é', 50)", #"'%_\'"#, "'(((('", "'99999999999999999999'", "'FM999D99PR'", "'year'", "'{{'",
        ],
        "character": ["'a'::char(5)"], "name": ["'UTF8'::name"], "\"any\"": ["1", "NULL"],
        "date": ["'infinity'::date", "'-infinity'::date", "'5874897-12-31'::date", "'0001-01-01'::date"],
        "timestamp without time zone": [
            "'-infinity'::timestamp", "'294276-12-31'::timestamp", "'0001-01-01'::timestamp",
        ],
        "timestamp with time zone": ["'infinity'::timestamptz", "'294276-12-31 00:00-15'::timestamptz", "now()"],
        "time without time zone": ["'24:00'::time", "'00:00'::time"], "boolean": ["true"],
        "interval": [
            "'178000000 years'::interval", "'-178000000 years'::interval", "'2147483647 days'::interval",
            "'-2562047787 hours'::interval", "'0'::interval",
        ],
        "bytea": ["''::bytea", #"'\xff00'::bytea"#], "uuid": ["'00000000-0000-0000-0000-000000000000'::uuid"],
        "json": ["'{}'::json", "(repeat('[', 5000) || repeat(']', 5000))::json", "'null'::json"],
        "jsonb": ["'[]'::jsonb", "(repeat('[', 900) || repeat(']', 900))::jsonb", #"'[1e400, -0]'::jsonb"#],
        "text[]": ["'{}'::text[]", "'{9223372036854775807, NULL}'::text[]"],
        "anyarray": ["'{}'::int[]", "'{{1, 2}, {3, 4}}'::int[]"], "anyelement": ["-2147483648", "NULL::int"],
        "anynonarray": ["1"], "oid": ["0::oid", "4294967295::oid"], "regclass": ["4294967295::oid::regclass"],
        "pg_node_tree": ["NULL::pg_node_tree"],
    ]

    /// Calls of every function and operator of the coverage page, a few for each.
    static let calls: [String] = {
        var calls: [String] = []
        var isOperator = false
        for line in coveragePage().split(separator: "\n") {
            if line.hasPrefix("## ") { isOperator = line == "## Operators" }
            let cells = line.replacing("\\|", with: "¦").split(separator: "|").map {
                $0.trimmingPrefix(" ").replacing("¦", with: "|")
            }
            guard line.hasPrefix("| `"), cells.count == 4, !cells[3].hasPrefix("unsupported") else { continue }
            let name = cells[0].filter { $0 != "`" && $0 != " " }
            let types = cells[1].split(separator: ", ").map { String($0.trimming(" ")) }.filter { $0 != "..." }
            let lists = types.map { values[$0] ?? [] }
            guard lists.allSatisfy({ !$0.isEmpty }) else { continue }
            for round in 0..<(types.isEmpty ? 1 : 8) {
                let picks = lists.enumerated().map {
                    $0.element[(round / ($0.offset + 1) + $0.offset) % $0.element.count]
                }
                if isOperator {
                    calls.append(picks.count == 2 ? "(\(picks[0])) \(name) (\(picks[1]))" : "\(name) (\(picks[0]))")
                } else {
                    calls.append("\(name)(\(picks.joined(separator: ", ")))")
                }
            }
        }
        return calls
    }()

    @Test func `no function or operator traps on values at the edges of their types`() async throws {
        try #require(Self.calls.count > 2000)
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            for call in Self.calls {
                let answer = try await Self.answer(session, "select (\(call))::text")
                #expect(answer != "XX000", "\(call)")
            }
            #expect(try await session.query("select 1").rows == [[1]])
        }
    }

    /// What PostgreSQL 15 answers to each; a code is that of its error.
    @Test(arguments: [
        ("select (-9223372036854775807 - 1) / -1", "22003"), ("select (-9223372036854775807 - 1) % -1", "int(0)"),
        ("select abs((-2147483647 - 1))", "22003"), ("select 1e131072", "22003"),
        ("select '1e999999'::numeric", "22003"),
        ("select - (- 1.5::float8)", "double(1.5)"), ("select -(-9223372036854775807 - 1)", "22003"),
        ("select repeat('x', 2147483647)", "54000"),
        ("select length(substring('abc', 2147483647, 2147483647))", "int(0)"),
        ("select length(substring('abc', -2147483647, 2147483647))", "int(0)"),
        ("select '999999999999 months'::interval", "22015"), ("select '178000000 years'::interval * 1e9", "22008"),
        ("select '2562047787 hours'::interval + '2562047787 hours'::interval", "22008"),
        ("select 'infinity'::date - 'infinity'::date", "22008"), ("select '5874898-01-01'::date", "22008"),
        ("select ('infinity'::date + 2147483647)::text", #"text("infinity")"#),
        ("select '294277-01-01'::timestamp", "22008"), ("select '294276-12-31'::timestamp + '1 year'", "22008"),
        ("select extract(year from 'infinity'::timestamp)::text", #"text("Infinity")"#),
        ("select extract(day from 'infinity'::date)", "null"), ("select make_date(-2147483648, 1, 1)", "22008"),
        ("select count(*) from generate_series(9223372036854775806, 9223372036854775807, 2)", "int(1)"),
        (
            "select count(*) from generate_series(-9223372036854775807, -9223372036854775806, -9223372036854775807)",
            "int(0)"
        ),
        ("select nextval('pg_class'::regclass)", "42809"), ("select '{1,2}'::int[] = '{1,2}'::int[]", "bool(true)"),
    ])
    func `a value out of range is answered as PostgreSQL answers it`(_ sql: String, _ expected: String) async throws {
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            #expect(try await Self.answer(session, sql) == expected)
        }
    }

    @Test func `what nests deep is refused, however it is written`() async throws {
        let deep = 60_000
        let open = String(repeating: "(", count: deep)
        let statements = [
            "select $$'$$, \(open)1", "-- don't\nselect \(open)1", "/* ' */ select \(open)1",
            #"select E'\'', \#(open)1"#,
            "select \(String(repeating: "case when true then ", count: deep))1",
            "select \(String(repeating: "array[", count: deep))1", "select \(String(repeating: "- ", count: deep))1",
            "select 1 where \(String(repeating: "exists (select 1 where ", count: 20_000))true",
            "select '\(String(repeating: "[", count: deep))'::jsonb",
            "select '\(String(repeating: "{", count: deep))'::int[]",
            "select 'a' ~ '\(String(repeating: "(", count: deep))'",
        ]
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            for statement in statements {
                let answer = try await Self.answer(session, statement)
                #expect(
                    ["54001", "42601", "22P02", "2201B", "54000"].contains(answer), "\(statement.prefix(40)) \(answer)")
            }
            #expect(try await session.query("select 1").rows == [[1]])
        }
    }
}

extension StringProtocol {
    fileprivate func trimming(_ character: Character) -> SubSequence {
        var rest = self[...]
        while rest.first == character { rest.removeFirst() }
        while rest.last == character { rest.removeLast() }
        return rest
    }
}

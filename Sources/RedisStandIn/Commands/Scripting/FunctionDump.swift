extension Command {
    /// `FUNCTION DUMP`
    ///
    /// Dump all functions into a serialized binary payload. See <https://redis.io/commands/function-dump/>.
    static let functionDump = Command(
        "function|dump", arity: 2, flags: [.noscript], group: .scripting, since: "7.0.0",
        summary: "Dump all functions into a serialized binary payload",
        reply: { call throws(RedisError) in
            var writer = DumpWriter(encodings: call.keyspace.encodings)
            for library in call.engine.scripts.libraries.values.sorted(by: { $0.name < $1.name }) {
                writer.putLibrary(library.code)
            }
            return .bulk(writer.finished())
        })

    /// `FUNCTION RESTORE serialized-value [FLUSH|APPEND|REPLACE]`
    ///
    /// Restore all the functions on the given payload, all of them or none. See
    /// <https://redis.io/commands/function-restore/>.
    static let functionRestore = Command(
        "function|restore", arity: -3, flags: [.write, .denyoom, .noscript], group: .scripting, since: "7.0.0",
        summary: "Restore all the functions on the given payload",
        reply: { call throws(RedisError) in
            if call.count > 4 {
                throw RedisError(
                    "ERR unknown subcommand or wrong number of arguments for 'restore'. Try FUNCTION HELP.")
            }
            let policy = call.count == 4 ? call.option(3) : "APPEND"
            guard ["FLUSH", "APPEND", "REPLACE"].contains(policy) else {
                throw RedisError(
                    "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.")
            }
            guard DumpReader.isIntact(call[2]) else { throw .badDump }
            let codes = try DumpReader.libraries(in: call[2])
            let scripts = call.engine.scripts
            let before = scripts.libraries.values.map(\.code)
            if policy == "FLUSH" { scripts.flushFunctions(nil) }
            do throws(RedisError) {
                for code in codes { _ = try scripts.loadLibrary(code, replaces: policy == "REPLACE") }
            } catch {
                // All or nothing: what was there comes back.
                scripts.flushFunctions(nil)
                for code in before { _ = try? scripts.loadLibrary(code, replaces: true) }
                throw RedisError(
                    error.text.replacing(#/^ERR Library '(.*)' already exists$/#) {
                        "ERR Library \($0.output.1) already exists"
                    })
            }
            if policy == "FLUSH" {
                for code in before {
                    if let name = try? FunctionLibrary.read(code).library.name {
                        call.keyspace.apply(.library(Key(name), nil), in: 0)
                    }
                }
            }
            for library in scripts.libraries.values.sorted(by: { $0.name < $1.name }) {
                call.keyspace.apply(.library(Key(library.name), library.code), in: 0)
            }
            return .ok
        })
}

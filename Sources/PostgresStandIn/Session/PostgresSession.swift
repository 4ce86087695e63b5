import SQLiteStore

/// A session inside this process: the same as a connection, without the wire.
///
/// Use it from one task at a time; two sessions for two tasks.
package struct PostgresSession: Sendable {
    let server: PostgresStandIn
    let id: Int32

    /// Runs `sql` with `parameters` for `$1`, `$2`, and so on. Without parameters it may hold several statements, which then
    /// are one transaction; the last one's result is returned.
    ///
    /// - Throws: `PostgresError`.
    @discardableResult
    package func query(_ sql: String, _ parameters: [PostgresValue] = []) async throws -> PostgresResult {
        let values = parameters.map(\.bound)
        let id = id
        let count = try await server.thread.run { try $0.prepareScript(sql, for: id, isSingle: !values.isEmpty) }
        var result = PostgresResult()
        for index in 0..<count {
            result = try await server.whenWriterIsFree(id) { store in
                let session = try store.session(id)
                let script = try store.script(sql)
                let result = try store.execute(script.tree.statements[index], in: script, for: session, values: values)
                if index == count - 1 { try store.endImplicit(session) }
                return store.plain(result)
            }
        }
        return result
    }

    /// Runs `body` between `BEGIN` and `COMMIT`; rolls back when it throws.
    package func transaction<Result: Sendable>(_ body: (PostgresSession) async throws -> Result) async throws -> Result
    {
        try await query("begin")
        do {
            let result = try await body(self)
            try await query("commit")
            return result
        } catch {
            _ = try? await query("rollback")
            throw error
        }
    }

    /// Rolls back what is open and ends the session.
    package func close() async {
        let id = id
        _ = try? await server.thread.run { $0.end(id) }
    }

    func migrate(_ name: String, _ sql: String) async throws -> Bool {
        let id = id
        let known = try await server.thread.run { store in
            try store.reader.rows("select sql from \"orrery.migration\" where name = ?", [.text(name)]).first?.first?
                .text
        }
        if let known {
            guard known == sql else {
                throw PostgresError("55000", "migration \"\(name)\" ran before with another text")
            }
            return false
        }
        try await transaction { session in
            try await session.query(sql)
            try await server.whenWriterIsFree(id) { store in
                try store.beginWriting(try store.session(id))
                try store.writer.run(
                    "insert into \"orrery.migration\" (name, sql) values (?, ?)", [.text(name), .text(sql)])
            }
        }
        return true
    }
}

extension PostgresStandIn {
    /// Runs `body` on the store's thread, again and again until no other session stands in the way.
    func whenWriterIsFree<Result: Sendable>(_ id: Int32, _ body: @escaping @Sendable (Store) throws -> Result)
        async throws -> Result
    {
        while true {
            do { return try await thread.run(body) } catch is WriterIsBusy {
                do { try await queue.acquire(id) } catch {
                    try await thread.run { store in store.fail(try store.session(id)) }
                    throw error
                }
            }
        }
    }
}

extension Store {
    /// The parsed script of a text.
    func script(_ sql: String) throws -> Script {
        if let known = scripts[sql] { return known }
        if scripts.count > 256 { scripts.removeAll() }
        let script = try Script(sql)
        scripts[sql] = script
        return script
    }

    /// How many statements the text holds; a text that does not parse fails the session's transaction.
    func prepareScript(_ sql: String, for id: Int32, isSingle: Bool) throws -> Int {
        let session = try session(id)
        do {
            let count = try script(sql).tree.statements.count
            if isSingle, count > 1 {
                throw PostgresError.syntax("cannot insert multiple commands into a prepared statement")
            }
            return count
        } catch {
            fail(session)
            throw error
        }
    }

    /// A result with its values as Swift's.
    func plain(_ result: StatementResult) -> PostgresResult {
        let columns = result.columns ?? []
        let rows = result.rows.map { row in zip(row, columns).map { plain($0, $1.type.oid) } }
        return PostgresResult(
            columns: columns.map { .init(name: $0.name, type: runtime.catalog.display($0.type)) }, rows: rows,
            tag: result.tag)
    }

    private func plain(_ value: SQLiteValue, _ type: OID) -> PostgresValue {
        switch (value, type) {
        case (.null, _): .null
        case (.integer(let value), TypeOID.bool): .bool(value != 0)
        case (.integer(let value), TypeOID.int2), (.integer(let value), TypeOID.int4),
            (.integer(let value), TypeOID.int8), (.integer(let value), TypeOID.oid):
            .int(value)
        case (.real(let value), _): .double(value)
        case (.blob(let bytes), _): .bytes(bytes)
        case (.text(let text), TypeOID.json), (.text(let text), TypeOID.jsonb): .json(text)
        default: .text(TypeOutput.text(value, type, runtime))
        }
    }
}

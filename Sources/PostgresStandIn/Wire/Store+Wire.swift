import SQLiteStore

/// The protocol's operations on a session; each returns the messages that answer it.
extension Store {
    /// The byte of `ReadyForQuery`.
    func status(_ id: Int32) throws -> UInt8 {
        switch try session(id).transaction {
        case .none: UInt8(ascii: "I")
        case .open: UInt8(ascii: "T")
        case .failed: UInt8(ascii: "E")
        }
    }

    /// `Sync`: ends the transaction of statements outside `BEGIN`.
    func sync(_ id: Int32) throws -> ([BackendMessage], UInt8) {
        let session = try session(id)
        var messages: [BackendMessage] = []
        do { try endImplicit(session) } catch let error as PostgresError { messages.append(.error(error)) }
        return (messages, try status(id))
    }

    func simple(_ sql: String, _ index: Int, for id: Int32, isLast: Bool) throws -> [BackendMessage] {
        let session = try session(id)
        let script = try script(sql)
        let result = try execute(script.tree.statements[index], in: script, for: session)
        if isLast {
            do { try endImplicit(session) } catch {
                fail(session)
                throw error
            }
            enter(session)
        }
        var messages = result.notices.map(BackendMessage.notice)
        if let columns = result.columns {
            messages.append(.rowDescription(fields(columns, [])))
            messages += try rows(result.rows[...], columns, [])
        }
        messages += result.changedSettings.map { .parameterStatus(name: $0.name, value: $0.value) }
        messages.append(.commandComplete(result.tag))
        return messages
    }

    /// Answers a message of the extended protocol.
    func answer(_ message: FrontendMessage, for id: Int32) throws -> [BackendMessage] {
        let session = try session(id)
        enter(session)
        do {
            return try extended(message, session)
        } catch let busy as WriterIsBusy {
            throw busy
        } catch {
            let failure = error as? PostgresError ?? PostgresError("XX000", "\(error)")
            fail(session)
            throw failure
        }
    }

    private func extended(_ message: FrontendMessage, _ session: SessionState) throws -> [BackendMessage] {
        switch message {
        case .parse(let name, let sql, let types):
            try parse(name, sql, types, session)
            return [.parseComplete]
        case .bind(let portal, let statement, let parameterFormats, let values, let resultFormats):
            try bind(portal, statement, parameterFormats, values, resultFormats, session)
            return [.bindComplete]
        case .describe(let kind, let name):
            if kind == UInt8(ascii: "S") {
                guard let prepared = session.prepared[name] else { throw PostgresError.noPreparedStatement(name) }
                return [
                    .parameterDescription(prepared.parameters),
                    prepared.columns.map { .rowDescription(fields($0, [])) } ?? .noData,
                ]
            }
            guard let portal = session.portals[name] else { throw PostgresError.noPortal(name) }
            return [portal.prepared.columns.map { .rowDescription(fields($0, portal.formats)) } ?? .noData]
        case .execute(let portal, let limit): return try execute(portal, limit: Int(limit), session)
        case .close(let kind, let name):
            if kind == UInt8(ascii: "S") { session.prepared[name] = nil } else { session.portals[name] = nil }
            return [.closeComplete]
        case .flush, .copyData, .copyDone, .copyFail: return []
        case .startup, .sslRequest, .gssRequest, .cancelRequest, .password, .query, .sync, .terminate:
            throw PostgresError.protocolViolation("unexpected message")
        }
    }

    private func parse(_ name: String, _ sql: String, _ types: [OID], _ session: SessionState) throws {
        if !name.isEmpty, session.prepared[name] != nil {
            throw PostgresError("42P05", "prepared statement \"\(name)\" already exists")
        }
        let script = try script(sql)
        guard script.tree.statements.count <= 1 else {
            throw PostgresError.syntax("cannot insert multiple commands into a prepared statement")
        }
        guard let statement = script.tree.statements.first else {
            session.prepared[name] = .init(sql: sql, script: nil, parameters: types, columns: nil)
            return
        }
        let described = try describe(
            statement, in: script, for: session, parameters: types.map { $0 == 0 ? TypeOID.unknown : $0 })
        session.prepared[name] = .init(
            sql: sql, script: script, parameters: described.parameters, columns: described.columns)
    }

    private func bind(
        _ portal: String, _ name: String, _ formats: [Int16], _ values: [[UInt8]?], _ resultFormats: [Int16],
        _ session: SessionState
    ) throws {
        guard let prepared = session.prepared[name] else { throw PostgresError.noPreparedStatement(name) }
        guard values.count == prepared.parameters.count else {
            throw PostgresError(
                "08P01",
                "bind message supplies \(values.count) parameters, but prepared statement \"\(name)\" requires \(prepared.parameters.count)"
            )
        }
        guard formats.count <= 1 || formats.count == values.count else {
            throw PostgresError(
                "08P01", "bind message has \(formats.count) parameter formats but \(values.count) parameters")
        }
        if let columns = prepared.columns, resultFormats.count > 1, resultFormats.count != columns.count {
            throw PostgresError(
                "08P01", "bind message has \(resultFormats.count) result formats but query has \(columns.count) columns"
            )
        }
        if !portal.isEmpty, session.portals[portal] != nil {
            throw PostgresError("42P03", "cursor \"\(portal)\" already exists")
        }
        let bound = values.enumerated().map { index, value -> BoundValue in
            guard let value else { return .null }
            let format = formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
            return format == 1 ? .binary(value) : .text(value)
        }
        session.portals[portal] = .init(prepared: prepared, values: bound, formats: resultFormats)
    }

    private func execute(_ name: String, limit: Int, _ session: SessionState) throws -> [BackendMessage] {
        guard var portal = session.portals[name] else { throw PostgresError.noPortal(name) }
        guard let script = portal.prepared.script, let statement = script.tree.statements.first else {
            return [.emptyQueryResponse]
        }
        var messages: [BackendMessage] = []
        let isFirst = portal.result == nil
        let result: StatementResult
        if let known = portal.result {
            result = known
        } else {
            result = try execute(
                statement, in: script, for: session, parameters: portal.prepared.parameters, values: portal.values)
            messages =
                result.notices.map(BackendMessage.notice)
                + result.changedSettings.map { .parameterStatus(name: $0.name, value: $0.value) }
        }
        guard let columns = result.columns else { return messages + [.commandComplete(result.tag)] }
        let end = limit > 0 ? min(result.rows.count, portal.next + limit) : result.rows.count
        messages += try rows(result.rows[portal.next..<end], columns, portal.formats)
        let fetched = end - portal.next
        portal.result = result
        portal.next = end
        if session.portals[name] != nil { session.portals[name] = portal }
        if limit > 0, fetched == limit { return messages + [.portalSuspended] }
        let tag = result.tag.hasPrefix("SELECT") && !isFirst ? "SELECT \(fetched)" : result.tag
        return messages + [.commandComplete(tag)]
    }

    // MARK: Rows

    private func format(_ formats: [Int16], _ index: Int) -> Int16 {
        formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
    }

    private func fields(_ columns: [StatementResult.Column], _ formats: [Int16]) -> [BackendMessage.Field] {
        columns.enumerated().map { index, column in
            .init(
                name: column.name, table: column.tableOID, number: Int16(clamping: column.number),
                type: column.type.oid, length: TypeTable.entry(column.type.oid).length,
                modifier: column.type.modifier, format: format(formats, index))
        }
    }

    private func rows(_ rows: ArraySlice<[SQLiteValue]>, _ columns: [StatementResult.Column], _ formats: [Int16]) throws
        -> [BackendMessage]
    {
        try rows.map { row in
            .dataRow(
                try zip(row, columns).enumerated().map { index, cell in
                    if cell.0.isNull { return nil }
                    return format(formats, index) == 1
                        ? try BinaryFormat.encode(cell.0, cell.1.type.oid, runtime)
                        : Array(TypeOutput.text(cell.0, cell.1.type.oid, runtime).utf8)
                })
        }
    }
}

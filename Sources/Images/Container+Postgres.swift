package import PostgresStandIn

extension Container {
    /// Runs one statement on the PostgreSQL store `store`, in a session of its own.
    ///
    /// - Throws: `PostgresError`, `NetworkError`.
    @discardableResult
    package func query(
        _ store: String, _ sql: String, _ parameters: [PostgresValue] = []
    ) async throws -> PostgresResult {
        let session = try await postgres(store)
        do {
            let result = try await session.query(sql, parameters)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }
}

extension PostgresValue {
    /// A text, or NULL for nil.
    package static func text(orNull text: String?) -> PostgresValue { text.map(PostgresValue.text) ?? .null }

    /// A timestamp as RFC 3339 has it: `2026-11-22 09:00:00.5+00` as `2026-11-22T09:00:00.5Z`. One without an offset is
    /// taken as UTC; `infinity` stays as it is; nil for null.
    package var rfc3339: String? {
        guard let string, let blank = string.firstIndex(of: " ") else { return string }
        let date = string[..<blank]
        let rest = string[string.index(after: blank)...]
        guard let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) else { return "\(date)T\(rest)Z" }
        let offset = rest[sign...]
        let written = offset == "+00" ? "Z" : offset.contains(":") ? String(offset) : "\(offset):00"
        return "\(date)T\(rest[..<sign])\(written)"
    }
}

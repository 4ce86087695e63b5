package import PostgresStandIn

extension Container {
    /// Runs one statement on the PostgreSQL store `store`, in a session of its own.
    ///
    /// - Throws: `PostgresError`, `NetworkError`.
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

    /// A `timestamptz` in UTC as RFC 3339 has it: `2026-11-22T17:00:00.5Z`.
    package var rfc3339: String? {
        guard let text = string, let blank = text.firstIndex(of: " ") else { return string }
        let time = text[text.index(after: blank)...].replacing("+00", with: "Z")
        return "\(text[..<blank])T\(time)"
    }
}

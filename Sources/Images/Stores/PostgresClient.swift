package import PostgresStandIn

/// A connection to a PostgreSQL server, whoever plays it: the stand-in in this process, or a real one.
package protocol PostgresClient: Sendable {
    /// Runs `sql` with `parameters` for `$1`, `$2`, and so on. Without parameters it may hold several statements, which then
    /// are one transaction; the last one's result is returned.
    ///
    /// - Throws: `PostgresError`, and what keeps the connection from going on.
    @discardableResult
    func query(_ sql: String, _ parameters: [PostgresValue]) async throws -> PostgresResult

    /// Rolls back what is open and ends the connection.
    func close() async
}

extension PostgresSession: PostgresClient {}

extension PostgresClient {
    @discardableResult
    package func query(_ sql: String) async throws -> PostgresResult { try await query(sql, []) }
}

import Determinism
import Fidelity
import Foundation
import HTTP
import Images
import JSONTree
import PostgresStandIn
import RedisStandIn
import SQLiteStore

/// 2026-11-22T09:00:00Z.
let startOfTests = Timestamp(seconds: 1_795_338_000)

/// The repository's folder.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

func text(of path: String) throws -> String {
    try String(contentsOfFile: "\(repository)/\(path)", encoding: .utf8)
}

extension Container {
    /// A container with a Redis store `cache`, a PostgreSQL store `shop-db` and the queue `jobs`; a store that is nil
    /// refuses connections.
    static func test(
        environment: [String: String] = [:], files: [String: String] = [:],
        clock: InstanceClock = InstanceClock(frozenAt: startOfTests), redis: RedisStandIn? = nil,
        postgres: PostgresStandIn? = nil,
        send: @escaping @Sendable (Request) async throws -> Response = { request in
            throw NetworkError.nameNotResolved(request.host)
        }
    ) -> Container {
        var variables = ["JOBS_STREAM": "shop:jobs", "JOBS_GROUP": "jobs", "CACHE_HOST": "cache", "CACHE_PORT": "6379"]
        if postgres != nil {
            variables.merge(["SHOP_DB_HOST": "shop-db", "SHOP_DB_PORT": "5432", "SHOP_DB_DATABASE": "shop"]) { $1 }
        }
        var mounted: [String: String] = [:]
        for store in ["cache", "shop-db"] {
            mounted["/var/run/secrets/\(store)/username"] = "shop"
            mounted["/var/run/secrets/\(store)/password"] = "secret"
        }
        return Container(
            name: "catalog", namespace: "services", image: "shop/catalog",
            environment: variables.merging(environment) { $1 },
            files: mounted.merging(files) { $1 }.mapValues { Array($0.utf8) }, clock: clock,
            random: SeededRandom(seed: 7),
            network: ContainerNetwork(
                send: send,
                redis: { address in
                    guard let redis else { throw NetworkError.connectionRefused(address.host) }
                    return redis.makeSession(remoteAddress: "catalog")
                },
                postgres: { address in
                    guard let postgres else { throw NetworkError.connectionRefused(address.host) }
                    return try await postgres.makeSession(user: PostgresUser(name: address.username))
                },
                mongo: { throw NetworkError.connectionRefused($0.host) }))
    }
}

/// A PostgreSQL stand-in in memory, after `migration`.
func withPostgres<Result>(
    _ migration: String? = nil, _ body: (PostgresStandIn) async throws -> Result
) async throws -> Result {
    let standIn = try await PostgresStandIn(
        name: "shop-db", location: .memory, databaseName: "shop", clock: InstanceClock(frozenAt: startOfTests),
        random: SeededRandom(seed: 7), ledger: Ledger(), users: [PostgresUser(name: "shop")])
    if let migration { try await standIn.runMigration(file: "001.sql", sql: migration) }
    let result = try await body(standIn)
    await standIn.close()
    return result
}

/// What came back, whole.
struct Answer {
    var status: Int
    var fields: Fields
    var body: JSON

    init(_ response: Response) async throws {
        status = response.status.code
        fields = response.fields
        let bytes = try await response.collectedBody()
        body = bytes.isEmpty ? .null : (try? JSON.parse(bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }

    var detail: String { body["detail"]?.string ?? "" }
}

/// Sends a request to `handler`.
func send(
    _ method: Method, _ target: String, _ body: JSON? = nil, to handler: Handler
) async throws -> Answer {
    try await Answer(
        handler(
            Request(
                method, target, fields: body == nil ? [:] : ["content-type": "application/json"],
                body: body?.bytes ?? [])))
}

import Determinism
import Images
import Kubernetes
import MongoStandIn
import PostgresStandIn
import RedisStandIn

/// A connection of a service in this process to a store: it ends when the store is swapped, and has the edge's faults.
struct StoreEdge: Sendable {
    let mesh: Mesh
    let store: Service
    let caller: Caller
    /// How often the store had been swapped when the connection was made.
    let count: Int

    /// Returns when the next command may be sent.
    ///
    /// - Throws: `NetworkError.connectionReset` when the connection is no more.
    func pass() async throws {
        let name = store.metadata.name
        guard mesh.swaps.count(of: name) == count else {
            throw NetworkError.connectionReset("'\(name)' was swapped")
        }
        guard let fault = mesh.faults.strike(name, from: caller.name) else { return }
        if let delay = fault.delay { try await mesh.clock.sleep(for: delay) }
        if fault.failure == nil { return }
        throw NetworkError.connectionReset(mesh.recordReset(fault, of: store, from: caller))
    }
}

extension Mesh {
    /// Writes to the journal that `fault` broke off a connection to `store`.
    ///
    /// - Returns: the reason.
    func recordReset(_ fault: Fault, of store: Service, from caller: Caller) -> String {
        let name = store.metadata.name
        let sentence = Faults.sentence(fault, on: name)
        record(
            caller, name, data.kind(of: store)?.rawValue ?? "", "command", "reset", sentence,
            span: store.metadata.span, since: clock.now)
        return sentence
    }
}

struct EdgeRedis: RedisClient {
    let edge: StoreEdge
    let client: any RedisClient

    func execute(_ words: [[UInt8]]) async -> RESPValue {
        do {
            try await edge.pass()
        } catch {
            return .error("ERR \(error)")
        }
        return await client.execute(words)
    }
}

struct EdgePostgres: PostgresClient {
    let edge: StoreEdge
    let client: any PostgresClient

    func query(_ sql: String, _ parameters: [PostgresValue]) async throws -> PostgresResult {
        try await edge.pass()
        return try await client.query(sql, parameters)
    }

    func close() async { await client.close() }
}

struct EdgeMongo: MongoClient {
    let edge: StoreEdge
    let client: any MongoClient

    func run(_ command: BSONDocument, database: String) async throws -> BSONDocument {
        try await edge.pass()
        return try await client.run(command, database: database)
    }
}

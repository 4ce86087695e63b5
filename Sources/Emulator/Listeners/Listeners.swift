import HTTP
import MongoStandIn
import NIOSSL
import PostgresStandIn
import RedisStandIn
import Serving

/// Every socket of an instance, bound before anything runs.
struct Listeners: Sendable {
    struct Web: Sendable {
        var part: Part
        var listener: HTTPListener
        var handler: Handler
    }

    struct Wire: Sendable {
        var part: Part
        var listener: ByteListener
        var store: DataLayer.Store
    }

    var web: [Web] = []
    var wire: [Wire] = []

    /// Accepts on all of them until the task is cancelled.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for entry in web { group.addTask { try await entry.listener.run(entry.handler) } }
            for entry in wire {
                group.addTask {
                    switch entry.store.server {
                    case .redis(let server): try await server.run(on: entry.listener)
                    case .postgres(let server): try await server.run(on: entry.listener)
                    case .mongo(let server): try await server.run(on: entry.listener)
                    }
                }
            }
            for try await _ in group {}
        }
    }
}

extension DataLayer.Store.Server {
    /// A listener for this server's protocol; with `optionalTLS`, clients may begin with TLS.
    func bind(_ address: ListenAddress, optionalTLS: NIOSSLContext? = nil) async throws -> ByteListener {
        switch self {
        case .redis(let server): try await server.bind(address, optionalTLS: optionalTLS)
        case .postgres, .mongo: try await ByteListener.bind(address, optionalTLS: optionalTLS)
        }
    }
}

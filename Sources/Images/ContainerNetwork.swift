package import HTTP

/// The network as one container sees it: every call is made by name, in the caller's name.
///
/// The emulator supplies it. In the process a call is a function call, after the network policies and the journal have
/// had their say.
package struct ContainerNetwork: Sendable {
    /// Sends a request to the host of its authority.
    package var send: @Sendable (Request) async throws -> Response
    package var redis: @Sendable (StoreAddress) async throws -> any RedisClient
    package var postgres: @Sendable (StoreAddress) async throws -> any PostgresClient
    package var mongo: @Sendable (StoreAddress) async throws -> any MongoClient

    package init(
        send: @escaping @Sendable (Request) async throws -> Response,
        redis: @escaping @Sendable (StoreAddress) async throws -> any RedisClient,
        postgres: @escaping @Sendable (StoreAddress) async throws -> any PostgresClient,
        mongo: @escaping @Sendable (StoreAddress) async throws -> any MongoClient
    ) {
        self.send = send
        self.redis = redis
        self.postgres = postgres
        self.mongo = mongo
    }
}

/// Where a data server is, and as whom to log in.
package struct StoreAddress: Sendable {
    package var host: String
    package var port: Int
    /// Empty for a server without databases by name.
    package var database: String
    package var username: String
    package var password: String

    package init(host: String, port: Int, database: String, username: String, password: String) {
        self.host = host
        self.port = port
        self.database = database
        self.username = username
        self.password = password
    }
}

/// A call that never reached the other side.
package enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
    case nameNotResolved(String)
    /// A dropped packet: no network policy allows the connection. The text says which, and what would have.
    case deniedByPolicy(String)
    case connectionRefused(String)
    case authenticationFailed(String)
    /// A connection that broke off; the text says why.
    case connectionReset(String)

    package var description: String {
        switch self {
        case .nameNotResolved(let host): "no such host: '\(host)'"
        case .deniedByPolicy(let sentence): sentence
        case .connectionRefused(let address): "connection refused: \(address)"
        case .authenticationFailed(let reason): reason
        case .connectionReset(let reason): "connection reset by peer: \(reason)"
        }
    }
}

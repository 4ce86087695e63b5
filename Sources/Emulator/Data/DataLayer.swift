import Determinism
import Fidelity
import Foundation
import Images
package import Kubernetes
package import MongoStandIn
package import PostgresStandIn
package import RedisStandIn
import SQLiteStore

/// The managed data layer: a stand-in for every store that the manifests name, each in a database file of its own.
package struct DataLayer: Sendable {
    package enum Kind: String, Sendable { case redis, postgres, mongo }

    /// One store, running.
    package struct Store: Sendable {
        package enum Server: Sendable {
            case redis(RedisStandIn)
            case postgres(PostgresStandIn)
            case mongo(MongoStandIn)
        }

        package var service: Service
        package var server: Server
        /// The database within the server; empty where there is none.
        package var database: String
        var logIns: [LogIn]
        /// For the person at the desk: may do everything.
        package var developer: LogIn

        package var name: String { service.metadata.name }
        package var kind: Kind {
            switch server {
            case .redis: .redis
            case .postgres: .postgres
            case .mongo: .mongo
            }
        }
    }

    /// Somebody who may log in to a store.
    package struct LogIn: Sendable {
        package var username: String
        package var password: String
        package var isReadOnly = false
    }

    package let stores: [Store]

    /// Starts a stand-in for each store of `cluster`, with a log-in for each secret that opens it.
    ///
    /// - Parameters:
    ///   - folder: where the database files are; nil keeps everything in memory.
    ///   - contracts: the folder that holds the migrations.
    static func start(
        _ cluster: Cluster, folder: String?, contracts: String, secrets: LocalSecretStore, clock: InstanceClock,
        random: SeededRandom, ledger: Ledger
    ) async throws -> DataLayer {
        let stores = try await withThrowingTaskGroup(of: (Int, Store).self) { group in
            for (index, service) in cluster.stores.enumerated() {
                guard let kind = kind(of: service) else { continue }
                let logIns = try logIns(to: service, cluster, secrets)
                group.addTask {
                    let name = service.metadata.name
                    let location = folder.map { Connection.Location.file("\($0)/\(name).sqlite") } ?? .memory
                    let database = service.metadata.annotations["orrery.dev/database"] ?? name
                    let server = try await makeServer(
                        kind, name, location, database, logIns.all, clock: clock, random: random, ledger: ledger)
                    if case .postgres(let server) = server,
                        let path = service.metadata.annotations["orrery.dev/migrations"]
                    {
                        try await migrate(server, folder: "\(contracts)/\(path)")
                    }
                    return (
                        index,
                        Store(
                            service: service, server: server, database: database, logIns: logIns.all,
                            developer: logIns.developer)
                    )
                }
            }
            var started: [(Int, Store)] = []
            for try await store in group { started.append(store) }
            return started.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return DataLayer(stores: stores)
    }

    private static func makeServer(
        _ kind: Kind, _ name: String, _ location: Connection.Location, _ database: String, _ logIns: [LogIn],
        clock: InstanceClock, random: SeededRandom, ledger: Ledger
    ) async throws -> Store.Server {
        switch kind {
        case .redis:
            return .redis(
                try await RedisStandIn(
                    name: name, location: location, clock: clock, random: random, ledger: ledger,
                    users: [.open] + logIns.map { RedisUser($0) }))
        case .postgres:
            return .postgres(
                try await PostgresStandIn(
                    name: name, location: location, databaseName: database, clock: clock, random: random,
                    ledger: ledger, users: logIns.map { PostgresUser($0) }))
        case .mongo:
            return .mongo(
                try await MongoStandIn(
                    name: name, location: location, clock: clock, random: random, ledger: ledger,
                    users: logIns.map { MongoUser($0) }))
        }
    }

    /// Runs the SQL files of `folder` that have not run yet, in the order of their names.
    private static func migrate(_ server: PostgresStandIn, folder: String) async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
        for name in names {
            let sql = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            _ = try await server.runMigration(file: name, sql: sql)
        }
    }

    /// The log-ins that the manifests' secrets open `store` with, and the developer's. The secrets' keys end in the
    /// store's and the log-in's name: `promptsales/dev/cache/content`.
    private static func logIns(
        to store: Service, _ cluster: Cluster, _ secrets: LocalSecretStore
    ) throws -> (all: [LogIn], developer: LogIn) {
        var logIns: [LogIn] = []
        for secret in cluster.externalSecrets {
            for datum in secret.data where datum.secretKey == "password" {
                let parts = datum.remoteKey.split(separator: "/").map(String.init)
                guard parts.count > 1, parts[parts.count - 2] == store.metadata.name, let name = parts.last,
                    !logIns.contains(where: { $0.username == name })
                else { continue }
                let password = try secrets.value(of: datum.remoteKey, property: datum.property)
                logIns.append(LogIn(username: name, password: password, isReadOnly: name.hasSuffix("-readonly")))
            }
        }
        // Everything listens on this machine only, and a password that can be remembered is typed more gladly.
        let developer = LogIn(username: "orrery", password: "orrery")
        return (logIns + [developer], developer)
    }

    /// What a store's service is: the name of its port.
    private static func kind(of service: Service) -> Kind? {
        service.ports.lazy.compactMap { $0.appProtocol.flatMap(Kind.init) ?? $0.name.flatMap(Kind.init) }.first
    }

    func kind(of service: Service) -> Kind? { Self.kind(of: service) }

    /// An address of the range that a store answers from.
    func address(of store: Service) -> String? {
        store.metadata.annotations["orrery.dev/subnet"].flatMap(hostAddress)
    }

    // MARK: - Sessions in the process

    /// - Throws: `NetworkError.authenticationFailed`, in the server's own words.
    func redis(_ service: Service, _ address: StoreAddress) async throws -> RedisSession {
        guard let (store, logIn) = logIn(to: service, address), case .redis(let server) = store.server else {
            throw NetworkError.authenticationFailed("WRONGPASS invalid username-password pair or user is disabled.")
        }
        return server.makeSession(user: RedisUser(logIn), remoteAddress: address.username)
    }

    /// - Throws: `NetworkError.authenticationFailed`, in the server's own words.
    func postgres(_ service: Service, _ address: StoreAddress) async throws -> PostgresSession {
        guard let (store, logIn) = logIn(to: service, address), case .postgres(let server) = store.server else {
            throw NetworkError.authenticationFailed("password authentication failed for user \"\(address.username)\"")
        }
        return try await server.makeSession(user: PostgresUser(logIn))
    }

    /// - Throws: as `postgres` does, without opening anything.
    func checkLogIn(to service: Service, _ address: StoreAddress) throws {
        if logIn(to: service, address) == nil {
            throw NetworkError.authenticationFailed("password authentication failed for user \"\(address.username)\"")
        }
    }

    /// - Throws: `NetworkError.authenticationFailed`, in the server's own words.
    func mongo(_ service: Service, _ address: StoreAddress) async throws -> MongoSession {
        guard let (store, logIn) = logIn(to: service, address), case .mongo(let server) = store.server else {
            throw NetworkError.authenticationFailed("Authentication failed.")
        }
        return server.makeSession(user: MongoUser(logIn))
    }

    private func logIn(to service: Service, _ address: StoreAddress) -> (Store, LogIn)? {
        guard let store = stores.first(where: { $0.name == service.metadata.name }),
            let logIn = store.logIns.first(where: {
                $0.username == address.username && $0.password == address.password
            })
        else { return nil }
        return (store, logIn)
    }

    // MARK: - Life

    /// Runs what the servers do beside answering, until the task is cancelled.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                if case .redis(let server) = store.server { group.addTask { try await server.run() } }
            }
            for try await _ in group {}
        }
    }

    func close() async {
        for store in stores {
            switch store.server {
            case .redis(let server): await server.close()
            case .postgres(let server): await server.close()
            case .mongo(let server): await server.close()
            }
        }
    }
}

extension RedisUser {
    fileprivate init(_ logIn: DataLayer.LogIn) {
        self.init(name: logIn.username, password: logIn.password, access: logIn.isReadOnly ? .readOnly : .readWrite)
    }
}

extension PostgresUser {
    fileprivate init(_ logIn: DataLayer.LogIn) {
        self.init(name: logIn.username, password: logIn.password, access: logIn.isReadOnly ? .readOnly : .readWrite)
    }
}

extension MongoUser {
    fileprivate init(_ logIn: DataLayer.LogIn) {
        self.init(name: logIn.username, password: logIn.password, access: logIn.isReadOnly ? .readOnly : .readWrite)
    }
}

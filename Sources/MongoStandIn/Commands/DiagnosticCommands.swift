import Determinism
import Fidelity

/// What tools and shells ask about the server.
extension CommandTable {
    static let diagnostics: [Command] = [
        Command(
            "getCmdLineOpts", "the options at start", .approximate("empty"),
            .store { _, _ in ["argv": ["orrery"], "parsed": [:]] }),
        Command(
            "serverStatus", "counters", .approximate("version, uptime, connections and storage engine only"),
            .store { store, invocation in
                [
                    "host": .string(invocation.address), "version": "7.0.14", "process": "mongod", "pid": .int64(1),
                    "uptime": 1.0, "uptimeMillis": .int64(1000), "localTime": .date(store.clock.now.milliseconds),
                    "connections": ["current": 1, "available": 1000, "totalCreated": 1],
                    "metrics": ["cursor": ["open": ["total": .integer(store.cursors.count)]]],
                    "storageEngine": ["name": "sqlite", "supportsCommittedReads": true, "persistent": true],
                    "repl": ["setName": .string(replicaSet), "isWritablePrimary": true],
                ]
            }),
        Command(
            "getParameter", "server parameters", .approximate("featureCompatibilityVersion and a few more"),
            .store { _, invocation in
                let known: BSONDocument = [
                    "featureCompatibilityVersion": ["version": "7.0"], "authenticationMechanisms": ["SCRAM-SHA-256"],
                    "transactionLifetimeLimitSeconds": 60, "requireApiVersion": false, "enableTestCommands": false,
                ]
                if invocation.command.first?.value.string == "*" { return known }
                var reply = BSONDocument()
                for element in known.elements where invocation.command[element.key] != nil {
                    reply.append(element.key, element.value)
                }
                if reply.isEmpty { throw MongoError(.invalidOptions, "no option found to get") }
                return reply
            }),
        Command(
            "connectionStatus", "who is authenticated", .approximate("privileges are not listed"), access: .open,
            .store { _, invocation in
                let users: [BSONValue] =
                    invocation.user.map { [["user": .string($0.name), "db": "admin"]] } ?? []
                let roles: [BSONValue] =
                    invocation.user.map { [["role": .string($0.access.role), "db": "admin"]] } ?? []
                return ["authInfo": ["authenticatedUsers": .array(users), "authenticatedUserRoles": .array(roles)]]
            }),
        Command(
            "whatsmyuri", "the client's address",
            .store { _, invocation in ["you": .string(invocation.connection.remoteAddress)] }),
        Command(
            "hostInfo", "the machine", .approximate("only the host's name"),
            .store { store, invocation in
                [
                    "system": [
                        "currentTime": .date(store.clock.now.milliseconds), "hostname": .string(invocation.address),
                        "cpuAddrSize": 64, "numCores": 1,
                    ], "os": ["type": "Linux", "name": "Linux", "version": ""], "extra": [:],
                ]
            }),
        Command(
            "getLog", "the log", .approximate("there is none"),
            .store { _, invocation in
                if invocation.command.first?.value.string == "*" { return ["names": ["global", "startupWarnings"]] }
                return ["totalLinesWritten": 0, "log": []]
            }),
        Command(
            "getFreeMonitoringStatus", "free monitoring", .store { _, _ in ["state": "undecided"] }),
        Command(
            "listCommands", "the commands", .approximate("name, help and whether a primary is needed"),
            .store { _, _ in
                let entries = commands.filter(\.isSupported).map { command in
                    BSONDocument.Element(
                        key: command.name,
                        value: [
                            "help": .string(command.summary), "requiresAuth": .bool(command.access != .open),
                            "secondaryOk": false, "adminOnly": false,
                        ])
                }
                return ["commands": .document(BSONDocument(entries))]
            }),
        Command(
            "replSetGetStatus", "the replica set", .approximate("one member, the primary"),
            .store { store, invocation in
                [
                    "set": .string(replicaSet), "date": .date(store.clock.now.milliseconds), "myState": 1,
                    "members": [
                        [
                            "_id": 0, "name": .string(invocation.address), "health": 1.0, "state": 1,
                            "stateStr": "PRIMARY", "self": true,
                        ]
                    ],
                ]
            }),
        Command(
            "dbStats", aliases: ["dbstats"], "sizes of a database", .approximate("sizes are those of the documents"),
            .store { store, invocation in
                let collections = store.catalog.collections(in: invocation.database)
                let objects = try collections.reduce(0 as Int64) { $0 + (try store.count($1)) }
                let size = try collections.reduce(0 as Int64) { $0 + (try store.size($1)) }
                return [
                    "db": .string(invocation.database), "collections": .integer(collections.count { $0.view == nil }),
                    "views": .integer(collections.count { $0.view != nil }), "objects": .integer(objects),
                    "avgObjSize": .double(objects == 0 ? 0 : Double(size) / Double(objects)),
                    "dataSize": .double(Double(size)),
                    "storageSize": .double(Double(size)),
                    "indexes": .integer(collections.reduce(0) { $0 + $1.indexes.count + ($1.view == nil ? 1 : 0) }),
                    "indexSize": 0.0, "totalSize": .double(Double(size)), "scaleFactor": .int64(1),
                ]
            }),
        Command(
            "collStats", aliases: ["collstats"], "sizes of a collection",
            .approximate("sizes are those of the documents"),
            .store { store, invocation in
                let namespace = try invocation.namespace()
                guard let collection = store.collection(namespace) else {
                    return [
                        "ns": .string(namespace.description), "size": 0, "count": 0, "storageSize": 0, "nindexes": 0,
                        "totalIndexSize": 0,
                    ]
                }
                let count = try store.count(collection)
                let size = try store.size(collection)
                return [
                    "ns": .string(namespace.description), "size": .integer(size), "count": .integer(count),
                    "avgObjSize": .integer(count == 0 ? 0 : size / count), "storageSize": .integer(size),
                    "capped": .bool(collection.options["capped"]?.isTruthy ?? false),
                    "nindexes": .integer(collection.indexes.count + 1), "totalIndexSize": 0, "indexSizes": [:],
                    "scaleFactor": 1,
                ]
            }),
    ]
}

extension Command {
    var isSupported: Bool { if case .refused = body { false } else { true } }
}

import Determinism
import Fidelity

/// What drivers ask before anything else.
extension CommandTable {
    static let handshake: [Command] = [
        Command(
            "hello", aliases: ["isMaster", "ismaster"], "describes the server to a driver",
            .approximate("announces a replica set of one member, which is this server"), access: .open,
            .store { store, invocation in hello(store, invocation) }),
        Command(
            "ping", "answers", access: .open, isTransactional: true,
            .store { _, _ in [:] }),
        Command(
            "buildInfo", aliases: ["buildinfo"], "the version", .approximate("says that it is MongoDB 7.0.14"),
            access: .open,
            .store { _, _ in
                [
                    "version": "7.0.14", "gitVersion": "ce59cfc6a3c5e5c067dca0d30697edd68d4f5188", "modules": [],
                    "allocator": "system", "javascriptEngine": "none", "sysInfo": "deprecated",
                    "versionArray": [7, 0, 14, 0], "openssl": ["running": "none", "compiled": "none"],
                    "bits": 64, "debug": false, "maxBsonObjectSize": 16_777_216, "storageEngines": ["sqlite"],
                ]
            }),
    ]

    /// The name of the replica set of one.
    static let replicaSet = "rs0"

    private static func hello(_ store: Store, _ invocation: Invocation) -> BSONDocument {
        let now = BSONValue.date(store.clock.now.milliseconds)
        let position: BSONDocument = ["ts": store.operationTime(), "t": .int64(1)]
        var reply: BSONDocument = [
            "helloOk": true, invocation.name == "hello" ? "isWritablePrimary" : "ismaster": true, "secondary": false,
            "setName": .string(replicaSet), "setVersion": 1, "hosts": [.string(invocation.address)],
            "primary": .string(invocation.address), "me": .string(invocation.address),
            "electionId": .objectID(electionID),
            "lastWrite": [
                "opTime": .document(position), "lastWriteDate": now, "majorityOpTime": .document(position),
                "majorityWriteDate": now,
            ],
            "maxBsonObjectSize": 16_777_216, "maxMessageSizeBytes": 48_000_000, "maxWriteBatchSize": 100_000,
            "localTime": now, "logicalSessionTimeoutMinutes": 30, "connectionId": .integer(invocation.connection.id),
            "minWireVersion": 0, "maxWireVersion": 21, "readOnly": false,
        ]
        if invocation.command["saslSupportedMechs"] != nil { reply.append("saslSupportedMechs", ["SCRAM-SHA-256"]) }
        return reply
    }

    private static var electionID: ObjectID {
        guard let id = ObjectID(hex: "7fffffff0000000000000001") else {
            preconditionFailure("the election's id has 24 digits")
        }
        return id
    }
}

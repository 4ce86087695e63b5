import Fidelity

/// Databases and collections.
extension CommandTable {
    static let catalog: [Command] = [
        Command(
            "listDatabases", "the databases and their sizes", .approximate("sizes are those of the documents"),
            .store(listDatabases)),
        Command("listCollections", "the collections of a database", .store(listCollections)),
        Command(
            "create", "makes a collection or a view", .approximate("time series and clustered collections are refused"),
            access: .write, .store(create)),
        Command(
            "drop", "removes a collection", access: .write,
            .store { store, invocation in
                let namespace = try invocation.namespace()
                guard let collection = store.collection(namespace) else { return [:] }
                let indexes = collection.indexes.count + 1
                let isView = collection.view != nil
                try store.catalog.drop(collection)
                return isView
                    ? ["ns": .string(namespace.description)]
                    : ["nIndexesWas": .integer(indexes), "ns": .string(namespace.description)]
            }),
        Command(
            "dropDatabase", "removes a database", access: .write,
            .store { store, invocation in
                for collection in store.catalog.collections(in: invocation.database) {
                    try store.catalog.drop(collection)
                }
                return ["dropped": .string(invocation.database)]
            }),
        Command("renameCollection", "gives a collection another name", access: .write, .store(rename)),
        Command(
            "collMod", "changes a collection's options", .approximate("validator, view pipeline and TTL seconds"),
            access: .write, .store(collMod)),
    ]

    private static let listDatabases: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let filter = try FilterParser.filter(try invocation.document("filter") ?? [:])
        var databases: [BSONValue] = []
        var total: Int64 = 0
        for name in store.catalog.databases {
            let size = try store.catalog.collections(in: name).reduce(0 as Int64) { $0 + (try store.size($1)) }
            let entry: BSONDocument = ["name": .string(name), "sizeOnDisk": .int64(size), "empty": false]
            guard try filter.matches(entry) else { continue }
            total += size
            databases.append(invocation.flag("nameOnly") ? ["name": .string(name)] : .document(entry))
        }
        if invocation.flag("nameOnly") { return ["databases": .array(databases)] }
        return [
            "databases": .array(databases), "totalSize": .int64(total), "totalSizeMb": .int64(total / 1_048_576),
        ]
    }

    private static let listCollections: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let filter = try FilterParser.filter(try invocation.document("filter") ?? [:])
        var entries: [BSONDocument] = []
        for collection in store.catalog.collections(in: invocation.database) {
            let isView = collection.view != nil
            let options = BSONDocument(collection.options.elements)
            var entry: BSONDocument = [
                "name": .string(collection.namespace.collection), "type": isView ? "view" : "collection",
                "options": .document(options),
            ]
            entry["info"] =
                isView
                ? ["readOnly": true]
                : ["readOnly": false, "uuid": .binary(BSONBinary(subtype: 4, bytes: collection.uuid))]
            if !isView { entry["idIndex"] = ["v": 2, "key": ["_id": 1], "name": "_id_"] }
            guard try filter.matches(entry) else { continue }
            if invocation.flag("nameOnly") { entry.elements.removeAll { $0.key != "name" && $0.key != "type" } }
            entries.append(entry)
        }
        return try store.firstBatch(
            entries, invocation, Namespace.internalName(invocation.database, "$cmd.listCollections"))
    }

    private static let creatable: Set<String> = [
        "capped", "size", "max", "validator", "validationLevel", "validationAction", "viewOn", "pipeline",
        "changeStreamPreAndPostImages",
    ]
    private static let ignorable: Set<String> = [
        "lsid", "txnNumber", "autocommit", "startTransaction", "writeConcern", "comment", "$db", "$clusterTime",
        "$readPreference", "autoIndexId", "storageEngine", "indexOptionDefaults", "apiVersion", "apiStrict",
        "apiDeprecationErrors", "maxTimeMS", "readConcern", "flags", "idIndex", "temp",
    ]

    private static let create: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        try invocation.refuse("timeseries", "clusteredIndex", "collation", "encryptedFields", "expireAfterSeconds")
        var options = BSONDocument()
        for element in invocation.command.elements.dropFirst() where !ignorable.contains(element.key) {
            guard creatable.contains(element.key) else { throw MongoError.unknownField("create.\(element.key)") }
            options.append(element.key, element.value)
        }
        if options["capped"]?.isTruthy == true {
            guard let size = options["size"]?.truncatedInteger, (1...1 << 50).contains(size) else {
                throw MongoError(.invalidOptions, "the 'size' field is required when 'capped' is true")
            }
            // The server keeps capped sizes in steps of 256 bytes.
            options["size"] = .integer((size &+ 255) / 256 * 256)
        } else if options["size"] != nil || options["max"] != nil {
            throw MongoError(
                .invalidOptions,
                "the 'capped' field needs to be true when either the 'size' or 'max' fields are present")
        }
        if let validator = options["validator"]?.document { _ = try FilterParser.filter(validator) }
        if options["viewOn"] != nil { _ = try Pipeline(options["pipeline"]?.array ?? []) }
        if let existing = store.collection(namespace) {
            if existing.options == options { return [:] }
            throw MongoError(.namespaceExists, "Collection \(namespace) already exists.")
        }
        _ = try store.create(namespace, options: options)
        return [:]
    }

    private static let rename: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        func namespace(_ value: BSONValue?) throws -> Namespace {
            guard let text = value?.string, let dot = text.firstIndex(of: ".") else {
                throw MongoError(.invalidNamespace, "Invalid namespace specified '\(value?.string ?? "")'")
            }
            return try Namespace(database: String(text[..<dot]), collection: String(text[text.index(after: dot)...]))
        }
        let source = try namespace(invocation.command.first?.value)
        let target = try namespace(invocation.command["to"])
        guard let collection = store.collection(source) else {
            throw MongoError(.namespaceNotFound, "Source collection \(source) does not exist")
        }
        if source == target { throw MongoError(.illegalOperation, "Can't rename a collection to itself") }
        if let existing = store.collection(target) {
            guard invocation.flag("dropTarget") else {
                throw MongoError(.namespaceExists, "target namespace exists")
            }
            try store.catalog.drop(existing)
        }
        try store.catalog.rename(collection, to: target)
        return [:]
    }

    private static let collMod: @Sendable (Store, Invocation) throws -> BSONDocument = { store, invocation in
        let namespace = try invocation.namespace()
        guard let collection = store.collection(namespace) else {
            throw MongoError(.namespaceNotFound, "ns does not exist")
        }
        var options = collection.options
        for name in [
            "validator", "validationLevel", "validationAction", "viewOn", "pipeline", "changeStreamPreAndPostImages",
        ] {
            if let value = invocation.command[name] { options[name] = value }
        }
        if let validator = options["validator"]?.document { _ = try FilterParser.filter(validator) }
        if let change = try invocation.document("index") {
            let index = collection.indexes.first { index in
                change["name"]?.string.map { $0 == index.name } ?? (change["keyPattern"]?.document == index.keyPattern)
            }
            guard let index else {
                throw MongoError(.indexNotFound, "cannot find index \(change.shellText) for ns \(namespace)")
            }
            guard let seconds = change["expireAfterSeconds"] else {
                throw MongoError(.invalidOptions, "no expireAfterSeconds, hidden, unique, or prepareUnique field")
            }
            guard let number = seconds.truncatedInteger, (0...2_147_483_647).contains(number) else {
                throw MongoError(
                    .invalidOptions, "TTL index 'expireAfterSeconds' option must be within an acceptable range")
            }
            let old = index.expireAfterSeconds
            try store.catalog.dropIndex(index, of: collection)
            try store.createIndex(index.spec.setting("expireAfterSeconds", seconds), on: collection)
            return ["expireAfterSeconds_old": old.map(BSONValue.int64) ?? .null, "expireAfterSeconds_new": seconds]
        }
        try store.catalog.setOptions(options, of: collection)
        return [:]
    }
}

extension Namespace {
    /// A name that only replies have, such as `db.$cmd.listCollections`.
    static func internalName(_ database: String, _ name: String) -> Namespace {
        Namespace(uncheckedDatabase: database, collection: name)
    }

    private init(uncheckedDatabase database: String, collection: String) {
        self.database = database
        self.collection = collection
    }
}

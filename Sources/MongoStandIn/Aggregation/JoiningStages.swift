import Fidelity

/// Stages that read or write other collections.
extension Stage {
    static let joining: [String: Stage] = [
        "$lookup": Stage(parse: lookup),
        "$unionWith": Stage { value, parser in
            let options = value.document
            guard let name = value.string ?? options?["coll"]?.string else {
                throw MongoError(
                    .failedToParse,
                    "the $unionWith stage specification must be an object or string, but found \(value.typeName)")
            }
            let pipeline = try options?["pipeline"].map { try parser.pipeline($0) }
            return { documents, context in
                let others = try read(name, pipeline, &context)
                return documents + others
            }
        },
        "$out": Stage(isLast: true) { value, _ in
            guard let name = value.string ?? value.document?["coll"]?.string else {
                throw MongoError(
                    .location(16990), "$out only supports a string or object argument, but found \(value.typeName)")
            }
            let database = value.document?["db"]?.string
            return { documents, context in
                let target = try Namespace(database: database ?? context.database, collection: name)
                try context.store?.replaceContents(of: target, with: documents)
                return []
            }
        },
        "$merge": Stage(isLast: true, parse: merge),
        "$documents": Stage { value, parser in
            let expression = try parser.expressions.expression(value)
            return { _, context in
                guard case .array(let values) = try expression.value(Scope(root: [:], variables: context.variables))
                else {
                    throw MongoError(
                        .location(5_858_203), "error during aggregation :: caused by :: an array is expected")
                }
                return values.compactMap(\.document)
            }
        },
        "$collStats": Stage(fidelity: .approximate("only count")) { _, _ in
            { documents, _ in [["count": .integer(documents.count)]] }
        },
        "$indexStats": Stage(fidelity: .approximate("accesses are not counted")) { _, _ in { _, _ in [] } },
    ]

    private static func read(_ name: String, _ pipeline: Pipeline?, _ context: inout PipelineContext) throws
        -> [BSONDocument]
    {
        let namespace = try Namespace(database: context.database, collection: name)
        let documents =
            try context.store?.documents(in: namespace, matching: pipeline?.leadingMatch ?? [:], context.variables)
            ?? []
        return try pipeline?.run(documents, &context) ?? documents
    }

    private static let lookup: @Sendable (BSONValue, StageParser) throws -> Pipeline.Run = { value, parser in
        guard case .document(let options) = value else {
            throw MongoError(
                .failedToParse, "the $lookup stage specification must be an object, but found \(value.typeName)")
        }
        for element in options.elements
        where !["from", "as", "localField", "foreignField", "let", "pipeline"].contains(element.key) {
            throw MongoError(.failedToParse, "unknown argument to $lookup: \(element.key)")
        }
        guard let output = options["as"]?.string else {
            throw MongoError(.failedToParse, "must specify 'as' field for a $lookup")
        }
        guard let from = options["from"]?.string else {
            throw MongoError(.failedToParse, "must specify 'from' field for a $lookup")
        }
        let local = options["localField"]?.string
        let foreign = options["foreignField"]?.string
        guard (local == nil) == (foreign == nil), local != nil || options["pipeline"] != nil else {
            throw MongoError(
                .failedToParse,
                "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified")
        }
        let bindings = try (options["let"]?.document ?? [:]).elements.map {
            ($0.key, try parser.expressions.expression($0.value))
        }
        let pipeline = try options["pipeline"].map { try parser.pipeline($0, names: bindings.map(\.0)) }
        let path = try FieldPath(output).parts
        return { documents, context in
            let namespace = try Namespace(database: context.database, collection: from)
            let outer = context.variables
            defer { context.variables = outer }
            return try documents.map { document in
                context.variables = outer
                let scope = Scope(root: document, variables: outer)
                for (name, expression) in bindings {
                    context.variables.bound.append((name, try expression.evaluate(scope)))
                }
                var filter = BSONDocument()
                if let local, let foreign { filter = [foreign: ["$in": .array(try keys(of: document, local))]] }
                let candidates =
                    try context.store?.documents(
                        in: namespace, matching: local == nil ? pipeline?.leadingMatchWithoutVariables ?? [:] : filter,
                        context.variables) ?? []
                let found = try pipeline?.run(candidates, &context) ?? candidates
                return document.setting(.array(found.map(BSONValue.document)), at: path[...])
            }
        }
    }

    /// The values that a local field stands for: its elements where it is an array, null where it is missing.
    private static func keys(of document: BSONDocument, _ field: String) throws -> [BSONValue] {
        let value = ExpressionParser.value(.document(document), at: try FieldPath(field).parts[...])
        switch value {
        case .array(let values): return values.map { if case .regex = $0 { .null } else { $0 } }
        case let value: return [value ?? .null]
        }
    }

    private static let merge: @Sendable (BSONValue, StageParser) throws -> Pipeline.Run = { value, _ in
        let options = value.document ?? ["into": value]
        let into = options["into"]
        guard let name = into?.string ?? into?.document?["coll"]?.string else {
            throw MongoError(.location(51178), "$merge 'into' field must be either a string or an object")
        }
        let database = into?.document?["db"]?.string
        let on = options["on"]?.string.map { [$0] } ?? options["on"]?.array?.compactMap(\.string) ?? ["_id"]
        let matched = options["whenMatched"] ?? "merge"
        let notMatched = options["whenNotMatched"]?.string ?? "insert"
        guard ["insert", "discard", "fail"].contains(notMatched) else {
            throw MongoError(
                .badValue, "Enumeration value '\(notMatched)' for field 'whenNotMatched' is not a valid value.")
        }
        guard matched.array != nil || ["replace", "keepExisting", "merge", "fail"].contains(matched.string) else {
            throw MongoError(
                .badValue, "Enumeration value '\(matched.shellText)' for field 'whenMatched' is not a valid value.")
        }
        let update = try matched.array.map { try Pipeline($0, names: ["new"]) }
        return { documents, context in
            let target = try Namespace(database: database ?? context.database, collection: name)
            for document in documents {
                var filter = BSONDocument()
                for field in on { filter.append(field, try document.value(at: FieldPath(field).parts) ?? .null) }
                guard let store = context.store else { return [] }
                guard let existing = try store.documents(in: target, matching: filter, context.variables).first else {
                    switch notMatched {
                    case "discard": continue
                    case "fail":
                        throw MongoError(
                            .location(13113),
                            "$merge could not find a matching document in the target collection for at least one document in the source collection"
                        )
                    default: try store.insert([document], into: target)
                    }
                    continue
                }
                var result = existing
                if let update {
                    var inner = context
                    inner.variables.bound.append(("new", .document(document)))
                    result = try update.run([existing], &inner).first ?? existing
                } else if matched.string == "replace" {
                    result = document
                    result["_id"] = existing["_id"]
                } else if matched.string == "merge" {
                    for element in document.elements where element.key != "_id" { result[element.key] = element.value }
                } else if matched.string == "fail" {
                    let pattern = BSONDocument(on.map { BSONDocument.Element(key: $0, value: 1) })
                    throw MongoError.duplicateKey(
                        namespace: target, index: "_id_", pattern: pattern, values: filter.elements.map(\.value))
                }
                try store.replace(existing, by: result, in: target)
            }
            return []
        }
    }
}

extension Pipeline {
    /// The leading `$match`, unless it speaks of variables, which only the stage itself can resolve.
    var leadingMatchWithoutVariables: BSONDocument? {
        leadingMatch.flatMap { $0["$expr"] == nil ? $0 : nil }
    }
}

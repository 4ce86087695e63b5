import Determinism
import Fidelity

/// Stages that look at one document at a time, or at the order and number of them.
extension Stage {
    static let shaping: [String: Stage] = [
        "$match": Stage { value, parser in
            guard case .document(let document) = value else {
                throw MongoError(.location(15959), "the match filter must be an expression in an object")
            }
            let filter = try FilterParser.filter(document, names: parser.names)
            return { documents, context in try documents.filter { try filter.matches($0, context.variables) } }
        },
        "$project": Stage { value, parser in
            guard case .document(let document) = value else {
                throw MongoError(.location(15969), "$project specification must be an object")
            }
            if document.isEmpty {
                throw MongoError(
                    .location(51272),
                    "Invalid $project :: caused by :: projection specification must have at least one field")
            }
            let projection: Projection
            do { projection = try Projection(document, forFind: false, names: parser.names) } catch let error
                as MongoError
            {
                throw MongoError(error.code, "Invalid $project :: caused by :: " + error.message)
            }
            return { documents, context in try documents.map { try projection.apply(to: $0, context.variables) } }
        },
        "$addFields": Stage { try addFields("$addFields", $0, $1) },
        "$set": Stage { try addFields("$set", $0, $1) },
        "$unset": Stage { value, _ in
            let names = (value.array ?? [value]).compactMap(\.string)
            guard !names.isEmpty, names.count == (value.array?.count ?? 1) else {
                throw MongoError(
                    .location(31002), "$unset specification must be a string or an array containing only string values")
            }
            let document = BSONDocument(names.map { BSONDocument.Element(key: $0, value: .int32(0)) })
            let projection = try Projection(document, forFind: false)
            return { documents, context in try documents.map { try projection.apply(to: $0, context.variables) } }
        },
        "$sort": Stage { value, _ in
            guard case .document(let document) = value else {
                throw MongoError(.location(15973), "the $sort key specification must be an object")
            }
            if document.isEmpty { throw MongoError(.location(15976), "$sort stage must have at least one sort key") }
            let order = try SortOrder(document)
            return { documents, _ in order.sorted(documents) { $0 } }
        },
        "$limit": Stage { value, _ in
            guard let limit = value.integer else {
                throw MongoError(
                    .location(5_107_201),
                    "invalid argument to $limit stage: Expected a number in: $limit: \(value.shellText)")
            }
            guard limit > 0 else { throw MongoError(.location(15958), "the limit must be positive") }
            return { documents, _ in Array(documents.prefix(Int(limit))) }
        },
        "$skip": Stage { value, _ in
            guard let skip = value.integer, skip >= 0 else {
                throw MongoError(
                    .location(5_107_200),
                    "invalid argument to $skip stage: Expected a non-negative number in: $skip: \(value.shellText)")
            }
            return { documents, _ in Array(documents.dropFirst(Int(skip))) }
        },
        "$unwind": Stage(parse: unwind),
        "$replaceRoot": Stage { value, parser in
            guard let root = value.document?["newRoot"] else {
                throw MongoError(.location(40231), "no newRoot specified for the $replaceRoot stage")
            }
            return try replaceRoot(root, "newRoot", parser)
        },
        "$replaceWith": Stage { try replaceRoot($0, "replacement document", $1) },
        "$sample": Stage(fidelity: .approximate("drawn from the instance's seed")) { value, _ in
            guard let size = value.document?["size"]?.integer, size >= 0 else {
                throw MongoError(.location(28746), "size argument to $sample must be a number")
            }
            return { documents, context in
                var rest = documents
                var sample: [BSONDocument] = []
                while Int64(sample.count) < size, !rest.isEmpty {
                    let place = Int(context.variables.random?.next(below: UInt64(rest.count)) ?? 0)
                    sample.append(rest.remove(at: place))
                }
                return sample
            }
        },
    ]

    private static func addFields(_ name: String, _ value: BSONValue, _ parser: StageParser) throws -> Pipeline.Run {
        guard case .document(let document) = value else {
            throw MongoError(
                .location(40272), "\(name) specification stage must be an object, got \(value.typeName)")
        }
        if document.isEmpty {
            throw MongoError(
                .location(40177), "Invalid \(name) :: caused by :: specification must have at least one field")
        }
        let fields = try document.elements.flatMap { try leaves($0.value, FieldPath($0.key), parser) }
        return { documents, context in
            try documents.map { document in
                let scope = Scope(root: document, variables: context.variables)
                var result = document
                for (path, expression) in fields {
                    result = result.setting(try expression.evaluate(scope), at: path.parts[...])
                }
                return result
            }
        }
    }

    /// `{a: {b: 1}}` sets `a.b` and leaves the rest of `a`.
    private static func leaves(_ value: BSONValue, _ path: FieldPath, _ parser: StageParser) throws -> [(
        FieldPath, Expression
    )] {
        if path.parts.contains("") {
            throw MongoError(.location(40352), "FieldPath cannot be constructed with empty string")
        }
        guard case .document(let document) = value, let first = document.first, first.key.first != "$" else {
            return [(path, try parser.expressions.expression(value))]
        }
        return try document.elements.flatMap {
            try leaves($0.value, FieldPath(parts: path.parts + FieldPath($0.key).parts), parser)
        }
    }

    private static func replaceRoot(_ value: BSONValue, _ name: String, _ parser: StageParser) throws -> Pipeline.Run {
        let expression = try parser.expressions.expression(value)
        return { documents, context in
            try documents.map { document in
                let root = try expression.evaluate(Scope(root: document, variables: context.variables))
                guard case .document(let result) = root else {
                    throw MongoError(
                        .location(40228),
                        "'\(name)' expression must evaluate to an object, but resulting value was: \(root?.shellText ?? "MISSING"). Type of resulting value: '\(root.typeName)'. Input document: \(document.shellText)"
                    )
                }
                return result
            }
        }
    }

    /// Arrays unwound one after the other multiply; the real server would go on for days.
    private static let unwindLimit = 2_000_000

    private static let unwind: @Sendable (BSONValue, StageParser) throws -> Pipeline.Run = { value, _ in
        let options = value.document
        guard let text = value.string ?? options?["path"]?.string else {
            throw MongoError(
                .location(15981),
                "expected either a string or an object as specification for $unwind stage, got \(value.typeName)")
        }
        for key in options?.keys ?? [] where !["path", "includeArrayIndex", "preserveNullAndEmptyArrays"].contains(key)
        {
            throw MongoError(.location(28811), "unrecognized option to $unwind stage: \(key)")
        }
        guard text.first == "$" else {
            throw MongoError(.location(28818), "path option to $unwind stage should be prefixed with a '$': \(text)")
        }
        let path = try FieldPath(String(text.dropFirst())).parts
        let index = try options?["includeArrayIndex"]?.string.map { try FieldPath($0).parts }
        let keeps = options?["preserveNullAndEmptyArrays"]?.isTruthy ?? false
        return { documents, _ in
            var unwound: [BSONDocument] = []
            for document in documents {
                func result(_ value: BSONValue?, _ place: BSONValue) -> BSONDocument {
                    var result = document.setting(value, at: path[...])
                    if let index { result = result.setting(place, at: index[...]) }
                    return result
                }
                let value = ExpressionParser.value(.document(document), at: path[...])
                switch value {
                case .array(let values) where values.isEmpty: if keeps { unwound.append(result(nil, .null)) }
                case .array(let values):
                    unwound += values.enumerated().map { result($0.element, .int64(Int64($0.offset))) }
                case let value where value.isAbsent: if keeps { unwound.append(result(value, .null)) }
                case let value: unwound.append(result(value, .null))
                }
                if unwound.count > unwindLimit {
                    throw MongoError(.exceededMemoryLimit, "$unwind made more documents than fit the memory")
                }
            }
            return unwound
        }
    }
}

extension BSONDocument {
    /// Sets or (nil) removes what `path` names; goes into every element of arrays, and makes documents on the way.
    func setting(_ value: BSONValue?, at path: ArraySlice<String>) -> BSONDocument {
        guard let name = path.first else { return self }
        let rest = path.dropFirst()
        if rest.isEmpty { return setting(name, value) }
        if self[name] == nil, value == nil { return self }
        return setting(name, Self.setting(value, at: rest, in: self[name]))
    }

    private static func setting(_ value: BSONValue?, at path: ArraySlice<String>, in outer: BSONValue?) -> BSONValue {
        switch outer {
        case .document(let document): .document(document.setting(value, at: path))
        case .array(let values): .array(values.map { setting(value, at: path, in: $0) })
        default: .document(BSONDocument().setting(value, at: path))
        }
    }
}

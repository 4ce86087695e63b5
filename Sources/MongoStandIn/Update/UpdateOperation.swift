import Determinism

/// One operator on one path.
struct UpdateOperation {
    /// Changes the value at a path; nil is missing, before and after.
    typealias Change = @Sendable (BSONValue?, UpdateContext, FieldPath) throws -> BSONValue?

    var path: FieldPath
    /// A missing value stays missing without its parents being made.
    var onlyExisting = false
    var onlyInserting = false
    /// Where a `$rename` puts the value.
    var destination: FieldPath?
    var change: Change

    func apply(to document: inout BSONDocument, _ context: UpdateContext) throws {
        if onlyInserting, !context.inserting { return }
        if let destination {
            try rename(in: &document, to: destination, context)
            return
        }
        var value = BSONValue.document(document)
        let walk = UpdateWalk(operation: self, context: context)
        try walk.apply(to: &value, at: path.parts[...], walked: [])
        if case .document(let updated) = value { document = updated }
    }

    private func rename(in document: inout BSONDocument, to destination: FieldPath, _ context: UpdateContext) throws {
        guard let value = document.value(at: path.parts) else { return }
        let remove = UpdateOperation(path: path, onlyExisting: true) { _, _, _ in nil }
        let set = UpdateOperation(path: destination) { _, _, _ in value }
        try remove.apply(to: &document, context)
        try set.apply(to: &document, context)
    }
}

/// What the operators may ask for.
struct UpdateContext: Sendable {
    var position: Int?
    var inserting: Bool
    var filters: ArrayFilters
    var now: Timestamp
    var id: BSONValue?
}

/// Goes down a path of an update, makes what is missing, and fans out at `$[]` and `$[name]`.
struct UpdateWalk {
    /// An array is not filled up with more nulls than that by one index.
    private static let paddingLimit = 1_500_000

    var operation: UpdateOperation
    var context: UpdateContext

    func apply(to value: inout BSONValue, at path: ArraySlice<String>, walked: [String]) throws {
        guard let name = path.first else { return }
        switch value {
        case .document(var document):
            try apply(to: &document, name, path.dropFirst(), walked)
            value = .document(document)
        case .array(var values):
            try apply(to: &values, name, path.dropFirst(), walked)
            value = .array(values)
        default:
            if operation.onlyExisting { return }
            let field = walked.last ?? ""
            throw MongoError(
                .pathNotViable,
                "Cannot create field '\(name)' in element {\(field): \(value.shellText)}")
        }
    }

    private func apply(to document: inout BSONDocument, _ name: String, _ rest: ArraySlice<String>, _ walked: [String])
        throws
    {
        if name.hasPrefix("$[") || name == "$" {
            let field = walked.last ?? ""
            throw MongoError(
                .badValue,
                name == "$"
                    ? "The positional operator did not find the match needed from the query."
                    : "Cannot apply array updates to non-array element \(field): \(document.shellText)")
        }
        if rest.isEmpty {
            document[name] = try operation.change(document[name], context, operation.path)
            return
        }
        guard var inner = document[name] else {
            if operation.onlyExisting { return }
            try checkCreatable(rest, below: walked + [name])
            var created = BSONValue.document([:])
            try apply(to: &created, at: rest, walked: walked + [name])
            if created.document?.isEmpty == false { document[name] = created }
            return
        }
        try apply(to: &inner, at: rest, walked: walked + [name])
        document[name] = inner
    }

    private func checkCreatable(_ rest: ArraySlice<String>, below walked: [String]) throws {
        guard let next = rest.first else { return }
        if next.hasPrefix("$[") {
            throw MongoError(
                .badValue,
                "The path '\(walked.joined(separator: "."))' must exist in the document in order to apply array updates."
            )
        }
        if next == "$" {
            throw MongoError(.badValue, "The positional operator did not find the match needed from the query.")
        }
    }

    private func apply(to values: inout [BSONValue], _ name: String, _ rest: ArraySlice<String>, _ walked: [String])
        throws
    {
        if name == "$[]" {
            for index in values.indices { try apply(to: &values, index, rest, walked) }
            return
        }
        if name.hasPrefix("$["), name.hasSuffix("]") {
            let identifier = String(name.dropFirst(2).dropLast())
            for index in values.indices where try context.filters.matches(values[index], identifier) {
                try apply(to: &values, index, rest, walked)
            }
            return
        }
        var index: Int
        if name == "$" {
            guard let position = context.position else {
                throw MongoError(.badValue, "The positional operator did not find the match needed from the query.")
            }
            index = position
        } else if let number = FieldPath.arrayIndex(name) {
            index = number
        } else {
            if operation.onlyExisting { return }
            throw MongoError(
                .pathNotViable,
                "Cannot create field '\(name)' in element {\(walked.last ?? ""): \(BSONValue.array(values).shellText)}")
        }
        if index >= values.count {
            if operation.onlyExisting { return }
            guard index - values.count < Self.paddingLimit else {
                throw MongoError(.cannotBackfillArray, "can't backfill more than 1500000 elements")
            }
            values += [BSONValue](repeating: .null, count: index - values.count)
            if rest.isEmpty {
                if let value = try operation.change(nil, context, operation.path) { values.append(value) }
            } else {
                var created = BSONValue.document([:])
                try apply(to: &created, at: rest, walked: walked + [name])
                values.append(created)
            }
            return
        }
        index = max(0, index)
        try apply(to: &values, index, rest, walked)
    }

    /// An element that is unset becomes null, so that the others keep their places.
    private func apply(to values: inout [BSONValue], _ index: Int, _ rest: ArraySlice<String>, _ walked: [String])
        throws
    {
        if rest.isEmpty {
            values[index] = try operation.change(values[index], context, operation.path) ?? .null
        } else {
            try apply(to: &values[index], at: rest, walked: walked + [String(index)])
        }
    }
}

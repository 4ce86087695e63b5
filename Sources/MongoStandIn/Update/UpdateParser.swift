/// Reads an update document into operations, and refuses what would contradict itself.
enum UpdateParser {
    static func operations(_ document: BSONDocument, filters: ArrayFilters) throws -> [UpdateOperation] {
        var operations: [UpdateOperation] = []
        for element in document.elements {
            guard let read = UpdateOperators.table[element.key] else {
                throw MongoError(
                    .failedToParse,
                    element.key.first == "$"
                        ? "Unknown modifier: \(element.key). Expected a valid update modifier or pipeline-style update specified as an array"
                        : "The dollar (\(document.first?.key ?? "")) prefixed update modifiers cannot be mixed with field '\(element.key)'",
                    missingFeature: element.key.first == "$" ? "update \(element.key)" : nil)
            }
            guard case .document(let fields) = element.value else {
                throw MongoError(
                    .failedToParse,
                    "Modifiers operate on fields but we found type \(element.value.typeName) instead. For example: {$mod: {<field>: ...}} not {\(element.key): \(element.value.shellText)}"
                )
            }
            for field in fields.elements {
                try check(FieldPath(field.key), filters)
                operations.append(try read(FieldPath(field.key), field.value))
            }
        }
        try checkConflicts(operations)
        try checkUnused(filters, operations, document)
        // MongoDB applies the fields of one level in lexicographic order, numbers by value.
        return operations.sorted { isBefore($0.path, $1.path) }
    }

    private static func isBefore(_ a: FieldPath, _ b: FieldPath) -> Bool {
        for (x, y) in zip(a.parts, b.parts) where !x.hasSameBytes(as: y) {
            if let i = FieldPath.arrayIndex(x), let j = FieldPath.arrayIndex(y) { return i < j }
            return x.utf8.lexicographicallyPrecedes(y.utf8)
        }
        return a.parts.count < b.parts.count
    }

    private static func check(_ path: FieldPath, _ filters: ArrayFilters) throws {
        if path.parts == [""] {
            throw MongoError(.emptyFieldName, "An empty update path is not valid.")
        }
        if path.parts.contains("") {
            throw MongoError(
                .emptyFieldName, "The update path '\(path)' contains an empty field name, which is not allowed.")
        }
        for (index, part) in path.parts.enumerated() where part.first == "$" {
            if index == 0 {
                if part == "$" || part.hasPrefix("$[") {
                    throw MongoError(
                        .badValue,
                        "Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '\(path)'"
                    )
                }
                throw MongoError(
                    .dollarPrefixedFieldName,
                    "The dollar ($) prefixed field '\(part)' in '\(path)' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith."
                )
            }
            if part == "$" || part == "$[]" { continue }
            if part.hasPrefix("$["), part.hasSuffix("]") {
                let name = String(part.dropFirst(2).dropLast())
                guard filters.names.contains(name) else {
                    throw MongoError(.badValue, "No array filter found for identifier '\(name)' in path '\(path)'")
                }
            }
        }
    }

    private static func checkConflicts(_ operations: [UpdateOperation]) throws {
        var seen: [FieldPath] = []
        for operation in operations {
            for path in [operation.path] + (operation.destination.map { [$0] } ?? []) {
                if let other = seen.first(where: { $0.conflicts(with: path) }) {
                    let shorter = other.parts.count < path.parts.count ? other : path
                    throw MongoError(
                        .conflictingUpdateOperators,
                        "Updating the path '\(path)' would create a conflict at '\(shorter)'")
                }
                seen.append(path)
            }
        }
    }

    private static func checkUnused(_ filters: ArrayFilters, _ operations: [UpdateOperation], _ document: BSONDocument)
        throws
    {
        let used = operations.flatMap(\.path.parts)
        for name in filters.names where !used.contains("$[\(name)]") {
            throw MongoError(
                .failedToParse,
                "The array filter for identifier '\(name)' was not used in the update \(document.shellText)")
        }
    }
}

/// A projection of `find` or `$project`: https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/
struct Projection {
    /// What happens to a field, or to the fields below it.
    fileprivate indirect enum Node {
        case include
        case exclude
        case computed(Expression)
        case slice(skip: Int?, count: Int)
        case elementMatch(Predicate)
        case below([(name: String, node: Node)])
    }

    private var root: [(name: String, node: Node)] = []
    private var isInclusion = false
    /// Variables that expressions may use.
    private let names: Set<String>
    private var idIsIncluded = true
    /// The array whose matched element `array.$` asks for.
    private var positional: FieldPath?

    /// - Parameter forFind: `$slice`, `$elemMatch` and the positional `$` belong to `find` alone.
    init(_ document: BSONDocument, forFind: Bool, names: Set<String> = []) throws {
        self.names = names
        var mode: Bool?
        for element in document.elements where element.key != "_id" {
            if let isInclusion = Self.mode(of: element.value, forFind: forFind) {
                if let mode, mode != isInclusion {
                    throw MongoError(
                        isInclusion ? .location(31253) : .location(31254),
                        "Cannot do \(isInclusion ? "inclusion" : "exclusion") on field \(element.key) in "
                            + "\(isInclusion ? "exclusion" : "inclusion") projection")
                }
                mode = mode ?? isInclusion
            }
        }
        let id = document["_id"]
        let idFlag = id.flatMap { Self.mode(of: $0, forFind: forFind) }
        isInclusion = mode ?? (idFlag ?? false)
        idIsIncluded = idFlag ?? true
        for element in document.elements { try add(element, forFind: forFind) }
    }

    /// True for inclusion, false for exclusion, nil for what says neither.
    private static func mode(of value: BSONValue, forFind: Bool) -> Bool? {
        switch value {
        case .document(let document):
            if forFind, document.first?.key == "$slice" { return nil }
            if document.first?.key.first != "$", !document.isEmpty {
                // Not `lazy.compactMap.first`, which asks twice on every level.
                for element in document.elements {
                    if let mode = mode(of: element.value, forFind: forFind) { return mode }
                }
                return nil
            }
            return true
        case .bool, .int32, .int64, .double, .decimal128: return value.isTruthy
        default: return true
        }
    }

    private mutating func add(_ element: BSONDocument.Element, forFind: Bool) throws {
        var path = try FieldPath(element.key)
        if element.key.isEmpty {
            throw MongoError(.location(40352), "FieldPath cannot be constructed with empty string")
        }
        if forFind, path.parts.last == "$" {
            if positional != nil {
                throw MongoError(.location(31276), "Cannot specify more than one positional projection per query.")
            }
            path = FieldPath(parts: path.parts.dropLast())
            positional = path
            try Self.insert(.include, at: path.parts[...], into: &root, path)
            return
        }
        if path.parts.contains("") {
            throw MongoError(.location(15998), "FieldPath field names may not be empty strings.")
        }
        if element.key.first == "$" {
            throw MongoError(
                .location(16410), "FieldPath field names may not start with '$'. Consider using $getField or $setField."
            )
        }
        try add(element.value, at: path, forFind: forFind)
    }

    private mutating func add(_ value: BSONValue, at path: FieldPath, forFind: Bool) throws {
        switch value {
        case .document(let document) where document.isEmpty:
            throw MongoError(
                .location(51270), "An empty sub-projection is not a valid value. Found empty object at path")
        case .document(let document) where document.first?.key.first != "$":
            for element in document.elements {
                try add(
                    element.value, at: try FieldPath(parts: path.parts + FieldPath(element.key).parts), forFind: forFind
                )
            }
        case .document(let document) where forFind && document.first?.key == "$slice":
            try Self.insert(try Self.slice(document["$slice"] ?? .null), at: path.parts[...], into: &root, path)
        case .document(let document) where forFind && document.first?.key == "$elemMatch":
            let predicate = try FilterParser.predicate(.document(document), depth: 0)
            try Self.insert(.elementMatch(predicate), at: path.parts[...], into: &root, path)
        case .document(let document) where forFind && document.first?.key == "$meta":
            throw MongoError.unsupported("$meta projection")
        case .bool, .int32, .int64, .double, .decimal128:
            try Self.insert(value.isTruthy ? .include : .exclude, at: path.parts[...], into: &root, path)
        default:
            let expression = try ExpressionParser(names: names).expression(value)
            try Self.insert(.computed(expression), at: path.parts[...], into: &root, path)
        }
    }

    private static func slice(_ value: BSONValue) throws -> Node {
        func number(_ value: BSONValue) -> Int { Int(clamping: value.truncatedInteger ?? 0) }
        switch value {
        case .array(let values) where values.count == 2 && values.allSatisfy(\.isNumber):
            guard number(values[1]) > 0 else {
                throw MongoError(
                    .location(28724), "First argument to $slice must be an array, but is of type: \(values[0].typeName)"
                )
            }
            return .slice(skip: number(values[0]), count: number(values[1]))
        case let value where value.isNumber: return .slice(skip: nil, count: number(value))
        default:
            throw MongoError(
                .location(28667),
                "Invalid $slice syntax. The given syntax \(value.shellText) did not match the find() syntax")
        }
    }

    private static func insert(
        _ node: Node, at path: ArraySlice<String>, into nodes: inout [(name: String, node: Node)], _ whole: FieldPath
    ) throws {
        guard let name = path.first else { return }
        let index = nodes.firstIndex { $0.name.hasSameBytes(as: name) }
        if path.count == 1 {
            if let index {
                if case .below = nodes[index].node {
                    throw MongoError(.location(31250), "Path collision at \(whole)")
                }
                nodes[index].node = node
                return
            }
            nodes.append((name, node))
            return
        }
        var inner: [(name: String, node: Node)] = []
        if let index {
            guard case .below(let existing) = nodes[index].node else {
                throw MongoError(
                    .location(31249),
                    "Path collision at \(whole) remaining portion \(path.dropFirst().joined(separator: "."))")
            }
            inner = existing
        }
        try insert(node, at: path.dropFirst(), into: &inner, whole)
        if let index { nodes[index].node = .below(inner) } else { nodes.append((name, .below(inner))) }
    }

    // MARK: - Applying

    /// - Parameter position: where the query matched in an array, for the positional `$`.
    func apply(to document: BSONDocument, _ variables: Variables, position: Int? = nil) throws -> BSONDocument {
        let scope = Scope(root: document, variables: variables)
        var result = BSONDocument()
        var nodes = root
        if isInclusion, idIsIncluded, !root.contains(where: { $0.name == "_id" }) { nodes.append(("_id", .include)) }
        result = try apply(nodes, to: document, scope)
        if let positional { try narrow(&result, from: document, at: positional.parts[...], position) }
        return result
    }

    private func apply(_ nodes: [(name: String, node: Node)], to document: BSONDocument, _ scope: Scope) throws
        -> BSONDocument
    {
        var result = BSONDocument()
        var seen: Set<String> = []
        for element in document.elements {
            guard let node = nodes.first(where: { $0.name.hasSameBytes(as: element.key) })?.node else {
                if !isInclusion { result.append(element.key, element.value) }
                continue
            }
            seen.insert(element.key)
            if let value = try apply(node, to: element.value, scope) { result.append(element.key, value) }
        }
        for (name, node) in nodes where !seen.contains(name) {
            switch node {
            case .computed(let expression): if let value = try expression.evaluate(scope) { result[name] = value }
            case .below(let inner):
                if Self.hasComputed(inner) { result[name] = .document(try apply(inner, to: [:], scope)) }
            default: break
            }
        }
        // A computed field goes to the end, in the order of the specification, even where the document had one.
        for (name, node) in nodes {
            guard case .computed = node, seen.contains(name), let value = result[name] else { continue }
            if name != "_id" {
                result[name] = nil
                result.append(name, value)
            }
        }
        return result
    }

    private static func hasComputed(_ nodes: [(name: String, node: Node)]) -> Bool {
        nodes.contains { node in
            switch node.node {
            case .computed: true
            case .below(let inner): hasComputed(inner)
            default: false
            }
        }
    }

    private func apply(_ node: Node, to value: BSONValue, _ scope: Scope) throws -> BSONValue? {
        switch node {
        case .include: return value
        case .exclude: return nil
        case .computed(let expression): return try expression.evaluate(scope)
        case .slice(let skip, let count):
            guard case .array(let values) = value else { return value }
            guard let skip else {
                return .array(Array(count >= 0 ? values.prefix(count) : values.suffix(count == .min ? .max : -count)))
            }
            let start = skip < 0 ? max(0, values.count + skip) : skip
            return .array(Array(values.dropFirst(start).prefix(count)))
        case .elementMatch(let predicate):
            guard case .array(let values) = value else { return nil }
            return try values.first { try predicate.holds(.array([$0]), .none) }.map { .array([$0]) }
        case .below(let inner):
            switch value {
            case .document(let document): return .document(try apply(inner, to: document, scope))
            case .array(let values):
                return .array(
                    try values.compactMap { element in
                        switch element {
                        case .document, .array: try apply(node, to: element, scope)
                        default: isInclusion ? nil : element
                        }
                    })
            default: return isInclusion ? nil : value
            }
        }
    }

    private func narrow(
        _ result: inout BSONDocument, from document: BSONDocument, at path: ArraySlice<String>, _ position: Int?
    )
        throws
    {
        guard let name = path.first, let value = document[name] else { return }
        if path.count > 1 {
            guard case .document(let inner) = value, case .document(var narrowed) = result[name] else { return }
            try narrow(&narrowed, from: inner, at: path.dropFirst(), position)
            result[name] = .document(narrowed)
            return
        }
        guard case .array(let values) = value else { return }
        guard let position, values.indices.contains(position) else {
            throw MongoError(
                .location(51246),
                "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array"
            )
        }
        result[name] = .array([values[position]])
    }
}

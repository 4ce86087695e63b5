extension Analyzer {
    /// Chooses among `candidates` by the types of the operands and builds the call.
    ///
    /// The rules are those of https://www.postgresql.org/docs/15/typeconv-func.html.
    ///
    /// - Throws: `NoCandidate` when none fits; `42725` when more than one does.
    func invoke(_ candidates: [FunctionEntry], operands: [Expression], isOperator: Bool, location: Int) throws
        -> Expression
    {
        let types = operands.map(\.type.oid)
        var fitting = candidates.filter { fits($0, types) }
        guard !fitting.isEmpty else { throw NoCandidate() }
        if fitting.count > 1 { fitting = best(of: fitting, types, isOperator: isOperator) }
        guard fitting.count == 1, let entry = fitting.first else {
            let call = "\(candidates[0].name)(\(types.map { catalog.display(TypeRef($0)) }.joined(separator: ", ")))"
            if isOperator {
                let words = types.map { catalog.display(TypeRef($0)) }
                let text =
                    words.count == 2
                    ? "\(words[0]) \(candidates[0].name) \(words[1])" : "\(candidates[0].name) \(words[0])"
                var error = PostgresError.ambiguousFunction(text)
                error.message = "operator is not unique: \(text)"
                error.hint = "Could not choose a best candidate operator. You might need to add explicit type casts."
                throw error.at(location)
            }
            throw PostgresError.ambiguousFunction(call).at(location)
        }
        return try build(entry, operands, location: location)
    }

    /// The one entry that a call with these operands means; nil when there is none or more than one.
    func chosen(_ candidates: [FunctionEntry], _ operands: [Expression], isOperator: Bool) -> FunctionEntry? {
        let types = operands.map(\.type.oid)
        let fitting = candidates.filter { fits($0, types) }
        let left = fitting.count > 1 ? best(of: fitting, types, isOperator: isOperator) : fitting
        return left.count == 1 ? left.first : nil
    }

    private func formal(_ entry: FunctionEntry, _ index: Int) -> OID {
        index < entry.arguments.count ? entry.arguments[index] : entry.arguments.last ?? TypeOID.any
    }

    private func fits(_ entry: FunctionEntry, _ types: [OID]) -> Bool {
        let count = entry.arguments.count
        guard
            entry.isVariadic
                ? types.count >= count - (entry.arguments.last == TypeOID.any ? 1 : 0) : types.count == count
        else { return false }
        for (index, actual) in types.enumerated() {
            switch formal(entry, index) {
            case TypeOID.any, TypeOID.anyelement: continue
            case TypeOID.anynonarray: if TypeTable.isArray(actual) { return false }
            case TypeOID.anyarray: if actual != TypeOID.unknown, !TypeTable.isArray(actual) { return false }
            case let wanted: if !Casts.isImplicit(actual, wanted) { return false }
            }
        }
        return polymorphicElement(entry, types) != nil
    }

    /// The element type that the polymorphic arguments agree on; 0 when there are none; nil when they do not agree.
    private func polymorphicElement(_ entry: FunctionEntry, _ types: [OID]) -> OID? {
        var element: OID = 0
        for (index, actual) in types.enumerated() where actual != TypeOID.unknown {
            let formal = formal(entry, index)
            let found: OID
            if formal == TypeOID.anyarray {
                found = TypeTable.element(of: actual)
            } else if formal == TypeOID.anyelement || formal == TypeOID.anynonarray {
                found = actual
            } else {
                continue
            }
            if element == 0 || element == found || Casts.isImplicit(element, found) {
                element = found
            } else if !Casts.isImplicit(found, element) {
                return nil
            }
        }
        return element
    }

    private func best(of candidates: [FunctionEntry], _ types: [OID], isOperator: Bool) -> [FunctionEntry] {
        func exact(_ entry: FunctionEntry) -> Int { types.indices.filter { types[$0] == formal(entry, $0) }.count }
        if let same = candidates.first(where: { exact($0) == types.count }) { return [same] }
        // An operator with one unknown operand is first tried as if both had the known type.
        if isOperator, types.count == 2, types.filter({ $0 == TypeOID.unknown }).count == 1 {
            let known = types[0] == TypeOID.unknown ? types[1] : types[0]
            if let same = candidates.first(where: { $0.arguments == [known, known] }) { return [same] }
        }
        let most = candidates.map(exact).max() ?? 0
        var left = candidates.filter { exact($0) == most }
        if left.count == 1 { return left }
        func preferred(_ entry: FunctionEntry) -> Int {
            types.indices.filter { index in
                let wanted = formal(entry, index)
                return wanted == types[index] || TypeTable.entry(wanted).isPreferred && types[index] != TypeOID.unknown
            }.count
        }
        let mostPreferred = left.map(preferred).max() ?? 0
        left = left.filter { preferred($0) == mostPreferred }
        if left.count == 1 { return left }
        // Unknown arguments: the string category where any candidate takes it, else the one category they share.
        for index in types.indices where types[index] == TypeOID.unknown {
            let categories = Set(left.map { TypeTable.entry(formal($0, index)).category })
            guard let category = categories.contains("S") ? "S" : categories.count == 1 ? categories.first : nil else {
                continue
            }
            let inCategory = left.filter { TypeTable.entry(formal($0, index)).category == category }
            let favourites = inCategory.filter { TypeTable.entry(formal($0, index)).isPreferred }
            left = favourites.isEmpty ? inCategory : favourites
        }
        if left.count == 1 { return left }
        let known = Set(types.filter { $0 != TypeOID.unknown })
        if known.count == 1, let type = known.first {
            let uniform = left.filter { entry in types.indices.allSatisfy { Casts.isImplicit(type, formal(entry, $0)) }
            }
            if uniform.count == 1 { return uniform }
        }
        return left
    }

    private func build(_ entry: FunctionEntry, _ operands: [Expression], location: Int) throws -> Expression {
        touch(entry.name, entry.fidelity)
        let element = polymorphicElement(entry, operands.map(\.type.oid)) ?? 0
        var arguments: [Expression] = []
        for (index, operand) in operands.enumerated() {
            switch formal(entry, index) {
            case TypeOID.any: arguments.append(try settled(operand))
            case TypeOID.anyelement, TypeOID.anynonarray:
                arguments.append(
                    element == 0 ? try settled(operand) : try coerce(operand, to: TypeRef(element), .implicit))
            case TypeOID.anyarray:
                guard element != 0 else {
                    throw PostgresError.datatypeMismatch(
                        "could not determine polymorphic type because input has type unknown"
                    ).at(operand.location)
                }
                arguments.append(try coerce(operand, to: TypeRef(TypeTable.array(of: element)), .implicit))
            case let wanted: arguments.append(try coerce(operand, to: TypeRef(wanted), .implicit))
            }
        }
        let result: OID =
            switch entry.result {
            case TypeOID.anyelement: element == 0 ? TypeOID.text : element
            case TypeOID.anyarray: TypeTable.array(of: element)
            default: entry.result
            }
        if entry.writes { needsWriter = true }
        let list = arguments.map(\.sql)
        let sql: String
        switch entry.body {
        case .sql(let make): sql = make(list)
        case .swift: sql = "\(entry.storedName)(\(list.joined(separator: ", ")))"
        case .typed:
            let types = arguments.map { String($0.type.oid) }.joined(separator: " ").sqlLiteral
            sql = "\(entry.storedName)(\(([types] + list).joined(separator: ", ")))"
        case .unsupported: throw PostgresError.unsupported("function \(entry.name) is not supported").at(location)
        }
        return Expression(sql, result, location: location)
    }
}

import JSONTree

extension SelectQuery {
    /// Reads a query; words that are part of the language are not case sensitive.
    ///
    /// - Throws: `Malformed`, with the word at which the text is no longer a query.
    init(parsing text: String) throws(Malformed) {
        var parser = SelectParser(words: try SelectParser.words(of: text))
        self = try parser.query()
    }
}

private struct SelectParser {
    enum Word: Equatable {
        case bare(String)
        case text(String)
    }

    var words: [Word]
    var position = 0
    var depth = 0
    static let deepest = 60

    static func words(of text: String) throws(SelectQuery.Malformed) -> [Word] {
        let characters = Array(text)
        var words: [Word] = []
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if character.isWhitespace {
                index += 1
            } else if character == "'" || character == "\"" {
                var content = ""
                index += 1
                while index < characters.count, characters[index] != character {
                    if characters[index] == "\\", index + 1 < characters.count {
                        index += 1
                        // A pattern keeps the backslash before its wildcards.
                        if characters[index] == "%" || characters[index] == "_" { content.append("\\") }
                    }
                    content.append(characters[index])
                    index += 1
                }
                guard index < characters.count else {
                    throw SelectQuery.Malformed(word: "<EOF>", wanted: "the end of a string")
                }
                words.append(.text(content))
                index += 1
            } else if isPart(character) {
                let start = index
                while index < characters.count, isPart(characters[index]) { index += 1 }
                words.append(.bare(String(characters[start..<index])))
            } else {
                var sign = String(character)
                if "!<>".contains(character), index + 1 < characters.count, "=>".contains(characters[index + 1]) {
                    sign.append(characters[index + 1])
                }
                words.append(.bare(sign))
                index += sign.count
            }
        }
        return words
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.:+-$".contains(character)
    }

    func failure(_ wanted: String) -> SelectQuery.Malformed {
        switch words.indices.contains(position) ? words[position] : nil {
        case .bare(let word): SelectQuery.Malformed(word: word, wanted: wanted)
        case .text(let text): SelectQuery.Malformed(word: "'\(text)'", wanted: wanted)
        case nil: SelectQuery.Malformed(word: "<EOF>", wanted: wanted)
        }
    }

    func stands(_ word: String, ahead: Int = 0) -> Bool {
        guard words.indices.contains(position + ahead), case .bare(let found) = words[position + ahead] else {
            return false
        }
        return found.uppercased() == word
    }

    mutating func take(_ word: String) -> Bool {
        if stands(word) {
            position += 1
            return true
        }
        return false
    }

    mutating func expect(_ word: String) throws(SelectQuery.Malformed) {
        if !take(word) { throw failure(word) }
    }

    mutating func name() throws(SelectQuery.Malformed) -> String {
        guard words.indices.contains(position), case .bare(let found) = words[position], let first = found.first,
            first.isLetter
        else { throw failure("a name") }
        position += 1
        return found
    }

    mutating func query() throws(SelectQuery.Malformed) -> SelectQuery {
        try expect("SELECT")
        var fields: [String] = []
        repeat {
            var field = try name()
            if take("(") {
                if stands(")") { field += "()" } else { field += "(\(try name()))" }
                try expect(")")
            }
            fields.append(field)
        } while take(",")
        try expect("FROM")
        var query = SelectQuery(fields: fields, object: try name(), condition: nil)
        if take("WHERE") { query.condition = try any() }
        if take("ORDER") {
            try expect("BY")
            repeat { query.orders.append(try order()) } while take(",")
        }
        if take("LIMIT") { query.limit = try count() }
        if take("OFFSET") { query.offset = try count() }
        if take("PARAMETERS") { position = words.count }
        if position < words.count { throw failure("the end of the query") }
        return query
    }

    mutating func order() throws(SelectQuery.Malformed) -> SelectQuery.Order {
        let field = try name()
        let isDescending = take("DESC")
        if !isDescending { _ = take("ASC") }
        if take("NULLS"), !take("FIRST") { try expect("LAST") }
        return SelectQuery.Order(field: field, isDescending: isDescending)
    }

    mutating func count() throws(SelectQuery.Malformed) -> Int {
        guard words.indices.contains(position), case .bare(let found) = words[position], let number = Int(found),
            number >= 0
        else {
            throw failure("a number")
        }
        position += 1
        return number
    }

    mutating func any() throws(SelectQuery.Malformed) -> SelectQuery.Condition {
        var parts = [try all()]
        while take("OR") { parts.append(try all()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    mutating func all() throws(SelectQuery.Malformed) -> SelectQuery.Condition {
        var parts = [try single()]
        while take("AND") { parts.append(try single()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    mutating func single() throws(SelectQuery.Malformed) -> SelectQuery.Condition {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw failure("fewer levels of parentheses") }
        if take("NOT") { return .not(try single()) }
        if take("(") {
            let inner = try any()
            try expect(")")
            return inner
        }
        return try comparison()
    }

    private static let signs: [(String, SelectQuery.Comparison)] = [
        ("=", .equal), ("!=", .unequal), ("<>", .unequal), ("<", .less), ("<=", .lessOrEqual), (">", .greater),
        (">=", .greaterOrEqual), ("LIKE", .like),
    ]

    mutating func comparison() throws(SelectQuery.Malformed) -> SelectQuery.Condition {
        let field = try name()
        for (sign, comparison) in Self.signs where take(sign) {
            return .comparison(field: field, comparison, [try value()])
        }
        if take("IN") { return .comparison(field: field, .among, try list()) }
        if take("BETWEEN") {
            let low = try value()
            try expect("AND")
            return .comparison(field: field, .between, [low, try value()])
        }
        if take("IS") {
            let isNegated = take("NOT")
            try expect("NULL")
            return .comparison(field: field, isNegated ? .isNotNull : .isNull, [])
        }
        try expect("NOT")
        if take("LIKE") { return .comparison(field: field, .notLike, [try value()]) }
        try expect("IN")
        return .comparison(field: field, .notAmong, try list())
    }

    mutating func list() throws(SelectQuery.Malformed) -> [JSON] {
        try expect("(")
        var values: [JSON] = []
        repeat { values.append(try value()) } while take(",")
        try expect(")")
        return values
    }

    mutating func value() throws(SelectQuery.Malformed) -> JSON {
        guard words.indices.contains(position) else { throw failure("a value") }
        let word = words[position]
        switch word {
        case .text(let text):
            position += 1
            return .string(text)
        case .bare(let found):
            guard let first = found.first, first.isLetter || first.isNumber || first == "-" || first == "+" else {
                throw failure("a value")
            }
            position += 1
            let constants: [String: JSON] = ["TRUE": true, "FALSE": false, "NULL": .null]
            if let constant = constants[found.uppercased()] { return constant }
            if let whole = Int64(found) { return .int(whole) }
            if first.isNumber || first == "-", let number = Double(found), number.isFinite { return .double(number) }
            return .string(found)
        }
    }
}

/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#string-expression-operators
extension ExpressionOperators {
    static let strings: [String: Function] = [
        "$concat": Function(Function.any) { operands in
            var text = ""
            for operand in operands {
                if operand.isAbsent { return .null }
                guard case .string(let part) = operand else {
                    throw MongoError(.location(16702), "$concat only supports strings, not \(operand.typeName)")
                }
                text += part
            }
            return .string(text)
        },
        "$toLower": Function(1) { .string(try text(of: $0[0], "$toLower").asciiMapped { $0.lowercased() }) },
        "$toUpper": Function(1) { .string(try text(of: $0[0], "$toUpper").asciiMapped { $0.uppercased() }) },
        "$strLenBytes": Function(1) { .integer(try string($0[0], "$strLenBytes", 34473).utf8.count) },
        "$strLenCP": Function(1) { .integer(try string($0[0], "$strLenCP", 34471).unicodeScalars.count) },
        "$strcasecmp": Function(2) { operands in
            let a = try text(of: operands[0], "$strcasecmp").uppercased()
            let b = try text(of: operands[1], "$strcasecmp").uppercased()
            return .integer(BSONValue.compare(a, b))
        },
        "$substr": Function(3, substringBytes), "$substrBytes": Function(3, substringBytes),
        "$substrCP": Function(3) { operands in
            let text = try text(of: operands[0], "$substrCP")
            guard let start = operands[1]?.integer.flatMap(Int.init(exactly:)), start >= 0,
                let count = operands[2]?.integer.flatMap(Int.init(exactly:)), count >= 0
            else {
                throw MongoError(
                    .location(34452), "$substrCP: length must be a numeric type (is BSON type \(operands[2].typeName))")
            }
            return .string(String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(start).prefix(count))))
        },
        "$split": Function(2) { operands in
            if operands.contains(where: \.isAbsent) { return .null }
            guard case .string(let text) = operands[0] else {
                throw MongoError(
                    .location(40085),
                    "$split requires an expression that evaluates to a string as a first argument, found: "
                        + operands[0].typeName)
            }
            guard case .string(let separator) = operands[1] else {
                throw MongoError(
                    .location(40086),
                    "$split requires an expression that evaluates to a string as a second argument, found: "
                        + operands[1].typeName)
            }
            if separator.isEmpty { throw MongoError(.location(40087), "$split requires a non-empty separator") }
            return .array(text.pieces(around: separator).map(BSONValue.string))
        },
        "$indexOfBytes": Function(2...4) { try index(of: $0, "$indexOfBytes", 40091) { Array($0.utf8) } },
        "$indexOfCP": Function(2...4) { try index(of: $0, "$indexOfCP", 40093) { Array($0.unicodeScalars) } },
    ]

    static let stringForms: [String: Form] = [
        "$trim": { try trim("$trim", $0, $1, left: true, right: true) },
        "$ltrim": { try trim("$ltrim", $0, $1, left: true, right: false) },
        "$rtrim": { try trim("$rtrim", $0, $1, left: false, right: true) },
        "$replaceOne": { try replace("$replaceOne", $0, $1, all: false) },
        "$replaceAll": { try replace("$replaceAll", $0, $1, all: true) },
        "$regexMatch": { operand, parser in
            try regex("$regexMatch", operand, parser) { pattern, text in
                .bool(try text.flatMap { try pattern?.match(in: $0) } != nil)
            }
        },
        "$regexFind": { operand, parser in
            try regex("$regexFind", operand, parser) { pattern, text in
                try text.flatMap { try pattern?.match(in: $0) }.map(document) ?? .null
            }
        },
        "$regexFindAll": { operand, parser in
            try regex("$regexFindAll", operand, parser) { pattern, text in
                guard let pattern, let text else { return [] }
                var found: [BSONValue] = []
                var start = 0
                while let match = try pattern.match(in: text, from: start) {
                    found.append(document(match))
                    start = match.end > match.start ? match.end : match.end + 1
                }
                return .array(found)
            }
        },
    ]

    private static func document(_ match: RegularExpression.Match) -> BSONValue {
        [
            "match": .string(match.text), "idx": .integer(match.index),
            "captures": .array(match.groups.map { $0.map(BSONValue.string) ?? .null }),
        ]
    }

    /// Strings as they are, numbers and dates as text, nothing for absent values.
    private static func text(of value: BSONValue?, _ name: String) throws -> String {
        switch value {
        case let value where value.isAbsent: return ""
        case .string(let text), .symbol(let text): return text
        case .date(let milliseconds): return try DateFormat.iso(milliseconds)
        case let value? where value.isNumber: return value.shellText
        case let value:
            throw MongoError(.location(16007), "can't convert from BSON type \(value.typeName) to String")
        }
    }

    private static func string(_ value: BSONValue?, _ name: String, _ code: Int32) throws -> String {
        guard case .string(let text) = value else {
            throw MongoError(
                .location(code), "\(name) requires a string argument, found: \(value.typeName)")
        }
        return text
    }

    private static let substringBytes: @Sendable ([BSONValue?]) throws -> BSONValue? = { operands in
        let bytes = Array(try text(of: operands[0], "$substrBytes").utf8)
        guard let start = operands[1]?.truncatedInteger, let count = operands[2]?.truncatedInteger else {
            throw MongoError(
                .location(16034),
                "$substrBytes: starting index must be a numeric type (is BSON type \(operands[1].typeName))")
        }
        guard start >= 0 else {
            throw MongoError(.location(50752), "$substrBytes: starting index must be non-negative (got: \(start))")
        }
        let rest = bytes.dropFirst(Int(min(start, Int64(bytes.count))))
        let part = count < 0 ? rest : rest.prefix(Int(min(count, Int64(bytes.count))))
        guard let text = String(validating: part, as: UTF8.self) else {
            throw MongoError(
                .location(28656), "$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.")
        }
        return .string(text)
    }

    private static func index<Unit: Equatable>(
        of operands: [BSONValue?], _ name: String, _ code: Int32, _ units: (String) -> [Unit]
    ) throws -> BSONValue {
        if operands[0].isAbsent { return .null }
        guard case .string(let text) = operands[0] else {
            throw MongoError(
                .location(code), "\(name) requires a string as the first argument, found: \(operands[0].typeName)")
        }
        guard case .string(let wanted) = operands[1] else {
            throw MongoError(
                .location(code + 1), "\(name) requires a string as the second argument, found: \(operands[1].typeName)")
        }
        let all = units(text)
        let part = units(wanted)
        let start = operands.count > 2 ? max(0, Int(operands[2]?.integer ?? 0)) : 0
        let end = operands.count > 3 ? min(all.count, Int(operands[3]?.integer ?? 0)) : all.count
        guard start <= end else { return -1 }
        for place in stride(from: start, through: end - part.count, by: 1)
        where all[place...].starts(with: part) { return .integer(place) }
        return -1
    }

    private static let whitespace: Set<Unicode.Scalar> = [
        "\0", "\t", "\n", "\u{B}", "\u{C}", "\r", " ", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2001}", "\u{2002}",
        "\u{2003}", "\u{2004}", "\u{2005}", "\u{2006}", "\u{2007}", "\u{2008}", "\u{2009}", "\u{200A}",
    ]

    private static func trim(_ name: String, _ operand: BSONValue, _ parser: ExpressionParser, left: Bool, right: Bool)
        throws -> Expression
    {
        let arguments = try arguments(of: name, operand, required: ["input"], optional: ["chars"], parser)
        return Expression { scope in
            let input = try arguments["input"]?.evaluate(scope)
            if input.isAbsent { return .null }
            guard case .string(let text) = input else {
                throw MongoError(
                    .location(50699),
                    "\(name) requires its input to be a string, got \(input?.shellText ?? "") (of type \(input.typeName)) instead."
                )
            }
            var characters = whitespace
            if let given = arguments["chars"] {
                guard case .string(let chars) = try given.value(scope) else { return .null }
                characters = Set(chars.unicodeScalars)
            }
            var rest = text.unicodeScalars[...]
            while left, let first = rest.first, characters.contains(first) { rest.removeFirst() }
            while right, let last = rest.last, characters.contains(last) { rest.removeLast() }
            return .string(String(rest))
        }
    }

    private static func replace(_ name: String, _ operand: BSONValue, _ parser: ExpressionParser, all: Bool) throws
        -> Expression
    {
        let arguments = try arguments(of: name, operand, required: ["input", "find", "replacement"], parser)
        return Expression { scope in
            let values = try ["input", "find", "replacement"].map { try arguments[$0]?.value(scope) ?? .null }
            for (value, key) in zip(values, ["input", "find", "replacement"])
            where value.string == nil && !value.isNullish {
                throw MongoError(
                    .location(51746), "\(name) requires that '\(key)' be a string, found: \(value.shellText)")
            }
            let texts = values.compactMap(\.string)
            guard texts.count == 3 else { return .null }
            if texts[1].isEmpty { return .string(all ? texts[0] : texts[2] + texts[0]) }
            let pieces = texts[0].pieces(around: texts[1])
            guard !all, pieces.count > 1 else { return .string(pieces.joined(separator: texts[2])) }
            return .string(pieces[0] + texts[2] + pieces.dropFirst().joined(separator: texts[1]))
        }
    }

    private static func regex(
        _ name: String, _ operand: BSONValue, _ parser: ExpressionParser,
        _ result: @escaping (RegularExpression?, String?) throws -> BSONValue
    ) throws -> Expression {
        let arguments = try arguments(of: name, operand, required: ["input", "regex"], optional: ["options"], parser)
        return Expression { scope in
            let input = try arguments["input"]?.value(scope) ?? .null
            guard input.isNullish || input.string != nil else {
                throw MongoError(.location(51104), "\(name) needs 'input' to be of type string")
            }
            let options = try arguments["options"]?.value(scope).string
            switch try arguments["regex"]?.value(scope) {
            case .string(let pattern):
                return try result(RegularExpression(pattern: pattern, options: options ?? ""), input.string)
            case .regex(let pattern, let own):
                return try result(RegularExpression(pattern: pattern, options: options ?? own), input.string)
            case let value where value.isAbsent: return try result(nil, nil)
            default: throw MongoError(.location(51105), "\(name) needs 'regex' to be of type string or regex")
            }
        }
    }
}

extension String {
    /// MongoDB changes the case of ASCII letters only.
    fileprivate func asciiMapped(_ map: (String) -> String) -> String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.flatMap { $0.isASCII ? Array(map(String($0)).unicodeScalars) : [$0] }))
    }

    /// The parts between the places where `separator` stands, compared by bytes.
    func pieces(around separator: String) -> [String] {
        let bytes = Array(utf8)
        let wanted = Array(separator.utf8)
        var pieces: [String] = []
        var start = 0
        var place = 0
        while place <= bytes.count - wanted.count {
            if bytes[place] == wanted.first, bytes[place...].starts(with: wanted) {
                pieces.append(String(decoding: bytes[start..<place], as: UTF8.self))
                place += wanted.count
                start = place
            } else {
                place += 1
            }
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
    }
}

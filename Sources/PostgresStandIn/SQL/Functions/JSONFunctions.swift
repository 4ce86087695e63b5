import SQLiteStore

/// JSON of values of every type: `to_json`, `to_jsonb`.
enum JSONValues {
    typealias T = TypeOID

    /// The document that `to_jsonb` makes of a value.
    static func document(_ value: SQLiteValue, _ type: OID, _ runtime: Runtime) throws(PostgresError) -> JSONDocument {
        if value.isNull { return .null }
        switch type {
        case T.bool: return .bool(value.int != 0)
        case T.int2, T.int4, T.int8, T.oid: return .number(Numeric(value.int))
        case T.numeric: return value.number.isFinite ? .number(value.number) : .string(value.string)
        case T.float4, T.float8:
            let text = TypeOutput.text(value, type, runtime)
            guard let number = Numeric(text), number.isFinite else { return .string(text) }
            return .number(number)
        case T.json, T.jsonb: return try JSONDocument.parse(value.string)
        case T.timestamp, T.timestamptz: return .string(isoMoment(value, type, runtime))
        default:
            guard TypeTable.isArray(type) else { return .string(TypeOutput.text(value, type, runtime)) }
            return try array(try ArrayText.parse(value.string), TypeTable.element(of: type), runtime)
        }
    }

    private static func array(_ items: [ArrayText.Item], _ element: OID, _ runtime: Runtime) throws(PostgresError)
        -> JSONDocument
    {
        var out: [JSONDocument] = []
        for item in items {
            switch item {
            case .null: out.append(.null)
            case .nested(let inner): out.append(try array(inner, element, runtime))
            case .value(let text):
                out.append(try document(try TypeInput.value(text, TypeRef(element), runtime), element, runtime))
            }
        }
        return .array(out)
    }

    private static func isoMoment(_ value: SQLiteValue, _ type: OID, _ runtime: Runtime) -> String {
        let text = TypeOutput.text(value, type, runtime)
        guard let space = text.firstIndex(of: " ") else { return text }
        var out = text
        out.replaceSubrange(space...space, with: "T")
        // JSON shows the minutes of an offset always.
        if type == T.timestamptz, let sign = out.lastIndex(where: { $0 == "+" || $0 == "-" }),
            !out[sign...].contains(":")
        {
            out += ":00"
        }
        return out
    }

    /// The text that `to_json` makes: a JSON value keeps its own spelling.
    static func text(_ value: SQLiteValue, _ type: OID, _ runtime: Runtime) throws(PostgresError) -> String {
        if type == T.json, let text = value.text { return text }
        if !value.isNull, TypeTable.isArray(type) {
            var parts: [String] = []
            for item in try ArrayText.elements(value.string) {
                let element = TypeTable.element(of: type)
                let stored =
                    try item.map { text throws(PostgresError) in try TypeInput.value(text, TypeRef(element), runtime) }
                    ?? .null
                parts.append(try text(stored, element, runtime))
            }
            return "[" + parts.joined(separator: ",") + "]"
        }
        return try document(value, type, runtime).text
    }
}

/// https://www.postgresql.org/docs/15/functions-json.html
enum JSONOperators {
    typealias T = TypeOID
    private static let textArray = TypeTable.array(of: T.text)

    static func document(_ value: SQLiteValue) throws(PostgresError) -> JSONDocument {
        try JSONDocument.parse(value.string)
    }
    static func json(_ document: JSONDocument?) -> SQLiteValue { document.map { .text($0.text) } ?? .null }
    static func plain(_ document: JSONDocument?) -> SQLiteValue { document?.unquoted.map { .text($0) } ?? .null }

    static let entries: [FunctionEntry] =
        [T.jsonb, T.json].flatMap(access) + [
            function("@>", [T.jsonb, T.jsonb], T.bool) { values, _ in
                .bool(try document(values[0]).contains(try document(values[1])))
            },
            function("<@", [T.jsonb, T.jsonb], T.bool) { values, _ in
                .bool(try document(values[1]).contains(try document(values[0])))
            },
            function("?", [T.jsonb, T.text], T.bool) { values, _ in
                .bool(has(try document(values[0]), values[1].string))
            },
            function("?|", [T.jsonb, textArray], T.bool) { values, _ in
                let value = try document(values[0])
                return .bool(try ArrayText.elements(values[1].string).contains { $0.map { has(value, $0) } ?? false })
            },
            function("?&", [T.jsonb, textArray], T.bool) { values, _ in
                let value = try document(values[0])
                return .bool(try ArrayText.elements(values[1].string).allSatisfy { $0.map { has(value, $0) } ?? true })
            },
            function("||", [T.jsonb, T.jsonb], T.jsonb) { values, _ in
                json(joined(try document(values[0]), try document(values[1])))
            },
            function("-", [T.jsonb, T.text], T.jsonb) { values, _ in
                json(try without(try document(values[0]), [values[1].string]))
            },
            function("-", [T.jsonb, textArray], T.jsonb) { values, _ in
                json(try without(try document(values[0]), try ArrayText.elements(values[1].string).compactMap { $0 }))
            },
            function("-", [T.jsonb, T.int4], T.jsonb) { values, _ in
                guard case .array(var items) = try document(values[0]) else {
                    throw PostgresError.invalidParameter("cannot delete from object using integer index")
                }
                let place = values[1].int < 0 ? Int64(items.count) + values[1].int : values[1].int
                if place >= 0, place < items.count { items.remove(at: Int(place)) }
                return json(.array(items))
            },
            function("#-", [T.jsonb, textArray], T.jsonb) { values, _ in
                json(
                    JSONFunctions.changed(
                        try document(values[0]), try ArrayText.elements(values[1].string).compactMap { $0 }, to: nil,
                        create: false))
            },
        ]

    private static func access(_ type: OID) -> [FunctionEntry] {
        // `json` keeps its own spelling; we show what is reached in the canonical one.
        [
            function("->", [type, T.text], type) { values, _ in json(try document(values[0])[values[1].string]) },
            function("->", [type, T.int4], type) { values, _ in json(try document(values[0])[Int(values[1].int)]) },
            function("->>", [type, T.text], T.text) { values, _ in plain(try document(values[0])[values[1].string]) },
            function("->>", [type, T.int4], T.text) { values, _ in plain(try document(values[0])[Int(values[1].int)]) },
            function("#>", [type, textArray], type) { values, _ in
                json(try document(values[0]).at(try ArrayText.elements(values[1].string)))
            },
            function("#>>", [type, textArray], T.text) { values, _ in
                plain(try document(values[0]).at(try ArrayText.elements(values[1].string)))
            },
        ]
    }

    private static func has(_ value: JSONDocument, _ key: String) -> Bool {
        switch value {
        case .object(let members): members.contains { $0.name == key }
        case .array(let items): items.contains(.string(key))
        case .string(let text): text == key
        case .null, .bool, .number: false
        }
    }

    private static func joined(_ a: JSONDocument, _ b: JSONDocument) -> JSONDocument {
        switch (a, b) {
        case (.object(let x), .object(let y)): .object(of: x + y)
        case (.array(let x), .array(let y)): .array(x + y)
        case (.array(let x), _): .array(x + [b])
        case (_, .array(let y)): .array([a] + y)
        default: .array([a, b])
        }
    }

    private static func without(_ value: JSONDocument, _ keys: [String]) throws(PostgresError) -> JSONDocument {
        switch value {
        case .object(let members): return .object(members.filter { !keys.contains($0.name) })
        case .array(let items): return .array(items.filter { item in !keys.contains { item == .string($0) } })
        case .null, .bool, .number, .string: throw .invalidParameter("cannot delete from scalar")
        }
    }
}

enum JSONFunctions {
    typealias T = TypeOID
    private static let textArray = TypeTable.array(of: T.text)

    static let entries: [FunctionEntry] = making + reading + changing

    private static let making: [FunctionEntry] = [
        typed("to_jsonb", [T.anyelement], T.jsonb) { values, types, runtime in
            .text(try JSONValues.document(values[0], types[0], runtime).text)
        },
        typed("to_json", [T.anyelement], T.json) { values, types, runtime in
            .text(try JSONValues.text(values[0], types[0], runtime))
        },
        typed("array_to_json", [T.anyarray], T.json) { values, types, runtime in
            .text(try JSONValues.text(values[0], types[0], runtime))
        },
        typed("jsonb_build_object", [T.any], T.jsonb, variadic: true, strict: false) { values, types, runtime in
            .text(
                JSONDocument.object(
                    of: try pairs(values, types, runtime).map {
                        .init(name: $0.name, value: try JSONValues.document($0.value, $0.type, runtime))
                    }
                ).text)
        },
        typed("json_build_object", [T.any], T.json, variadic: true, strict: false) { values, types, runtime in
            let parts = try pairs(values, types, runtime).map {
                JSONDocument.quoted($0.name) + " : " + (try JSONValues.text($0.value, $0.type, runtime))
            }
            return .text("{" + parts.joined(separator: ", ") + "}")
        },
        typed("jsonb_build_array", [T.any], T.jsonb, variadic: true, strict: false) { values, types, runtime in
            .text(JSONDocument.array(try zip(values, types).map { try JSONValues.document($0, $1, runtime) }).text)
        },
        typed("json_build_array", [T.any], T.json, variadic: true, strict: false) { values, types, runtime in
            .text(
                "[" + (try zip(values, types).map { try JSONValues.text($0, $1, runtime) }).joined(separator: ", ")
                    + "]")
        },
    ]

    private static func pairs(_ values: [SQLiteValue], _ types: [OID], _ runtime: Runtime) throws -> [(
        name: String, value: SQLiteValue, type: OID
    )] {
        guard values.count % 2 == 0 else {
            throw PostgresError(
                "22023", "argument list must have even number of elements",
                hint: "The arguments of jsonb_build_object() must consist of alternating keys and values.")
        }
        return try stride(from: 0, to: values.count, by: 2).map { index in
            guard !values[index].isNull else {
                throw PostgresError("22023", "argument \(index + 1): key must not be null")
            }
            return (TypeOutput.text(values[index], types[index], runtime), values[index + 1], types[index + 1])
        }
    }

    private static let reading: [FunctionEntry] = [
        function("jsonb_typeof", [T.jsonb], T.text) { values, _ in .text(try JSONOperators.document(values[0]).typeName)
        },
        function("json_typeof", [T.json], T.text) { values, _ in .text(try JSONOperators.document(values[0]).typeName)
        },
        length("jsonb_array_length", T.jsonb), length("json_array_length", T.json),
        function("jsonb_extract_path_text", [T.jsonb, T.text], T.text, variadic: true) { values, _ in
            JSONOperators.plain(try JSONOperators.document(values[0]).at(values.dropFirst().map { $0.text }))
        },
        function("jsonb_extract_path", [T.jsonb, T.text], T.jsonb, variadic: true) { values, _ in
            JSONOperators.json(try JSONOperators.document(values[0]).at(values.dropFirst().map { $0.text }))
        },
        function("jsonb_pretty", [T.jsonb], T.text) { values, _ in
            .text(pretty(try JSONOperators.document(values[0]), ""))
        },
        function("jsonb_strip_nulls", [T.jsonb], T.jsonb) { values, _ in
            .text(stripped(try JSONOperators.document(values[0])).text)
        },
    ]

    private static func length(_ name: String, _ type: OID) -> FunctionEntry {
        function(name, [type], T.int4) { values, _ in
            guard case .array(let items) = try JSONOperators.document(values[0]) else {
                if case .object = try JSONOperators.document(values[0]) {
                    throw PostgresError.invalidParameter("cannot get array length of a non-array")
                }
                throw PostgresError.invalidParameter("cannot get array length of a scalar")
            }
            return .integer(Int64(items.count))
        }
    }

    private static func pretty(_ value: JSONDocument, _ indent: String) -> String {
        let inner = indent + "    "
        switch value {
        case .array(let items):
            guard !items.isEmpty else { return "[\n\(indent)]" }
            return "[\n" + items.map { inner + pretty($0, inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            guard !members.isEmpty else { return "{\n\(indent)}" }
            return "{\n"
                + members.map { inner + JSONDocument.quoted($0.name) + ": " + pretty($0.value, inner) }.joined(
                    separator: ",\n") + "\n\(indent)}"
        case .null, .bool, .number, .string: return value.text
        }
    }

    private static func stripped(_ value: JSONDocument) -> JSONDocument {
        switch value {
        case .object(let members):
            .object(members.filter { $0.value != .null }.map { .init(name: $0.name, value: stripped($0.value)) })
        case .array(let items): .array(items.map(stripped))
        case .null, .bool, .number, .string: value
        }
    }

    private static let changing: [FunctionEntry] = [
        function("jsonb_set", [T.jsonb, textArray, T.jsonb], T.jsonb) { values, _ in try set(values, create: true) },
        function("jsonb_set", [T.jsonb, textArray, T.jsonb, T.bool], T.jsonb) { values, _ in
            try set(values, create: values[3].int != 0)
        },
    ]

    private static func set(_ values: [SQLiteValue], create: Bool) throws -> SQLiteValue {
        let document = try JSONOperators.document(values[0])
        guard case .object = document else {
            guard case .array = document else { throw PostgresError.invalidParameter("cannot set path in scalar") }
            return .text(
                changed(
                    document, try ArrayText.elements(values[1].string).compactMap { $0 },
                    to: try JSONOperators.document(values[2]), create: create
                ).text)
        }
        return .text(
            changed(
                document, try ArrayText.elements(values[1].string).compactMap { $0 },
                to: try JSONOperators.document(values[2]), create: create
            ).text)
    }

    /// The document with the value at `path` replaced, or removed when `value` is nil.
    static func changed(_ document: JSONDocument, _ path: [String], to value: JSONDocument?, create: Bool)
        -> JSONDocument
    {
        guard let step = path.first else { return document }
        let rest = Array(path.dropFirst())
        switch document {
        case .object(var members):
            if let index = members.firstIndex(where: { $0.name == step }) {
                if rest.isEmpty {
                    if let value { members[index].value = value } else { members.remove(at: index) }
                } else {
                    members[index].value = changed(members[index].value, rest, to: value, create: create)
                }
            } else if rest.isEmpty, create, let value {
                return .object(of: members + [.init(name: step, value: value)])
            }
            return .object(members)
        case .array(var items):
            guard let number = Int(step) else { return document }
            let place = number < 0 ? items.count + number : number
            if items.indices.contains(place) {
                if rest.isEmpty {
                    if let value { items[place] = value } else { items.remove(at: place) }
                } else {
                    items[place] = changed(items[place], rest, to: value, create: create)
                }
            } else if rest.isEmpty, create, let value {
                items.insert(value, at: number < 0 ? 0 : items.count)
            }
            return .array(items)
        case .null, .bool, .number, .string: return document
        }
    }
}

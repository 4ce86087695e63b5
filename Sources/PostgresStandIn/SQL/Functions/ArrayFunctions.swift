import SQLiteStore

/// Arrays: https://www.postgresql.org/docs/15/functions-array.html
enum ArrayOperators {
    typealias T = TypeOID

    private static func set(_ value: SQLiteValue) throws -> [String?] { try ArrayText.elements(value.string) }

    static let entries: [FunctionEntry] = [
        function("||", [T.anyarray, T.anyarray], T.anyarray, strict: false) { values, _ in
            if values[0].isNull { return values[1] }
            if values[1].isNull { return values[0] }
            return .text(ArrayText.text(try ArrayText.parse(values[0].string) + ArrayText.parse(values[1].string)))
        },
        typed("||", [T.anyarray, T.anyelement], T.anyarray, strict: false) { values, types, runtime in
            try ArrayFunctions.append(values[0], values[1], types[1], runtime)
        },
        typed("||", [T.anyelement, T.anyarray], T.anyarray, strict: false) { values, types, runtime in
            try ArrayFunctions.prepend(values[0], values[1], types[0], runtime)
        },
        function("@>", [T.anyarray, T.anyarray], T.bool) { values, _ in
            let mine = try set(values[0])
            return .bool(try set(values[1]).allSatisfy { $0 != nil && mine.contains($0) })
        },
        function("<@", [T.anyarray, T.anyarray], T.bool) { values, _ in
            let theirs = try set(values[1])
            return .bool(try set(values[0]).allSatisfy { $0 != nil && theirs.contains($0) })
        },
        function("&&", [T.anyarray, T.anyarray], T.bool) { values, _ in
            let theirs = try set(values[1])
            return .bool(try set(values[0]).contains { $0 != nil && theirs.contains($0) })
        },
    ]
}

enum ArrayFunctions {
    typealias T = TypeOID

    static func append(_ array: SQLiteValue, _ element: SQLiteValue, _ type: OID, _ runtime: Runtime) throws
        -> SQLiteValue
    {
        let items = array.isNull ? [] : try ArrayText.parse(array.string)
        return .text(ArrayText.text(items + [element.isNull ? .null : .value(TypeOutput.text(element, type, runtime))]))
    }

    static func prepend(_ element: SQLiteValue, _ array: SQLiteValue, _ type: OID, _ runtime: Runtime) throws
        -> SQLiteValue
    {
        let items = array.isNull ? [] : try ArrayText.parse(array.string)
        return .text(ArrayText.text([element.isNull ? .null : .value(TypeOutput.text(element, type, runtime))] + items))
    }

    static let entries: [FunctionEntry] = [
        typed("array_append", [T.anyarray, T.anyelement], T.anyarray, strict: false) { values, types, runtime in
            try append(values[0], values[1], types[1], runtime)
        },
        typed("array_prepend", [T.anyelement, T.anyarray], T.anyarray, strict: false) { values, types, runtime in
            try prepend(values[0], values[1], types[0], runtime)
        },
        function("array_cat", [T.anyarray, T.anyarray], T.anyarray, strict: false) { values, _ in
            if values[0].isNull { return values[1] }
            if values[1].isNull { return values[0] }
            return .text(ArrayText.text(try ArrayText.parse(values[0].string) + ArrayText.parse(values[1].string)))
        },
        typed("array_remove", [T.anyarray, T.anyelement], T.anyarray, strict: false) { values, types, runtime in
            guard !values[0].isNull else { return .null }
            let wanted = values[1].isNull ? nil : TypeOutput.text(values[1], types[1], runtime)
            return .text(ArrayText.text(try ArrayText.elements(values[0].string).filter { $0 != wanted }))
        },
        typed("array_replace", [T.anyarray, T.anyelement, T.anyelement], T.anyarray, strict: false) {
            values, types, runtime in
            guard !values[0].isNull else { return .null }
            let old = values[1].isNull ? nil : TypeOutput.text(values[1], types[1], runtime)
            let new = values[2].isNull ? nil : TypeOutput.text(values[2], types[2], runtime)
            return .text(ArrayText.text(try ArrayText.elements(values[0].string).map { $0 == old ? new : $0 }))
        },
        typed("array_position", [T.anyarray, T.anyelement], T.int4, strict: false) { values, types, runtime in
            guard !values[0].isNull else { return .null }
            let wanted = values[1].isNull ? nil : TypeOutput.text(values[1], types[1], runtime)
            return try ArrayText.elements(values[0].string).firstIndex { $0 == wanted }.map { .integer(Int64($0 + 1)) }
                ?? .null
        },
        function("array_length", [T.anyarray, T.int4], T.int4) { values, _ in
            let count = try dimensions(values[0].string)
            guard values[1].int >= 1, values[1].int <= count.count else { return .null }
            return .integer(Int64(count[Int(values[1].int) - 1]))
        },
        function("array_upper", [T.anyarray, T.int4], T.int4) { values, _ in
            let count = try dimensions(values[0].string)
            guard values[1].int >= 1, values[1].int <= count.count else { return .null }
            return .integer(Int64(count[Int(values[1].int) - 1]))
        },
        function("array_lower", [T.anyarray, T.int4], T.int4) { values, _ in
            try values[1].int >= 1 && values[1].int <= dimensions(values[0].string).count ? .integer(1) : .null
        },
        function("array_ndims", [T.anyarray], T.int4) { values, _ in
            let count = try dimensions(values[0].string).count
            return count == 0 ? .null : .integer(Int64(count))
        },
        function("cardinality", [T.anyarray], T.int4) { values, _ in
            .integer(Int64(try ArrayText.elements(values[0].string).count))
        },
        function("array_to_string", [T.anyarray, T.text], T.text) { values, _ in
            .text(try ArrayText.elements(values[0].string).compactMap { $0 }.joined(separator: values[1].string))
        },
        function("array_to_string", [T.anyarray, T.text, T.text], T.text, strict: false) { values, _ in
            guard !values[0].isNull, !values[1].isNull else { return .null }
            return .text(
                try ArrayText.elements(values[0].string).compactMap { $0 ?? values[2].text }.joined(
                    separator: values[1].string))
        },
    ]

    private static func dimensions(_ text: String) throws -> [Int] {
        var counts: [Int] = []
        var items = try ArrayText.parse(text)
        while !items.isEmpty {
            counts.append(items.count)
            guard case .nested(let inner) = items[0] else { break }
            items = inner
        }
        return counts
    }
}

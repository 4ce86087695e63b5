import Determinism

/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#date-expression-operators
extension ExpressionOperators {
    static let dateParts: [String: Function] = [:]

    static let dateForms: [String: Form] = [
        "$year": part("$year") { $0.date.year }, "$month": part("$month") { $0.date.month },
        "$dayOfMonth": part("$dayOfMonth") { $0.date.day }, "$hour": part("$hour") { $0.date.hour },
        "$minute": part("$minute") { $0.date.minute }, "$second": part("$second") { $0.date.second },
        "$millisecond": part("$millisecond") { $0.date.microsecond / 1000 },
        "$dayOfYear": part("$dayOfYear") { $0.dayOfYear }, "$dayOfWeek": part("$dayOfWeek") { $0.dayOfWeek },
        "$week": part("$week") { $0.week }, "$isoDayOfWeek": part("$isoDayOfWeek") { $0.isoDayOfWeek },
        "$isoWeek": part("$isoWeek") { $0.isoWeek }, "$isoWeekYear": part("$isoWeekYear") { $0.isoYear },
        "$dateToString": { operand, parser in
            let arguments = try arguments(
                of: "$dateToString", operand, required: ["date"], optional: ["format", "timezone", "onNull"], parser)
            return Expression { scope in
                let date = try arguments["date"]?.evaluate(scope)
                guard let date, !date.isNullish else { return try arguments["onNull"]?.evaluate(scope) ?? .null }
                let milliseconds = try moment(date)
                guard let zone = try zone(arguments["timezone"], scope) else { return .null }
                let format = try arguments["format"]?.value(scope) ?? .string(DateFormat.standard)
                guard let text = format.string else { return .null }
                return .string(try DateFormat.text(milliseconds, format: text, in: zone))
            }
        },
        "$dateFromString": { operand, parser in
            let arguments = try arguments(
                of: "$dateFromString", operand, required: ["dateString"],
                optional: ["timezone", "onError", "onNull", "format"], parser)
            if arguments["format"] != nil {
                throw MongoError.unsupported("$dateFromString's 'format'")
            }
            return Expression { scope in
                let value = try arguments["dateString"]?.evaluate(scope)
                guard let value, !value.isNullish else { return try arguments["onNull"]?.evaluate(scope) ?? .null }
                guard let text = value.string, let milliseconds = ISODate.milliseconds(of: text),
                    let zone = try zone(arguments["timezone"], scope)
                else {
                    if let onError = arguments["onError"] { return try onError.evaluate(scope) }
                    throw MongoError(
                        .conversionFailure, "Error parsing date string '\(value.string ?? value.shellText)'")
                }
                return .date(zone.milliseconds(ofLocal: milliseconds))
            }
        },
        "$dateToParts": { operand, parser in
            let arguments = try arguments(
                of: "$dateToParts", operand, required: ["date"], optional: ["timezone", "iso8601"], parser)
            return Expression { scope in
                let date = try arguments["date"]?.value(scope) ?? .null
                if date.isNullish { return .null }
                let milliseconds = try moment(date)
                guard let zone = try zone(arguments["timezone"], scope) else { return .null }
                let parts = DateFormat.parts(milliseconds, in: zone)
                let time: BSONDocument = [
                    "hour": .integer(parts.date.hour), "minute": .integer(parts.date.minute),
                    "second": .integer(parts.date.second), "millisecond": .integer(parts.date.microsecond / 1000),
                ]
                let isISO = try arguments["iso8601"]?.value(scope).isTruthy ?? false
                var result: BSONDocument =
                    isISO
                    ? [
                        "isoWeekYear": .integer(parts.isoYear), "isoWeek": .integer(parts.isoWeek),
                        "isoDayOfWeek": .integer(parts.isoDayOfWeek),
                    ]
                    : [
                        "year": .integer(parts.date.year), "month": .integer(parts.date.month),
                        "day": .integer(parts.date.day),
                    ]
                result.elements += time.elements
                return .document(result)
            }
        },
        "$dateFromParts": { operand, parser in
            let names = ["year", "month", "day", "hour", "minute", "second", "millisecond"]
            let arguments = try arguments(
                of: "$dateFromParts", operand, required: ["year"], optional: names + ["timezone"], parser)
            return Expression { scope in
                var numbers: [Int] = []
                for (name, standard) in zip(names, [1970, 1, 1, 0, 0, 0, 0]) {
                    guard let argument = arguments[name] else {
                        numbers.append(standard)
                        continue
                    }
                    let value = try argument.value(scope)
                    if value.isNullish { return .null }
                    guard let number = value.integer.flatMap(Int32.init(exactly:)) else {
                        throw MongoError(
                            .location(40515),
                            "'\(name)' must evaluate to an integer, found \(value.typeName) with value \(value.shellText)"
                        )
                    }
                    guard name == "second" || name == "millisecond" || Int16(exactly: number) != nil else {
                        throw MongoError(
                            .location(31034),
                            "'\(name)' must evaluate to a value in the range [-32768, 32767]; value \(number) is not in range"
                        )
                    }
                    numbers.append(Int(number))
                }
                guard (1...9999).contains(numbers[0]) else {
                    throw MongoError(
                        .location(40523),
                        "'year' must evaluate to an integer in the range 1 to 9999, found \(numbers[0])")
                }
                guard let zone = try zone(arguments["timezone"], scope) else { return .null }
                return .date(
                    zone.milliseconds(
                        ofLocal: ISODate.milliseconds(
                            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
                            second: numbers[5], millisecond: numbers[6])))
            }
        },
        "$dateAdd": { try shift("$dateAdd", $0, $1, sign: 1) },
        "$dateSubtract": { try shift("$dateSubtract", $0, $1, sign: -1) },
        "$dateDiff": { operand, parser in
            let arguments = try arguments(
                of: "$dateDiff", operand, required: ["startDate", "endDate", "unit"],
                optional: ["timezone", "startOfWeek"], parser)
            return Expression { scope in
                let start = try arguments["startDate"]?.value(scope) ?? .null
                let end = try arguments["endDate"]?.value(scope) ?? .null
                if start.isNullish || end.isNullish { return .null }
                let from = try moment(start)
                let to = try moment(end)
                guard let unit = try DateUnit(arguments["unit"]?.value(scope), "$dateDiff") else { return .null }
                guard let zone = try zone(arguments["timezone"], scope) else { return .null }
                let firstDay = try DateUnit.firstDay(arguments["startOfWeek"]?.value(scope))
                return .int64(
                    unit.index(of: to, in: zone, firstDay: firstDay)
                        - unit.index(of: from, in: zone, firstDay: firstDay))
            }
        },
        "$dateTrunc": { operand, parser in
            let arguments = try arguments(
                of: "$dateTrunc", operand, required: ["date", "unit"],
                optional: ["binSize", "timezone", "startOfWeek"], parser)
            return Expression { scope in
                let date = try arguments["date"]?.value(scope) ?? .null
                if date.isNullish { return .null }
                let milliseconds = try moment(date)
                guard let unit = try DateUnit(arguments["unit"]?.value(scope), "$dateTrunc") else { return .null }
                guard let zone = try zone(arguments["timezone"], scope) else { return .null }
                let size = try arguments["binSize"]?.value(scope).integer ?? 1
                guard size > 0 else {
                    throw MongoError(.location(5_439_018), "$dateTrunc requires 'binSize' to be greater than 0")
                }
                let firstDay = try DateUnit.firstDay(arguments["startOfWeek"]?.value(scope))
                return .date(try checked(unit.start(of: milliseconds, size: size, in: zone, firstDay: firstDay)))
            }
        },
    ]

    /// The milliseconds of a date, a timestamp or an ObjectID.
    ///
    /// - Throws: `MongoError` for other types, and for dates more than 285 000 years away, which the server can take
    ///   apart and this calendar cannot.
    private static func moment(_ value: BSONValue) throws -> Int64 {
        guard let milliseconds = value.dateMilliseconds else { throw notADate(value) }
        return try checked(milliseconds)
    }

    private static func checked(_ milliseconds: Int64?) throws -> Int64 {
        guard let milliseconds, milliseconds.magnitude <= 9_000_000_000_000_000 else {
            throw MongoError(.overflow, "date is outside of the supported range")
        }
        return milliseconds
    }

    static func notADate(_ value: BSONValue) -> MongoError {
        MongoError(.location(16006), "can't convert from BSON type \(value.typeName) to Date")
    }

    /// Nil for a null zone.
    static func zone(_ expression: Expression?, _ scope: Scope) throws -> DateFormat.Zone? {
        guard let expression else { return .utc }
        let value = try expression.value(scope)
        if value.isNullish { return nil }
        guard let name = value.string else {
            throw MongoError(.location(40517), "timezone must evaluate to a string, found \(value.typeName)")
        }
        return try DateFormat.Zone(name)
    }

    private static func part(_ name: String, _ read: @escaping @Sendable (DateFormat.Parts) -> Int) -> Form {
        { operand, parser in
            var date = operand
            var zoneExpression: Expression?
            if case .document(let document) = operand, let inner = document["date"] {
                date = inner
                zoneExpression = try document["timezone"].map(parser.expression)
            } else if case .array(let values) = operand {
                guard values.count == 1 else {
                    throw MongoError(
                        .location(16020),
                        "Expression \(name) takes exactly 1 arguments. \(values.count) were passed in.")
                }
                date = values[0]
            }
            let expression = try parser.expression(date)
            return Expression { scope in
                let value = try expression.value(scope)
                if value.isNullish { return .null }
                let milliseconds = try moment(value)
                guard let zone = try zone(zoneExpression, scope) else { return .null }
                return .integer(read(DateFormat.parts(milliseconds, in: zone)))
            }
        }
    }

    private static func shift(_ name: String, _ operand: BSONValue, _ parser: ExpressionParser, sign: Int64) throws
        -> Expression
    {
        let arguments = try arguments(
            of: name, operand, required: ["startDate", "unit", "amount"], optional: ["timezone"], parser)
        return Expression { scope in
            let start = try arguments["startDate"]?.value(scope) ?? .null
            let amount = try arguments["amount"]?.value(scope) ?? .null
            if start.isNullish || amount.isNullish { return .null }
            let milliseconds = try moment(start)
            guard let unit = try DateUnit(arguments["unit"]?.value(scope), name) else { return .null }
            guard let count = amount.integer.flatMap(Int32.init(exactly:)) else {
                throw MongoError(.location(5_166_405), "\(name) expects integer amount of time units")
            }
            guard let zone = try zone(arguments["timezone"], scope) else { return .null }
            return .date(try checked(unit.adding(sign * Int64(count), to: milliseconds, in: zone)))
        }
    }
}

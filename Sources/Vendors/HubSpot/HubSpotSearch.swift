import HTTP
import JSONTree

/// POST .../search
extension HubSpot {
    private typealias Test = @Sendable (_ value: String?, _ filter: JSON) -> Bool

    private static let operators: [String: Test] = [
        "EQ": { value, filter in value == text(filter["value"]) },
        "NEQ": { value, filter in value != nil && value != text(filter["value"]) },
        "LT": { value, filter in ordered(value, filter["value"]) { $0 < 0 } },
        "LTE": { value, filter in ordered(value, filter["value"]) { $0 <= 0 } },
        "GT": { value, filter in ordered(value, filter["value"]) { $0 > 0 } },
        "GTE": { value, filter in ordered(value, filter["value"]) { $0 >= 0 } },
        "BETWEEN": { value, filter in
            ordered(value, filter["value"]) { $0 >= 0 } && ordered(value, filter["highValue"]) { $0 <= 0 }
        },
        "IN": { value, filter in value.map { value in values(filter).contains(value) } ?? false },
        "NOT_IN": { value, filter in value.map { value in !values(filter).contains(value) } ?? false },
        "HAS_PROPERTY": { value, _ in value?.isEmpty == false },
        "NOT_HAS_PROPERTY": { value, _ in value?.isEmpty ?? true },
        "CONTAINS_TOKEN": { value, filter in containsToken(value, filter) },
        "NOT_CONTAINS_TOKEN": { value, filter in !containsToken(value, filter) },
    ]

    private static func text(_ value: JSON?) -> String { value?.string ?? value?.text ?? "" }
    private static func values(_ filter: JSON) -> [String] { (filter["values"]?.array ?? []).map { text($0) } }

    private static func containsToken(_ value: String?, _ filter: JSON) -> Bool {
        let token = text(filter["value"]).lowercased().replacing("*", with: "")
        return value?.lowercased().contains(token) ?? false
    }

    /// Compares as numbers where both are, else as text; dates in RFC 3339 sort as text.
    private static func ordered(_ value: String?, _ bound: JSON?, _ isRight: (Int) -> Bool) -> Bool {
        guard let value, !value.isEmpty else { return false }
        return isRight(compare(value, text(bound)))
    }

    private static func compare(_ left: String, _ right: String) -> Int {
        if let a = Double(left), let b = Double(right) { return a < b ? -1 : a > b ? 1 : 0 }
        return left < right ? -1 : left > right ? 1 : 0
    }

    @Sendable static func searchObjects(_ call: Call) async throws -> Response {
        let type = try type(call)
        let body = try call.json()
        let groups = body["filterGroups"]?.array ?? []
        if groups.count > 5 { throw invalid(call, "Too many filterGroups. Maximum is 5") }
        let tests = try groups.map { group in
            try (group["filters"]?.array ?? []).map { filter -> @Sendable (JSON) -> Bool in
                guard let name = filter["propertyName"]?.string else {
                    throw invalid(
                        call,
                        "Invalid input JSON on line 1, column 1: Some required fields were not set: [propertyName]")
                }
                guard let test = operators[filter["operator"]?.string ?? ""] else {
                    throw invalid(
                        call,
                        "Invalid input JSON on line 1, column 1: Cannot deserialize value of type `Filter$Operator`")
                }
                return { object in test(object["properties"]?[name]?.string, filter) }
            }
        }
        let words = body["query"]?.string?.lowercased() ?? ""
        var found = try await call.state.documents("objects:" + type.name) { object in
            let isWanted = tests.isEmpty || tests.contains { group in group.allSatisfy { $0(object) } }
            guard object["archived"]?.bool == false, isWanted else { return false }
            if words.isEmpty { return true }
            let members = object["properties"]?.object?.members ?? []
            return members.contains { $0.value.string?.lowercased().contains(words) == true }
        }
        if let sort = body["sorts"]?[0] {
            let name = sort.string ?? sort["propertyName"]?.string ?? ""
            let sign = sort["direction"]?.string == "DESCENDING" ? -1 : 1
            let keyed = found.enumerated().map {
                ($0.offset, $0.element["properties"]?[name]?.string ?? "", $0.element)
            }
            found = keyed.sorted { left, right in
                let order = compare(left.1, right.1) * sign
                return order == 0 ? left.0 < right.0 : order < 0
            }.map(\.2)
        }
        let size = body["limit"]?.int ?? 10
        guard (1...200).contains(size) else { throw invalid(call, "limit must be between 1 and 200") }
        let start = min(max(0, body["after"]?.int ?? Int(body["after"]?.string ?? "") ?? 0), found.count)
        let end = min(start + size, found.count)
        let asked = (body["properties"]?.array ?? []).compactMap(\.string)
        var answer: JSON = [
            "total": JSON(found.count), "results": .array(found[start..<end].map { shown($0, asked, of: type) }),
        ]
        if end < found.count { answer["paging"] = ["next": ["after": .string(String(end))]] }
        return .json(answer)
    }
}

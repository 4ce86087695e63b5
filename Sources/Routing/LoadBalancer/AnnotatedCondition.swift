import JSONTree
import Kubernetes

/// The JSON of a `conditions.<name>` annotation.
enum AnnotatedCondition {
    static func conditions(parsing text: String) throws(AnnotationError) -> [RuleCondition] {
        guard let entries = (try? JSON.parse(text))?.array else { throw AnnotationError("is no JSON list") }
        var conditions: [RuleCondition] = []
        for entry in entries {
            guard let field = entry["field"]?.string, let read = readers[field] else {
                throw AnnotationError("has a condition on '\(entry["field"]?.string ?? "")', which is no field")
            }
            conditions.append(try read(entry))
        }
        return conditions
    }

    private typealias Reader = @Sendable (JSON) throws(AnnotationError) -> RuleCondition

    private static let readers: [String: Reader] = [
        "host-header": { json throws(AnnotationError) in
            .host(try patterns(json["hostHeaderConfig"], ignoringCase: true))
        },
        "path-pattern": { json throws(AnnotationError) in
            .path(try patterns(json["pathPatternConfig"], ignoringCase: false))
        },
        "http-header": { json throws(AnnotationError) in
            let config = json["httpHeaderConfig"]
            guard let name = config?["httpHeaderName"]?.string else { throw AnnotationError("has no httpHeaderName") }
            if name.lowercased() == "host" {
                throw AnnotationError("asks for the header Host, which host-header is for")
            }
            return .header(name: name, try patterns(config, ignoringCase: true))
        },
        "http-request-method": { json throws(AnnotationError) in
            .method(try strings(json["httpRequestMethodConfig"]?["values"]))
        },
        "query-string": { json throws(AnnotationError) in .query(try query(json["queryStringConfig"]?["values"])) },
        "source-ip": { json throws(AnnotationError) in
            let texts = try strings(json["sourceIPConfig"]?["values"])
            let blocks = texts.compactMap { CIDRBlock($0) }
            if blocks.count < texts.count { throw AnnotationError("has a source that is no block of addresses") }
            return .sourceAddress(blocks, text: texts)
        },
    ]

    private static func patterns(_ config: JSON?, ignoringCase: Bool) throws(AnnotationError) -> [RuleCondition.Pattern]
    {
        let values = config?["values"], regexValues = config?["regexValues"]
        if values != nil && regexValues != nil { throw AnnotationError("has both values and regexValues") }
        guard regexValues != nil else {
            return try strings(values).map { .glob(GlobPattern($0, ignoresCase: ignoringCase)) }
        }
        var patterns: [RuleCondition.Pattern] = []
        for text in try strings(regexValues) {
            guard let regex = RegularExpression(text) else {
                throw AnnotationError("has '\(text)', which is no regular expression")
            }
            patterns.append(.regex(regex))
        }
        return patterns
    }

    private static func strings(_ json: JSON?) throws(AnnotationError) -> [String] {
        let texts = (json?.array ?? []).compactMap(\.string)
        guard let count = json?.array?.count, count == texts.count, count > 0 else {
            throw AnnotationError("has a condition without values")
        }
        return texts
    }

    private static func query(_ json: JSON?) throws(AnnotationError) -> [RuleCondition.QueryPattern] {
        guard let entries = json?.array, !entries.isEmpty else {
            throw AnnotationError("has a condition without values")
        }
        var patterns: [RuleCondition.QueryPattern] = []
        for entry in entries {
            guard let value = entry["value"]?.string else { throw AnnotationError("has a query without a value") }
            patterns.append(
                RuleCondition.QueryPattern(
                    key: entry["key"]?.string.map { GlobPattern($0, ignoresCase: true) },
                    value: GlobPattern(value, ignoresCase: true)))
        }
        return patterns
    }
}

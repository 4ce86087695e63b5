/// A path with placeholders: `/v{version}/act_{account}/campaigns`, `/customers/{customer}/campaigns:mutate`.
///
/// A segment has at most one placeholder, with literal text before and after it. A trailing slash does not matter.
struct PathPattern: Sendable {
    let text: String
    private let segments: [Segment]

    private struct Segment {
        var prefix: String
        var name: String?
        var suffix: String
    }

    init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { part in
            guard let open = part.firstIndex(of: "{"), let close = part.firstIndex(of: "}"), open < close else {
                return Segment(prefix: String(part), name: nil, suffix: "")
            }
            return Segment(
                prefix: String(part[..<open]), name: String(part[part.index(after: open)..<close]),
                suffix: String(part[part.index(after: close)...]))
        }
    }

    /// The placeholders' values when `path` (decoded segments) fits, else nil. A placeholder is never empty.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            guard let name = segment.name else {
                if part != segment.prefix { return nil }
                continue
            }
            guard part.hasPrefix(segment.prefix), part.hasSuffix(segment.suffix) else { return nil }
            let value = part.dropFirst(segment.prefix.count).dropLast(segment.suffix.count)
            if value.isEmpty || part.count < segment.prefix.count + segment.suffix.count { return nil }
            values[name] = String(value)
        }
        return values
    }
}

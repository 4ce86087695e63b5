package import Diagnostics

/// Reads every document of a YAML text into located nodes.
///
/// Scalars mean what `plainScalar` says where they are plain; quoted and block scalars are strings. Keys are the text
/// as it stands. Anchors, aliases and merge keys (`<<`) are resolved. What is wrong is recorded and, where the rest can
/// still be understood, skipped: a duplicate key, a key that is no scalar, an unknown tag or alias. A text that is no
/// YAML gives the documents before the fault. Nesting beyond 100 levels and aliases that unfold to more than 100,000
/// nodes are refused.
package func readDocuments(
    _ text: String, file: String, _ diagnostics: inout [Diagnostic]
) -> [LocatedNode] {
    var reader = DocumentReader(text: text, file: file)
    let documents = reader.documents()
    diagnostics += reader.diagnostics
    return documents
}

private struct DocumentReader {
    /// A node that `&name` marks, how many nodes it stands for, and how deep they are nested.
    struct Anchored {
        var node: LocatedNode
        var size, height: Int
    }

    /// Why the rest of the text is not read; its diagnostic has been recorded.
    struct Stopped: Error {}

    let file: String
    let stream: EventStream
    /// Lengths of the lines in scalars, without trailing blanks: what a node over many lines is underlined to.
    let lineLengths: [Int]
    var diagnostics: [Diagnostic] = []
    var anchors: [String: Anchored] = [:]
    var openAnchors: Set<String> = []
    var depth = 0
    /// Nodes made so far, unfolded aliases included.
    var size = 0

    static let deepest = 100
    static let largestUnfolding = 100_000

    init(text: String, file: String) {
        self.file = file
        stream = EventStream(text)
        lineLengths = Self.lineLengths(of: text)
    }

    private static func lineLengths(of text: String) -> [Int] {
        var lengths: [Int] = []
        // Scalars of the line so far, and up to the last that is no blank.
        var (count, length) = (0, 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"):
                lengths.append(length)
                (count, length) = (0, 0)
            case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"): count += 1
            default:
                // The bytes after a scalar's first have these bits.
                if byte & 0xC0 != 0x80 { count += 1 }
                length = count
            }
        }
        return lengths + [length]
    }

    mutating func documents() -> [LocatedNode] {
        var documents: [LocatedNode] = []
        do {
            while true {
                switch try stream.next().kind {
                case .streamEnd:
                    return documents
                case .documentStart:
                    anchors = [:]
                    let event = try stream.next()
                    let isEmpty = event.start.offset == event.end.offset
                    let node = try node(from: event)
                    // A document without content is what `---` at the end of a file leaves behind.
                    if case .scalar(.null, _) = node.value, isEmpty { continue }
                    documents.append(node)
                case .documentEnd, .scalar, .listStart, .listEnd, .mapStart, .mapEnd, .alias:
                    continue
                }
            }
        } catch let failure as EventStream.Failure {
            diagnostics.append(.invalidYAML(failure, file: file))
        } catch {
            // `Stopped` has its diagnostic already.
        }
        return documents
    }

    // MARK: - Nodes

    mutating func node(from event: EventStream.Event) throws -> LocatedNode {
        let sizeBefore = size
        size &+= 1
        if let anchor = event.anchor { openAnchors.insert(anchor) }
        let node: LocatedNode
        switch event.kind {
        case .scalar(let text, let isPlain, let isQuoted, let tag):
            node = scalar(text, isPlain: isPlain, isQuoted: isQuoted, tag: tag, event)
        case .listStart(let tag):
            checkTag(tag, "tag:yaml.org,2002:seq", event)
            node = try nested(event) { reader in try reader.list(from: event) }
        case .mapStart(let tag):
            checkTag(tag, "tag:yaml.org,2002:map", event)
            node = try nested(event) { reader in try reader.map(from: event) }
        case .alias(let name):
            node = try alias(name, event)
        case .documentStart, .documentEnd, .streamEnd, .listEnd, .mapEnd:
            preconditionFailure("libyaml ended a document in the middle of a node")
        }
        if let anchor = event.anchor {
            openAnchors.remove(anchor)
            anchors[anchor] = Anchored(node: node, size: size - sizeBefore, height: height(of: node))
        }
        return node
    }

    private mutating func nested(
        _ event: EventStream.Event, _ read: (inout DocumentReader) throws -> LocatedNode
    ) throws -> LocatedNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest {
            diagnostics.append(.tooDeep(at: span(event.start, event.end), limit: Self.deepest))
            throw Stopped()
        }
        return try read(&self)
    }

    private mutating func list(from event: EventStream.Event) throws -> LocatedNode {
        var nodes: [LocatedNode] = []
        while true {
            let next = try stream.next()
            if case .listEnd = next.kind {
                return LocatedNode(.list(nodes), at: span(event.start, next.end))
            }
            nodes.append(try node(from: next))
        }
    }

    private mutating func map(from event: EventStream.Event) throws -> LocatedNode {
        var entries: [LocatedNode.Entry] = []
        var merged: [LocatedNode.Entry] = []
        var spans: [String: SourceSpan] = [:]
        while true {
            let next = try stream.next()
            if case .mapEnd = next.kind {
                entries += merged.filter { spans[$0.key] == nil }
                return LocatedNode(.map(entries), at: span(event.start, next.end))
            }
            let keySpan = span(next.start, next.end)
            let key = try key(from: next)
            let valueEvent = try stream.next()
            let isEmpty = valueEvent.start.offset == valueEvent.end.offset
            var value = try node(from: valueEvent)
            // Nothing stands there; the key is what a message can point at.
            if case .scalar(.null, _) = value.value, isEmpty { value.span = keySpan }
            switch key {
            case nil:
                continue
            case .merge?:
                merge(value, into: &merged)
            case .name(let name)?:
                if let first = spans[name] {
                    diagnostics.append(.duplicateKey(name, at: keySpan, first: first))
                } else {
                    spans[name] = keySpan
                    entries.append(LocatedNode.Entry(key: name, keySpan: keySpan, value: value))
                }
            }
        }
    }

    private enum Key {
        case name(String)
        case merge
    }

    private mutating func key(from event: EventStream.Event) throws -> Key? {
        if case .scalar("<<", isPlain: true, _, _) = event.kind { return .merge }
        let node = try node(from: event)
        switch node.value {
        case .scalar(.string(let text), _): return .name(text)
        case .scalar(_, let source): return .name(source)
        case .list, .map:
            diagnostics.append(.invalidKey(node))
            return nil
        }
    }

    /// Takes over the entries of a map, or of each map in a list; an earlier one wins over a later one.
    private mutating func merge(_ node: LocatedNode, into merged: inout [LocatedNode.Entry]) {
        switch node.value {
        case .map(let entries):
            for entry in entries where !merged.contains(where: { $0.key == entry.key }) { merged.append(entry) }
        case .list(let nodes):
            for node in nodes {
                if case .map = node.value {
                    merge(node, into: &merged)
                } else {
                    diagnostics.append(.invalidMerge(node))
                }
            }
        case .scalar:
            diagnostics.append(.invalidMerge(node))
        }
    }

    private mutating func alias(_ name: String, _ event: EventStream.Event) throws -> LocatedNode {
        let place = span(event.start, event.end)
        guard let anchored = anchors[name], !openAnchors.contains(name) else {
            diagnostics.append(
                .unknownAlias(name, at: place, isOpen: openAnchors.contains(name), known: anchors.keys.sorted()))
            return LocatedNode(.scalar(.null, source: ""), at: place)
        }
        let (total, overflow) = size.addingReportingOverflow(anchored.size)
        if overflow || total > Self.largestUnfolding {
            diagnostics.append(.aliasesTooLarge(at: place, limit: Self.largestUnfolding))
            throw Stopped()
        }
        size = total
        if depth + anchored.height > Self.deepest {
            diagnostics.append(.tooDeep(at: place, limit: Self.deepest))
            throw Stopped()
        }
        return anchored.node
    }

    // MARK: - Scalars

    private mutating func scalar(
        _ text: String, isPlain: Bool, isQuoted: Bool, tag: String?, _ event: EventStream.Event
    ) -> LocatedNode {
        let place = span(event.start, event.end)
        let value: YAML
        switch tag.map({ scalarTags[$0] ?? .unknown }) {
        case nil: value = isPlain ? plainScalar(text) : .string(text)
        case .text?: value = .string(text)
        case .resolved?: value = plainScalar(text)
        case .unknown?:
            checkTag(tag, "", event)
            value = .string(text)
        }
        return LocatedNode(.scalar(value, source: text), at: place)
    }

    private mutating func checkTag(_ tag: String?, _ expected: String, _ event: EventStream.Event) {
        guard let tag, tag != expected, tag != "!" else { return }
        diagnostics.append(.unknownTag(tag, at: span(event.start, event.end)))
    }

    /// From the first character to the last, or to the end of the first line.
    private func span(_ start: EventStream.Mark, _ end: EventStream.Mark) -> SourceSpan {
        let length: Int
        if end.line == start.line {
            length = end.column - start.column
        } else {
            let line = start.line - 1
            length = (lineLengths.indices.contains(line) ? lineLengths[line] : 0) - start.column + 1
        }
        return SourceSpan(file: file, line: start.line, column: start.column, length: max(1, length))
    }
}

/// How many lists and maps stand around the innermost scalar.
private func height(of node: LocatedNode) -> Int {
    switch node.value {
    case .scalar: 0
    case .list(let nodes): 1 + (nodes.map(height).max() ?? 0)
    case .map(let entries): 1 + (entries.map { height(of: $0.value) }.max() ?? 0)
    }
}

private enum ScalarTag { case text, resolved, unknown }

private let scalarTags: [String: ScalarTag] = [
    "!": .text,
    "tag:yaml.org,2002:str": .text,
    "tag:yaml.org,2002:binary": .text,
    "tag:yaml.org,2002:timestamp": .text,
    "tag:yaml.org,2002:bool": .resolved,
    "tag:yaml.org,2002:float": .resolved,
    "tag:yaml.org,2002:int": .resolved,
    "tag:yaml.org,2002:null": .resolved,
]

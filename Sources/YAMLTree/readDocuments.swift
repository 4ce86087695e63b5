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
    let text: String
    /// Where each line begins, in bytes.
    let lines: [Int]
    var diagnostics: [Diagnostic] = []
    var anchors: [String: Anchored] = [:]
    var openAnchors: Set<String> = []
    var depth = 0
    /// How many entries or items the last map or list at each depth had: its neighbours often have as many.
    var usualCounts = Array(repeating: 0, count: deepest + 1)
    /// Nodes made so far, unfolded aliases included.
    var size = 0

    static let deepest = 100
    static let mostReserved = 16
    static let largestUnfolding = 100_000

    init(text: String, file: String) {
        self.file = file
        self.text = text
        stream = EventStream(text)
        lines = Self.lines(of: text)
    }

    private static func lines(of text: String) -> [Int] {
        var lines = [0]
        let bytes = text.utf8.span
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { lines.append(index + 1) }
        return lines
    }

    /// Of a line in scalars, without blanks at its end; the first line is 0.
    private func length(ofLine line: Int) -> Int {
        guard lines.indices.contains(line) else { return 0 }
        let bytes = text.utf8.span
        let end = line + 1 < lines.count ? lines[line + 1] : bytes.count
        // Scalars so far, and up to the last that is no blank.
        var (count, length) = (0, 0)
        for index in lines[line]..<end {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"), UInt8(ascii: "\n"): count += 1
            case 0x80..<0xC0: length = count  // After a scalar's first byte.
            default:
                count += 1
                length = count
            }
        }
        return length
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
        if let anchor = event.properties?.anchor { openAnchors.insert(anchor) }
        let node: LocatedNode
        switch event.kind {
        case .scalar(let text, let isPlain):
            node = scalar(text, isPlain: isPlain, event)
        case .listStart:
            checkTag(event, "tag:yaml.org,2002:seq")
            node = try nested(event) { reader in try reader.list(from: event) }
        case .mapStart:
            checkTag(event, "tag:yaml.org,2002:map")
            node = try nested(event) { reader in try reader.map(from: event) }
        case .alias(let name):
            node = try alias(name, event)
        case .documentStart, .documentEnd, .streamEnd, .listEnd, .mapEnd:
            preconditionFailure("libyaml ended a document in the middle of a node")
        }
        if let anchor = event.properties?.anchor {
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
        nodes.reserveCapacity(usualCounts[depth])
        while true {
            let next = try stream.next()
            if case .listEnd = next.kind {
                usualCounts[depth] = min(nodes.count, Self.mostReserved)
                return LocatedNode(.list(nodes), at: span(event.start, next.end))
            }
            nodes.append(try node(from: next))
        }
    }

    private mutating func map(from event: EventStream.Event) throws -> LocatedNode {
        var entries = MapEntries(capacity: usualCounts[depth])
        var merged = MapEntries()
        while true {
            let next = try stream.next()
            if case .mapEnd = next.kind {
                for entry in merged.inOrder { entries.add(entry) }
                usualCounts[depth] = min(entries.inOrder.count, Self.mostReserved)
                return LocatedNode(.map(entries.inOrder), at: span(event.start, next.end))
            }
            let keySpan = span(next.start, next.end)
            let key = try key(from: next)
            let value = try value(ofKeyAt: keySpan)
            switch key {
            case nil:
                continue
            case .merge?:
                merge(value, into: &merged)
            case .name(let name)?:
                if let first = entries.add(LocatedNode.Entry(key: name, keySpan: keySpan, value: value)) {
                    diagnostics.append(.duplicateKey(name, at: keySpan, first: first.keySpan))
                }
            }
        }
    }

    private mutating func value(ofKeyAt place: SourceSpan) throws -> LocatedNode {
        let event = try stream.next()
        var node = try node(from: event)
        // Nothing stands there; the key is what a message can point at.
        if event.start.offset == event.end.offset, case .scalar(.null, _) = node.value { node.span = place }
        return node
    }

    private enum Key {
        case name(String)
        case merge
    }

    private mutating func key(from event: EventStream.Event) throws -> Key? {
        if case .scalar(let text, let isPlain) = event.kind {
            if isPlain, text == "<<" { return .merge }
            if event.properties == nil {
                size &+= 1
                return .name(text)
            }
        }
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
    private mutating func merge(_ node: LocatedNode, into merged: inout MapEntries) {
        switch node.value {
        case .map(let entries):
            for entry in entries { merged.add(entry) }
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

    private mutating func scalar(_ text: String, isPlain: Bool, _ event: EventStream.Event) -> LocatedNode {
        let place = span(event.start, event.end)
        let value: YAML
        switch event.properties?.tag.map({ scalarTags[$0] ?? .unknown }) {
        case nil: value = isPlain ? plainScalar(text) : .string(text)
        case .text?: value = .string(text)
        case .resolved?: value = plainScalar(text)
        case .unknown?:
            checkTag(event, "")
            value = .string(text)
        }
        return LocatedNode(.scalar(value, source: text), at: place)
    }

    private mutating func checkTag(_ event: EventStream.Event, _ expected: String) {
        guard let tag = event.properties?.tag, tag != expected, tag != "!" else { return }
        diagnostics.append(.unknownTag(tag, at: span(event.start, event.end)))
    }

    /// From the first character to the last, or to the end of the first line.
    private func span(_ start: EventStream.Mark, _ end: EventStream.Mark) -> SourceSpan {
        let length: Int
        if end.line == start.line {
            length = end.column - start.column
        } else {
            length = self.length(ofLine: start.line - 1) - start.column + 1
        }
        return SourceSpan(file: file, line: start.line, column: start.column, length: max(1, length))
    }
}

/// The entries of a map that is being read.
private struct MapEntries {
    private(set) var inOrder: [LocatedNode.Entry] = []
    private var places: [String: Int] = [:]

    /// Up to so many keys are compared one by one, which is quicker than to hash them.
    private static let few = 12

    init(capacity: Int = 0) { if capacity > 0 { inOrder.reserveCapacity(capacity) } }

    /// Adds an entry, unless there is one with the same key, which is returned.
    @discardableResult
    mutating func add(_ entry: consuming LocatedNode.Entry) -> LocatedNode.Entry? {
        if let place = taken(by: entry.key) { return inOrder[place] }
        inOrder.append(entry)
        return nil
    }

    /// Where the entry with a key stands; where there is none, the next one has it.
    private mutating func taken(by key: String) -> Int? {
        if inOrder.count < Self.few { return inOrder.place(of: key) }
        for place in places.count..<inOrder.count { places[inOrder[place].key] = place }
        guard let place = places.updateValue(inOrder.count, forKey: key) else { return nil }
        places[key] = place
        return place
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

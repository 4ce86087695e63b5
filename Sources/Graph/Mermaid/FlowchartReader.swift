import Diagnostics

/// Reads a flowchart line by line. https://mermaid.js.org/syntax/flowchart.html
///
/// It knows groups, nodes of all shapes, chains of edges (`A --> B --> C & D`) with labels in either notation, and
/// passes over what is only looks (`classDef`, `style`, `click`). It never fails: what it does not understand is a
/// warning with its place.
struct FlowchartReader {
    /// A file can hold more than anybody draws; what goes beyond is refused, so that a few lines cannot make millions.
    static let mostEdges = 20_000
    static let deepest = 50

    let file: String
    let title: String
    var diagnostics: [Diagnostic] = []
    private var direction: Diagram.Direction?
    private var nodes: [String: Diagram.Node] = [:]
    private var edges: [Diagram.Edge] = []
    /// Open groups, the outermost first; the first stands for the diagram itself.
    private var open: [(id: String, title: String, members: [Item])] = [("", "", [])]
    private var groupIDs: Set<String> = []

    private enum Item {
        case node(String)
        case group(Diagram.Group)
    }

    init(file: String, title: String) {
        self.file = file
        self.title = title
    }

    /// The diagram; nil before its first line, and for a diagram of another kind.
    var diagram: Diagram? {
        guard let direction, let root = open.first else { return nil }
        return Diagram(
            title: title, direction: direction, members: root.members.compactMap(member),
            edges: edges.filter { !groupIDs.contains($0.from) && !groupIDs.contains($0.to) })
    }

    private func member(_ item: Item) -> Diagram.Member? {
        switch item {
        case .node(let id): nodes[id].map(Diagram.Member.node)
        case .group(let group): .group(group)
        }
    }

    /// Reads one line; false when the diagram is of a kind that is not read.
    mutating func read(_ line: String, number: Int) -> Bool {
        var scanner = MermaidScanner(line)
        scanner.skipBlanks()
        if scanner.isAtEnd || scanner.rest.hasPrefix("%%") { return true }
        if direction == nil { return readHeader(scanner, number) }
        for statement in statements(of: line) { read(statement: statement, number) }
        return true
    }

    /// Closes groups that nobody closed.
    mutating func finish() {
        while open.count > 1 { closeGroup() }
        for edge in edges where groupIDs.contains(edge.from) || groupIDs.contains(edge.to) {
            warn("the edge from '\(edge.from)' to '\(edge.to)' has a group at its end and is left out", 1, 1)
        }
    }

    private mutating func readHeader(_ scanner: MermaidScanner, _ number: Int) -> Bool {
        let words = scanner.rest.split { " \t;".contains($0) }
        // A front matter and directives stand before the first line of the diagram.
        if scanner.rest.hasPrefix("---") || scanner.rest.hasPrefix("title:") || scanner.rest.hasPrefix("config:") {
            return true
        }
        guard let word = words.first, ["graph", "flowchart", "flowchart-elk"].contains(word) else {
            warn("'\(words.first ?? "")' is a diagram that is not read; flowcharts are", number, scanner.column)
            return false
        }
        let name = words.dropFirst().first.map(String.init) ?? "TD"
        direction = name == "TB" ? .down : Diagram.Direction(rawValue: name) ?? .down
        return true
    }

    /// A line holds one statement, or several with semicolons between them.
    private func statements(of line: String) -> [MermaidScanner] {
        var statements: [MermaidScanner] = []
        var scanner = MermaidScanner(line)
        while !scanner.isAtEnd {
            var statement = scanner.takeStatement()
            statement.skipBlanks()
            if !statement.isAtEnd { statements.append(statement) }
        }
        return statements
    }

    private mutating func read(statement: MermaidScanner, _ number: Int) {
        var scanner = statement
        if scanner.rest.hasPrefix("%%") { return }
        switch scanner.peekWord() {
        case "subgraph": openGroup(scanner, number)
        case "end" where scanner.isWordAlone("end"):
            if open.count > 1 {
                closeGroup()
            } else {
                warn("'end' closes no group", number, scanner.column)
            }
        case "direction", "classDef", "class", "style", "linkStyle", "click", "accTitle", "accDescr": return
        default: readChain(&scanner, number)
        }
    }

    // MARK: - Groups

    private mutating func openGroup(_ statement: MermaidScanner, _ number: Int) {
        var scanner = statement
        scanner.take("subgraph")
        scanner.skipBlanks()
        let place = scanner.column
        if open.count > Self.deepest { return warn("groups are nested more than \(Self.deepest) deep", number, place) }
        var id = ""
        var title = ""
        if let text = scanner.takeQuoted() {
            (id, title) = (text, text)
        } else {
            id = scanner.takeIdentifier() ?? ""
            if let label = scanner.takeShape() {
                title = label.text
            } else {
                scanner.skipBlanks()
                title = id
                if !scanner.isAtEnd {
                    title = ([id] + [scanner.rest]).filter { !$0.isEmpty }.joined(separator: " ")
                    id = title
                }
            }
        }
        if id.isEmpty { id = "group \(number)" }
        open.append((id, title, []))
    }

    private mutating func closeGroup() {
        guard open.count > 1, let group = open.popLast() else { return }
        var id = group.id
        while groupIDs.contains(id) { id += "'" }
        groupIDs.insert(id)
        let members = group.members.compactMap(member)
        open[open.count - 1].members.append(.group(Diagram.Group(id, group.title, members)))
    }

    // MARK: - Nodes and edges

    /// `A & B -->|label| C --> D`.
    private mutating func readChain(_ scanner: inout MermaidScanner, _ number: Int) {
        guard var from = readNodes(&scanner, number) else { return }
        while true {
            scanner.skipBlanks()
            if scanner.isAtEnd { return }
            let place = scanner.column
            guard let link = scanner.takeLink() else {
                return warn("'\(scanner.rest.prefix(60))' is not understood", number, place)
            }
            scanner.skipBlanks()
            guard let to = readNodes(&scanner, number) else { return }
            for source in from {
                for target in to {
                    if edges.count >= Self.mostEdges {
                        return warn("there are more than \(Self.mostEdges) edges", number, place)
                    }
                    if link.isInvisible { continue }
                    edges.append(Diagram.Edge(source, target, link.label, line: link.line, heads: link.heads))
                }
            }
            from = to
        }
    }

    private mutating func readNodes(_ scanner: inout MermaidScanner, _ number: Int) -> [String]? {
        var ids: [String] = []
        while true {
            scanner.skipBlanks()
            let place = scanner.column
            guard let id = scanner.takeIdentifier() else {
                warn("'\(scanner.rest.prefix(60))' is not understood", number, place)
                return nil
            }
            let shape = scanner.takeShape()
            scanner.takeClass()
            add(id, shape)
            ids.append(id)
            scanner.skipBlanks()
            guard scanner.take("&") else { return ids }
        }
    }

    /// A node belongs to the group in which it stands first with a shape, or at all.
    private mutating func add(_ id: String, _ shape: (text: String, shape: Diagram.Shape)?) {
        if open.contains(where: { $0.id == id }) || groupIDs.contains(id) { return }
        if nodes[id] == nil { open[open.count - 1].members.append(.node(id)) }
        if let shape {
            nodes[id] = Diagram.Node(id, shape.text, shape.shape)
        } else if nodes[id] == nil {
            nodes[id] = Diagram.Node(id, id)
        }
    }

    private mutating func warn(_ message: String, _ line: Int, _ column: Int) {
        diagnostics.append(
            Diagnostic(
                "unread-diagram", message, at: SourceSpan(file: file, line: line, column: column), severity: .warning))
    }
}

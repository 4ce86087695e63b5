/// A diagram as a Mermaid flowchart, without the fence. https://mermaid.js.org/syntax/flowchart.html
package func mermaidText(_ diagram: Diagram) -> String {
    var text = "flowchart \(diagram.direction.rawValue)\n"
    let ids = identifiers(of: diagram)
    for member in diagram.members { write(member, ids, indent: 1, &text) }
    for edge in diagram.edges {
        guard let from = ids[edge.from], let to = ids[edge.to] else { continue }
        let label = edge.label.map { "|\"\(escaped($0))\"|" } ?? ""
        text += "    \(from) \(arrow(edge))\(label) \(to)\n"
    }
    return text
}

private func write(_ member: Diagram.Member, _ ids: [String: String], indent: Int, _ text: inout String) {
    let blanks = String(repeating: "    ", count: indent)
    switch member {
    case .node(let node):
        let (open, close) = brackets(node.shape)
        text += "\(blanks)\(ids[node.id] ?? node.id)\(open)\"\(escaped(node.label))\"\(close)\n"
    case .group(let group):
        text += "\(blanks)subgraph \(ids[group.id] ?? group.id)[\"\(escaped(group.title))\"]\n"
        for member in group.members { write(member, ids, indent: indent + 1, &text) }
        text += "\(blanks)end\n"
    }
}

/// A word for each node and group that Mermaid takes for nothing else: letters, digits and `_`, none twice.
private func identifiers(of diagram: Diagram) -> [String: String] {
    var ids: [String: String] = [:]
    var taken: Set<String> = []
    func add(_ member: Diagram.Member) {
        var word = String(member.id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        // `end` closes a group, and `o` and `x` after a line are its head.
        if ["end", "graph", "subgraph", "flowchart", "style", "class", "click", "default"].contains(word.lowercased())
            || word.isEmpty || word.hasPrefix("o") || word.hasPrefix("x")
        {
            word = "n_" + word
        }
        while !taken.insert(word).inserted { word += "_" }
        ids[member.id] = word
        if case .group(let group) = member { for member in group.members { add(member) } }
    }
    for member in diagram.members { add(member) }
    return ids
}

private func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        switch scalar {
        case "\n": "<br/>"
        case "\"": "#quot;"
        case "#": "#35;"
        case "<": "#lt;"
        case ">": "#gt;"
        case "&": "#amp;"
        case "`": "#96;"
        case "|": "#124;"
        case let other where other.value < 0x20: " "
        default: String(scalar)
        }
    }.joined()
}

private func arrow(_ edge: Diagram.Edge) -> String {
    switch (edge.line, edge.heads) {
    case (.solid, .none): "---"
    case (.solid, .forward): "-->"
    case (.solid, .both): "<-->"
    case (.dotted, .none): "-.-"
    case (.dotted, .forward): "-.->"
    case (.dotted, .both): "<-.->"
    case (.thick, .none): "==="
    case (.thick, .forward): "==>"
    case (.thick, .both): "<==>"
    }
}

private func brackets(_ shape: Diagram.Shape) -> (String, String) {
    switch shape {
    case .box: ("[", "]")
    case .rounded: ("(", ")")
    case .stadium: ("([", "])")
    case .subroutine: ("[[", "]]")
    case .cylinder: ("[(", ")]")
    case .circle: ("((", "))")
    case .doubleCircle: ("(((", ")))")
    case .flag: (">", "]")
    case .rhombus: ("{", "}")
    case .hexagon: ("{{", "}}")
    case .leanRight: ("[/", "/]")
    case .leanLeft: ("[\\", "\\]")
    case .trapezoid: ("[/", "\\]")
    case .invertedTrapezoid: ("[\\", "/]")
    }
}

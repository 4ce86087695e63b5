/// A diagram in the DOT language, for Graphviz. https://graphviz.org/doc/info/lang.html
package func dotText(_ diagram: Diagram) -> String {
    var text = "digraph \(quoted(diagram.title)) {\n"
    text += "    rankdir=\(rankDirection(diagram.direction)); compound=true; fontname=Helvetica;\n"
    text += "    node [shape=box, fontname=Helvetica, fontsize=11];\n"
    text += "    edge [fontname=Helvetica, fontsize=10];\n"
    for member in diagram.members { write(member, indent: 1, &text) }
    for edge in diagram.edges {
        var attributes: [String] = []
        if let label = edge.label { attributes.append("label=\(quoted(label))") }
        switch edge.line {
        case .solid: break
        case .dotted: attributes.append("style=dashed")
        case .thick: attributes.append("penwidth=2")
        }
        switch edge.heads {
        case .none: attributes.append("dir=none")
        case .forward: break
        case .both: attributes.append("dir=both")
        }
        let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
        text += "    \(quoted(edge.from)) -> \(quoted(edge.to))\(list);\n"
    }
    return text + "}\n"
}

private func write(_ member: Diagram.Member, indent: Int, _ text: inout String) {
    let blanks = String(repeating: "    ", count: indent)
    switch member {
    case .node(let node):
        text += "\(blanks)\(quoted(node.id)) [label=\(quoted(node.label)), shape=\(shape(node.shape))];\n"
    case .group(let group):
        // A subgraph is drawn as a box only if its name begins so.
        text += "\(blanks)subgraph \(quoted("cluster_" + group.id)) {\n"
        text += "\(blanks)    label=\(quoted(group.title));\n"
        for member in group.members { write(member, indent: indent + 1, &text) }
        text += "\(blanks)}\n"
    }
}

private func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        .replacing("&", with: "&amp;")
    return "\"\(escaped.filter { $0 != "\0" })\""
}

private func rankDirection(_ direction: Diagram.Direction) -> String {
    switch direction {
    case .down: "TB"
    case .right: "LR"
    case .up: "BT"
    case .left: "RL"
    }
}

private func shape(_ shape: Diagram.Shape) -> String {
    switch shape {
    case .box: "box"
    case .rounded, .stadium: "\"box\", style=\"rounded\""
    case .subroutine: "component"
    case .cylinder: "cylinder"
    case .circle: "circle"
    case .doubleCircle: "doublecircle"
    case .flag: "cds"
    case .rhombus: "diamond"
    case .hexagon: "hexagon"
    case .leanRight, .leanLeft: "parallelogram"
    case .trapezoid: "trapezium"
    case .invertedTrapezoid: "invtrapezium"
    }
}

/// A diagram as an SVG picture with nothing but shapes and text in it: no script, no style sheet, no foreign object.
package func svgText(_ diagram: Diagram) -> String {
    let drawing = drawing(of: diagram)
    let (width, height) = (number(drawing.size.width), number(drawing.size.height))
    var text = """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
        role="img" font-family="Helvetica, Arial, sans-serif">
        <title>\(escaped(diagram.title))</title>
        <defs>
        <marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" \
        orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="#555"/></marker>
        </defs>
        <rect width="\(width)" height="\(height)" fill="#fff"/>

        """
    for group in drawing.groups { text += svg(group) }
    for edge in drawing.edges { text += svg(edge) }
    for group in drawing.groups { text += svgTitle(group) }
    for node in drawing.nodes { text += svg(node) }
    for edge in drawing.edges { text += svgLabel(edge) }
    return text + "</svg>\n"
}

private func fill(of group: Drawing.PlacedGroup) -> String { ["#f6f8fa", "#eef3f8", "#e6eef6"][min(group.depth, 2)] }

private func svg(_ group: Drawing.PlacedGroup) -> String {
    "<rect \(rectangle(group.box)) rx=\"6\" fill=\"\(fill(of: group))\" stroke=\"#c3ccd6\"/>\n"
}

/// After the edges, with a rim of the group's colour, so that no line runs through it.
private func svgTitle(_ group: Drawing.PlacedGroup) -> String {
    "<text x=\"\(number(group.box.x + 10))\" y=\"\(number(group.box.y + 18))\" font-size=\"13\" font-weight=\"bold\" "
        + "fill=\"#47535f\" stroke=\"\(fill(of: group))\" stroke-width=\"4\" paint-order=\"stroke\">"
        + "\(escaped(group.title))</text>\n"
}

private func svg(_ edge: Drawing.PlacedEdge) -> String {
    let curve = edge.curve
    var attributes = "fill=\"none\" stroke=\"#555\" stroke-width=\"\(edge.edge.line == .thick ? "2.6" : "1.3")\""
    if edge.edge.line == .dotted { attributes += " stroke-dasharray=\"4 4\"" }
    switch edge.edge.heads {
    case .none: break
    case .forward: attributes += " marker-end=\"url(#head)\""
    case .both: attributes += " marker-start=\"url(#head)\" marker-end=\"url(#head)\""
    }
    return "<path d=\"M\(pair(curve.start)) C\(pair(curve.control1)) \(pair(curve.control2)) \(pair(curve.end))\" "
        + "\(attributes)/>\n"
}

private func svgLabel(_ edge: Drawing.PlacedEdge) -> String {
    guard let label = edge.edge.label, let place = edge.label else { return "" }
    let size = Measure.size(ofLabel: label)
    let box = Box(
        x: place.x - size.width / 2, y: place.y - size.height / 2, width: size.width, height: size.height)
    return "<rect \(rectangle(box)) rx=\"3\" fill=\"#fff\" fill-opacity=\"0.92\"/>\n"
        + lines(label, middle: place, size: Measure.labelSize, lineHeight: 14, color: "#333")
}

private func svg(_ node: Drawing.PlacedNode) -> String {
    let box = node.box
    let fill = fill(of: node.node.shape)
    let look = "fill=\"\(fill)\" stroke=\"#4a6fa5\" stroke-width=\"1.2\""
    var middle = box.middle
    let shape: String
    switch node.node.shape {
    case .box: shape = "<rect \(rectangle(box)) rx=\"3\" \(look)/>\n"
    case .rounded: shape = "<rect \(rectangle(box)) rx=\"10\" \(look)/>\n"
    case .stadium: shape = "<rect \(rectangle(box)) rx=\"\(number(box.height / 2))\" \(look)/>\n"
    case .subroutine:
        shape =
            "<rect \(rectangle(box)) \(look)/>\n"
            + "<path d=\"M\(number(box.x + 7)) \(number(box.y)) V\(number(box.bottom)) M\(number(box.right - 7)) "
            + "\(number(box.y)) V\(number(box.bottom))\" stroke=\"#4a6fa5\"/>\n"
    case .cylinder:
        let (radius, cap) = (number(box.width / 2), 8.0)
        middle.y += cap / 2
        shape =
            "<path d=\"M\(number(box.x)) \(number(box.y + cap)) A\(radius) \(number(cap)) 0 0 1 \(number(box.right)) "
            + "\(number(box.y + cap)) V\(number(box.bottom - cap)) A\(radius) \(number(cap)) 0 0 1 \(number(box.x)) "
            + "\(number(box.bottom - cap)) z\" \(look)/>\n<path d=\"M\(number(box.x)) \(number(box.y + cap)) A\(radius) "
            + "\(number(cap)) 0 0 0 \(number(box.right)) \(number(box.y + cap))\" fill=\"none\" stroke=\"#4a6fa5\"/>\n"
    case .circle, .doubleCircle:
        let radius = box.width / 2
        let inner =
            node.node.shape == .circle
            ? ""
            : "<circle cx=\"\(number(middle.x))\" cy=\"\(number(middle.y))\" r=\"\(number(radius - 4))\" \(look)/>\n"
        shape =
            "<circle cx=\"\(number(middle.x))\" cy=\"\(number(middle.y))\" r=\"\(number(radius))\" \(look)/>\n" + inner
    case .rhombus: shape = polygon(box, [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)], look)
    case .hexagon: shape = polygon(box, [(0.08, 0), (0.92, 0), (1, 0.5), (0.92, 1), (0.08, 1), (0, 0.5)], look)
    case .flag: shape = polygon(box, [(0, 0), (1, 0), (1, 1), (0, 1), (0.08, 0.5)], look)
    case .leanRight: shape = polygon(box, [(0.1, 0), (1, 0), (0.9, 1), (0, 1)], look)
    case .leanLeft: shape = polygon(box, [(0, 0), (0.9, 0), (1, 1), (0.1, 1)], look)
    case .trapezoid: shape = polygon(box, [(0.1, 0), (0.9, 0), (1, 1), (0, 1)], look)
    case .invertedTrapezoid: shape = polygon(box, [(0, 0), (1, 0), (0.9, 1), (0.1, 1)], look)
    }
    return shape
        + lines(
            node.node.label, middle: middle, size: Measure.fontSize, lineHeight: Measure.lineHeight, color: "#1c2733")
}

private func fill(of shape: Diagram.Shape) -> String {
    switch shape {
    case .cylinder: "#fdf3dc"
    case .stadium: "#e8f6ea"
    case .rounded: "#f3edf9"
    case .subroutine: "#fbe9e7"
    case .box, .circle, .doubleCircle, .flag, .rhombus, .hexagon, .leanRight, .leanLeft, .trapezoid,
        .invertedTrapezoid:
        "#e7f0fb"
    }
}

private func polygon(_ box: Box, _ corners: [(Double, Double)], _ look: String) -> String {
    let points = corners.map { pair(Point(x: box.x + $0.0 * box.width, y: box.y + $0.1 * box.height)) }
    return "<polygon points=\"\(points.joined(separator: ", "))\" \(look)/>\n"
}

/// Lines of text around a middle; the first in bold where there are several.
private func lines(_ text: String, middle: Point, size: Double, lineHeight: Double, color: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let top = middle.y - Double(lines.count - 1) * lineHeight / 2 + size * 0.35
    return lines.enumerated().map { index, line in
        let weight = index == 0 && lines.count > 1 ? " font-weight=\"bold\"" : ""
        return "<text x=\"\(number(middle.x))\" y=\"\(number(top + Double(index) * lineHeight))\" "
            + "font-size=\"\(number(size))\" text-anchor=\"middle\" fill=\"\(color)\"\(weight)>\(escaped(String(line)))</text>\n"
    }.joined()
}

private func rectangle(_ box: Box) -> String {
    "x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" height=\"\(number(box.height))\""
}

private func pair(_ point: Point) -> String { "\(number(point.x)) \(number(point.y))" }

/// With one digit after the point, and none where it is zero: the same on every machine.
private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
}

/// For XML 1.0: markup as entities, characters that XML cannot hold left out.
private func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "\t", "\n": " "
        case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": ""
        default: String(scalar)
        }
    }.joined()
}

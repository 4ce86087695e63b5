/// A diagram with a place for everything: nodes and groups from the arrangement, then edges, then their labels where
/// nothing else is.
package func drawing(of diagram: Diagram) -> Drawing {
    let arrangement = Arrangement(of: diagram)
    let offset = Point(x: Measure.margin, y: Measure.margin)
    var drawing = Drawing()
    drawing.groups = arrangement.groups.map { group in
        Drawing.PlacedGroup(title: group.title, box: group.box.moved(by: offset), depth: group.depth)
    }
    var boxes: [String: Box] = [:]
    for (node, _) in diagram.nodes {
        guard let box = arrangement.boxes[node.id]?.moved(by: offset) else { continue }
        boxes[node.id] = box
        drawing.nodes.append(Drawing.PlacedNode(node: node, box: box))
    }
    drawing.size = Size(
        width: arrangement.size.width + 2 * Measure.margin, height: arrangement.size.height + 2 * Measure.margin)
    let curves = curves(of: diagram, boxes)
    var taken = drawing.groups.map { group in
        Box(x: group.box.x, y: group.box.y, width: textWidth(group.title, size: Measure.fontSize) + 20, height: 24)
    }
    for (edge, curve) in curves {
        var label: Point?
        if let text = edge.label {
            let size = Measure.size(ofLabel: text)
            let place = freePlace(along: curve, size, boxes: drawing.nodes.map(\.box), &taken)
            label = place
        }
        drawing.edges.append(Drawing.PlacedEdge(edge: edge, curve: curve, label: label))
    }
    drawing.fit()
    return drawing
}

extension Drawing {
    /// Moves everything and grows the paper, so that curves and labels that swing out are on it too.
    fileprivate mutating func fit() {
        var (left, top, right, bottom) = (0.0, 0.0, size.width, size.height)
        for edge in edges {
            var points = stride(from: 0.0, through: 1.0, by: 0.05).map { edge.curve.point(at: $0) }
            if let label = edge.label, let text = edge.edge.label {
                let size = Measure.size(ofLabel: text)
                points.append(Point(x: label.x - size.width / 2, y: label.y - size.height / 2))
                points.append(Point(x: label.x + size.width / 2, y: label.y + size.height / 2))
            }
            for point in points {
                (left, top) = (min(left, point.x - 6), min(top, point.y - 6))
                (right, bottom) = (max(right, point.x + 6), max(bottom, point.y + 6))
            }
        }
        let offset = Point(x: -left, y: -top)
        size = Size(width: right - left, height: bottom - top)
        for index in groups.indices { groups[index].box = groups[index].box.moved(by: offset) }
        for index in nodes.indices { nodes[index].box = nodes[index].box.moved(by: offset) }
        for index in edges.indices {
            edges[index].curve = edges[index].curve.moved(by: offset)
            edges[index].label = edges[index].label.map { $0 + offset }
        }
    }
}

// MARK: - Edges

/// The side of a box that an edge leaves or enters by.
private enum Side: Hashable { case top, bottom, left, right }

private struct End: Hashable {
    var node: String
    var side: Side
}

/// A curve for each edge between two nodes that have a place. Edges at one side of a node share it evenly, in the order
/// of where they go.
private func curves(of diagram: Diagram, _ boxes: [String: Box]) -> [(Diagram.Edge, Curve)] {
    let isSideways = diagram.direction == .right || diagram.direction == .left
    let edges = diagram.edges.filter { boxes[$0.from] != nil && boxes[$0.to] != nil && $0.from != $0.to }
    var ends: [End: [(edge: Int, toward: Double)]] = [:]
    var sides: [(from: Side, to: Side)] = []
    for (index, edge) in edges.enumerated() {
        guard let from = boxes[edge.from], let to = boxes[edge.to] else { continue }
        let pair = facing(from, to, isSideways: isSideways)
        sides.append(pair)
        for (node, side, other) in [(edge.from, pair.from, to), (edge.to, pair.to, from)] {
            let toward = side == .top || side == .bottom ? other.middle.x : other.middle.y
            ends[End(node: node, side: side), default: []].append((index, toward))
        }
    }
    func port(_ node: String, _ side: Side, _ edge: Int) -> Point {
        guard let box = boxes[node], let sharing = ends[End(node: node, side: side)] else { return Point(x: 0, y: 0) }
        let order = sharing.sorted { ($0.toward, $0.edge) < ($1.toward, $1.edge) }
        let position = order.firstIndex { $0.edge == edge } ?? 0
        let part = Double(position + 1) / Double(order.count + 1)
        return switch side {
        case .top: Point(x: box.x + box.width * part, y: box.y)
        case .bottom: Point(x: box.x + box.width * part, y: box.bottom)
        case .left: Point(x: box.x, y: box.y + box.height * part)
        case .right: Point(x: box.right, y: box.y + box.height * part)
        }
    }
    return edges.enumerated().map { index, edge in
        let start = port(edge.from, sides[index].from, index)
        let end = port(edge.to, sides[index].to, index)
        let others = diagram.nodes.map(\.node.id).filter { $0 != edge.from && $0 != edge.to }.compactMap { boxes[$0] }
        return (edge, curve(from: start, sides[index].from, to: end, sides[index].to, around: others))
    }
}

/// The sides that face each other, along the diagram's direction where the boxes are apart there.
private func facing(_ from: Box, _ to: Box, isSideways: Bool) -> (from: Side, to: Side) {
    let below = to.y >= from.bottom
    let above = to.bottom <= from.y
    let rightOf = to.x >= from.right
    let leftOf = to.right <= from.x
    if isSideways {
        if rightOf { return (.right, .left) }
        if leftOf { return (.left, .right) }
        return below ? (.bottom, .top) : (.top, .bottom)
    }
    if below { return (.bottom, .top) }
    if above { return (.top, .bottom) }
    return leftOf ? (.left, .right) : (.right, .left)
}

/// A curve that leaves and enters straight. Of some that bend more or less to either side, the first that runs behind
/// the fewest other nodes.
private func curve(from start: Point, _ from: Side, to end: Point, _ to: Side, around boxes: [Box]) -> Curve {
    let distance = max(abs(end.x - start.x), abs(end.y - start.y))
    let reach = min(max(distance * 0.4, 24), 160)
    var best: (curve: Curve, hits: Int)?
    for bend in [0.0, 50, -50, 110, -110, 190, -190, 290, -290] {
        let isVertical = from == .top || from == .bottom
        let offset = isVertical ? Point(x: bend, y: 0) : Point(x: 0, y: bend)
        let candidate = Curve(
            start: start, control1: start + outward(from, reach) + offset, control2: end + outward(to, reach) + offset,
            end: end)
        let hits = boxes.count { box in
            stride(from: 0.04, to: 0.97, by: 0.04).contains { box.grown(by: 3).contains(candidate.point(at: $0)) }
        }
        if hits < best?.hits ?? Int.max { best = (candidate, hits) }
        if hits == 0 { break }
    }
    return best?.curve ?? Curve(start: start, control1: start, control2: end, end: end)
}

private func outward(_ side: Side, _ reach: Double) -> Point {
    switch side {
    case .top: Point(x: 0, y: -reach)
    case .bottom: Point(x: 0, y: reach)
    case .left: Point(x: -reach, y: 0)
    case .right: Point(x: reach, y: 0)
    }
}

/// A place on the curve for a label, nearest to its middle, that no node, title or other label has.
private func freePlace(along curve: Curve, _ size: Size, boxes: [Box], _ taken: inout [Box]) -> Point {
    func box(at point: Point) -> Box {
        Box(x: point.x - size.width / 2, y: point.y - size.height / 2, width: size.width, height: size.height)
    }
    let steps = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85]
    let places = steps.map { curve.point(at: $0) }
    let free = places.first { point in
        let wanted = box(at: point)
        return !boxes.contains { $0.overlaps(wanted) } && !taken.contains { $0.overlaps(wanted) }
    }
    // Beside the curve, where there is no room on it.
    let beside = places.flatMap { point in
        [18.0, -18, 36, -36, 60, -60, 90, -90].map { Point(x: point.x, y: point.y + $0) }
    }.first { point in
        let wanted = box(at: point)
        return !boxes.contains { $0.overlaps(wanted) } && !taken.contains { $0.overlaps(wanted) }
    }
    let place = free ?? beside ?? curve.point(at: 0.5)
    taken.append(box(at: place))
    return place
}

/// Gives every node and group its place: layer by layer along the diagram's direction, the members of a group inside
/// it, so that nothing overlaps.
///
/// Each group is arranged on its own and is then one box for what is around it. Within a group, a member's layer is the
/// longest way to it along the edges; members of a layer are put in the order that lies closest to their neighbours. What
/// these are outside the group is known only from an arrangement, so that there are several, each after the one before;
/// the one with the fewest edges that cross is taken.
struct Arrangement {
    let diagram: Diagram
    private(set) var boxes: [String: Box] = [:]
    private(set) var groups: [Drawing.PlacedGroup] = []
    private let near: [String: Double]
    private var isSideways: Bool { diagram.direction == .right || diagram.direction == .left }
    private var isReversed: Bool { diagram.direction == .up || diagram.direction == .left }

    /// A group's members with their places relative to its own corner.
    private struct Inner {
        var size: Size
        var boxes: [(id: String, box: Box)] = []
        var groups: [Drawing.PlacedGroup] = []
    }

    init(of diagram: Diagram) {
        self.init(of: diagram, near: [:])
        // Nobody reads so many edges one by one, and counting is quadratic.
        let (tries, most) = (4, 300)
        guard diagram.edges.count <= most else { return }
        var (last, fewest) = (self, crossings)
        for _ in 0..<tries where fewest > 0 {
            last = Arrangement(of: diagram, near: last.places)
            let crossings = last.crossings
            if crossings < fewest { (self, fewest) = (last, crossings) }
        }
    }

    /// - Parameter near: where nodes were in an arrangement before, across the direction, as a part of the whole.
    private init(of diagram: Diagram, near: [String: Double]) {
        self.diagram = diagram
        self.near = near
        let inner = arranged(diagram.members, depth: 0)
        for (id, box) in inner.boxes { boxes[id] = box }
        groups = inner.groups
        size = inner.size
    }

    private(set) var size = Size(width: 0, height: 0)

    private func arranged(_ members: [Diagram.Member], depth: Int) -> Inner {
        let inners = members.map { inner(of: $0, depth: depth) }
        let layers = ordered(layers(of: members), members)
        let widest = layers.map { layer in span(layer, inners) }.max() ?? 0
        var result = Inner(size: Size(width: 0, height: 0))
        var along = 0.0
        for layer in isReversed ? layers.reversed() : layers {
            var across = (widest - span(layer, inners)) / 2
            let thickness = layer.map { depthOf(inners[$0].size) }.max() ?? 0
            for index in layer {
                let size = inners[index].size
                let inset = (thickness - depthOf(size)) / 2
                let corner = isSideways ? Point(x: along + inset, y: across) : Point(x: across, y: along + inset)
                place(inners[index], at: corner, &result)
                across += breadth(size) + Measure.gapInLayer
            }
            along += thickness + Measure.gapBetweenLayers
        }
        along = max(0, along - Measure.gapBetweenLayers)
        result.size = isSideways ? Size(width: along, height: widest) : Size(width: widest, height: along)
        return result
    }

    private func place(_ inner: Inner, at corner: Point, _ result: inout Inner) {
        result.boxes += inner.boxes.map { ($0.id, $0.box.moved(by: corner)) }
        result.groups += inner.groups.map { group in
            var group = group
            group.box = group.box.moved(by: corner)
            return group
        }
    }

    private func inner(of member: Diagram.Member, depth: Int) -> Inner {
        switch member {
        case .node(let node):
            let size = Measure.size(of: node)
            return Inner(size: size, boxes: [(node.id, Box(x: 0, y: 0, width: size.width, height: size.height))])
        case .group(let group):
            let content = arranged(group.members, depth: depth + 1)
            let title = textWidth(group.title, size: Measure.fontSize) + 2 * Measure.padding
            let width = max(content.size.width + 2 * Measure.padding, title)
            let size = Size(
                width: width, height: content.size.height + Measure.titleHeight + 2 * Measure.padding)
            let box = Box(x: 0, y: 0, width: size.width, height: size.height)
            var result = Inner(size: size)
            result.groups = [Drawing.PlacedGroup(title: group.title, box: box, depth: depth)]
            let corner = Point(
                x: (width - content.size.width) / 2, y: Measure.titleHeight + Measure.padding)
            place(content, at: corner, &result)
            return result
        }
    }

    /// How much of a layer a member takes, and how thick it makes the layer.
    private func breadth(_ size: Size) -> Double { isSideways ? size.height : size.width }
    private func depthOf(_ size: Size) -> Double { isSideways ? size.width : size.height }

    private func span(_ layer: [Int], _ inners: [Inner]) -> Double {
        layer.reduce(0) { $0 + breadth(inners[$1].size) } + Double(max(0, layer.count - 1)) * Measure.gapInLayer
    }

    // MARK: - Layers

    /// Edges between members, lifted from the nodes inside them. Those that go both ways join equals, and put neither
    /// before the other.
    private func links(of members: [Diagram.Member], ordering: Bool) -> [(from: Int, to: Int)] {
        var owner: [String: Int] = [:]
        func claim(_ member: Diagram.Member, _ index: Int) {
            owner[member.id] = index
            if case .group(let group) = member { for member in group.members { claim(member, index) } }
        }
        for (index, member) in members.enumerated() { claim(member, index) }
        var links: [(from: Int, to: Int)] = []
        for edge in diagram.edges where !ordering || edge.heads != .both {
            guard let from = owner[edge.from], let to = owner[edge.to], from != to else { continue }
            if !links.contains(where: { $0 == (from, to) }) { links.append((from, to)) }
        }
        return links
    }

    /// The members of each layer, by their index: an edge leads to a later layer, unless it closes a circle.
    private func layers(of members: [Diagram.Member]) -> [[Int]] {
        let forward = withoutCircles(links(of: members, ordering: true), count: members.count)
        var layer = Array(repeating: 0, count: members.count)
        // As many rounds as there are layers at most.
        for _ in members.indices {
            var isChanged = false
            for link in forward where layer[link.to] < layer[link.from] + 1 {
                layer[link.to] = layer[link.from] + 1
                isChanged = true
            }
            if !isChanged { break }
        }
        let count = (layer.max() ?? -1) + 1
        let rows = (0..<count).map { number in members.indices.filter { layer[$0] == number } }
        return rows.filter { !$0.isEmpty }.flatMap { split($0, members) }
    }

    /// A layer that no edge orders and that nobody could see at once is broken into rows.
    private func split(_ layer: [Int], _ members: [Diagram.Member]) -> [[Int]] {
        let longest = 7
        guard layer.count > longest else { return [layer] }
        let rows = (layer.count + longest - 1) / longest
        let length = (layer.count + rows - 1) / rows
        return stride(from: 0, to: layer.count, by: length).map { Array(layer[$0..<min($0 + length, layer.count)]) }
    }

    private func withoutCircles(_ links: [(from: Int, to: Int)], count: Int) -> [(from: Int, to: Int)] {
        var kept: [(from: Int, to: Int)] = []
        var after: [[Int]] = Array(repeating: [], count: count)
        for link in links where !reaches(link.to, link.from, after) {
            kept.append(link)
            after[link.from].append(link.to)
        }
        return kept
    }

    private func reaches(_ start: Int, _ end: Int, _ after: [[Int]]) -> Bool {
        var seen: Set<Int> = [start]
        var stack = [start]
        while let current = stack.popLast() {
            if current == end { return true }
            for next in after[current] where seen.insert(next).inserted { stack.append(next) }
        }
        return false
    }

    /// Where each member would stand for the sake of its neighbours outside the group; nothing for one without any.
    private func pulls(on members: [Diagram.Member]) -> [Int: Double] {
        if near.isEmpty { return [:] }
        var owner: [String: Int] = [:]
        for (index, member) in members.enumerated() { for id in member.nodeIDs { owner[id] = index } }
        var places: [Int: [Double]] = [:]
        for edge in diagram.edges {
            switch (owner[edge.from], owner[edge.to]) {
            case (let member?, nil): if let place = near[edge.to] { places[member, default: []].append(place) }
            case (nil, let member?): if let place = near[edge.from] { places[member, default: []].append(place) }
            case (_?, _?), (nil, nil): break
            }
        }
        return places.mapValues { $0.reduce(0, +) / Double($0.count) }
    }

    /// Layers whose members stand near those that they are linked with: some sweeps down and up.
    private func ordered(_ layers: [[Int]], _ members: [Diagram.Member]) -> [[Int]] {
        let links = links(of: members, ordering: false)
        let pulls = pulls(on: members)
        var layers = layers.map { layer in
            let usual = layer.enumerated().map { position, member in
                (member, pulls[member] ?? Double(position) / Double(max(1, layer.count - 1)), position)
            }
            return usual.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
        }
        for sweep in 0..<6 {
            let indices = sweep % 2 == 0 ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
            for index in indices {
                let fixed = layers[sweep % 2 == 0 ? index - 1 : index + 1]
                let place = Dictionary(fixed.enumerated().map { ($1, Double($0) / Double(max(1, fixed.count - 1))) }) {
                    a, _ in a
                }
                let own = layers[index]
                let weights = own.enumerated().map { position, member -> (Int, Double, Int) in
                    let neighbours =
                        links.compactMap { link -> Double? in
                            if link.from == member { return place[link.to] }
                            return link.to == member ? place[link.from] : nil
                        } + (pulls[member].map { [$0] } ?? [])
                    let usual = Double(position) / Double(max(1, own.count - 1))
                    let weight = neighbours.isEmpty ? usual : neighbours.reduce(0, +) / Double(neighbours.count)
                    return (member, weight, position)
                }
                layers[index] = weights.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
            }
        }
        return layers
    }
}

// MARK: - What is good about an arrangement

extension Arrangement {
    /// Where each node is, across the direction, as a part of the whole.
    private var places: [String: Double] {
        let whole = max(1, isSideways ? size.height : size.width)
        return boxes.mapValues { (isSideways ? $0.middle.y : $0.middle.x) / whole }
    }

    /// How many pairs of edges cross, each taken for the straight line between the middles of its nodes.
    private var crossings: Int {
        let lines = diagram.edges.compactMap { edge -> (edge: Diagram.Edge, start: Point, end: Point)? in
            guard let start = boxes[edge.from]?.middle, let end = boxes[edge.to]?.middle else { return nil }
            return (edge, start, end)
        }
        var count = 0
        for (index, a) in lines.enumerated() {
            for b in lines[(index + 1)...] {
                // Edges that share a node meet there and nowhere else.
                if Set([a.edge.from, a.edge.to, b.edge.from, b.edge.to]).count < 4 { continue }
                if sides(of: a.start, a.end, b.start, b.end) && sides(of: b.start, b.end, a.start, a.end) { count += 1 }
            }
        }
        return count
    }

    /// Whether two points lie on different sides of a line.
    private func sides(of start: Point, _ end: Point, _ first: Point, _ second: Point) -> Bool {
        func turn(_ point: Point) -> Double {
            (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
        }
        return turn(first) * turn(second) < 0
    }
}

extension Diagram.Member {
    /// The nodes that it is or holds.
    fileprivate var nodeIDs: [String] {
        switch self {
        case .node(let node): [node.id]
        case .group(let group): group.members.flatMap(\.nodeIDs)
        }
    }
}

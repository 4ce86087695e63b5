/// A flowchart: nodes, some of them in groups, and edges between them.
package struct Diagram: Equatable, Sendable {
    package enum Direction: String, Sendable, CaseIterable {
        case down = "TD"
        case right = "LR"
        case up = "BT"
        case left = "RL"
    }

    package enum Shape: Sendable, CaseIterable {
        case box, rounded, stadium, subroutine, cylinder, circle, doubleCircle, flag, rhombus, hexagon
        case leanRight, leanLeft, trapezoid, invertedTrapezoid
    }

    package struct Node: Equatable, Sendable {
        /// Unique in the diagram.
        package var id: String
        /// Lines are separated by line feeds.
        package var label: String
        package var shape: Shape

        package init(_ id: String, _ label: String, _ shape: Shape = .box) {
            self.id = id
            self.label = label
            self.shape = shape
        }
    }

    package struct Edge: Equatable, Sendable {
        package enum Line: Sendable, CaseIterable { case solid, dotted, thick }
        package enum Heads: Sendable, CaseIterable { case none, forward, both }

        package var from, to: String
        package var label: String?
        package var line: Line
        package var heads: Heads

        package init(
            _ from: String, _ to: String, _ label: String? = nil, line: Line = .solid, heads: Heads = .forward
        ) {
            self.from = from
            self.to = to
            self.label = label
            self.line = line
            self.heads = heads
        }
    }

    package struct Group: Equatable, Sendable {
        /// Unique among groups and nodes.
        package var id: String
        package var title: String
        package var members: [Member]

        package init(_ id: String, _ title: String, _ members: [Member]) {
            self.id = id
            self.title = title
            self.members = members
        }
    }

    package indirect enum Member: Equatable, Sendable {
        case node(Node)
        case group(Group)

        package var id: String {
            switch self {
            case .node(let node): node.id
            case .group(let group): group.id
            }
        }
    }

    package var title: String
    package var direction: Direction
    package var members: [Member]
    package var edges: [Edge]

    package init(title: String, direction: Direction = .down, members: [Member] = [], edges: [Edge] = []) {
        self.title = title
        self.direction = direction
        self.members = members
        self.edges = edges
    }

    /// Every node with the titles of the groups around it, the outermost first.
    package var nodes: [(node: Node, groups: [String])] { Self.nodes(members, []) }

    private static func nodes(_ members: [Member], _ groups: [String]) -> [(node: Node, groups: [String])] {
        members.flatMap { member in
            switch member {
            case .node(let node): [(node, groups)]
            case .group(let group): nodes(group.members, groups + [group.title])
            }
        }
    }
}

extension Diagram.Group {
    /// A group of nodes; nil where there are none, since an empty group is drawn as a node.
    static func ofNodes(_ id: String, _ title: String, _ nodes: [Diagram.Node]) -> Diagram.Member? {
        nodes.isEmpty ? nil : .group(Diagram.Group(id, title, nodes.map(Diagram.Member.node)))
    }
}

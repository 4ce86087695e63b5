/// A diagram with a place for everything on it.
package struct Drawing: Equatable, Sendable {
    package struct PlacedNode: Equatable, Sendable {
        package var node: Diagram.Node
        package var box: Box
    }

    package struct PlacedGroup: Equatable, Sendable {
        var title: String
        var box: Box
        /// 0 for the outermost.
        var depth: Int
    }

    package struct PlacedEdge: Equatable, Sendable {
        package var edge: Diagram.Edge
        var curve: Curve
        /// The middle of the label, where there is one.
        package var label: Point?
    }

    /// Outer groups before those inside them.
    package var groups: [PlacedGroup] = []
    package var nodes: [PlacedNode] = []
    package var edges: [PlacedEdge] = []
    package var size = Size(width: 0, height: 0)
}

/// Sizes and distances, in pixels.
package enum Measure {
    package static let fontSize = 13.0
    static let labelSize = 11.0
    static let lineHeight = 17.0
    static let padding = 14.0
    static let titleHeight = 26.0
    static let gapInLayer = 26.0
    static let gapBetweenLayers = 62.0
    static let margin = 24.0

    /// Room for a node's label in its shape.
    static func size(of node: Diagram.Node) -> Size {
        let lines = node.label.split(separator: "\n", omittingEmptySubsequences: false)
        let width = lines.map { textWidth(String($0), size: fontSize) }.max() ?? 0
        let text = Size(width: max(width, 30), height: Double(lines.count) * lineHeight)
        return switch node.shape {
        case .box, .rounded: Size(width: text.width + 2 * padding, height: text.height + padding)
        case .stadium, .subroutine, .flag, .hexagon:
            Size(width: text.width + 3 * padding, height: text.height + padding)
        case .leanRight, .leanLeft, .trapezoid, .invertedTrapezoid:
            Size(width: text.width + 4 * padding, height: text.height + padding)
        case .cylinder: Size(width: text.width + 2 * padding, height: text.height + 2.2 * padding)
        case .rhombus: Size(width: text.width * 1.6 + 2 * padding, height: text.height * 2 + padding)
        case .circle, .doubleCircle:
            Size(width: max(text.width, text.height) + 2 * padding, height: max(text.width, text.height) + 2 * padding)
        }
    }

    package static func size(ofLabel label: String) -> Size {
        let lines = label.split(separator: "\n", omittingEmptySubsequences: false)
        let width = lines.map { textWidth(String($0), size: labelSize) }.max() ?? 0
        return Size(width: width + 8, height: Double(lines.count) * 14 + 4)
    }
}

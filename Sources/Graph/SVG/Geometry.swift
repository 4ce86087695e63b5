/// A point on paper, in pixels; y grows downwards.
package struct Point: Equatable, Sendable {
    package var x, y: Double

    static func + (a: Point, b: Point) -> Point { Point(x: a.x + b.x, y: a.y + b.y) }
}

package struct Size: Equatable, Sendable { package var width, height: Double }

/// A rectangle with its upper left corner.
package struct Box: Equatable, Sendable {
    package var x, y, width, height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var right: Double { x + width }
    package var bottom: Double { y + height }
    var middle: Point { Point(x: x + width / 2, y: y + height / 2) }

    func grown(by margin: Double) -> Box {
        Box(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
    }

    func contains(_ point: Point) -> Bool { point.x > x && point.x < right && point.y > y && point.y < bottom }

    package func overlaps(_ other: Box) -> Bool {
        x < other.right && other.x < right && y < other.bottom && other.y < bottom
    }

    func moved(by offset: Point) -> Box { Box(x: x + offset.x, y: y + offset.y, width: width, height: height) }
}

/// A cubic Bézier curve.
package struct Curve: Equatable, Sendable {
    var start, control1, control2, end: Point

    func moved(by offset: Point) -> Curve {
        Curve(start: start + offset, control1: control1 + offset, control2: control2 + offset, end: end + offset)
    }

    func point(at t: Double) -> Point {
        let u = 1 - t
        let (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        return Point(
            x: a * start.x + b * control1.x + c * control2.x + d * end.x,
            y: a * start.y + b * control1.y + c * control2.y + d * end.y)
    }
}

/// How wide a line of text is, in pixels: the widths of Helvetica with a reserve for wider fonts in its place.
package func textWidth(_ text: String, size: Double) -> Double {
    let units = text.unicodeScalars.reduce(0.0) { $0 + width(of: $1) }
    return units * size * 1.12
}

/// Of one character, as a part of the font's size.
private func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "|", "I", ".", ",", ":", ";", "!", " ", "/": 0.29
    case "f", "t", "r", "(", ")", "[", "]", "-", "\"", "*", "`": 0.35
    case "m", "M", "W", "@", "%": 0.9
    case "w", "Q", "O", "G", "C", "D", "H", "N", "U", "R", "&": 0.76
    case "A"..."Z": 0.68
    case "\0"..."\u{2FF}": 0.56
    default: 1.05
    }
}

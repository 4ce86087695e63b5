/// A text with marks in it that show places: `sys1️⃣tem: shop` has the mark `1️⃣` at line 1, column 4.
///
/// A mark is a keycap emoji, as in swift-syntax's tests. It stands before the character whose place it is and does not
/// belong to the text. Lines and columns are 1-based; columns count Unicode scalars.
package struct MarkedText: Sendable {
    package struct Place: Hashable, Sendable {
        package var line, column: Int
    }

    /// Without the marks.
    package private(set) var text = ""
    package private(set) var marks: [String: Place] = [:]

    package init(_ marked: String) {
        var place = Place(line: 1, column: 1)
        for character in marked {
            if character.unicodeScalars.last == "\u{20E3}" {
                marks[String(character)] = place
                continue
            }
            text.append(character)
            place.column += character.unicodeScalars.count
            if character.isNewline { place = Place(line: place.line + 1, column: 1) }
        }
    }

    /// The mark at a place; nil where there is none.
    package func mark(line: Int, column: Int) -> String? {
        marks.first { $0.value == Place(line: line, column: column) }?.key
    }
}

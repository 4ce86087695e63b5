/// A document: named values in an order that is kept. A name may stand twice, as BSON allows; reading finds the first.
package struct BSONDocument: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package struct Element: Sendable, Equatable {
        package var key: String
        package var value: BSONValue

        package init(key: String, value: BSONValue) {
            self.key = key
            self.value = value
        }
    }

    package var elements: [Element]

    package init(_ elements: [Element] = []) { self.elements = elements }

    package init(dictionaryLiteral pairs: (String, BSONValue)...) {
        elements = pairs.map { Element(key: $0.0, value: $0.1) }
    }

    package var count: Int { elements.count }
    package var isEmpty: Bool { elements.isEmpty }
    package var keys: [String] { elements.map(\.key) }
    package var first: Element? { elements.first }

    package func index(of key: String) -> Int? {
        elements.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    /// The first value named `key`. Setting replaces it in its place, or appends; setting nil removes it.
    package subscript(key: String) -> BSONValue? {
        get { index(of: key).map { elements[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): elements[index].value = value
            case (let index?, nil): elements.remove(at: index)
            case (nil, let value?): elements.append(Element(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    package mutating func append(_ key: String, _ value: BSONValue) {
        elements.append(Element(key: key, value: value))
    }

    /// This document with `key` set, for building replies.
    package func setting(_ key: String, _ value: BSONValue?) -> BSONDocument {
        var copy = self
        copy[key] = value
        return copy
    }
}

extension String {
    /// Equality of the bytes: Swift's own `==` takes differently composed characters for equal, MongoDB does not.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && (self == other) && utf8.elementsEqual(other.utf8)
    }
}

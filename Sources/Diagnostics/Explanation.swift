/// The long text about one kind of diagnostic: what it means, why it is so, what to do. For `orrery explain ID`.
package struct Explanation: Equatable, Sendable {
    package var id: String
    /// Prose; paragraphs are separated by an empty line.
    package var text: String

    package init(_ id: String, _ text: String) {
        self.id = id
        self.text = text
    }
}

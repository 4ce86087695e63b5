package import Diagnostics

/// Where a value was read from, kept so that a later decision can name the line that caused it.
///
/// Two values are equal wherever they stand, so a position never takes part in equality: what was made in memory
/// equals what is read back from its text.
///
/// It is a reference, because objects that are made have thousands of them, and all are nil.
@propertyWrapper
package struct Position: Hashable, Sendable {
    private final class Place: Sendable {
        let span: SourceSpan

        init(_ span: SourceSpan) { self.span = span }
    }

    private var place: Place?

    /// nil for a value that was made, not read.
    package var wrappedValue: SourceSpan? {
        get { place?.span }
        set { place = newValue.map(Place.init) }
    }

    package init(wrappedValue: SourceSpan?) { place = wrappedValue.map(Place.init) }

    package static func == (lhs: Position, rhs: Position) -> Bool { true }
    package func hash(into hasher: inout Hasher) {}
}

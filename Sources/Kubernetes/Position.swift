package import Diagnostics

/// Where a value was read from, kept so that a later decision can name the line that caused it.
///
/// Two values are equal wherever they stand, so a position never takes part in equality: what was made in memory
/// equals what is read back from its text.
@propertyWrapper
package struct Position: Hashable, Sendable {
    /// nil for a value that was made, not read.
    package var wrappedValue: SourceSpan?

    package init(wrappedValue: SourceSpan?) { self.wrappedValue = wrappedValue }

    package static func == (lhs: Position, rhs: Position) -> Bool { true }
    package func hash(into hasher: inout Hasher) {}
}

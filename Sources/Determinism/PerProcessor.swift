import CPlatform

/// A value for each processor, of which a thread uses that of its own: what two processors write in turn costs each of
/// them the way of a line of cache from the other one, which takes longer than most of what is done with it.
///
/// A thread may be moved to another processor at any time, so the values need their locks all the same.
package struct PerProcessor<Value: ~Copyable & Sendable>: Sendable {
    /// In memory that no other slot has a part of.
    private final class Slot: Sendable {
        private let before = InlineArray<16, UInt64>(repeating: 0)
        let value: Value
        private let after = InlineArray<16, UInt64>(repeating: 0)

        init(_ value: consuming Value) { self.value = value }
    }

    private let slots: [Slot]

    /// The most that are made, whatever the machine has.
    private static var limit: Int { 16 }

    package init(_ make: () -> Value) {
        slots = (0..<min(Int(processor_count()), Self.limit)).map { _ in Slot(make()) }
    }

    package var indices: Range<Int> { slots.indices }

    package subscript(index: Int) -> Value {
        borrowing _read { yield slots[index].value }
    }

    /// The index of the processor that this runs on.
    package var current: Int { Int(current_processor()) % slots.count }
}

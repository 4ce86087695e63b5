/// Replies on their way to one client, as bytes, in memory that is used again and again.
///
/// It is plain memory because every reply goes through it: a buffer that is shared and copied on writing cost more than
/// the writing.
final class ReplyBuffer {
    @exclusivity(unchecked) private var start: UnsafeMutableRawPointer
    @exclusivity(unchecked) private var capacity: Int
    @exclusivity(unchecked) private(set) var count = 0

    private static let initialCapacity = 512
    /// Larger memory is given back once it has been sent.
    private static let keptCapacity = 64 * 1024

    init() {
        capacity = Self.initialCapacity
        start = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { start.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Lets `body` write up to `limit` bytes to the end; it returns how many it wrote.
    @inline(__always)
    func write(upTo limit: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        if capacity - count < limit { grow(by: limit) }
        count += body(start + count)
    }

    private func grow(by size: Int) {
        let larger = max(capacity * 2, count + size)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        memory.copyMemory(from: start, byteCount: count)
        start.deallocate()
        start = memory
        capacity = larger
    }

    func removeAll() {
        count = 0
        if capacity <= Self.keptCapacity { return }
        start.deallocate()
        capacity = Self.initialCapacity
        start = .allocate(byteCount: capacity, alignment: 16)
    }

    func write(_ text: StaticString) { text.withUTF8Buffer { write(UnsafeRawBufferPointer($0)) } }

    func write(_ bytes: UnsafeRawBufferPointer) {
        write(upTo: bytes.count) { end in
            UnsafeMutableRawBufferPointer(start: end, count: bytes.count).copyMemory(from: bytes)
            return bytes.count
        }
    }
}

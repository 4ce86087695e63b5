/// Bytes that grow at their end. The text of a thousand services is ten megabytes, written a few bytes at a time: an
/// array would ask each time whether it is shared.
struct ByteBuffer: ~Copyable {
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    init(capacity: Int) { bytes = .allocate(capacity: capacity) }

    deinit { bytes.deallocate() }

    /// The bytes as text; what is no UTF-8 is replaced.
    var text: String { String(decoding: UnsafeBufferPointer(rebasing: bytes[..<count]), as: UTF8.self) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        bytes[count] = byte
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ other: UnsafeBufferPointer<UInt8>) {
        reserve(other.count)
        _ = UnsafeMutableBufferPointer(rebasing: bytes[count...]).update(fromContentsOf: other)
        count &+= other.count
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(repeating byte: UInt8, count added: Int) {
        reserve(added)
        for _ in 0..<added {
            bytes[count] = byte
            count &+= 1
        }
    }

    @inline(__always)
    private mutating func reserve(_ added: Int) {
        if bytes.count - count < added { grow(by: added) }
    }

    @inline(never)
    private mutating func grow(by added: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(count + added, bytes.count * 2))
        _ = larger.update(fromContentsOf: bytes[..<count])
        bytes.deallocate()
        bytes = larger
    }
}

/// Entries of a journal as bytes, one after the other. Kept as values, each would hold on to eight texts, which all threads
/// count the references of and which are in nobody's cache any longer when they are let go.
struct EntryLog {
    /// Oldest first; new entries go to the last one.
    private var pages: [Page] = []

    /// Adds an entry; those up to number `oldest` are asked for no longer.
    ///
    /// - Parameters:
    ///   - number: more than that of any entry before.
    ///   - write: is called again where the entry does not fit what is left of a page.
    mutating func append(_ number: Int, droppingThrough oldest: Int, _ write: (inout EntryWriter) -> Void) {
        var size = 0
        while pages.isEmpty || !pages[pages.count - 1].append(number, write, size: &size) {
            turnPage(droppingThrough: oldest, size: size)
        }
    }

    /// Begins a page for an entry of `size` bytes: in the memory of the oldest one, if nobody asks for that any longer.
    private mutating func turnPage(droppingThrough oldest: Int, size: Int) {
        let dropped = pages.prefix { $0.last <= oldest }.count
        var page = pages.prefix(dropped).last { $0.size >= size } ?? Page(size: size)
        pages.removeFirst(dropped)
        page.clear()
        pages.append(page)
    }

    /// The entries after number `number`, oldest first.
    func entries(after number: Int) -> [Journal.Entry] {
        pages.flatMap { $0.last > number ? $0.entries(after: number) : [] }
    }
}

/// Some entries in their order.
private struct Page {
    private static let usualSize = 32 * 1024

    /// The number of its last entry.
    private(set) var last = 0
    private var bytes: [UInt8]
    private var end = 0

    init(size: Int) { bytes = Array(repeating: 0, count: max(size, Self.usualSize)) }

    var size: Int { bytes.count }

    /// Empties it and keeps its memory.
    mutating func clear() { (last, end) = (0, 0) }

    /// Whether the entry had room; `size` is how much it needs.
    mutating func append(_ number: Int, _ write: (inout EntryWriter) -> Void, size: inout Int) -> Bool {
        let start = end
        let newEnd = bytes.withUnsafeMutableBytes { buffer in
            var writer = EntryWriter(buffer, at: start)
            writer.put(Int64(number))
            write(&writer)
            return writer.end
        }
        size = newEnd - start
        if newEnd > bytes.count { return false }
        (last, end) = (number, newEnd)
        return true
    }

    /// The entries after number `number`.
    func entries(after number: Int) -> [Journal.Entry] {
        bytes.withUnsafeBytes { buffer in
            var reader = EntryReader(UnsafeRawBufferPointer(rebasing: buffer[..<end]))
            var entries: [Journal.Entry] = []
            while !reader.isAtEnd {
                let entry = reader.entry()
                if entry.number > number { entries.append(entry) }
            }
            return entries
        }
    }
}

/// Writes the fields of an entry, as long as there is room, and counts what they need.
struct EntryWriter: ~Copyable {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var end: Int

    fileprivate init(_ buffer: UnsafeMutableRawBufferPointer, at start: Int) {
        self.buffer = buffer
        end = start
    }

    mutating func put(_ number: Int64) {
        let start = end
        end += MemoryLayout<Int64>.size
        if end <= buffer.count { buffer.storeBytes(of: number, toByteOffset: start, as: Int64.self) }
    }

    mutating func put(_ text: String?) {
        guard let text else { return put(-1) }
        let count = text.utf8.count
        put(Int64(count))
        let start = end
        end += count
        if end <= buffer.count { buffer[start..<end].copyBytes(from: text.utf8) }
    }
}

/// Reads what `EntryWriter` wrote.
struct EntryReader {
    private let buffer: UnsafeRawBufferPointer
    private var start = 0

    fileprivate init(_ buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

    fileprivate var isAtEnd: Bool { start >= buffer.count }

    mutating func number() -> Int64 {
        defer { start += MemoryLayout<Int64>.size }
        return buffer.loadUnaligned(fromByteOffset: start, as: Int64.self)
    }

    mutating func text() -> String? {
        let count = Int(number())
        if count < 0 { return nil }
        defer { start += count }
        return String(decoding: buffer[start..<start + count], as: UTF8.self)
    }
}

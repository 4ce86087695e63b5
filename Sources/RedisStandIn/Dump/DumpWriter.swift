/// Writes values as `DUMP` does: the RDB format, version 10, with Redis 7.0's encodings. See
/// <https://rdb.fnordig.de/file_format.html>.
struct DumpWriter {
    static let version: UInt16 = 10
    /// The tag of a library of functions.
    static let libraryTag: UInt8 = 245

    private(set) var bytes: [UInt8] = []
    let encodings: EncodingLimits

    init(encodings: EncodingLimits) { self.encodings = encodings }

    /// The whole payload of one value.
    static func payload(of value: Value, encodings: EncodingLimits) -> [UInt8] {
        var writer = DumpWriter(encodings: encodings)
        writer.put(value)
        return writer.finished()
    }

    /// With the version and the checksum at the end.
    func finished() -> [UInt8] {
        var bytes = bytes
        withUnsafeBytes(of: Self.version.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: CRC64.checksum(bytes).littleEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }

    mutating func putLibrary(_ code: [UInt8]) {
        bytes.append(Self.libraryTag)
        put(code)
    }

    mutating func put(_ value: Value) {
        switch value {
        case .string(let text):
            bytes.append(DumpType.string.rawValue)
            put(text)
        case .list(let list): put(list)
        case .hash(let hash): put(hash)
        case .set(let set): put(set)
        case .sortedSet(let set): put(set)
        case .stream(let stream): put(stream)
        }
    }

    // MARK: - Parts

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func putLength(_ length: UInt64) {
        switch length {
        case ..<64: bytes.append(UInt8(length))
        case ..<16384:
            bytes.append(0x40 | UInt8(length >> 8))
            bytes.append(UInt8(truncatingIfNeeded: length))
        case ...UInt64(UInt32.max):
            bytes.append(0x80)
            withUnsafeBytes(of: UInt32(length).bigEndian) { bytes.append(contentsOf: $0) }
        default:
            bytes.append(0x81)
            withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }

    mutating func putLength(_ length: Int) { putLength(UInt64(length)) }

    /// A string: small integers as such, long ones compressed where that helps.
    mutating func put(_ text: [UInt8]) {
        if text.count <= 11, let number = Int64(redisBytes: text) {
            if let byte = Int8(exactly: number) {
                bytes += [0xC0, UInt8(bitPattern: byte)]
                return
            }
            if let short = Int16(exactly: number) {
                bytes.append(0xC1)
                withUnsafeBytes(of: short.littleEndian) { bytes.append(contentsOf: $0) }
                return
            }
            if let word = Int32(exactly: number) {
                bytes.append(0xC2)
                withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
                return
            }
        }
        if text.count > 20, let compressed = LZF.compressed(text, limit: text.count - 4) {
            bytes.append(0xC3)
            putLength(compressed.count)
            putLength(text.count)
            bytes += compressed
            return
        }
        putLength(text.count)
        bytes += text
    }

    mutating func put(type: DumpType) { bytes.append(type.rawValue) }
    mutating func putRaw(_ raw: [UInt8]) { bytes += raw }
    mutating func putRaw(_ number: Int64) { putLittle(UInt64(bitPattern: number)) }
    var streamNodeEntries: Int { encodings.streamNodeEntries }
    var streamNodeBytes: Int { encodings.streamNodeBytes }

    private mutating func putLittle(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    // MARK: - Types

    private mutating func put(_ list: List) {
        bytes.append(DumpType.quickList2.rawValue)
        var nodes: [(isPlain: Bool, bytes: [UInt8])] = []
        var pack = ListPack()
        let byteLimits = [4096, 8192, 16384, 32768, 65536]
        let limit = encodings.listPack
        let byteLimit = limit < 0 ? byteLimits[min(-limit, 5) - 1] : 8192
        func fits(_ element: [UInt8]) -> Bool {
            let size = pack.byteCount + ListPack.size(of: element)
            return limit < 0 ? size <= byteLimit : pack.count < max(1, limit) && size <= byteLimit
        }
        for element in list.items.elements {
            if pack.count > 0, !fits(element) {
                nodes.append((false, pack.bytes))
                pack = ListPack()
            }
            if element.count >= 1 << 30 {
                nodes.append((true, element))
            } else {
                pack.append(element)
            }
        }
        if pack.count > 0 { nodes.append((false, pack.bytes)) }
        putLength(nodes.count)
        for node in nodes {
            putLength(node.isPlain ? 1 : 2)
            put(node.bytes)
        }
    }

    private mutating func put(_ hash: HashTable) {
        if hash.isLarge {
            bytes.append(DumpType.hash.rawValue)
            putLength(hash.fields.count)
            for (field, value) in hash.fields.elements {
                put(field.bytes)
                put(value)
            }
        } else {
            bytes.append(DumpType.hashListPack.rawValue)
            var pack = ListPack()
            for (field, value) in hash.fields.elements {
                pack.append(field.bytes)
                pack.append(value)
            }
            put(pack.bytes)
        }
    }

    private mutating func put(_ set: MemberSet) {
        let members = set.ordered
        if set.isIntegers {
            bytes.append(DumpType.intSet.rawValue)
            let numbers = members.compactMap { Int64(redisBytes: $0.bytes) }
            let size =
                numbers.allSatisfy { Int16(exactly: $0) != nil }
                ? 2
                : numbers.allSatisfy { Int32(exactly: $0) != nil } ? 4 : 8
            var packed: [UInt8] = []
            withUnsafeBytes(of: UInt32(size).littleEndian) { packed.append(contentsOf: $0) }
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: numbers.count).littleEndian) {
                packed.append(contentsOf: $0)
            }
            for number in numbers {
                withUnsafeBytes(of: number.littleEndian) { packed.append(contentsOf: $0.prefix(size)) }
            }
            put(packed)
        } else {
            bytes.append(DumpType.set.rawValue)
            putLength(members.count)
            for member in members { put(member.bytes) }
        }
    }

    private mutating func put(_ set: SortedSet) {
        if set.isLarge {
            bytes.append(DumpType.sortedSet2.rawValue)
            putLength(set.count)
            for element in Array(set.order.elements).reversed() {
                put(element.member.bytes)
                putLittle(element.score.bitPattern)
            }
        } else {
            bytes.append(DumpType.sortedSetListPack.rawValue)
            var pack = ListPack()
            for element in set.order.elements {
                pack.append(element.member.bytes)
                pack.append(Array(element.score.redisText.utf8))
            }
            put(pack.bytes)
        }
    }
}

/// The kinds of values in a dump. The numbers are those of `rdb.h`.
enum DumpType: UInt8 {
    case string = 0
    case list = 1
    case set = 2
    case sortedSet = 3
    case hash = 4
    case sortedSet2 = 5
    case hashZipMap = 9
    case listZipList = 10
    case intSet = 11
    case sortedSetZipList = 12
    case hashZipList = 13
    case quickList = 14
    case streamListPacks = 15
    case hashListPack = 16
    case sortedSetListPack = 17
    case quickList2 = 18
    case streamListPacks2 = 19
}

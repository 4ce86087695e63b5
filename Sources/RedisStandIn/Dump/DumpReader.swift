/// Reads what `DUMP` of any version of Redis wrote, as the effects that make a key hold it. Bytes that make no sense are
/// refused, whatever their checksum says.
struct DumpReader {
    private let bytes: [UInt8]
    private(set) var position = 0
    private let end: Int

    /// The payload has a version that is understood, and its checksum is right, or 0 as for none.
    static func isIntact(_ payload: [UInt8], ignoresChecksum: Bool = false) -> Bool {
        guard payload.count >= 10 else { return false }
        let footer = payload.count - 10
        let version = UInt16(payload[footer]) | UInt16(payload[footer + 1]) << 8
        guard version <= DumpWriter.version else { return false }
        if ignoresChecksum { return true }
        let sum = (0..<8).reduce(UInt64(0)) { $0 | UInt64(payload[footer + 2 + $1]) << (8 * UInt64($1)) }
        return sum == CRC64.checksum(payload[..<(footer + 2)])
    }

    /// The effects that make `key` hold the value of `payload`, which is intact.
    static func effects(of payload: [UInt8], for key: Key) throws(RedisError) -> [Effect] {
        var reader = DumpReader(payload)
        guard let tag = reader.byte(), let type = DumpType(rawValue: tag),
            let effects = reader.value(type, key), reader.position == reader.end
        else { throw .badFormat }
        return effects
    }

    /// The code of the libraries of functions in `payload`, which is intact.
    static func libraries(in payload: [UInt8]) throws(RedisError) -> [[UInt8]] {
        var reader = DumpReader(payload)
        var codes: [[UInt8]] = []
        while reader.position < reader.end {
            guard let tag = reader.byte() else { throw RedisError("ERR can not read data type") }
            if tag != DumpWriter.libraryTag { throw RedisError("ERR given type is not a function") }
            guard let code = reader.string() else {
                throw RedisError("ERR failed loading the given functions payload")
            }
            codes.append(code)
        }
        return codes
    }

    private init(_ payload: [UInt8]) {
        bytes = payload
        end = payload.count - 10
    }

    // MARK: - Parts

    mutating func byte() -> UInt8? {
        guard position < end else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func raw(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= end - position else { return nil }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    mutating func little(_ count: Int) -> UInt64? {
        raw(count)?.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    private enum Length {
        case number(UInt64)
        /// A special string.
        case encoded(UInt8)
    }

    private mutating func anyLength() -> Length? {
        guard let first = byte() else { return nil }
        switch first >> 6 {
        case 0: return .number(UInt64(first & 0x3F))
        case 1: return byte().map { .number(UInt64(first & 0x3F) << 8 | UInt64($0)) }
        case 2:
            let count = first == 0x80 ? 4 : first == 0x81 ? 8 : 0
            if count == 0 { return nil }
            return raw(count).map { .number($0.reduce(0) { $0 << 8 | UInt64($1) }) }
        default: return .encoded(first & 0x3F)
        }
    }

    mutating func number() -> UInt64? {
        guard case .number(let number)? = anyLength() else { return nil }
        return number
    }

    /// A number of things of which each takes at least one byte.
    mutating func count() -> Int? {
        guard let number = number(), number <= UInt64(end - position) else { return nil }
        return Int(number)
    }

    mutating func string() -> [UInt8]? {
        switch anyLength() {
        case .number(let length)?: return Int(exactly: length).flatMap { raw($0) }.map(Array.init)
        case .encoded(0)?: return little(1).map { Array("\(Int8(truncatingIfNeeded: $0))".utf8) }
        case .encoded(1)?: return little(2).map { Array("\(Int16(truncatingIfNeeded: $0))".utf8) }
        case .encoded(2)?: return little(4).map { Array("\(Int32(truncatingIfNeeded: $0))".utf8) }
        case .encoded(3)?:
            guard let compressed = count(), let length = number(), length <= 512 * 1024 * 1024,
                let data = raw(compressed)
            else { return nil }
            return LZF.expanded(data, count: Int(length))
        case .encoded?, nil: return nil
        }
    }

    /// A score as text: the form before Redis 4.
    private mutating func textScore() -> Double? {
        guard let length = byte() else { return nil }
        switch length {
        case 253: return .nan
        case 254: return .infinity
        case 255: return -.infinity
        default: return raw(Int(length)).flatMap { Double(redisBytes: Array($0)) }
        }
    }

    // MARK: - Values

    private mutating func value(_ type: DumpType, _ key: Key) -> [Effect]? {
        switch type {
        case .string: return string().map { [.string(key, $0, expiresAt: nil)] }
        case .list: return strings(each: 1).flatMap { list($0, key) }
        case .set: return strings(each: 1).flatMap { members($0, key) }
        case .hash: return strings(each: 2).flatMap { fields($0, key) }
        case .hashZipMap: return string().flatMap { zipMapElements($0) }.flatMap { fields($0, key) }
        case .hashZipList: return string().flatMap { zipListElements($0) }.flatMap { fields($0, key) }
        case .hashListPack: return string().flatMap { ListPack.elements(of: $0) }.flatMap { fields($0, key) }
        case .listZipList: return string().flatMap { zipListElements($0) }.flatMap { list($0, key) }
        case .intSet: return string().flatMap { intSetMembers($0) }.flatMap { members($0, key) }
        case .sortedSetZipList: return string().flatMap { zipListElements($0) }.flatMap { scores($0, key) }
        case .sortedSetListPack: return string().flatMap { ListPack.elements(of: $0) }.flatMap { scores($0, key) }
        case .sortedSet, .sortedSet2: return sortedSet(isBinary: type == .sortedSet2, key)
        case .quickList, .quickList2: return quickList(isSecond: type == .quickList2, key)
        case .streamListPacks, .streamListPacks2: return stream(isSecond: type == .streamListPacks2, key)
        }
    }

    private mutating func strings(each: Int) -> [[UInt8]]? {
        guard let count = count() else { return nil }
        var found: [[UInt8]] = []
        for _ in 0..<(count * each) {
            guard let text = string() else { return nil }
            found.append(text)
        }
        return found
    }

    private func list(_ items: [[UInt8]], _ key: Key) -> [Effect]? { items.isEmpty ? nil : [.list(key, items)] }

    private func members(_ members: [[UInt8]], _ key: Key) -> [Effect]? {
        let keys = members.map { Key($0) }
        return keys.isEmpty || Set(keys).count != keys.count ? nil : [.setAdd(key, keys)]
    }

    private func fields(_ elements: [[UInt8]], _ key: Key) -> [Effect]? {
        guard !elements.isEmpty, elements.count.isMultiple(of: 2) else { return nil }
        let pairs = stride(from: 0, to: elements.count, by: 2).map {
            FieldValue(field: Key(elements[$0]), value: elements[$0 + 1])
        }
        return Set(pairs.map(\.field)).count == pairs.count ? [.hashSet(key, pairs)] : nil
    }

    private func scores(_ elements: [[UInt8]], _ key: Key) -> [Effect]? {
        guard elements.count.isMultiple(of: 2) else { return nil }
        var found: [ScoredMember] = []
        for index in stride(from: 0, to: elements.count, by: 2) {
            guard let score = Double(redisBytes: elements[index + 1]) else { return nil }
            found.append(ScoredMember(member: Key(elements[index]), score: score))
        }
        return scored(found, key)
    }

    private mutating func sortedSet(isBinary: Bool, _ key: Key) -> [Effect]? {
        guard let count = count() else { return nil }
        var found: [ScoredMember] = []
        for _ in 0..<count {
            guard let member = string() else { return nil }
            let score = isBinary ? little(8).map { Double(bitPattern: $0) } : textScore()
            guard let score else { return nil }
            found.append(ScoredMember(member: Key(member), score: score))
        }
        return scored(found, key)
    }

    private func scored(_ members: [ScoredMember], _ key: Key) -> [Effect]? {
        guard !members.isEmpty, members.allSatisfy({ !$0.score.isNaN }),
            Set(members.map(\.member)).count == members.count
        else { return nil }
        return [.sortedSetAdd(key, members)]
    }

    private mutating func quickList(isSecond: Bool, _ key: Key) -> [Effect]? {
        guard let count = count() else { return nil }
        var items: [[UInt8]] = []
        for _ in 0..<count {
            var container: UInt64 = 2
            if isSecond {
                guard let number = number() else { return nil }
                container = number
            }
            guard let node = string() else { return nil }
            switch container {
            case 1: items.append(node)
            case 2:
                guard let elements = isSecond ? ListPack.elements(of: node) : zipListElements(node) else { return nil }
                items += elements
            default: return nil
            }
        }
        return list(items, key)
    }
}

extension RedisError {
    static let badDump = RedisError("ERR DUMP payload version or checksum are wrong")
    static let badFormat = RedisError("ERR Bad data format")
}

/// The packed forms that servers before Redis 7 wrote, which `RESTORE` still reads.

/// The elements of a ziplist; nil when it is none.
func zipListElements(_ bytes: [UInt8]) -> [[UInt8]]? {
    guard bytes.count >= 11, bytes.last == 0xFF else { return nil }
    func little(_ start: Int, _ count: Int) -> Int64? {
        guard start >= 0, start + count <= bytes.count else { return nil }
        var bits: UInt64 = 0
        for index in 0..<count { bits |= UInt64(bytes[start + index]) << (8 * index) }
        let shift = 64 - 8 * count
        return Int64(bitPattern: bits << shift) >> shift
    }
    guard little(0, 4) == Int64(Int32(truncatingIfNeeded: bytes.count)), let announced = little(8, 2),
        let tail = little(4, 4)
    else { return nil }
    var elements: [[UInt8]] = []
    var position = 10
    var previous = 0
    var last = 10
    while position < bytes.count - 1 {
        last = position
        let start = position
        if bytes[position] == 0xFE {
            guard little(position + 1, 4).map({ Int($0 & 0xFFFF_FFFF) }) == previous else { return nil }
            position += 5
        } else {
            guard Int(bytes[position]) == previous else { return nil }
            position += 1
        }
        guard position < bytes.count - 1 else { return nil }
        let tag = bytes[position]
        var count: Int?
        var header = 1
        switch tag {
        case 0x00...0x3F: count = Int(tag)
        case 0x40...0x7F:
            guard position + 1 < bytes.count else { return nil }
            count = Int(tag & 0x3F) << 8 | Int(bytes[position + 1])
            header = 2
        case 0x80:
            guard position + 4 < bytes.count else { return nil }
            count = bytes[(position + 1)...(position + 4)].reduce(0) { $0 << 8 | Int($1) }
            header = 5
        default: break
        }
        if let count {
            let from = position + header
            guard from + count < bytes.count else { return nil }
            elements.append(Array(bytes[from..<(from + count)]))
            position = from + count
        } else {
            let sizes: [UInt8: Int] = [0xC0: 2, 0xD0: 4, 0xE0: 8, 0xF0: 3, 0xFE: 1]
            if let size = sizes[tag] {
                guard position + size < bytes.count - 1, let number = little(position + 1, size) else { return nil }
                elements.append(Array("\(number)".utf8))
                position += 1 + size
            } else if (0xF1...0xFD).contains(tag) {
                elements.append(Array("\(Int(tag & 0x0F) - 1)".utf8))
                position += 1
            } else {
                return nil
            }
        }
        previous = position - start
    }
    guard position == bytes.count - 1, elements.isEmpty || Int(tail) == last else { return nil }
    let counted = Int(UInt16(truncatingIfNeeded: announced))
    return counted == 0xFFFF || counted == elements.count ? elements : nil
}

/// Fields and values in turn of a zipmap; nil when it is none.
func zipMapElements(_ bytes: [UInt8]) -> [[UInt8]]? {
    guard bytes.count >= 2, bytes.last == 0xFF else { return nil }
    var elements: [[UInt8]] = []
    var position = 1
    func length() -> Int? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first < 254 {
            position += 1
            return Int(first)
        }
        guard first == 254, position + 4 < bytes.count else { return nil }
        let count = (1...4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * ($1 - 1)) }
        position += 5
        return count
    }
    func take(_ count: Int) -> [UInt8]? {
        guard position + count < bytes.count else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }
    while position < bytes.count - 1 {
        guard let fieldLength = length(), let field = take(fieldLength), let valueLength = length(),
            position < bytes.count
        else { return nil }
        let free = Int(bytes[position])
        position += 1
        guard let value = take(valueLength), position + free < bytes.count else { return nil }
        position += free
        elements += [field, value]
    }
    return position == bytes.count - 1 ? elements : nil
}

/// The members of an intset; nil when it is none.
func intSetMembers(_ bytes: [UInt8]) -> [[UInt8]]? {
    guard bytes.count >= 8 else { return nil }
    func little(_ start: Int, _ count: Int) -> Int64 {
        var bits: UInt64 = 0
        for index in 0..<count { bits |= UInt64(bytes[start + index]) << (8 * index) }
        let shift = 64 - 8 * count
        return Int64(bitPattern: bits << shift) >> shift
    }
    let size = Int(little(0, 4))
    let count = Int(little(4, 4) & 0xFFFF_FFFF)
    guard [2, 4, 8].contains(size), count > 0, bytes.count - 8 == count * size else { return nil }
    let numbers = (0..<count).map { little(8 + $0 * size, size) }
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return numbers.map { Array("\($0)".utf8) }
}

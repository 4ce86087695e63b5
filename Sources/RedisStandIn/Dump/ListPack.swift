/// Redis' compact list of strings and integers. See <https://github.com/antirez/listpack/blob/master/listpack.md>.
struct ListPack {
    private var body: [UInt8] = []
    private(set) var count = 0

    /// With its header and end.
    var byteCount: Int { body.count + 7 }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        Self.put(UInt32(truncatingIfNeeded: byteCount), &bytes)
        Self.put(UInt16(clamping: count), &bytes)
        return bytes + body + [0xFF]
    }

    private static func put<Number: FixedWidthInteger>(_ number: Number, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// How many bytes an element takes.
    static func size(of element: [UInt8]) -> Int {
        var pack = ListPack()
        pack.append(element)
        return pack.body.count
    }

    /// A string that is an integer is kept as one.
    mutating func append(_ element: [UInt8]) {
        if element.count <= 20, let number = Int64(redisBytes: element) { return append(number) }
        let start = body.count
        switch element.count {
        case ..<64: body.append(0x80 | UInt8(element.count))
        case ..<4096:
            body.append(0xE0 | UInt8(element.count >> 8))
            body.append(UInt8(truncatingIfNeeded: element.count))
        default:
            body.append(0xF0)
            Self.put(UInt32(truncatingIfNeeded: element.count), &body)
        }
        body += element
        end(start)
    }

    mutating func append(_ number: Int64) {
        let start = body.count
        switch number {
        case 0...127: body.append(UInt8(number))
        case -4096...4095:
            let bits = UInt16(truncatingIfNeeded: number) & 0x1FFF
            body.append(0xC0 | UInt8(bits >> 8))
            body.append(UInt8(truncatingIfNeeded: bits))
        case -32768...32767:
            body.append(0xF1)
            Self.put(Int16(number), &body)
        case -8_388_608...8_388_607:
            body.append(0xF2)
            withUnsafeBytes(of: Int32(number).littleEndian) { body.append(contentsOf: $0.prefix(3)) }
        case -2_147_483_648...2_147_483_647:
            body.append(0xF3)
            Self.put(Int32(number), &body)
        default:
            body.append(0xF4)
            Self.put(number, &body)
        }
        end(start)
    }

    /// The length of the element again, to be read from behind.
    private mutating func end(_ start: Int) {
        let length = body.count - start
        var groups = 1
        while length >> (7 * groups) > 0, groups < 5 { groups += 1 }
        for group in (0..<groups).reversed() {
            let bits = UInt8(length >> (7 * group) & 0x7F)
            body.append(group == groups - 1 ? bits : bits | 0x80)
        }
        count += 1
    }

    // MARK: - Reading

    /// The elements of a whole list pack; nil when it is none.
    static func elements(of bytes: [UInt8]) -> [[UInt8]]? {
        guard bytes.count >= 7, bytes.last == 0xFF else { return nil }
        func little(_ start: Int, _ count: Int) -> Int64? {
            guard start + count <= bytes.count else { return nil }
            var bits: UInt64 = 0
            for index in 0..<count { bits |= UInt64(bytes[start + index]) << (8 * index) }
            let shift = 64 - 8 * count
            return Int64(bitPattern: bits << shift) >> shift
        }
        guard little(0, 4) == Int64(Int32(truncatingIfNeeded: bytes.count)), let announced = little(4, 2) else {
            return nil
        }
        var elements: [[UInt8]] = []
        var position = 6
        func number(_ value: Int64) -> [UInt8] { Array("\(value)".utf8) }
        while position < bytes.count - 1 {
            let tag = bytes[position]
            let length: Int
            let element: [UInt8]
            func text(_ header: Int, _ count: Int) -> (Int, [UInt8])? {
                let start = position + header
                guard count >= 0, count < bytes.count, start + count < bytes.count else { return nil }
                return (header + count, Array(bytes[start..<(start + count)]))
            }
            func integer(_ count: Int) -> (Int, [UInt8])? {
                little(position + 1, count).map { (count + 1, number($0)) }
            }
            let found: (Int, [UInt8])?
            switch tag {
            case 0x00...0x7F: found = (1, number(Int64(tag)))
            case 0x80...0xBF: found = text(1, Int(tag & 0x3F))
            case 0xC0...0xDF:
                guard position + 1 < bytes.count else { return nil }
                let bits = Int64(tag & 0x1F) << 8 | Int64(bytes[position + 1])
                found = (2, number(bits >= 4096 ? bits - 8192 : bits))
            case 0xE0...0xEF:
                guard position + 1 < bytes.count else { return nil }
                found = text(2, Int(tag & 0x0F) << 8 | Int(bytes[position + 1]))
            case 0xF0:
                guard let count = little(position + 1, 4) else { return nil }
                found = text(5, Int(count & 0xFFFF_FFFF))
            case 0xF1: found = integer(2)
            case 0xF2: found = integer(3)
            case 0xF3: found = integer(4)
            case 0xF4: found = integer(8)
            default: return nil
            }
            guard let found else { return nil }
            (length, element) = found
            var groups = 1
            while length >> (7 * groups) > 0, groups < 5 { groups += 1 }
            guard position + length + groups < bytes.count else { return nil }
            for group in 0..<groups {
                let bits = UInt8(length >> (7 * (groups - 1 - group)) & 0x7F)
                if bytes[position + length + group] != (group == 0 ? bits : bits | 0x80) { return nil }
            }
            elements.append(element)
            position += length + groups
        }
        guard position == bytes.count - 1 else { return nil }
        let counted = Int(UInt16(truncatingIfNeeded: announced))
        return counted == 0xFFFF || counted == elements.count ? elements : nil
    }
}

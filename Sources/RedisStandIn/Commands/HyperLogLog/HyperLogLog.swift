#if canImport(Glibc)
    import Glibc
#endif

/// An estimate of how many different elements were seen, as the string in which Redis keeps it (hyperloglog.c).
///
/// Sixteen bytes of header (`HYLL`, the encoding, the cached count) are followed by 16,384 registers: six bits for each,
/// or runs of equal ones.
struct HyperLogLog {
    static let registerCount = 16384
    private static let headerSize = 16
    private static let denseSize = headerSize + registerCount * 6 / 8

    private(set) var bytes: [UInt8]

    var isDense: Bool { bytes[4] == 0 }

    /// An empty one, as runs.
    init() {
        bytes = Array("HYLL".utf8) + [1, 0, 0, 0] + [UInt8](repeating: 0, count: 8)
        bytes += Self.zeros(Self.registerCount)
    }

    /// nil for a string that is none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerSize, bytes.starts(with: Array("HYLL".utf8)), bytes[4] <= 1 else { return nil }
        if bytes[4] == 0, bytes.count != Self.denseSize { return nil }
        self.bytes = bytes
    }

    // MARK: - The cached count

    var cachedCount: UInt64? {
        bytes[15] & 0x80 != 0 ? nil : (0..<8).reduce(0) { $0 | UInt64(bytes[8 + $1]) << (8 * UInt64($1)) }
    }

    mutating func cache(_ count: UInt64) {
        for index in 0..<8 { bytes[8 + index] = UInt8(truncatingIfNeeded: count >> (8 * UInt64(index))) }
    }

    mutating func forgetCount() { bytes[15] |= 0x80 }

    // MARK: - Runs

    private static func zeros(_ count: Int) -> [UInt8] {
        if count == 0 { return [] }
        if count <= 64 { return [UInt8(count - 1)] }
        return [0x40 | UInt8((count - 1) >> 8), UInt8(truncatingIfNeeded: count - 1)]
    }

    private static func values(_ value: UInt8, _ count: Int) -> [UInt8] {
        count == 0 ? [] : [0x80 | (value - 1) << 2 | UInt8(count - 1)]
    }

    /// One run: how many registers of which value, in how many bytes.
    struct Run {
        var value: UInt8
        var count: Int
        var size: Int
    }

    private func run(at index: Int) -> Run? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if byte & 0x80 != 0 { return Run(value: (byte >> 2 & 31) + 1, count: Int(byte & 3) + 1, size: 1) }
        if byte & 0x40 == 0 { return Run(value: 0, count: Int(byte & 63) + 1, size: 1) }
        guard index + 1 < bytes.count else { return nil }
        return Run(value: 0, count: (Int(byte & 63) << 8 | Int(bytes[index + 1])) + 1, size: 2)
    }

    /// nil when they are not all registers: the string was damaged.
    var runs: [Run]? {
        var index = Self.headerSize
        var runs: [Run] = []
        var total = 0
        while index < bytes.count {
            guard let run = run(at: index) else { return nil }
            runs.append(run)
            total += run.count
            index += run.size
        }
        return total == Self.registerCount ? runs : nil
    }

    // MARK: - Registers

    /// nil when the string was damaged.
    var registers: [UInt8]? {
        var registers = [UInt8](repeating: 0, count: Self.registerCount)
        return raise(&registers) ? registers : nil
    }

    /// Raises each of `registers` to what it is here; false when the string was damaged.
    func raise(_ registers: inout [UInt8]) -> Bool {
        isDense ? raiseDense(&registers) : raiseRuns(&registers)
    }

    private func raiseDense(_ registers: inout [UInt8]) -> Bool {
        guard bytes.count == Self.denseSize, registers.count == Self.registerCount else { return false }
        // Four registers stand in three bytes.
        for group in 0..<(Self.registerCount / 4) {
            let place = Self.headerSize + group * 3
            let (first, second, third) = (bytes[place], bytes[place + 1], bytes[place + 2])
            let values = (first & 63, (first >> 6 | second << 2) & 63, (second >> 4 | third << 4) & 63, third >> 2)
            let index = group * 4
            registers[index] = max(registers[index], values.0)
            registers[index + 1] = max(registers[index + 1], values.1)
            registers[index + 2] = max(registers[index + 2], values.2)
            registers[index + 3] = max(registers[index + 3], values.3)
        }
        return true
    }

    private func raiseRuns(_ registers: inout [UInt8]) -> Bool {
        var place = Self.headerSize
        var index = 0
        while place < bytes.count {
            guard let run = run(at: place), index + run.count <= registers.count else { return false }
            if run.value > 0 {
                for index in index..<(index + run.count) { registers[index] = max(registers[index], run.value) }
            }
            index += run.count
            place += run.size
        }
        return index == registers.count
    }

    private func denseRegister(_ index: Int) -> UInt8 {
        let bit = index * 6
        let place = Self.headerSize + bit / 8
        let low = UInt16(bytes[place]) | UInt16(place + 1 < bytes.count ? bytes[place + 1] : 0) << 8
        return UInt8(truncatingIfNeeded: low >> UInt16(bit % 8)) & 63
    }

    private mutating func setDense(_ index: Int, _ value: UInt8) {
        let bit = index * 6
        let place = Self.headerSize + bit / 8
        let shift = UInt16(bit % 8)
        var word = UInt16(bytes[place]) | UInt16(place + 1 < bytes.count ? bytes[place + 1] : 0) << 8
        word = word & ~(63 << shift) | UInt16(value) << shift
        bytes[place] = UInt8(truncatingIfNeeded: word)
        if place + 1 < bytes.count { bytes[place + 1] = UInt8(word >> 8) }
    }

    /// False when the string was damaged.
    mutating func makeDense() -> Bool {
        if isDense { return true }
        guard let registers else { return false }
        let header = Array(bytes[..<Self.headerSize])
        bytes = header + [UInt8](repeating: 0, count: Self.denseSize - Self.headerSize)
        bytes[4] = 0
        for (index, value) in registers.enumerated() where value > 0 { setDense(index, value) }
        return true
    }

    /// Where the run begins that has the register `index`, which register is its first, and where the run before it
    /// begins; nil when the string was damaged.
    private func locate(_ index: Int) -> (place: Int, first: Int, previous: Int?)? {
        // Every element that is counted looks through half of the runs.
        bytes.withUnsafeBufferPointer { bytes in
            var place = Self.headerSize
            var previous: Int?
            var first = 0
            while place < bytes.count {
                let byte = bytes[place]
                var (count, size) = (Int(byte & 3) + 1, 1)
                if byte & 0x80 == 0 {
                    count = Int(byte & 63) + 1
                    if byte & 0x40 != 0 {
                        guard place + 1 < bytes.count else { return nil }
                        (count, size) = ((count - 1) << 8 | Int(bytes[place + 1]) + 1, 2)
                    }
                }
                if index < first + count { return (place, first, previous) }
                previous = place
                place += size
                first += count
            }
            return nil
        }
    }

    /// Raises a register; nil when the string was damaged, false when it was as high before.
    mutating func raise(_ index: Int, to value: UInt8, sparseLimit: Int) -> Bool? {
        if isDense {
            if denseRegister(index) >= value { return false }
            setDense(index, value)
            return true
        }
        if value > 32 {
            guard makeDense() else { return nil }
            return raise(index, to: value, sparseLimit: sparseLimit)
        }
        guard let (place, first, previous) = locate(index), let run = run(at: place) else { return nil }
        if run.value >= value { return false }
        let before = index - first
        let after = run.count - before - 1
        let middle = Self.values(value, 1)
        let replacement =
            run.value == 0
            ? Self.zeros(before) + middle + Self.zeros(after)
            : Self.values(run.value, before) + middle + Self.values(run.value, after)
        let growth = replacement.count - run.size
        if growth > 0, bytes.count + growth > sparseLimit + Self.headerSize {
            guard makeDense() else { return nil }
            return raise(index, to: value, sparseLimit: sparseLimit)
        }
        bytes.replaceSubrange(place..<(place + run.size), with: replacement)
        mergeRuns(from: previous ?? Self.headerSize)
        return true
    }

    /// Joins equal values beside each other among the next five runs.
    private mutating func mergeRuns(from start: Int) {
        var place = start
        for _ in 0..<5 {
            guard place < bytes.count, let run = run(at: place) else { return }
            if run.value == 0 {
                place += run.size
                continue
            }
            if let next = self.run(at: place + 1), next.value == run.value, next.count + run.count <= 4 {
                bytes[place + 1] = Self.values(run.value, run.count + next.count)[0]
                bytes.remove(at: place)
                continue
            }
            place += 1
        }
    }

    /// Counts one element in; nil when the string was damaged, false when nothing changed.
    mutating func add(_ element: [UInt8], sparseLimit: Int) -> Bool? {
        let hash = murmurHash64A(element, seed: 0xADC8_3B19)
        let index = Int(hash & UInt64(Self.registerCount - 1))
        let rest = hash >> 14 | 1 << 50
        return raise(index, to: UInt8(rest.trailingZeroBitCount + 1), sparseLimit: sparseLimit)
    }

    // MARK: - The estimate

    /// Otmar Ertl's estimator, as Redis computes it.
    static func estimate(_ registers: [UInt8]) -> UInt64 {
        var histogram = [Int](repeating: 0, count: 64)
        for value in registers { histogram[Int(value & 63)] += 1 }
        let m = Double(registerCount)
        var z = m * tau((m - Double(histogram[51])) / m)
        for index in stride(from: 50, through: 1, by: -1) {
            z += Double(histogram[index])
            z *= 0.5
        }
        z += m * sigma(Double(histogram[0]) / m)
        let estimate = (0.721347520444481703680 * m * m / z).rounded(.toNearestOrAwayFromZero)
        return estimate.isFinite && estimate >= 0 ? UInt64(estimate) : 0
    }

    private static func sigma(_ start: Double) -> Double {
        if start == 1 { return .infinity }
        var x = start
        var y = 1.0
        var z = x
        while true {
            x *= x
            let last = z
            z += x * y
            y += y
            if z == last { return z }
        }
    }

    private static func tau(_ start: Double) -> Double {
        if start == 0 || start == 1 { return 0 }
        var x = start
        var y = 1.0
        var z = 1 - x
        while true {
            x = x.squareRoot()
            let last = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
            if z == last { return z / 3 }
        }
    }
}

/// Austin Appleby's MurmurHash2, the variant for 64 bits.
func murmurHash64A(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
    let m: UInt64 = 0xC6A4_A793_5BD1_E995
    var hash = seed ^ (UInt64(bytes.count) &* m)
    var index = 0
    while index + 8 <= bytes.count {
        var word: UInt64 = 0
        for offset in 0..<8 { word |= UInt64(bytes[index + offset]) << (8 * UInt64(offset)) }
        word = word &* m
        word ^= word >> 47
        hash = (hash ^ word &* m) &* m
        index += 8
    }
    if index < bytes.count {
        var word: UInt64 = 0
        for offset in 0..<(bytes.count - index) { word |= UInt64(bytes[index + offset]) << (8 * UInt64(offset)) }
        hash = (hash ^ word) &* m
    }
    hash ^= hash >> 47
    hash = hash &* m
    return hash ^ hash >> 47
}

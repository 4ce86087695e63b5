/// `$bitsAllSet`, `$bitsAllClear`, `$bitsAnySet`, `$bitsAnyClear`.
struct BitTest {
    /// Whether all of the places must be so, or one.
    var needsAll: Bool
    var wantsSet: Bool
    var places: [Int]

    /// - Parameter operand: a whole number, bytes, or a list of places.
    init(_ name: String, needsAll: Bool, wantsSet: Bool, operand: BSONValue) throws {
        self.needsAll = needsAll
        self.wantsSet = wantsSet
        switch operand {
        case .array(let values):
            places = try values.map { value in
                guard let place = value.integer.flatMap(Int.init(exactly:)), place >= 0, value.isNumber else {
                    throw MongoError(
                        .badValue, "Failed to parse bit position. Expected a non-negative number in: \(value.shellText)"
                    )
                }
                return place
            }
        case .binary(let binary):
            places = binary.bytes.indices.flatMap { index in
                (0..<8).filter { binary.bytes[index] >> $0 & 1 == 1 }.map { index * 8 + $0 }
            }
        default:
            guard let mask = operand.integer else {
                throw MongoError(
                    .badValue,
                    "\(name) takes an Array, a number, or a BinData but received: \(name): \(operand.shellText)")
            }
            guard mask >= 0 else {
                throw MongoError(.failedToParse, "Expected a non-negative number in: \(name): \(operand.shellText)")
            }
            places = (0..<63).filter { mask >> $0 & 1 == 1 }
        }
    }

    func holds(_ value: BSONValue?) -> Bool {
        switch value {
        case .binary(let binary):
            return test { place in place / 8 < binary.bytes.count && binary.bytes[place / 8] >> (place % 8) & 1 == 1 }
        case let value?:
            guard value.isNumber, let number = value.integer else { return false }
            return test { number >> min($0, 63) & 1 == 1 }
        case nil: return false
        }
    }

    private func test(_ isSet: (Int) -> Bool) -> Bool {
        needsAll
            ? places.allSatisfy { isSet($0) == wantsSet } : places.contains { isSet($0) == wantsSet }
    }
}

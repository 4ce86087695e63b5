/// What gathers the values of a group: https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/
struct Accumulator {
    /// Takes one value; nil is missing.
    var add: (BSONValue?) -> Void
    var result: () -> BSONValue?

    /// Holds what the two closures share.
    private final class Cell<Value> {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    private static func make<State>(
        _ start: State, add: @escaping (inout State, BSONValue?) -> Void, result: @escaping (State) -> BSONValue?
    ) -> Accumulator {
        let cell = Cell(start)
        return Accumulator(add: { add(&cell.value, $0) }, result: { result(cell.value) })
    }

    static let table: [String: @Sendable () -> Accumulator] = [
        "$sum": {
            make(BSONValue.int32(0)) { sum, value in
                if let value, value.isNumber { sum = NumberArithmetic.add(sum, value) }
            } result: {
                $0
            }
        },
        "$avg": {
            make((sum: BSONValue.int32(0), count: Int64(0))) { state, value in
                guard let value, value.isNumber else { return }
                state = (NumberArithmetic.add(state.sum, value), state.count + 1)
            } result: { state in
                state.count == 0 ? .null : NumberArithmetic.divide(state.sum, .int64(state.count))
            }
        },
        "$min": { extreme { $0 < 0 } },
        "$max": { extreme { $0 > 0 } },
        "$first": {
            make(BSONValue??.none) { first, value in
                if first == nil { first = .some(value) }
            } result: {
                ($0 ?? nil) ?? .null
            }
        },
        "$last": {
            make(BSONValue?.none) { last, value in
                last = value
            } result: {
                $0 ?? .null
            }
        },
        "$push": {
            make([BSONValue]()) { values, value in
                if let value { values.append(value) }
            } result: {
                .array($0)
            }
        },
        "$addToSet": {
            make((seen: Set<[UInt8]>(), values: [BSONValue]())) { state, value in
                guard let value, state.seen.insert(OrderedKey.bytes(of: value)).inserted else { return }
                state.values.append(value)
            } result: {
                .array($0.values)
            }
        },
        "$count": {
            make(Int64(0)) { count, _ in
                count += 1
            } result: {
                .integer($0)
            }
        },
        "$mergeObjects": {
            make(BSONDocument()) { merged, value in
                for element in value?.document?.elements ?? [] { merged[element.key] = element.value }
            } result: {
                .document($0)
            }
        },
        "$stdDevPop": { deviation { count, squares in count < 1 ? nil : (squares / count).squareRoot() } },
        "$stdDevSamp": { deviation { count, squares in count < 2 ? nil : (squares / (count - 1)).squareRoot() } },
    ]

    private static func extreme(_ isBetter: @escaping (Int) -> Bool) -> Accumulator {
        make(BSONValue?.none) { best, value in
            guard let value, !value.isNullish else { return }
            if let current = best, !isBetter(BSONValue.compare(value, current)) { return }
            best = value
        } result: {
            $0 ?? .null
        }
    }

    /// Welford's running mean and sum of squares.
    private static func deviation(_ finish: @escaping (Double, Double) -> Double?) -> Accumulator {
        make((count: 0.0, mean: 0.0, squares: 0.0)) { state, value in
            guard let number = value?.double else { return }
            state.count += 1
            let delta = number - state.mean
            state.mean += delta / state.count
            state.squares += delta * (number - state.mean)
        } result: { state in
            finish(state.count, state.squares).map(BSONValue.double) ?? .null
        }
    }
}

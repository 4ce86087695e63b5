/// Union, intersection and difference of sorted sets, and of sets whose members then count 1.
struct ScoreOperation {
    enum Kind { case union, intersection, difference }

    enum Aggregate {
        case sum, minimum, maximum

        func callAsFunction(_ first: Double, _ second: Double) -> Double {
            switch self {
            case .sum:
                // Infinities of both signs are 0, as in Redis.
                (first + second).isNaN ? 0 : first + second
            case .minimum: min(first, second)
            case .maximum: max(first, second)
            }
        }
    }

    var keys: [Key]
    var weights: [Double]
    var aggregate = Aggregate.sum
    var withScores = false

    /// Reads `numkeys key ... [WEIGHTS w ...] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]` from `start` on.
    init(_ call: Invocation, at start: Int, allowsScores: Bool, allowsWeights: Bool) throws(RedisError) {
        let number = try call.int(start)
        if number < 1 { throw .noInputKeys(call.command.name) }
        if number > call.count - start - 1 { throw .syntax }
        keys = (0..<number).map { call.key(start + 1 + $0) }
        weights = Array(repeating: 1, count: number)
        var index = start + 1 + number
        let aggregates: [String: Aggregate] = ["SUM": .sum, "MIN": .minimum, "MAX": .maximum]
        while index < call.count {
            let option = call.option(index)
            if option == "WEIGHTS", allowsWeights, index + number < call.count {
                for place in 0..<number {
                    guard let weight = Double(redisBytes: call[index + 1 + place]) else { throw .weightNotFloat }
                    weights[place] = weight
                }
                index += number + 1
            } else if option == "AGGREGATE", allowsWeights, index + 1 < call.count {
                guard let found = aggregates[call.option(index + 1)] else { throw .syntax }
                aggregate = found
                index += 2
            } else if option == "WITHSCORES", allowsScores {
                withScores = true
                index += 1
            } else {
                throw .syntax
            }
        }
    }

    /// The members with their scores, in order.
    func elements(_ kind: Kind, _ call: Invocation) throws(RedisError) -> [SortedSet.Element] {
        var inputs: [OrderedMap<Double>] = []
        for (key, weight) in zip(keys, weights) { inputs.append(try scores(of: key, weight, call)) }
        var result = OrderedMap<Double>()
        switch kind {
        case .union:
            for input in inputs {
                for (member, score) in input.elements {
                    result[member] = result[member].map { aggregate($0, score) } ?? score
                }
            }
        case .intersection:
            for (member, score) in inputs[0].elements {
                var total = score
                var isEverywhere = true
                for input in inputs.dropFirst() {
                    guard let other = input[member] else {
                        isEverywhere = false
                        break
                    }
                    total = aggregate(total, other)
                }
                if isEverywhere { result[member] = total }
            }
        case .difference:
            for (member, score) in inputs[0].elements where !inputs.dropFirst().contains(where: { $0.contains(member) })
            {
                result[member] = score
            }
        }
        return result.elements.map { SortedSet.Element(score: $0.value, member: $0.key) }.sorted()
    }

    private func scores(of key: Key, _ weight: Double, _ call: Invocation) throws(RedisError) -> OrderedMap<Double> {
        var scores = OrderedMap<Double>()
        switch call.entry(key)?.value {
        case nil: break
        case .sortedSet(let set)?:
            for (member, score) in set.scores.elements {
                let weighted = score * weight
                scores[member] = weighted.isNaN ? 0 : weighted
            }
        case .set(let set)?: for (member, _) in set.members.elements { scores[member] = weight }
        case .string?, .list?, .hash?, .stream?: throw .wrongType
        }
        return scores
    }

    static func reply(_ kind: Kind, _ call: Invocation) throws(RedisError) -> RESPValue {
        let operation = try ScoreOperation(call, at: 1, allowsScores: true, allowsWeights: kind != .difference)
        return scoredReply(try operation.elements(kind, call), withScores: operation.withScores)
    }

    static func store(_ kind: Kind, _ call: Invocation) throws(RedisError) -> RESPValue {
        let operation = try ScoreOperation(call, at: 2, allowsScores: false, allowsWeights: kind != .difference)
        return storeElements(try operation.elements(kind, call), in: call.key(1), call)
    }
}

extension Command {
    /// `PFDEBUG subcommand key`
    ///
    /// Internal commands for debugging HyperLogLog values. See <https://redis.io/commands/pfdebug/>.
    static let pfdebug = Command(
        "pfdebug", arity: 3, flags: [.write, .denyoom, .admin], keys: KeyPositions(first: 2, last: 2, step: 1),
        group: .hyperloglog, since: "2.8.9",
        summary: "Internal commands for debugging HyperLogLog values",
        reply: { call throws(RedisError) in
            guard var log = try call.hyperLogLog(call.key(2)) else {
                throw RedisError("ERR The specified key does not exist")
            }
            switch call.option(1) {
            case "GETREG":
                guard log.makeDense(), let registers = log.registers else { throw .damagedHyperLogLog }
                call.changeString(call.key(2), log.bytes)
                return .array(registers.map { .integer(Int64($0)) })
            case "DECODE":
                if log.isDense { throw RedisError("ERR HLL encoding is not sparse") }
                guard let runs = log.runs else { throw .damagedHyperLogLog }
                let text = runs.map { run in
                    run.value > 0 ? "v:\(run.value),\(run.count)" : "\(run.size == 1 ? "z" : "Z"):\(run.count)"
                }
                return .text(text.joined(separator: " "))
            case "ENCODING": return .simple(log.isDense ? "dense" : "sparse")
            case "TODENSE":
                if log.isDense { return .integer(0) }
                guard log.makeDense() else { throw .damagedHyperLogLog }
                call.changeString(call.key(2), log.bytes)
                return .integer(1)
            default:
                throw RedisError("ERR Unknown PFDEBUG subcommand '\(String(decoding: call[1], as: UTF8.self))'")
            }
        })

    /// `PFSELFTEST`
    ///
    /// An internal command for testing HyperLogLog values. See <https://redis.io/commands/pfselftest/>.
    static let pfselftest = Command(
        "pfselftest", arity: 1, flags: [.admin], group: .hyperloglog, since: "2.8.9",
        summary: "An internal command for testing HyperLogLog values",
        reply: { call throws(RedisError) in
            var sparse = HyperLogLog()
            var dense = HyperLogLog()
            guard dense.makeDense() else { throw .damagedHyperLogLog }
            for number in 0..<20_000 {
                let element = Array("element:\(number)".utf8)
                _ = sparse.add(element, sparseLimit: 3000)
                _ = dense.add(element, sparseLimit: 3000)
            }
            guard let first = sparse.registers, let second = dense.registers, first == second else {
                throw RedisError("ERR TESTFAILED sparse and dense registers differ")
            }
            let error = Double(HyperLogLog.estimate(first)) / 20_000 - 1
            if abs(error) > 0.0325 { throw RedisError("ERR TESTFAILED Too big error. card:20000") }
            return .ok
        })
}

import Determinism
import Fidelity
import Images
import JSONTree
import RedisStandIn
import SQLiteStore
import Synchronization
import Testing

/// A queue on a stand-in with a frozen clock, and a worker that notes what it is given.
///
/// A job `{"fails": n}` fails n times. After two barrier jobs the worker has looked once at everything that was due, so
/// that no test needs to wait for time to pass.
private final class QueueBench: Sendable {
    let clock = InstanceClock(frozenAt: startOfTests)
    let container: Container
    let redis: RedisSession
    private let standIn: RedisStandIn
    private let tries = Mutex<[String: Int]>([:])
    private let barriers: AsyncStream<Int>
    private let barrierSink: AsyncStream<Int>.Continuation
    private let barrierCount = Mutex(0)

    init() async throws {
        standIn = try await RedisStandIn(
            name: "cache", location: .memory, clock: clock, random: SeededRandom(seed: 7), ledger: Ledger())
        container = .test(clock: clock, redis: standIn)
        redis = standIn.makeSession(remoteAddress: "test")
        (barriers, barrierSink) = AsyncStream.makeStream(of: Int.self)
    }

    var queue: JobQueue { JobQueue(container: container, queue: "jobs", store: "cache") }

    /// Runs `body` while a worker works.
    func withWorker(_ name: String = "jobs-0", _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.standIn.run() }
            group.addTask { try await self.queue.work(as: name) { try self.perform($0) } }
            try await body()
            group.cancelAll()
        }
    }

    struct Failed: Error {}

    private func perform(_ job: JSON) throws {
        if let barrier = job["barrier"]?.int {
            barrierSink.yield(barrier)
            return
        }
        let tried = tries.withLock { tries in
            tries[job["name"]?.string ?? "", default: 0] += 1
            return tries[job["name"]?.string ?? ""] ?? 0
        }
        if tried <= job["fails"]?.int ?? 0 { throw Failed() }
    }

    func tries(of name: String) -> Int { tries.withLock { $0[name] ?? 0 } }

    func advance(by duration: Duration) async throws {
        clock.advance(by: duration)
        try await settle()
    }

    /// Returns when the worker has looked at everything that is due now.
    func settle() async throws {
        for _ in 0..<2 {
            let number = barrierCount.withLock { count in
                count += 1
                return count
            }
            try await queue.publish(["barrier": JSON(number)])
            for await seen in barriers where seen == number { break }
        }
    }

    func pending() async throws -> Int64 {
        try await redis.checked(["XPENDING", "shop:jobs", "jobs"]).elements?.first?.integer ?? -1
    }
}

@Suite(.timeLimit(.minutes(1))) struct JobQueueTests {
    @Test func `a job is done once and acknowledged`() async throws {
        let bench = try await QueueBench()
        try await bench.queue.publish(["name": "a"])
        try await bench.withWorker {
            try await bench.settle()
            #expect(bench.tries(of: "a") == 1)
            try await bench.advance(by: .seconds(3600))
            #expect(bench.tries(of: "a") == 1)
        }
    }

    @Test func `a job that fails is tried again after rests that double`() async throws {
        let bench = try await QueueBench()
        try await bench.withWorker {
            try await bench.queue.publish(["name": "a", "fails": 3])
            try await bench.settle()
            for (tries, rest) in [(1, 1), (2, 2), (3, 4)] {
                try await bench.advance(by: .seconds(rest) - .milliseconds(1))
                #expect(bench.tries(of: "a") == tries, "before the rest of \(rest) s is over")
                try await bench.advance(by: .milliseconds(1))
                #expect(bench.tries(of: "a") == tries + 1, "after the rest of \(rest) s")
            }
            try await bench.advance(by: .seconds(3600))
            #expect(bench.tries(of: "a") == 4)
            #expect(try await bench.pending() == 0)
        }
    }

    @Test func `a job that fails at its last try goes to the dead letters with the reason`() async throws {
        let bench = try await QueueBench()
        try await bench.withWorker {
            try await bench.queue.publish(["name": "a", "fails": 100])
            try await bench.settle()
            for rest in [1, 2, 4, 8] { try await bench.advance(by: .seconds(rest)) }
            #expect(bench.tries(of: "a") == 5)
            #expect(try await bench.pending() == 0)
            let dead = try await bench.redis.checked(["XRANGE", "shop:jobs:dead", "-", "+"]).elements ?? []
            #expect(dead.count == 1)
            let fields = dead.first?.elements?.last?.elements?.compactMap(\.text) ?? []
            #expect(fields.first == "job")
            #expect(fields.contains(#"{"name":"a","fails":100}"#))
            #expect(fields.last == "Failed()")
        }
    }

    @Test func `a job of a worker that died is claimed when it has been idle long enough`() async throws {
        let bench = try await QueueBench()
        try await take(from: bench, as: "jobs-of-old", ["name": "a"])
        try await bench.withWorker {
            try await bench.advance(by: .seconds(29))
            #expect(bench.tries(of: "a") == 0)
            try await bench.advance(by: .seconds(1))
            #expect(bench.tries(of: "a") == 1)
            #expect(try await bench.pending() == 0)
        }
    }

    @Test func `a job that was taken and not acknowledged is done again after a restart`() async throws {
        let bench = try await QueueBench()
        try await take(from: bench, as: "jobs-0", ["name": "a"])
        try await bench.withWorker {
            try await bench.advance(by: .seconds(1))
            #expect(bench.tries(of: "a") == 1)
            #expect(try await bench.pending() == 0)
        }
    }

    @Test func `no job is lost when workers come and go and jobs fail`() async throws {
        let bench = try await QueueBench()
        for number in 0..<20 {
            try await bench.queue.publish(["name": .string("job \(number)"), "fails": JSON(number % 3)])
        }
        for _ in 0..<4 { try await bench.withWorker { try await bench.advance(by: .seconds(2)) } }
        try await bench.withWorker { for _ in 0..<4 { try await bench.advance(by: .seconds(30)) } }
        for number in 0..<20 { #expect(bench.tries(of: "job \(number)") == number % 3 + 1) }
        #expect(try await bench.pending() == 0)
        #expect(try await bench.redis.checked(["EXISTS", "shop:jobs:dead"]).integer == 0)
    }

    @Test func `a job that is not JSON becomes a dead letter`() async throws {
        let bench = try await QueueBench()
        try await bench.redis.checked(["XADD", "shop:jobs", "*", "job", "{"])
        try await bench.withWorker {
            try await bench.settle()
            for rest in [1, 2, 4, 8] { try await bench.advance(by: .seconds(rest)) }
            #expect(try await bench.redis.checked(["XLEN", "shop:jobs:dead"]).integer == 1)
        }
    }

    /// Takes `job` as a worker that then dies.
    private func take(from bench: QueueBench, as consumer: String, _ job: JSON) async throws {
        try await bench.redis.checked(["XGROUP", "CREATE", "shop:jobs", "jobs", "0", "MKSTREAM"])
        try await bench.queue.publish(job)
        try await bench.redis.checked([
            "XREADGROUP", "GROUP", "jobs", consumer, "COUNT", "1", "STREAMS", "shop:jobs", ">",
        ])
    }
}

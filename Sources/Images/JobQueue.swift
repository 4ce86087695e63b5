import Determinism
package import JSONTree
import RedisStandIn

/// A queue of jobs: a Redis stream with a consumer group.
///
/// A job is a JSON document in the field `job` of one stream entry. A worker takes it with the group, does it, and
/// acknowledges it; a job whose worker died between the two stays pending and is claimed when it has been idle long
/// enough, so that it is done at least once. A job that fails is tried again with growing pauses, and after the last try is moved
/// to the stream `<stream>:dead` with the reason.
package struct JobQueue: Sendable {
    private let container: Container
    /// The queue's name in the blueprint: `jobs`.
    private let queue: String
    /// The Redis store that holds the stream.
    private let store: String

    package init(container: Container, queue: String, store: String) {
        self.container = container
        self.queue = queue
        self.store = store
    }

    private var stream: String {
        get throws { try container.setting("\(Container.variablePrefix(of: queue))_STREAM") }
    }

    private var group: String {
        get throws { try container.setting("\(Container.variablePrefix(of: queue))_GROUP") }
    }

    /// Appends `job`; when this returns, the job is stored.
    package func publish(_ job: JSON) async throws {
        let redis = try await container.redis(store)
        try await redis.checked(["XADD", try stream, "*", "job", job.text])
    }

    /// How a job is tried again.
    package struct Retry: Sendable {
        /// How often a job is tried in all.
        package var tries = 5
        /// The pause before the second try; each further one is twice as long.
        package var pause: Duration = .seconds(1)
        /// A job of another worker that it has not touched for so long is taken from it.
        package var idle: Duration = .seconds(30)

        package init() {}

        /// How long a job that was delivered `deliveries` times rests before it is tried again.
        func rest(after deliveries: Int) -> Duration { pause * (1 << min(max(0, deliveries - 1), 20)) }
    }

    /// Takes jobs and does them, one after the other, until the task is cancelled. A connection that is lost is made anew.
    ///
    /// - Parameters:
    ///   - consumer: the name of this worker; no other may have it at the same time.
    ///   - perform: does one job; what it throws is a failed try.
    package func work(
        as consumer: String, retry: Retry = Retry(), _ perform: @escaping @Sendable (JSON) async throws -> Void
    ) async throws {
        while true {
            let redis = try await container.redis(store)
            let worker = Worker(
                redis: redis, clock: container.clock, stream: try stream, group: try group, consumer: consumer,
                retry: retry, perform: perform)
            do {
                try await worker.run()
            } catch let error as RedisReplyError where error.isConnectionLost {
                // As every driver does; a server that is not there then ends the container.
                try await container.clock.sleep(for: .milliseconds(500))
            }
        }
    }

    /// One consumer of the group at work.
    private struct Worker: Sendable {
        let redis: any RedisClient
        let clock: InstanceClock
        let stream, group, consumer: String
        let retry: Retry
        let perform: @Sendable (JSON) async throws -> Void

        func run() async throws {
            let created = await redis.execute(["XGROUP", "CREATE", stream, group, "0", "MKSTREAM"])
            if case .error(let message) = created, !message.hasPrefix("BUSYGROUP") {
                throw RedisReplyError(message: message)
            }
            while true {
                try Task.checkCancellation()
                try await tryPendingAgain()
                let reply = try await redis.checked([
                    "XREADGROUP", "GROUP", group, consumer, "COUNT", "1", "BLOCK", "500", "STREAMS", stream, ">",
                ])
                for entry in reply.elements?.last?.elements ?? [] { try await attempt(entry) }
            }
        }

        /// Jobs that failed, or whose worker died, and have rested long enough.
        private func tryPendingAgain() async throws {
            let pending = try await redis.checked(["XPENDING", stream, group, "-", "+", "100"])
            for item in pending.elements ?? [] {
                guard let parts = item.elements, parts.count == 4, let id = parts[0].text, let owner = parts[1].text,
                    let idle = parts[2].integer, let deliveries = parts[3].integer
                else { continue }
                let rest = owner == consumer ? retry.rest(after: Int(deliveries)) : retry.idle
                let restMilliseconds = rest.wholeMicroseconds / 1000
                if idle < restMilliseconds { continue }
                let claimed = try await redis.checked([
                    "XCLAIM", stream, group, consumer, "\(restMilliseconds)", id,
                ])
                for entry in claimed.elements ?? [] { try await attempt(entry, deliveries: Int(deliveries) + 1) }
            }
        }

        /// Does one job and acknowledges it; leaves it pending when it fails, or gives it up after the last try.
        private func attempt(_ entry: RESPValue, deliveries: Int = 1) async throws {
            guard let id = entry.elements?.first?.text else { return }
            var fields = (entry.elements?.last?.elements ?? []).compactMap(\.text)[...]
            var text = ""
            while let name = fields.popFirst(), let value = fields.popFirst() { if name == "job" { text = value } }

            do {
                try await perform(try JSON.parse(text))
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                if deliveries < retry.tries { return }
                try await redis.checked(["XADD", "\(stream):dead", "*", "job", text, "id", id, "reason", "\(error)"])
            }
            try await redis.checked(["XACK", stream, group, id])
        }
    }
}

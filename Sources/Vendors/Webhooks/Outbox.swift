import Determinism
import Fidelity
import HTTP
import JSONTree

/// The webhooks that are to be delivered: kept in the store until the receiver has taken them.
///
/// A receiver takes one by answering 2xx. What is refused is tried again 1, 5, 30, 120 and 360 minutes later by the
/// instance's clock, and then given up and kept under `undelivered`.
struct Outbox: Sendable {
    private let store: VendorStore
    private let clock: InstanceClock
    private let ledger: Ledger
    private let api: String
    private let deliver: @Sendable (String, Request) async -> Response
    private let wake: AsyncStream<Void>.Continuation
    private let wakes: AsyncStream<Void>

    private static let pauses: [Duration] = [60, 300, 1800, 7200, 21_600].map { .seconds($0) }

    init(
        store: VendorStore, clock: InstanceClock, ledger: Ledger, api: String,
        deliver: @escaping @Sendable (String, Request) async -> Response
    ) {
        self.store = store
        self.clock = clock
        self.ledger = ledger
        self.api = api
        self.deliver = deliver
        (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Puts a POST of `body` to `url` into the outbox, under an `id` of its own.
    func post(id: String, to url: String, fields: [(String, String)], body: String) async throws {
        let message: JSON = [
            "url": .string(url), "fields": .array(fields.map { .array([.string($0.0), .string($0.1)]) }),
            "body": .string(body), "attempts": 0, "due": .int(clock.now.microseconds),
        ]
        try await store.put("outbox", id, message)
        wake.yield()
    }

    /// Sends a request to a receiver now and returns its answer.
    func ask(_ url: String, _ request: Request) async -> Response { await deliver(url, request) }

    /// Delivers until the task is cancelled.
    func run() async throws {
        wake.yield()
        try await withThrowingDiscardingTaskGroup { group in
            for await _ in wakes {
                guard let next = try await deliverDue() else { continue }
                group.addTask {
                    try await clock.sleep(until: next)
                    wake.yield()
                }
            }
            group.cancelAll()
        }
    }

    /// Tries everything that is due, and returns when the next attempt is due; nil when nothing waits.
    func deliverDue() async throws -> Timestamp? {
        var next: Timestamp?
        for document in try await store.list("outbox") {
            var message = document.value
            let due = Timestamp(microseconds: Int64(message["due"]?.int ?? 0))
            if due > clock.now {
                next = min(next ?? due, due)
                continue
            }
            let url = message["url"]?.string ?? ""
            let response = await deliver(url, Self.request(message))
            if (200..<300).contains(response.status.code) {
                try await store.delete("outbox", document.id)
                continue
            }
            let attempts = message["attempts"]?.int ?? 0
            message["attempts"] = JSON(attempts + 1)
            guard Self.pauses.indices.contains(attempts) else {
                ledger.record("webhook given up", of: api, .exact)
                try await store.put("undelivered", document.id, message)
                try await store.delete("outbox", document.id)
                continue
            }
            let again = clock.now + Self.pauses[attempts]
            message["due"] = .int(again.microseconds)
            try await store.put("outbox", document.id, message)
            next = min(next ?? again, again)
        }
        return next
    }

    private static func request(_ message: JSON) -> Request {
        var fields = Fields()
        for field in message["fields"]?.array ?? [] {
            fields.append(field[0]?.string ?? "", field[1]?.string ?? "")
        }
        let url = WebAddress(message["url"]?.string ?? "")
        return Request(
            .post, url.target, scheme: url.scheme, authority: url.authority, fields: fields,
            body: Array((message["body"]?.string ?? "").utf8))
    }
}

/// An absolute URL cut into the parts a request needs.
struct WebAddress: Sendable {
    var scheme: String
    var authority: String
    /// Path and query; `/` when the URL has none.
    var target: String

    init(_ text: String) {
        let mark = text.firstRange(of: "://")
        scheme = mark.map { String(text[..<$0.lowerBound]) } ?? "http"
        let rest = mark.map { text[$0.upperBound...] } ?? text[...]
        let pathStart = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<pathStart])
        let path = rest[pathStart...]
        target = path.hasPrefix("/") ? String(path) : "/" + path
    }
}

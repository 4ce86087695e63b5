import Determinism
import Fidelity
import HTTP
import JSONTree
import Synchronization
import Testing
import Vendors

/// One mock with a clock that stands still, a fixed seed and a receiver of webhooks that notes what it gets.
struct Bench: Sendable {
    static let token = "test-secret-token-0123456789"

    let mock: VendorMock
    let clock = InstanceClock(frozenAt: Timestamp(seconds: 1_790_000_000))
    let ledger = Ledger()
    let receiver = Receiver()

    init(_ api: String, seed: UInt64 = 1, store: VendorStore = .inMemory()) throws {
        let receiver = receiver
        let context = VendorContext(
            clock: clock, random: SeededRandom(seed: seed), ledger: ledger,
            credentials: VendorCredentials(token: Self.token), store: store,
            deliver: { url, request in receiver.receive(url, request) })
        mock = try #require(VendorMock.named(api, context))
    }

    /// Sends a request with the token as bearer, unless `token` is another.
    func send(
        _ method: Method, _ target: String, _ body: [UInt8] = [], token: String? = Bench.token,
        fields: Fields = Fields()
    ) async -> Response {
        var fields = fields
        if let token, fields["authorization"] == nil { fields["authorization"] = "Bearer \(token)" }
        return await mock.handler(Request(method, target, fields: fields, body: body))
    }

    /// The status and the JSON body of the answer to a JSON body.
    func json(
        _ method: Method, _ target: String, _ body: JSON? = nil, token: String? = Bench.token, fields: Fields = Fields()
    ) async throws -> (status: Int, body: JSON) {
        let response = await send(method, target, body?.bytes ?? [], token: token, fields: fields)
        let bytes = try await response.collectedBody()
        return (response.status.code, bytes.isEmpty ? .null : try JSON.parse(bytes))
    }

    /// The same for a form body.
    func form(
        _ method: Method, _ target: String, _ pairs: [(name: String, value: String)], token: String? = Bench.token,
        fields: Fields = Fields()
    ) async throws -> (status: Int, body: JSON) {
        let response = await send(method, target, Array(Form(pairs).encoded.utf8), token: token, fields: fields)
        let bytes = try await response.collectedBody()
        return (response.status.code, bytes.isEmpty ? .null : try JSON.parse(bytes))
    }

    /// Everything of a response as text, for comparisons.
    func transcript(_ response: Response) async throws -> String {
        let fields = response.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return "\(response.status.code)\n\(fields)\n\n"
            + String(decoding: try await response.collectedBody(), as: UTF8.self)
    }
}

/// Takes webhooks, with a status that a test can set.
final class Receiver: Sendable {
    struct Received: Sendable {
        var url: String
        var request: Request
    }

    private let state = Mutex<(received: [Received], status: Status)>(([], .ok))

    var received: [Received] { state.withLock { $0.received } }

    func answer(with status: Status) { state.withLock { $0.status = status } }

    func receive(_ url: String, _ request: Request) -> Response {
        state.withLock { $0.received.append(Received(url: url, request: request)) }
        let status = state.withLock { $0.status }
        // Meta's handshake wants its challenge back.
        return .text(request.queryForm["hub.challenge"] ?? "", status)
    }
}

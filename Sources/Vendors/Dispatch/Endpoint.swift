import Fidelity
import HTTP

/// One row of a vendor's table: an address, what it does, how faithfully, and the function that does it.
struct Endpoint: Sendable {
    /// Who may call it.
    enum Access: Sendable {
        /// Whoever proves himself as the vendor asks.
        case authenticated
        /// Anybody; the endpoint checks what it needs itself.
        case open
    }

    var method: Method
    var path: PathPattern
    var summary: String
    var fidelity: Fidelity
    var access: Access
    /// Runs while no other request of the same mock runs. Only an endpoint that waits for somebody else is not.
    var isExclusive: Bool
    var answer: @Sendable (Call) async throws -> Response

    init(
        _ method: Method, _ path: String, _ summary: String, _ fidelity: Fidelity,
        access: Access = .authenticated, isExclusive: Bool = true,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = PathPattern(path)
        self.summary = summary
        self.fidelity = fidelity
        self.access = access
        self.isExclusive = isExclusive
        self.answer = answer
    }

    /// An exact one.
    init(
        _ method: Method, _ path: String, _ summary: String, access: Access = .authenticated, isExclusive: Bool = true,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.init(method, path, summary, .exact, access: access, isExclusive: isExclusive, answer)
    }

    /// A known address that is not built; it answers as an unknown one and is recorded with `reason`.
    static func unsupported(_ method: Method, _ path: String, _ summary: String, _ reason: String) -> Endpoint {
        Endpoint(method, path, summary, .unsupported(reason)) { call in
            throw Refusal(call.vendor.unknown(call, []))
        }
    }

    var feature: String { "\(method) \(path.text)" }
}

/// Ends a request with the vendor's own error.
struct Refusal: Error {
    var response: Response

    init(_ response: Response) { self.response = response }
}

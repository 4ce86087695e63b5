import Determinism
import Fidelity
import HTTP
import JSONTree

/// One vendor's API as a value: its table of endpoints, and how it says the things every endpoint says.
struct Vendor: Sendable {
    var api: String
    var title: String
    /// Where the vendor documents it.
    var reference: String
    var hosts: [String]
    var endpoints: [Endpoint]
    /// Throws the vendor's refusal when the caller does not prove himself.
    var authenticate: @Sendable (Call) async throws -> Void
    /// The answer to an address that is not in the table; `allowed` are the methods it has under other rows.
    var unknown: @Sendable (_ call: Call, _ allowed: [Method]) -> Response
    /// The answer to a body that is not JSON.
    var malformed: @Sendable (Call, JSONError) -> Response
    /// The answer when the mock itself fails, for example because its store cannot be written.
    var failed: @Sendable (Call) -> Response
    /// Adds the fields that stand on every response: request id, limits.
    var dress: @Sendable (inout Response, Call) -> Void

    /// All of them, by name.
    static let all: [Vendor] = [.googleAds, .hubSpot, .meta, .openAI, .salesforce, .tikTok]

    func answer(_ request: Request, _ state: VendorState) async -> Response {
        var call = Call(request: request, vendor: self, state: state, trace: state.random.hex(32))
        let path = request.pathSegments
        var allowed: [Method] = []
        for endpoint in endpoints {
            guard let parameters = endpoint.path.match(path) else { continue }
            guard endpoint.method == request.method else {
                allowed.append(endpoint.method)
                continue
            }
            call.parameters = parameters
            state.ledger.record(endpoint.feature, of: api, endpoint.fidelity)
            return await answer(call, by: endpoint)
        }
        state.ledger.record(
            "\(request.method) \(Self.outline(of: path))", of: api, .unsupported("the mock has no such endpoint"))
        var response = unknown(call, allowed)
        dress(&response, call)
        return response
    }

    private func answer(_ call: Call, by endpoint: Endpoint) async -> Response {
        let work: @Sendable () async throws -> Response = {
            if endpoint.access == .authenticated { try await authenticate(call) }
            return try await endpoint.answer(call)
        }
        var response: Response
        do {
            response = try await endpoint.isExclusive ? call.state.gate.exclusively(work) : work()
        } catch let refusal as Refusal {
            response = refusal.response
        } catch {
            response = failed(call)
        }
        dress(&response, call)
        return response
    }

    /// A path for the ledger: ids left out, so that a thousand calls for a thousand things are one entry.
    private static func outline(of path: [String]) -> String {
        let outlined = path.prefix(8).map { segment in
            segment.count > 40 || segment.dropFirst().contains(where: \.isNumber) && !segment.hasPrefix("v")
                ? "{id}" : segment
        }
        return "/" + outlined.joined(separator: "/")
    }
}

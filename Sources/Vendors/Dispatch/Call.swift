import Determinism
import HTTP
import JSONTree

/// One request on its way through a mock, with what the path's placeholders stand for.
struct Call: Sendable {
    let request: Request
    let vendor: Vendor
    let state: VendorState
    /// 32 hexadecimal digits from the seed, from which the vendor's request and trace ids are made.
    let trace: String
    var parameters: [String: String] = [:]

    var query: Form { request.queryForm }
    var now: Timestamp { state.clock.now }

    /// The value of a placeholder of the endpoint's own path.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The body as JSON.
    ///
    /// - Throws: the vendor's refusal of a body that is not JSON.
    func json() throws -> JSON {
        do {
            return try JSON.parse(request.body)
        } catch {
            throw Refusal(vendor.malformed(self, error))
        }
    }
}

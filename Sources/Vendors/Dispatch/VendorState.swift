import Determinism
import Fidelity
import JSONTree

/// What the endpoints of one running mock share.
struct VendorState: Sendable {
    let api: String
    let clock: InstanceClock
    let random: SeededRandom
    let ledger: Ledger
    let credentials: VendorCredentials
    let store: VendorStore
    let gate = SerialGate()
    let outbox: Outbox

    init(context: VendorContext, api: String) {
        self.api = api
        clock = context.clock
        random = context.random
        ledger = context.ledger
        credentials = context.credentials
        store = context.store.scoped(api)
        outbox = Outbox(store: store, clock: context.clock, ledger: context.ledger, api: api, deliver: context.deliver)
    }

    /// 1, 2, 3 and so on for each `kind`; goes on where it was after a restart.
    func nextNumber(of kind: String) async throws -> Int64 {
        let last = try await store.get("sequences", kind)?.int ?? 0
        try await store.put("sequences", kind, .int(Int64(last) + 1))
        return Int64(last) + 1
    }

    /// Notes a token that the mock has given out, good for `lifetime`.
    func issue(_ token: String, for lifetime: Duration, about details: JSON = [:]) async throws {
        let end = clock.now + lifetime
        try await store.put("tokens", token, ["expires": .int(end.microseconds), "details": details])
    }

    /// Whether `token` is a secret of the instance or a token given out that has not run out.
    func accepts(token: String) async throws -> Bool {
        if credentials.accepts(token) { return true }
        guard let expires = try await store.get("tokens", token)?["expires"]?.int else { return false }
        return clock.now.microseconds < Int64(expires)
    }

    /// The documents of `collection` for which `isWanted` holds, in the order of insertion.
    func documents(_ collection: String, where isWanted: (JSON) -> Bool = { _ in true }) async throws -> [JSON] {
        try await store.list(collection).map(\.value).filter(isWanted)
    }
}

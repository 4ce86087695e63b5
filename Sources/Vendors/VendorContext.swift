package import Determinism
package import Fidelity
package import HTTP

/// What a mock gets from the instance it lives in.
package struct VendorContext: Sendable {
    package var clock: InstanceClock
    package var random: SeededRandom
    package var ledger: Ledger
    package var credentials: VendorCredentials
    package var store: VendorStore
    /// Sends a webhook to an absolute URL; a response with a status of 5xx stands for an address nobody answers at.
    package var deliver: @Sendable (_ url: String, _ request: Request) async -> Response

    package init(
        clock: InstanceClock, random: SeededRandom, ledger: Ledger, credentials: VendorCredentials,
        store: VendorStore = .inMemory(), deliver: @escaping @Sendable (String, Request) async -> Response
    ) {
        self.clock = clock
        self.random = random
        self.ledger = ledger
        self.credentials = credentials
        self.store = store
        self.deliver = deliver
    }
}

/// What a mock accepts as proof of who calls.
///
/// The instance's local secret store holds one value per secret's name. Each of the values is accepted wherever the vendor
/// asks for a secret: as API key, access token, refresh token, client secret or password. Client ids and user names are
/// taken as they come.
package struct VendorCredentials: Sendable {
    /// The secrets by name, in order.
    package var secrets: [(name: String, value: String)]

    package init(secrets: [(name: String, value: String)]) { self.secrets = secrets }
    package init(token: String) { self.init(secrets: [("token", token)]) }

    func accepts(_ value: String) -> Bool { !value.isEmpty && secrets.contains { $0.value == value } }

    /// What webhooks are signed with: the secret whose name ends in `app-secret` or `client-secret`, else the first.
    var signingSecret: String {
        let named = secrets.first { $0.name.hasSuffix("app-secret") || $0.name.hasSuffix("client-secret") }
        return (named ?? secrets.first)?.value ?? ""
    }
}

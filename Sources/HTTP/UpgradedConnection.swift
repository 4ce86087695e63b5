/// A connection whose client and server have left HTTP for another protocol, such as WebSocket: bytes both ways.
package struct UpgradedConnection: Sendable {
    /// What the client sends, until it closes. Iterate it once.
    package let inbound: AsyncThrowingStream<[UInt8], any Error>
    private let send: @Sendable ([UInt8]) async throws -> Void

    package init(
        inbound: AsyncThrowingStream<[UInt8], any Error>, send: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        self.inbound = inbound
        self.send = send
    }

    /// Sends `bytes` to the client, and returns when the connection can take more.
    package func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
}

extension Request {
    /// The protocol that the client asks to go on with on this connection: `websocket`; nil when it asks for none.
    /// RFC 9110 7.8.
    package var upgradeProtocol: String? {
        guard let name = fields["upgrade"] else { return nil }
        let options = fields.all("connection").flatMap { $0.lowercased().split(separator: ",") }
        return options.contains { String($0).trimmingBlanks() == "upgrade" } ? name : nil
    }
}

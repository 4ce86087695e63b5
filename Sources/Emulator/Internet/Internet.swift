import Determinism
import Fidelity
import HTTP
import JSONTree
package import Vendors

/// The internet of an instance: a mock for every vendor, each at its own host names.
package struct Internet: Sendable {
    package let mocks: [VendorMock]

    func mock(for host: String) -> VendorMock? { mocks.first { $0.answers(for: host) } }

    /// An address that stands for `host`: one of the range that RFC 5737 keeps for documents, always the same.
    static func address(of host: String) -> String {
        let sum = host.utf8.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) }
        return "203.0.113.\(sum % 250 + 2)"
    }

    /// Delivers the vendors' webhooks until the task is cancelled.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for mock in mocks { group.addTask { try await mock.run() } }
            for try await _ in group {}
        }
    }
}

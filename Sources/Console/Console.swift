// How a running system is asked and told things from outside: the control API.
//
// HTTP and JSON on a listener of this machine, one table of operations (`ControlOperation`), errors as problem documents
// of RFC 9457. The command line acts on a running system through it and through nothing else, so that a test in any
// language can do the same. `docs/control-api.md` describes every operation.
package import Emulator
import Foundation
import HTTP
import Images
import JSONTree
import Serving

/// The control API of one instance.
package struct Console: Sendable {
    private static let usualPort = 7700

    private let instance: Instance
    private let listener: HTTPListener

    /// Binds its listener: a port that is the same at every start where it can be had.
    ///
    /// - Throws: `BindError`.
    package static func bind(_ instance: Instance, isIsolated: Bool) async throws -> Console {
        var limits = HTTPListener.Limits()
        // A process holds its place with a connection on which nothing more need come.
        limits.idle = .seconds(365 * 86_400)
        if !isIsolated, let listener = try? await HTTPListener.bind(ListenAddress(port: usualPort), limits: limits) {
            return Console(instance: instance, listener: listener)
        }
        let listener = try await HTTPListener.bind(ListenAddress(port: 0), limits: limits)
        return Console(instance: instance, listener: listener)
    }

    /// `http://127.0.0.1:7700`
    package var url: String { "http://\(listener.address)" }

    /// Answers until the task is cancelled.
    package func run() async throws {
        let operations = ControlOperation.router(for: instance)
        try await listener.run { request in
            guard request.isFromThisMachine else {
                return .problem(.forbidden, "the control API answers only to this machine's own programs")
            }
            return await operations.handler(request)
        }
    }
}

extension Request {
    /// Whether it was addressed to this machine, by a program or by a page that came from here: a page of another site,
    /// or one whose name was pointed here, is turned away.
    fileprivate var isFromThisMachine: Bool {
        let names: Set<String> = ["127.0.0.1", "localhost", "[::1]"]
        guard names.contains(host) else { return false }
        guard let origin = fields["origin"] else { return true }
        return Request(url: origin).map { names.contains($0.host) } ?? false
    }
}

import JSONTree
import Synchronization

/// How grave a log message is, after RFC 5424.
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
    case debug, info, notice, warning, error, critical, alert, emergency

    package static func < (lhs: LogLevel, rhs: LogLevel) -> Bool {
        (allCases.firstIndex(of: lhs) ?? 0) < (allCases.firstIndex(of: rhs) ?? 0)
    }
}

/// Where a running call tells the client about itself: progress and logs, as far as the client asked for them.
package struct Reporter: Sendable {
    private let token: JSON?
    private let level: LogLevel?
    private let send: @Sendable (JSON) async throws -> Void
    private let latest = LatestProgress()

    /// A reporter that tells nobody.
    package static let silent = Reporter(token: nil, level: nil) { _ in }

    /// A reporter that hands every notification, as a JSON-RPC message, to `send`.
    ///
    /// - Parameters:
    ///   - token: the client's progress token; without one there is no progress.
    ///   - level: the least level the client wants; nil where it wants no logs.
    init(token: JSON?, level: LogLevel?, send: @escaping @Sendable (JSON) async throws -> Void) {
        self.token = token
        self.level = level
        self.send = send
    }

    func progress(_ progress: Double, total: Double?, message: String?) async throws {
        guard let token, latest.advance(to: progress) else { return }
        let params = JSON.compact([
            "progressToken": token, "progress": .double(progress), "total": total.map(JSON.double),
            "message": message.map(JSON.string),
        ])
        try await send(Message.notification("notifications/progress", params))
    }

    func log(_ level: LogLevel, _ data: JSON, logger: String?) async throws {
        guard let least = self.level, level >= least else { return }
        let params = JSON.compact(["level": .string(level.rawValue), "logger": logger.map(JSON.string), "data": data])
        try await send(Message.notification("notifications/message", params))
    }
}

/// Progress must strictly increase.
private final class LatestProgress: Sendable {
    private let value = Mutex<Double?>(nil)

    func advance(to progress: Double) -> Bool {
        value.withLock { value in
            guard progress.isFinite, value.map({ progress > $0 }) ?? true else { return false }
            value = progress
            return true
        }
    }
}

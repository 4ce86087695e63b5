import CPlatform
import Foundation
import JSONTree
import Synchronization

/// The signal that asked this program to end; 0 for none.
private let caughtSignal = Atomic<Int32>(0)

/// Runs a command again and again, as the kubelet does with a container: after it has ended, with growing pauses, and
/// when the system says that its liveness probe has failed too often.
///
/// Signals that ask this program to end are passed on, and the command's exit code becomes its own.
struct Supervisor {
    let command: [String]
    var held: HeldConnection
    let isQuiet: Bool

    /// `terminationGracePeriodSeconds` where nobody says otherwise.
    private static let grace: TimeInterval = 30
    private static let signals = [SIGTERM, SIGINT, SIGHUP, SIGQUIT]

    /// - Returns: the exit code of the last run, once the command was asked to end.
    /// - Throws: `CommandError` when the command cannot be started.
    mutating func run(environment: [(String, String)]) throws -> Int32 {
        held.keepToOneself()
        setEnvironment(environment)
        // Made before any signal can come: whichever thread takes it then only stores a number.
        caughtSignal.store(0, ordering: .relaxed)
        for number in Self.signals { signal(number) { caughtSignal.store($0, ordering: .relaxed) } }
        var pause = 1
        while true {
            let start = Date()
            let process = try spawn()
            switch try watch(process) {
            case .asked(let code): return code
            case .killed: pause = 1
            case .ended(let code):
                if Date().timeIntervalSince(start) >= 600 { pause = 1 }
                say("the process ended with \(code); it is started again in \(pause) s")
                if let signal = waitForSignal(TimeInterval(pause)) { return 128 + signal }
                pause = min(pause * 2, 60)
            }
        }
    }

    private enum End {
        /// Somebody asked this program to end.
        case asked(Int32)
        /// The kubelet wanted it to be started again.
        case killed
        case ended(Int32)
    }

    private mutating func watch(_ process: pid_t) throws -> End {
        while true {
            if let code = exitCode(of: process) { return .ended(code) }
            if let signal = waitForSignal(0.1) {
                // A terminal has told both already.
                if signal != SIGINT || isatty(0) == 0 { kill(process, signal) }
                return .asked(waitForEnd(of: process))
            }
            guard let news = held.news() else {
                say("the system has ended")
                kill(process, SIGTERM)
                return .asked(waitForEnd(of: process))
            }
            guard let order = news.last(where: { $0["event"]?.string == "kill" }) else { continue }
            say("\(order["reason"]?.string ?? "a probe failed"): the process is started again")
            kill(process, SIGTERM)
            _ = waitForEnd(of: process)
            return .killed
        }
    }

    /// The exit code; a process that does not end in time is ended.
    private func waitForEnd(of process: pid_t) -> Int32 {
        let deadline = Date(timeIntervalSinceNow: Self.grace)
        while true {
            if let code = exitCode(of: process) { return code }
            if Date() > deadline { kill(process, SIGKILL) }
            usleep(20_000)
        }
    }

    /// As a shell gives it; nil while the process runs.
    private func exitCode(of process: pid_t) -> Int32? {
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// The signal that comes within `seconds`.
    private func waitForSignal(_ seconds: TimeInterval) -> Int32? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            let signal = caughtSignal.exchange(0, ordering: .relaxed)
            if signal != 0 { return signal }
            if Date() >= deadline { return nil }
            usleep(20_000)
        }
    }

    /// The process ends with this program, even when that is killed: nobody would start it again, or end it.
    private func spawn() throws -> pid_t {
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var process: pid_t = 0
        let code = spawn_bound(&process, command[0], &arguments)
        guard code == 0 else {
            throw CommandError("cannot run '\(command[0])': \(String(cString: strerror(code)))")
        }
        return process
    }

    private func say(_ text: String) {
        if !isQuiet { FileHandle.standardError.write(Data("orrery: \(text)\n".utf8)) }
    }
}

import Determinism
import Fidelity
import Foundation
import PostgresStandIn
import Serving
import Testing

/// Transcripts: each `.sql` beside this file has the output that psql 15 printed for it against PostgreSQL 15.
@Suite struct LiveTests {
    static let psql = ["/usr/bin/psql", "/usr/local/bin/psql"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Transcripts")
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
        $0.hasSuffix(".sql")
    }.sorted()

    /// Runs `body` while the server listens on a free port.
    static func listening<Result: Sendable>(
        _ server: PostgresStandIn, _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let listener = try await ByteListener.bind(ListenAddress(port: 0))
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try? await server.run(on: listener)
                return nil
            }
            group.addTask { try await body(listener.address.port) }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: psql ?? "/usr/bin/psql")
        process.arguments = arguments
        process.environment = ["PGTZ": "Etc/UTC", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(environment) {
            $1
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                do {
                    try process.run()
                    let data = pipe.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    continuation.resume(returning: String(decoding: data, as: UTF8.self))
                } catch { continuation.resume(throwing: error) }
            }
        }
    }

    @Test(.enabled(if: psql != nil, "psql is not installed"), arguments: names)
    func `psql prints for the stand-in what it prints for PostgreSQL`(_ name: String) async throws {
        let script = Self.folder.appendingPathComponent(name)
        let expected = try String(
            contentsOf: script.deletingPathExtension().appendingPathExtension("out"), encoding: .utf8)
        let printed = try await withServer { server in
            try await Self.listening(server) { port in
                try await Self.run([
                    "-X", "-q", "-a", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-d", "postgres", "-v",
                    "QUIET=off", "-f", script.path,
                ])
            }
        }
        let differences = printed.replacing("psql:" + script.path, with: "psql:" + name).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .difference(from: expected.split(separator: "\n", omittingEmptySubsequences: false))
        #expect(
            differences.isEmpty,
            "\(differences.map { change in switch change { case .insert(let line, let text, _): "+\(line + 1) \(text)"; case .remove(let line, let text, _): "-\(line + 1) \(text)" } }.joined(separator: "\n"))"
        )
    }

    @Test(.enabled(if: psql != nil, "psql is not installed"))
    func `a password is checked with SCRAM`() async throws {
        try await withServer(users: [PostgresUser(name: "ads", password: "s3cret")]) { server in
            try await Self.listening(server) { port in
                let arguments = [
                    "-X", "-At", "-h", "127.0.0.1", "-p", String(port), "-U", "ads", "-d", "postgres", "-c",
                    "select current_user",
                ]
                #expect(try await Self.run(arguments, environment: ["PGPASSWORD": "s3cret"]) == "ads\n")
                let refused = try await Self.run(arguments, environment: ["PGPASSWORD": "wrong"])
                #expect(refused.contains("FATAL:  password authentication failed for user \"ads\""))
            }
        }
    }
}

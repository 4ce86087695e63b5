import ArgumentParser
import Determinism
import Fidelity
import Foundation
import RedisStandIn
import SQLiteStore
import Serving

/// The Redis stand-in alone, as `orrery up` runs it inside a system.
@main
struct OrreryRedis: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orrery-redis",
        abstract: "Runs one Redis stand-in, for suites and benchmarks that expect a redis-server.",
        discussion: """
            Prints its addresses once it answers, the last line being `ready`; Ctrl-C or SIGTERM folds the log into the
            tables and ends it.

            EXAMPLE
              orrery-redis --port 7777 --file cache.sqlite --appendfsync always
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port = 6379

    @Option(help: "The database file. (default: nothing is kept)")
    var file: String?

    @Option(help: "Also listen with TLS on this port; 0 takes a free one.")
    var tlsPort: Int?

    @Option(help: "Write the certificate that TLS clients must trust to this file.")
    var caFile: String?

    @Option(help: "When a write reaches the disk: always, everysec or no.")
    var appendfsync: RedisStandIn.AppendFsync = .everysec

    @Option(name: .customLong("set"), help: "A parameter of CONFIG and its value, as NAME=VALUE; may be repeated.")
    var settings: [String] = []

    func run() async throws {
        var parameters = ["port": "\(port)"]
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw ValidationError("'--set \(setting)' has no '='") }
            parameters[parts[0]] = parts[1]
        }
        let (shutdowns, shutdown) = AsyncStream.makeStream(of: Void.self)
        let standIn = try await RedisStandIn(
            name: "redis", location: file.map { .file($0) } ?? .memory, clock: InstanceClock(),
            random: SeededRandom(seed: 1), ledger: Ledger(), appendFsync: appendfsync, settings: parameters,
            onShutdown: { shutdown.yield() })
        var listeners = [try await standIn.bind(ListenAddress(port: port))]
        if let tlsPort {
            let authority = try LocalCertificateAuthority()
            if let caFile { try authority.certificatePEM.write(toFile: caFile, atomically: true, encoding: .utf8) }
            let context = try authority.serverContext(for: ["localhost", "127.0.0.1"])
            listeners.append(try await standIn.bind(ListenAddress(port: tlsPort), tls: context))
        }
        // At once, also into a pipe.
        let lines = zip(["ready", "tls"], listeners).map { "\($0) \($1.address)\n" }.reversed()
        FileHandle.standardOutput.write(Data(lines.joined().utf8))
        let bound = listeners
        try await untilInterrupted {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await standIn.run() }
                for listener in bound { group.addTask { try await standIn.run(on: listener) } }
                group.addTask { for await _ in shutdowns { return } }
                try await group.next()
                group.cancelAll()
            }
        }
        await standIn.close()
    }
}

extension RedisStandIn.AppendFsync: ExpressibleByArgument {}

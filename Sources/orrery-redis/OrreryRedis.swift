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
            Prints its address once it answers; Ctrl-C or SIGTERM folds the log into the tables and ends it.

            EXAMPLE
              orrery-redis --port 7777 --file cache.sqlite --appendfsync always
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port = 6379

    @Option(help: "The database file. (default: nothing is kept)")
    var file: String?

    @Option(help: "When a write reaches the disk: always, everysec or no.")
    var appendfsync: RedisStandIn.AppendFsync = .everysec

    func run() async throws {
        let standIn = try await RedisStandIn(
            name: "redis", location: file.map { .file($0) } ?? .memory, clock: InstanceClock(),
            random: SeededRandom(seed: 1), ledger: Ledger(), appendFsync: appendfsync)
        let listener = try await standIn.bind(ListenAddress(port: port))
        // At once, also into a pipe.
        FileHandle.standardOutput.write(Data("ready \(listener.address)\n".utf8))
        try await untilInterrupted {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await standIn.run() }
                group.addTask { try await standIn.run(on: listener) }
            }
        }
        await standIn.close()
    }
}

extension RedisStandIn.AppendFsync: ExpressibleByArgument {}

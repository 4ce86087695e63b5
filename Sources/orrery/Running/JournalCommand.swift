import ArgumentParser
import Foundation
import HTTP
import JSONTree

/// `orrery journal`: who called whom, what came of it, and which line of a manifest decided it.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Shows the record of every hop of the running system.",
        discussion: """
            EXAMPLES
              orrery journal                                 what has happened, as far as it is kept
              orrery journal --follow --from content         what 'content' does, as it happens
              orrery journal --outcome denied --format json  every refused connection, and the policy that refused it
            """)

    @OptionGroup var running: RunningArgument

    @Option(help: "Only the calls of this workload.")
    var from: String?

    @Option(help: "Only calls to this part.")
    var to: String?

    @Option(help: "Only calls that ended so: 200, denied, refused …")
    var outcome: String?

    @Option(help: "Only entries after this number.")
    var after = 0

    @Flag(name: .shortAndLong, help: "Go on until it is interrupted.")
    var follow = false

    @Option(help: "text, or json: an object for each line.")
    var format = OutputFormat.text

    func run() async throws {
        let filters = [("caller", from), ("callee", to), ("outcome", outcome)].compactMap { name, value in
            value.map { "&\(name)=\($0.percentEncoded())" }
        }
        let path = "/v1/journal?after=\(after)\(filters.joined())"
        let client = try running.client()
        let format = format
        if follow {
            return try await client.lines(of: path + "&follow=true") { line in
                if let entry = try? JSON.parse(line) { Self.show(entry, format) }
                fflush(nil)  // A pipe is to have each line when it comes.
            }
        }
        for entry in try await client.json(.get, path)["entries"]?.array ?? [] { Self.show(entry, format) }
    }

    private static func show(_ entry: JSON, _ format: OutputFormat) {
        switch format {
        case .json: print(entry.text)
        case .text: print(line(for: entry))
        }
    }

    /// `12:03:04.567 content -> cache redis connect: connected, 12 µs` and the reason below it.
    private static func line(for entry: JSON) -> String {
        func text(_ name: String) -> String { entry[name]?.string ?? "" }
        let time = text("time").split(separator: "T").last?.dropLast() ?? ""
        var line =
            "\(time) \(text("caller")) -> \(text("callee")) \(text("kind")) \(text("summary")): \(text("outcome"))"
        line += ", \(entry["microseconds"]?.int ?? 0) µs"
        let place = entry["manifest"].map { " (\($0["file"]?.string ?? ""):\($0["line"]?.int ?? 0))" } ?? ""
        let reason = text("reason")
        if !reason.isEmpty { line += "\n    \(reason)\(reason.contains(place) ? "" : place)" }
        return line
    }
}

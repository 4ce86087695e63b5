import ArgumentParser
import HTTP
import JSONTree

/// `orrery fault PART`: makes the calls of a part slow, or fail.
struct FaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Makes calls to a part of the running system slow, or fail.",
        discussion: """
            A fault belongs to a part, or with '--edge' to the calls of one workload. It strikes after the network policies \
            have had their say, swapped or not, and the journal names it. A delay passes on the system's clock. At a store \
            it strikes when a process connects, and at each command of a service inside this program; a reset ends the \
            connections that stand, too. Without a part, the faults are listed.

            EXAMPLES
              orrery fault openai --status 503 --share 0.2
              orrery fault content --delay 2
              orrery fault cache --reset --edge content
              orrery fault openai --clear
            """)

    @OptionGroup var running: RunningArgument

    @OptionGroup var target: PartArgument

    @Option(help: "How many seconds each call waits.")
    var delay: Double?

    @Option(help: "The HTTP status that is answered instead: 400 to 599.")
    var status: Int?

    @Flag(help: "Break the connection off.")
    var reset = false

    @Option(help: "How many of the calls it strikes, from 0 to 1. (default: 1)")
    var share: Double?

    @Flag(help: "Take the fault back.")
    var clear = false

    private var isFault: Bool { delay != nil || status != nil || reset || share != nil }

    func validate() throws {
        if target.part == nil && (isFault || clear) { throw ValidationError("say which part") }
        if target.part != nil && !isFault && !clear {
            throw ValidationError("say what goes wrong: '--delay', '--status' or '--reset'; or '--clear'")
        }
        if clear && isFault { throw ValidationError("'--clear' takes a part and nothing else") }
    }

    func run() async throws {
        let client = try running.client()
        guard let part = target.part else {
            return try await target.list("faults", client) { ": " + Self.words($0["fault"] ?? [:]) }
        }
        let path = target.path(in: "faults", of: part)
        let who = target.title(of: part)
        if clear {
            _ = try await client.json(.delete, path)
            return print("\(who) has no fault any more")
        }
        let answer = try await client.json(
            .put, path,
            .compact([
                "delay": delay.map(JSON.double), "status": status.map { JSON($0) }, "reset": reset ? true : nil,
                "share": share.map(JSON.double),
            ]))
        print("\(who): \(Self.words(answer["fault"] ?? [:]))")
    }

    /// `0.5 s late, then 503, for 20 % of the calls`.
    private static func words(_ fault: JSON) -> String {
        let delay = fault["delay"]?.double.map { "\($0) s late" }
        let failure = fault["status"]?.int.map { "status \($0)" } ?? (fault["reset"]?.bool == true ? "reset" : nil)
        let share = fault["share"]?.double ?? 1
        return [delay, failure].compactMap(\.self).joined(separator: ", then ")
            + (share < 1 ? ", for \(share * 100) % of the calls" : "")
    }
}

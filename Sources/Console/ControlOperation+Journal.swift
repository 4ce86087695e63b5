import Determinism
import Emulator
import HTTP
import Images
import JSONTree

extension ControlOperation {
    static let journal = [
        ControlOperation(
            .get, "/v1/journal",
            "Gives the journal after entry ?after=N, of the edge ?caller=&callee=, and on with ?follow=true."
        ) { instance, call in
            let query = call.request.queryForm
            let after = try call.request.number("after") ?? 0
            let wanted = JournalFilter(caller: query["caller"], callee: query["callee"], outcome: query["outcome"])
            guard query["follow"] == "true" else {
                let entries = instance.journal.entries(after: after).filter(wanted.takes)
                return .json(["entries": .array(entries.map(\.json))])
            }
            return Response(
                .ok, fields: ["content-type": "application/x-ndjson"],
                body: .stream { writer in
                    var last = after
                    var quiet = 0
                    while true {
                        let entries = instance.journal.entries(after: last)
                        last = entries.last?.number ?? last
                        let lines = entries.filter(wanted.takes).map { $0.json.text + "\n" }.joined()
                        quiet = lines.isEmpty ? quiet + 1 : 0
                        // An empty line now and then is how it is noticed that the reader has gone.
                        if !lines.isEmpty || quiet % 20 == 1 { try await writer.write(lines.isEmpty ? "\n" : lines) }
                        try await Task.sleep(for: .milliseconds(100))
                    }
                })
        }
    ]

    static let clock = [
        ControlOperation(.get, "/v1/clock", "Gives the time of the instance's clock.") { instance, _ in
            .json(["now": .string(instance.clock.now.rfc3339())])
        },
        ControlOperation(.post, "/v1/clock", "Moves the instance's clock on by {\"advance\": SECONDS}.") {
            instance, call in
            guard let seconds = try call.request.document()["advance"]?.double, (0...3.2e9).contains(seconds) else {
                throw Problem(.badRequest, "'advance' is the number of seconds to move the clock on by")
            }
            instance.clock.advance(by: .milliseconds(Int64(seconds * 1000)))
            return .json(["now": .string(instance.clock.now.rfc3339())])
        },
    ]
}

/// Which entries of a journal are wanted.
private struct JournalFilter: Sendable {
    var caller: String?
    var callee: String?
    var outcome: String?

    func takes(_ entry: Journal.Entry) -> Bool {
        (caller ?? entry.caller) == entry.caller && (callee ?? entry.callee) == entry.callee
            && (outcome ?? entry.outcome) == entry.outcome
    }
}

import Emulator
import HTTP
import Images
import JSONTree

extension ControlOperation {
    static let workloads = [
        ControlOperation(.get, "/v1/workloads", "Lists the workloads: whether they are ready, and who plays them.") {
            instance, _ in .json(["workloads": .array(instance.workloadStatuses)])
        },
        ControlOperation(
            .get, "/v1/workloads/{name}/environment", "Opens the workload's edges and gives its environment."
        ) { instance, call in
            .json(try await instance.processEnvironment(of: call["name"]).json)
        },
        ControlOperation(
            .post, "/v1/workloads/{name}/process", "Takes the workload's place for a process, as long as it is read."
        ) { instance, call in
            let port = try call.request.document().port("port")
            let place = try await instance.takePlace(of: call["name"], port: port)
            let hold = PlaceHold(place, in: instance)
            return Response(
                .created, fields: ["content-type": "application/x-ndjson"],
                body: .stream { [connection = call.request.connection] writer in
                    let (gone, sink) = AsyncStream.makeStream(of: Void.self)
                    let observer = connection?.whenClosed { sink.finish() }
                    defer { connection?.forget(observer) }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await hold.tell(writer) }
                        group.addTask { for await _ in gone {} }
                        try await group.next()
                        group.cancelAll()
                    }
                })
        },
    ]

    static let edges = [
        ControlOperation(.get, "/v1/edges", "Lists the edges that have an address.") { instance, _ in
            .json(["edges": .array(instance.openEdges.map(\.json))])
        },
        ControlOperation(
            .get, "/v1/edges/{caller}/{callee}", "Says whether the caller may reach the callee, and which rule decides."
        ) { instance, call in
            let port = try call.request.number("port")
            return .json(try instance.plan.explainEdge(from: call["caller"], to: call["callee"], port: port).json)
        },
        ControlOperation(.get, "/v1/explain", "Says how a request goes: ?method=GET&url=https://…&from=WORKLOAD.") {
            instance, call in
            let query = call.request.queryForm
            guard let request = Request(Method(query["method"]?.uppercased() ?? "GET"), url: query["url"] ?? "") else {
                throw Problem(.badRequest, "'url' is no absolute URL")
            }
            let hops = try instance.plan.explain(request, from: query["from"])
            return .json(["hops": .array(hops.map(\.json))])
        },
    ]
}

/// A process's place, given back when the answer that holds it is let go of, whether it was ever sent or not.
private final class PlaceHold: Sendable {
    private let place: Instance.Place
    private let instance: Instance

    init(_ place: Instance.Place, in instance: Instance) {
        self.place = place
        self.instance = instance
    }

    deinit { instance.giveBack(place) }

    /// Writes the place, and what becomes of it, until the task is cancelled or nobody reads any longer.
    func tell(_ writer: BodyWriter) async throws {
        try await writer.write(document.text + "\n")
        var told = 0
        while true {
            try await Task.sleep(for: .milliseconds(250))
            let kills = instance.kills(at: place).dropFirst(told)
            told += kills.count
            let lines = kills.map { (["event": "kill", "reason": .string($0)] as JSON).text + "\n" }
            // An empty line keeps the connection from being idle.
            try await writer.write(lines.isEmpty ? "\n" : lines.joined())
        }
    }

    private var document: JSON {
        [
            "workload": .string(place.workload), "port": JSON(place.port), "environment": place.environment.json,
        ]
    }
}

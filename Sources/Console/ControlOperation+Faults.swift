import Emulator
import HTTP
import Images
import JSONTree

extension ControlOperation {
    static let faults = [
        ControlOperation(.get, "/v1/faults", "Lists the faults that are declared.") { instance, _ in
            .json([
                "faults": .array(
                    instance.faults.all.map { key, fault in
                        .compact([
                            "part": .string(key.callee), "edge": key.caller.map(JSON.string), "fault": fault.json,
                        ])
                    })
            ])
        },
        ControlOperation(
            .put, "/v1/faults/{part}", "Gives a part a fault, for one caller with ?edge=WORKLOAD."
        ) { instance, call in
            let fault = try Fault(try call.request.document())
            let key = try instance.faultKey(part: call["part"], edge: call.request.queryForm["edge"], for: fault)
            instance.faults.declare(fault, at: key)
            return .json(["part": .string(key.callee), "edge": JSON(key.caller), "fault": fault.json])
        },
        ControlOperation(.delete, "/v1/faults/{part}", "Takes a fault back, for one caller with ?edge=.") {
            instance, call in
            let key = EdgeKey(callee: call["part"], caller: call.request.queryForm["edge"])
            guard instance.faults.clear(key) else { throw Problem(.notFound, "'\(call["part"])' has no fault") }
            return Response(.noContent)
        },
    ]
}

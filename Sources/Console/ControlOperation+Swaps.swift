import Emulator
import HTTP
import Images
import JSONTree

extension ControlOperation {
    static let swaps = [
        ControlOperation(.get, "/v1/swaps", "Lists what is swapped for something real.") { instance, _ in
            let swaps = instance.swaps.all.map { key, target in
                JSON.compact([
                    "part": .string(key.callee), "edge": key.caller.map(JSON.string), "target": .string("\(target)"),
                ])
            }
            return .json(["swaps": .array(swaps)])
        },
        ControlOperation(
            .put, "/v1/swaps/{part}", "Swaps a part for the server at a URL, for one caller with ?edge=WORKLOAD."
        ) { instance, call in
            guard let url = try call.request.document()["url"]?.string else {
                throw Problem(.badRequest, "the body needs a 'url'")
            }
            let target = try SwapTarget(url: url)
            let key = try instance.swapKey(part: call["part"], edge: call.request.queryForm["edge"], for: target)
            instance.swaps.swap(key, for: target)
            return .json([
                "part": .string(key.callee), "edge": JSON(key.caller), "target": .string("\(target)"),
            ])
        },
        ControlOperation(.delete, "/v1/swaps/{part}", "Puts back what was there before, for one caller with ?edge=.") {
            instance, call in
            let key = EdgeKey(callee: call["part"], caller: call.request.queryForm["edge"])
            guard instance.swaps.swapBack(key) else { throw Problem(.notFound, "'\(call["part"])' is not swapped") }
            return Response(.noContent)
        },
    ]
}

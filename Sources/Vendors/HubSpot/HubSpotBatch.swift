import Determinism
import HTTP
import JSONTree

/// POST .../batch/*: each input by itself; those that fail are errors of a 207.
extension HubSpot {
    @Sendable static func batchCreate(_ call: Call) async throws -> Response {
        try await batch(call, .created) { type, input in
            try await create(try await checked(input["properties"], of: type, call), of: type, call)
        }
    }

    @Sendable static func batchUpdate(_ call: Call) async throws -> Response {
        try await batch(call) { type, input in
            guard let object = try await find(id(input), by: input["idProperty"]?.string, of: type, call) else {
                throw missing(call)
            }
            return try await update(
                object, with: try await checked(input["properties"], of: type, call), of: type, call)
        }
    }

    @Sendable static func batchUpsert(_ call: Call) async throws -> Response {
        try await batch(call) { type, input in
            let property = input["idProperty"]?.string
            var properties = try await checked(input["properties"], of: type, call)
            var answer: JSON
            let object = try await find(id(input), by: property, of: type, call)
            if let object {
                answer = try await update(object, with: properties, of: type, call)
            } else {
                if let property, properties[property] == nil { properties[property] = .string(id(input)) }
                answer = try await create(properties, of: type, call)
            }
            answer["new"] = .bool(object == nil)
            return answer
        }
    }

    @Sendable static func batchRead(_ call: Call) async throws -> Response {
        let body = try call.json()
        let asked = (body["properties"]?.array ?? []).compactMap(\.string)
        let property = body["idProperty"]?.string
        return try await batch(call) { type, input in
            guard let object = try await find(id(input), by: property, of: type, call) else {
                throw missing(call)
            }
            return shown(object, asked, of: type)
        }
    }

    @Sendable static func batchArchive(_ call: Call) async throws -> Response {
        let type = try type(call)
        for input in try inputs(call) {
            if let object = try await find(id(input), by: nil, of: type, call) {
                try await archive(object, of: type, call)
            }
        }
        return Response(.noContent)
    }

    private static func id(_ input: JSON) -> String { input["id"]?.string ?? input["id"]?.text ?? "" }

    private static func inputs(_ call: Call) throws -> [JSON] {
        guard let inputs = try call.json()["inputs"]?.array else {
            throw invalid(call, "Invalid input JSON on line 1, column 1: Some required fields were not set: [inputs]")
        }
        if inputs.count > 100 { throw invalid(call, "The number of inputs must be at most 100") }
        return inputs
    }

    private static func batch(
        _ call: Call, _ status: Status = .ok, _ work: (HubSpotType, JSON) async throws -> JSON
    ) async throws -> Response {
        let type = try type(call)
        let inputs = try inputs(call)
        var results: [JSON] = []
        var errors: [JSON] = []
        for input in inputs {
            do {
                results.append(try await work(type, input))
            } catch let refusal as Refusal {
                // A batch with one input fails as a whole, as a batch of which every input is wrong does.
                if inputs.count == 1 && refusal.response.status != .notFound { throw refusal }
                let body = try JSON.parse(try await refusal.response.collectedBody())
                errors.append([
                    "status": "error", "category": body["category"] ?? .null, "message": body["message"] ?? .null,
                    "context": ["ids": [.string(id(input))]],
                ])
            }
        }
        let now = JSON.string(call.now.rfc3339())
        var answer: JSON = [
            "status": "COMPLETE", "results": .array(results), "startedAt": now, "completedAt": now,
        ]
        if errors.isEmpty { return .json(answer, status) }
        answer["numErrors"] = JSON(errors.count)
        answer["errors"] = .array(errors)
        return .json(answer, 207)
    }
}

import HTTP
import JSONTree

/// GET /v1/models, and what the other endpoints ask about models.
extension OpenAI {
    private static let catalogue: [(id: String, created: Int64)] = [
        ("gpt-4o", 1_715_367_049), ("gpt-4o-mini", 1_721_172_741), ("gpt-4.1", 1_744_316_542),
        ("gpt-4.1-mini", 1_744_318_173), ("gpt-4.1-nano", 1_744_321_707), ("gpt-5", 1_754_425_777),
        ("gpt-5-mini", 1_754_425_928), ("gpt-5-nano", 1_754_426_384), ("gpt-5.1", 1_762_800_673),
        ("o3", 1_744_225_308), ("o4-mini", 1_744_225_351), ("text-embedding-3-small", 1_705_948_997),
        ("text-embedding-3-large", 1_705_953_180), ("text-embedding-ada-002", 1_671_217_299),
        ("omni-moderation-latest", 1_731_689_265), ("gpt-image-2.5-sunburst", 1_780_000_000),
        ("gpt-image-2.5-flare", 1_780_000_001),
    ]

    private static func object(_ model: (id: String, created: Int64)) -> JSON {
        ["id": .string(model.id), "object": "model", "created": .int(model.created), "owned_by": "system"]
    }

    @Sendable static func listModels(_ call: Call) -> Response {
        .json(["object": "list", "data": .array(catalogue.map(object))])
    }

    @Sendable static func retrieveModel(_ call: Call) throws -> Response {
        let name = call.parameter("model")
        guard let model = catalogue.first(where: { $0.id == name }) else {
            throw Refusal(
                error(.notFound, "The model '\(name)' does not exist", param: "model", code: "model_not_found"))
        }
        return .json(object(model))
    }

    /// The `model` of a body, when it is in the catalogue; a dated snapshot (`gpt-4o-2024-08-06`) counts as its model.
    static func model(of body: JSON, or standard: String? = nil) throws -> String {
        guard let value = body["model"], !value.isNull else {
            if let standard { return standard }
            throw Refusal(error(.badRequest, "you must provide a model parameter"))
        }
        guard let name = value.string else { throw wrongType("model", expected: "a string", got: value) }
        if name.isEmpty { throw Refusal(error(.badRequest, "you must provide a model parameter")) }
        let parts = name.split(separator: "-")
        let isDated = parts.count > 3 && parts.suffix(3).allSatisfy { $0.allSatisfy(\.isNumber) }
        let family = isDated ? parts.dropLast(3).joined(separator: "-") : name
        guard catalogue.contains(where: { $0.id == family }) else { throw unknownModel(name) }
        return name
    }
}

import Fidelity

/// What a pipeline works with beside its documents.
struct PipelineContext {
    /// Nil where stages that read other collections are not allowed.
    var store: Store?
    var database: String
    var variables: Variables
}

/// A list of stages, read and checked: https://www.mongodb.com/docs/manual/reference/operator/aggregation-pipeline/
struct Pipeline {
    /// Turns the documents of the stage before into its own.
    typealias Run = ([BSONDocument], inout PipelineContext) throws -> [BSONDocument]

    private var stages: [(name: String, run: Run)] = []
    /// The filter of a `$match` at the start, which may use an index.
    private(set) var leadingMatch: BSONDocument?
    private(set) var names: [String] = []

    private static let depthLimit = 20

    /// - Parameter names: variables that `let` has bound.
    init(_ values: [BSONValue], names: Set<String> = [], depth: Int = 0) throws {
        if depth > Self.depthLimit { throw MongoError(.overflow, "Maximum number of nested sub-pipelines exceeded") }
        if values.count > 1000 {
            throw MongoError(.failedToParse, "Pipeline length must be no longer than 1000 stages.")
        }
        let parser = StageParser(names: names, depth: depth)
        for (index, value) in values.enumerated() {
            guard case .document(let document) = value else {
                throw MongoError(.typeMismatch, "Each element of the 'pipeline' array must be an object")
            }
            guard let first = document.first, document.count == 1 else {
                throw MongoError(
                    .location(40323), "A pipeline stage specification object must contain exactly one field.")
            }
            guard let stage = Stage.table[first.key] else {
                throw MongoError(
                    .location(40324), "Unrecognized pipeline stage name: '\(first.key)'",
                    missingFeature: "stage \(first.key)")
            }
            if case .unsupported(let reason) = stage.fidelity {
                throw MongoError(
                    .commandNotSupported, "\(first.key) is not supported by this server: \(reason)",
                    missingFeature: "stage \(first.key)")
            }
            if stage.isLast, index < values.count - 1 {
                throw MongoError(.location(40601), "\(first.key) can only be the final stage in the pipeline")
            }
            if index == 0, first.key == "$match" { leadingMatch = first.value.document }
            stages.append((first.key, try stage.parse(first.value, parser)))
            self.names.append(first.key)
        }
    }

    func run(_ documents: [BSONDocument], _ context: inout PipelineContext) throws -> [BSONDocument] {
        var documents = documents
        for stage in stages {
            documents = try stage.run(documents, &context)
            guard !Self.passing.contains(stage.name) else { continue }
            for document in documents { try ValueBudget.check(.document(document)) }
        }
        return documents
    }

    /// Stages whose documents are no larger and no deeper than those they were given.
    private static let passing: Set<String> = [
        "$match", "$sort", "$limit", "$skip", "$sample", "$count", "$unset", "$out", "$merge", "$unwind", "$unionWith",
    ]

    /// `$out` and `$merge` write.
    var writes: Bool { names.last == "$out" || names.last == "$merge" }
}

/// What reading a stage's specification needs.
struct StageParser {
    var names: Set<String>
    var depth: Int

    var expressions: ExpressionParser { ExpressionParser(names: names) }

    func pipeline(_ value: BSONValue?, names more: [String] = []) throws -> Pipeline {
        guard case .array(let stages) = value else {
            throw MongoError(.typeMismatch, "'pipeline' option must be specified as an array")
        }
        return try Pipeline(stages, names: names.union(more), depth: depth + 1)
    }
}

/// One entry of the stage table.
struct Stage: Sendable {
    var fidelity: Fidelity = .exact
    var isLast = false
    var parse: @Sendable (BSONValue, StageParser) throws -> Pipeline.Run

    static let table: [String: Stage] = [shaping, grouping, joining, unsupported].reduce(into: [:]) {
        $0.merge($1) { first, _ in first }
    }

    private static let unsupported: [String: Stage] = [
        "$changeStream": "there is no oplog", "$geoNear": "there are no geospatial indexes",
        "$graphLookup": "recursive lookup is not built", "$search": "it is part of Atlas Search",
        "$vectorSearch": "it is part of Atlas Search", "$densify": "it is not built", "$fill": "it is not built",
        "$setWindowFields": "window functions are not built", "$bucketAuto": "it is not built",
        "$redact": "it is not built", "$currentOp": "operations are not tracked",
        "$planCacheStats": "there is no plan cache",
        "$listSessions": "sessions are not stored", "$listLocalSessions": "sessions are not stored",
    ].mapValues { reason in
        Stage(fidelity: .unsupported(reason)) { _, _ in { documents, _ in documents } }
    }
}

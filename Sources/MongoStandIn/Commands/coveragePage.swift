import Fidelity

/// The text of `docs/mongo.md`, made from the tables of commands, stages and operators.
package func coveragePage() -> String {
    var lines = [
        "# MongoDB stand-in: what it covers", "",
        "Made from the tables in `Sources/MongoStandIn`; `RECORD=1 swift test --filter MongoStandInTests` writes it again.",
        "",
        "## Commands", "", "| command | what it does | fidelity |", "|---|---|---|",
    ]
    for command in CommandTable.commands {
        lines.append("| `\(command.name)` | \(command.summary) | \(text(of: command.fidelity)) |")
    }
    lines += ["", "## Pipeline stages", "", "| stage | fidelity |", "|---|---|"]
    for (name, stage) in Stage.table.sorted(by: { $0.key < $1.key }) {
        lines.append("| `\(name)` | \(text(of: stage.fidelity)) |")
    }
    let refused = ["$geoWithin", "$geoIntersects", "$near", "$nearSphere", "$where", "$text", "$sampleRate"]
    lines += section(
        "Query operators", FilterParser.names + PredicateOperators.table.keys + ["$regex", "$options"], without: refused
    )
    lines += section("Query operators that are refused", refused)
    lines += section("Update operators", Array(UpdateOperators.table.keys))
    lines += section("Expression operators", ExpressionOperators.names)
    lines += section("Accumulators", Array(Accumulator.table.keys) + Array(LimitedAccumulator.table.keys))
    return lines.joined(separator: "\n") + "\n"
}

private func section(_ title: String, _ names: [String], without refused: [String] = []) -> [String] {
    ["", "## \(title)", "", Set(names).subtracting(refused).sorted().map { "`\($0)`" }.joined(separator: " ")]
}

private func text(of fidelity: Fidelity) -> String {
    switch fidelity {
    case .exact: "exact"
    case .approximate(let difference): "approximate: \(difference)"
    case .unsupported(let reason): "refused: \(reason)"
    }
}

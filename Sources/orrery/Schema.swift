import ArgumentParser
import Blueprint
import JSONTree

/// `orrery schema`: the JSON Schema of the blueprint language.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of the blueprint language, for editors.",
        discussion: """
            EXAMPLE
              orrery schema > blueprint.schema.json
            """)

    func run() { print(jsonSchema().prettyText, terminator: "") }
}

import Blueprint
import Diagnostics
import Generator
import JSONTree
import YAMLTree

// What a line of a blueprint makes.

extension Explain {
    func explainLine(_ place: FileLine) throws {
        let file = try BlueprintFile(place.file)
        let provenance = file.provenance
        let effects = provenance.effects(ofLine: place.line).filter {
            environment == nil || $0.environment == environment
        }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(place.line - 1) else {
            throw CommandError("'\(file.file)' has \(lines.count) lines")
        }
        let source = lines[place.line - 1].drop { $0 == " " }
        switch format {
        case .json:
            let objects = effects.map { effect in
                JSON.compact([
                    "environment": .string(effect.environment), "object": .string(effect.object.name.description),
                    "file": .string(effect.object.file), "makes": effect.fields == nil ? "object" : "fields",
                    "fields": effect.fields.map { .array($0.map { .string($0.description) }) },
                ])
            }
            let answer: JSON = [
                "file": .string(file.file), "line": JSON(place.line), "source": .string(String(source)),
                "effects": .array(objects),
            ]
            print(answer.prettyText, terminator: "")
        case .text:
            print("\(file.file):\(place.line)  \(source)\n")
            if effects.isEmpty { return print("  makes nothing that is deployed") }
            print(grouped(effects), terminator: "")
        }
    }

    /// What is the same in several environments is said once.
    private func grouped(_ effects: [Provenance.Effect]) -> String {
        var order: [String] = []
        var environments: [String: [String]] = [:]
        for effect in effects {
            let line: String
            if let fields = effect.fields {
                line = "sets    \(effect.object.name)\n" + fields.map { "            \($0)\n" }.joined()
            } else {
                line = "makes   \(effect.object.name)\n"
            }
            if environments[line] == nil { order.append(line) }
            environments[line, default: []].append(effect.environment)
        }
        var places: [[String]] = []
        for line in order { if let here = environments[line], !places.contains(here) { places.append(here) } }
        return places.map { here in
            "  in \(here.joined(separator: ", "))\n"
                + order.filter { environments[$0] == here }.map { "    " + $0 }.joined()
        }.joined()
    }
}

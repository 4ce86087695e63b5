import Blueprint
import Foundation
import JSONTree
import Testing

@Test func `the schema knows every key at the top and refuses others`() throws {
    let schema = jsonSchema()
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    #expect(
        schema["properties"]?.object?.names == [
            "blueprint", "system", "domain", "frontends", "edge", "services", "mcp", "workers", "data", "queues",
            "externals", "shutdown", "environments", "delivery", "extra",
        ])
    #expect(schema["required"] == ["blueprint", "system", "domain", "edge", "services", "environments"])
    #expect(schema["additionalProperties"] == false)
    #expect(!schema.text.contains(":null"))
    let scale = schema["properties"]?["workers"]?["additionalProperties"]?["properties"]?["scale"]?["properties"]
    #expect(scale?["lag"]?["maximum"] == 1_000_000)
}

/// `docs/blueprint.md` ends with the reference as the language's own tables print it. `RECORD=1` rewrites it and fails.
@Test func `the documented reference is the one of the language`() throws {
    let path = "\(ShippedBlueprints.repository)/docs/blueprint.md"
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let heading = "## Reference\n\n"
    let start = try #require(page.range(of: heading)?.upperBound)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try (page[..<start] + blueprintReference()).write(toFile: path, atomically: true, encoding: .utf8)
        Issue.record("recorded; run again without RECORD")
    }
    #expect(page[start...] == blueprintReference())
}

@Test func `the example of the documentation is a blueprint without mistakes`() throws {
    let page = try String(contentsOfFile: "\(ShippedBlueprints.repository)/docs/blueprint.md", encoding: .utf8)
    let fence = try #require(page.range(of: "```yaml\nblueprint:"))
    let start = page.index(fence.lowerBound, offsetBy: "```yaml\n".count)
    let end = try #require(page.range(of: "```", range: start..<page.endIndex)?.lowerBound)
    let folder: FolderContents = { ["contracts": ["orders.openapi.yaml"], "data/orders": ["001_orders.sql"]][$0] }
    let (system, diagnostics) = readBlueprint(String(page[start..<end]), file: "docs", folderContents: folder)
    #expect(diagnostics.isEmpty, "\(diagnostics)")
    #expect(system != nil)
}

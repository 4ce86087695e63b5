import Blueprint
import Diagnostics
import Testing
import YAMLTree

/// What a blueprint says and could say, place by place.
struct PlaceTests {
    private let source = small(
        top: """
            data: { db: { kind: postgres } }
            queues: {}
            """,
        services: """
            a: { uses: { db: read }, scale: { max: 3 } }
              b: { uses: { a: call } }
            """, endpoints: endpoint("db"))

    private func root(_ text: String) throws -> LocatedNode {
        var diagnostics: [Diagnostic] = []
        return try #require(readDocuments(text, file: "b.yaml", &diagnostics).first)
    }

    private func place(_ path: String) throws -> Place {
        try #require(everyPlace(in: root(source)).first { $0.path == path }, "\(path)")
    }

    private func systems(_ path: String) throws -> [System] {
        try altered(root(source), at: place(path)).map { assumedSystem(of: $0, folderContents: smallFolder) }
    }

    @Test func `every value, name and key that is not written is a place, once`() throws {
        let places = try everyPlace(in: root(source))
        // An entry's name and its value stand at one path.
        #expect(Set(places.map { "\($0.path) \($0.kind == .name)" }).count == places.count)
        #expect(try place("services.a").kind == .name)
        #expect(try place("services.a.scale.max").kind == .value(text: "3"))
        #expect(try place("services.a.scale.min").kind == .unwritten(fallback: "2"))
        #expect(try place("edge.gateway.routes[0].to").kind == .value(text: "a"))
        #expect(try place("services.a.uses.db").kind == .name)
        #expect(try place("services.a.scale.max").span == SourceSpan(file: "b.yaml", line: 12, column: 42))
    }

    @Test func `a name changes wherever it is meant`() throws {
        let system = try #require(systems("services.a").first)
        #expect(system.workloads.map(\.name) == ["ax", "b"])
        #expect(system.gateway.routes.map(\.workload) == ["ax"])
        #expect(system.workloads.last?.edges.map(\.targetName) == ["ax"])
        let other = try #require(systems("data.db").first)
        #expect(other.stores.map(\.name) == ["dbx"])
        #expect(other.environments.first?.endpoints.map(\.store) == ["dbx"])
    }

    @Test func `a number goes both ways, and a value is put where none is written`() throws {
        #expect(try Set(systems("services.a.scale.max").map { $0.workloads[0].scale.maximum }) == [4, 2, 1])
        #expect(try systems("services.a.port").allSatisfy { $0.workloads[0].port != 8080 })
        #expect(try systems("services.a.resources.cpu").contains { $0.workloads[0].resources.cpuRequest != "100m" })
    }

    @Test func `what is used is no longer used, and a reference leads elsewhere`() throws {
        #expect(try systems("services.a.uses.db").allSatisfy { $0.workloads[0].edges.isEmpty })
        #expect(try systems("edge.gateway.routes[0].to").allSatisfy { $0.gateway.routes.first?.workload == "b" })
    }

    @Test func `the same blueprint comes out when nothing is changed`() throws {
        let (system, _) = readBlueprint(source, file: "b.yaml", folderContents: smallFolder)
        #expect(try assumedSystem(of: root(source), folderContents: smallFolder) == system)
    }
}

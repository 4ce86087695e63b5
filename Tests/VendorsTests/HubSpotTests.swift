import HTTP
import JSONTree
import Testing

struct HubSpotTests {
    private func contact(_ email: String) -> JSON { ["properties": ["email": .string(email)]] }

    @Test(arguments: ["/crm/v3/objects", "/crm/objects/2026-03", "/crm/objects/2026-09"])
    func `a contact is created once, read and archived at every base`(base: String) async throws {
        let bench = try Bench("hubspot")
        let made = try await bench.json(.post, base + "/contacts", contact("Ada@Example.com"))
        #expect(made.status == 201)
        let id = try #require(made.body["id"]?.string)
        #expect(made.body["properties"]?["email"] == "ada@example.com")
        let again = try await bench.json(.post, base + "/contacts", contact("ada@example.com"))
        #expect(again.status == 409)
        #expect(again.body["category"] == "CONFLICT")
        #expect(again.body["message"]?.string == "Contact already exists. Existing ID: \(id)")
        #expect(try await bench.json(.delete, base + "/contacts/\(id)").status == 204)
        #expect(try await bench.json(.get, base + "/contacts/\(id)").body["category"] == "OBJECT_NOT_FOUND")
        #expect(try await bench.json(.get, base + "/contacts/\(id)?archived=true").body["archived"] == true)
    }

    @Test func `two creations at once make one contact`() async throws {
        let bench = try Bench("hubspot")
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await bench.json(.post, "/crm/v3/objects/contacts", contact("a@b.example")).status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 201 }.count == 1)
        #expect(statuses.filter { $0 == 409 }.count == 19)
    }

    @Test func `a partly failing batch is a 207 that names what failed`() async throws {
        let bench = try Bench("hubspot")
        let id =
            try await bench.json(.post, "/crm/v3/objects/deals", ["properties": ["dealname": "A"]]).body["id"] ?? .null
        let body: JSON = ["inputs": [["id": id], ["id": "404"]], "properties": ["dealname"]]
        let answer = try await bench.json(.post, "/crm/v3/objects/deals/batch/read", body)
        #expect(answer.status == 207)
        #expect(answer.body["numErrors"] == 1)
        #expect(answer.body["errors"]?[0]?["context"]?["ids"] == ["404"])
    }
}

import HTTP
import JSONTree
import Testing

struct SalesforceTests {
    private let base = "/services/data/v68.0"

    @Test(arguments: [
        ("SELECT FROM Lead", "MALFORMED_QUERY"), ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Shoe FROM Lead", "INVALID_FIELD"), ("SELECT Id FROM Lead WHERE ((((", "MALFORMED_QUERY"),
        ("", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Name = 'open", "MALFORMED_QUERY"),
    ])
    func `a wrong query is an array with one error`(query: String, code: String) async throws {
        let answer = try await Bench("salesforce").json(.get, base + "/query?q=\(query.percentEncoded())")
        #expect(answer.status == 400)
        #expect(answer.body[0]?["errorCode"]?.string == code)
    }

    @Test(arguments: [
        ("Name LIKE 'A%'", ["Ab", "Ac"]), ("Name LIKE '_b'", ["Ab"]), ("NOT Name = 'Ab'", ["Ac", "Bd"]),
        ("Name IN ('Ab', 'Bd') AND NumberOfEmployees >= 2", ["Bd"]),
        ("NumberOfEmployees < 2 OR Name = 'Bd'", ["Ab", "Bd"]),
        ("Industry = null", ["Ab", "Ac", "Bd"]), ("Name NOT IN ('Ab')", ["Ac", "Bd"]),
    ])
    func `a condition finds the rows it describes`(condition: String, names: [String]) async throws {
        let bench = try Bench("salesforce")
        for (name, count) in [("Bd", 3), ("Ab", 1), ("Ac", 2)] {
            let body: JSON = ["Name": .string(name), "NumberOfEmployees": JSON(count)]
            #expect(try await bench.json(.post, base + "/sobjects/Account", body).status == 201)
        }
        let query = "SELECT Name FROM Account WHERE \(condition) ORDER BY Name"
        let found = try await bench.json(.get, base + "/query?q=\(query.percentEncoded())").body
        #expect((found["records"]?.array ?? []).compactMap { $0["Name"]?.string } == names)
    }

    @Test func `an id ends in the checksum of its case`() async throws {
        let bench = try Bench("salesforce")
        let id = try #require(try await bench.json(.post, base + "/sobjects/Account", ["Name": "A"]).body["id"]?.string)
        #expect(id.count == 18)
        // 001Hs 00000 00000 + 1: the H is the only capital, the fourth of its five, which makes 8 = I.
        #expect(id.hasSuffix("IAA"))
        #expect(try await bench.json(.get, base + "/sobjects/Account/\(id.prefix(15))").status == 200)
        #expect(try await bench.json(.get, base + "/sobjects/Account/\(id.prefix(15))ZZZ").status == 404)
    }
}

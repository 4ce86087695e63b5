import Contracts
import Diagnostics
import HTTP
import Images
import JSONTree
import Testing

/// A collection whose table has a column of every type that contracts know.
@Suite struct ColumnTypesTests {
    static let contract = """
        openapi: 3.1.0
        info: { title: Parcels, version: "1" }
        paths:
          /parcels:
            get:
              responses: { "200": { description: all, content: { application/json: { schema: { type: object, properties: { parcels: { type: array, items: { $ref: "#/components/schemas/Parcel" } } } } } } } }
            post:
              requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
              responses:
                "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Parcel" } } } }
                "422": { description: bad, content: { application/json: { schema: { $ref: "#/components/schemas/Failure" } } } }
          /parcels/{number}:
            get:
              parameters: [{ name: number, in: path, required: true, schema: { type: integer } }]
              responses: { "200": { description: one, content: { application/json: { schema: { $ref: "#/components/schemas/Parcel" } } } }, "404": { description: none } }
            patch:
              parameters: [{ name: number, in: path, required: true, schema: { type: integer } }]
              requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
              responses: { "200": { description: one, content: { application/json: { schema: { $ref: "#/components/schemas/Parcel" } } } } }
        components:
          schemas:
            Parcel:
              type: object
              required: [number, weight, price, isFragile, sentAt, tags, address, note]
              properties:
                number: { type: integer, readOnly: true }
                weight: { type: number }
                price: { type: string }
                isFragile: { type: boolean }
                sentAt: { type: string, format: date-time }
                day: { type: string, format: date }
                tags: { type: array, items: { type: string } }
                address: { type: object, properties: { city: { type: string } } }
                note: { type: [string, "null"] }
              additionalProperties: false
            Failure:
              type: object
              required: [error]
              properties:
                error: { type: object, required: [code, message], properties: { code: { type: integer }, message: { type: string } } }
        """

    static let migration = """
        create table parcels (
            number serial primary key, weight numeric(6, 2) not null, price numeric(10, 2) not null,
            is_fragile boolean not null default false, sent_at timestamptz not null default now(), day date,
            tags text[] not null default '{}', address jsonb not null, note text, secret text default 'hidden'
        );
        """

    func withHandler(_ body: (Handler, OpenAPIDocument) async throws -> Void) async throws {
        var diagnostics: [Diagnostic] = []
        let document = try #require(OpenAPIDocument(text: Self.contract, file: "parcels.yaml", &diagnostics))
        try await withPostgres(Self.migration) { postgres in
            try await body(try await ContractImage(document).start(.test(postgres: postgres)).handler, document)
        }
    }

    @Test func `each column's value has the type that the contract says`() async throws {
        try await withHandler { handler, document in
            let answer = try await send(
                .post, "/parcels",
                [
                    "weight": 1.5, "price": "12.50", "day": "2026-11-23", "tags": ["a \"b\"", "c,d", "\\"],
                    "address": ["city": "Bern"],
                ], to: handler)
            #expect(answer.status == 201)
            #expect(
                answer.body == [
                    "number": 1, "weight": 1.5, "price": "12.50", "isFragile": false,
                    "sentAt": "2026-11-22T09:00:00Z", "day": "2026-11-23", "tags": ["a \"b\"", "c,d", "\\"],
                    "address": ["city": "Bern"], "note": nil,
                ])
            let violations = document.schema(["$ref": "#/components/schemas/Parcel"]).violations(of: answer.body)
            #expect(violations.isEmpty, "\(violations)")
            #expect(try await send(.get, "/parcels/1", to: handler).body == answer.body)
            #expect(try await send(.get, "/parcels", to: handler).body == ["parcels": [answer.body]])
        }
    }

    @Test func `a change touches what was sent and nothing else`() async throws {
        try await withHandler { handler, _ in
            let made = try await send(
                .post, "/parcels", ["weight": 1, "price": "1", "address": [:], "day": "2026-11-23"], to: handler)
            let changed = try await send(
                .patch, "/parcels/1", ["note": "mind the cat", "isFragile": true, "number": 9], to: handler)
            var expected = made.body
            expected["note"] = "mind the cat"
            expected["isFragile"] = true
            #expect(changed.body == expected)
            #expect(try await send(.patch, "/parcels/1", ["note": nil], to: handler).body["note"] == .null)
        }
    }

    @Test func `what the table refuses is told in the body that the contract declares`() async throws {
        try await withHandler { handler, _ in
            let answer = try await send(.post, "/parcels", ["weight": 1, "price": "1"], to: handler)
            #expect(answer.status == 422)
            #expect(answer.body["error"]?["code"] == 422)
            #expect(answer.body["error"]?["message"]?.string?.contains("'address'") == true, "\(answer.body)")
        }
    }

    @Test func `a member without a column is refused`() async throws {
        try await withHandler { handler, _ in
            let answer = try await send(.post, "/parcels", ["weight": 1, "colour": "red"], to: handler)
            #expect(answer.status == 422)
            #expect(answer.body["error"]?["message"]?.string?.contains("'colour'") == true, "\(answer.body)")
        }
    }

    @Test func `a list is cut by limit and offset`() async throws {
        try await withHandler { handler, _ in
            for weight in 1...4 {
                _ = try await send(
                    .post, "/parcels", ["weight": JSON(weight), "price": "1", "address": [:]], to: handler)
            }
            let page = try await send(.get, "/parcels?limit=2&offset=1", to: handler).body["parcels"]?.array ?? []
            #expect(page.map { $0["number"] } == [2, 3])
            #expect(try await send(.get, "/parcels?limit=-1", to: handler).body["parcels"] == [])
        }
    }
}

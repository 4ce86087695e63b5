import Contracts
import Diagnostics
import HTTP
import Images
import JSONTree
import PostgresStandIn
import Testing

/// The images of the shop's contracts, on tables as its migration makes them and without any.
@Suite struct ContractImageTests {
    static let migration = "blueprints/shop/data/shop/001_shop.sql"

    static func document(_ path: String) throws -> OpenAPIDocument {
        var diagnostics: [Diagnostic] = []
        let document = OpenAPIDocument(text: try text(of: path), file: path, &diagnostics)
        return try #require(document, "\(diagnostics)")
    }

    static func handler(_ name: String, on postgres: PostgresStandIn?) async throws -> Handler {
        let document = try document("blueprints/shop/contracts/\(name).openapi.yaml")
        return try await ContractImage(document).start(.test(postgres: postgres)).handler
    }

    static let tea: JSON = ["name": "Oolong tea", "price_cents": 1290, "in_stock": true]

    static func expectConforming(_ body: JSON, to schema: String, of contract: String) throws {
        let document = try document("blueprints/shop/contracts/\(contract).openapi.yaml")
        let violations = document.schema(["$ref": .string("#/components/schemas/\(schema)")]).violations(of: body)
        #expect(violations.isEmpty, "\(violations)")
    }

    // MARK: - On both kinds of tables

    @Test(arguments: [true, false])
    func `an item lives through its whole life`(hasTables: Bool) async throws {
        try await withPostgres(hasTables ? try text(of: Self.migration) : nil) { postgres in
            let handler = try await Self.handler("catalog", on: postgres)
            #expect(try await send(.get, "/products", to: handler).body == [])

            let created = try await send(.post, "/products", Self.tea, to: handler)
            #expect(created.status == 201)
            try Self.expectConforming(created.body, to: "Product", of: "catalog")
            let id = try #require(created.body["id"]?.string)
            #expect(created.fields["location"] == "/products/\(id)")
            #expect(created.body["created_at"]?.string?.hasPrefix("2026-11-22T09:00:00") == true)

            #expect(try await send(.get, "/products/\(id)", to: handler).body == created.body)
            #expect(try await send(.get, "/products", to: handler).body == [created.body])

            let replaced = try await send(
                .put, "/products/\(id)", ["name": "Green tea", "price_cents": 990, "in_stock": false], to: handler)
            #expect(replaced.status == 200)
            try Self.expectConforming(replaced.body, to: "Product", of: "catalog")
            #expect(replaced.body["name"] == "Green tea")
            #expect(replaced.body["in_stock"] == false)
            #expect(replaced.body["created_at"] == created.body["created_at"])

            let deleted = try await send(.delete, "/products/\(id)", to: handler)
            #expect(deleted.status == 204)
            #expect(deleted.body == .null)
            #expect(try await send(.get, "/products/\(id)", to: handler).status == 404)
            #expect(try await send(.delete, "/products/\(id)", to: handler).status == 404)
        }
    }

    @Test(arguments: [true, false])
    func `items outlive the container`(hasTables: Bool) async throws {
        try await withPostgres(hasTables ? try text(of: Self.migration) : nil) { postgres in
            let first = try await Self.handler("catalog", on: postgres)
            let created = try await send(.post, "/products", Self.tea, to: first).body
            let second = try await Self.handler("catalog", on: postgres)
            #expect(try await send(.get, "/products", to: second).body == [created])
        }
    }

    static let broken: [(JSON?, String)] = [
        (nil, "no body"), (["price_cents": 1, "in_stock": true], "name"),
        (["name": "", "price_cents": 1, "in_stock": true], "name"),
        (["name": "Tea", "price_cents": -1, "in_stock": true], "price_cents"),
        (["name": "Tea", "price_cents": "1", "in_stock": true], "price_cents"),
        (["name": "Tea", "price_cents": 1, "in_stock": true, "colour": "green"], "colour"), ([1, 2], "object"),
    ]

    @Test(arguments: broken)
    func `a body that breaks the contract is the declared 400 and says where`(body: JSON?, place: String) async throws {
        try await withPostgres(try text(of: Self.migration)) { postgres in
            let handler = try await Self.handler("catalog", on: postgres)
            let answer = try await send(.post, "/products", body, to: handler)
            #expect(answer.status == 400)
            #expect(answer.detail.contains(place), "\(answer.detail)")
            try Self.expectConforming(answer.body, to: "Problem", of: "catalog")
            #expect(try await send(.get, "/products", to: handler).body == [])
        }
    }

    @Test func `an id of another form is 404 where the contract knows no 400`() async throws {
        try await withPostgres(try text(of: Self.migration)) { postgres in
            let handler = try await Self.handler("catalog", on: postgres)
            #expect(try await send(.get, "/products/7", to: handler).status == 404)
            #expect(try await send(.delete, "/products/7", to: handler).status == 404)
            #expect(try await send(.put, "/products/7", Self.tea, to: handler).status == 400)
        }
    }

    // MARK: - Tables of a migration

    @Test func `an item is a row whose columns anybody can read and write`() async throws {
        try await withPostgres(try text(of: Self.migration)) { postgres in
            let handler = try await Self.handler("catalog", on: postgres)
            let id = try #require(try await send(.post, "/products", Self.tea, to: handler).body["id"]?.string)
            let session = try await postgres.makeSession(user: postgres.users[0])
            let rows = try await session.query("select id::text, name, price_cents, in_stock from products").rows
            #expect(rows == [[.text(id), .text("Oolong tea"), .int(1290), .bool(true)]])
            try await session.query("update products set price_cents = 5")
            #expect(try await send(.get, "/products/\(id)", to: handler).body["price_cents"] == 5)
            try await session.query("delete from products")
            #expect(try await send(.get, "/products/\(id)", to: handler).status == 404)
            await session.close()
        }
    }

    static let order: JSON = [
        "customer": "Ada", "product_id": "6f1d2c3b-4a59-4e68-8f77-1a2b3c4d5e6f", "quantity": 2, "status": "placed",
    ]

    @Test func `a value that its column cannot read is refused with the column's name`() async throws {
        try await withPostgres(try text(of: Self.migration)) { postgres in
            let handler = try await Self.handler("orders", on: postgres)
            var order = Self.order
            #expect(try await send(.post, "/orders", order, to: handler).status == 201)
            order["product_id"] = "no-uuid"
            let answer = try await send(.post, "/orders", order, to: handler)
            #expect(answer.status == 400)
            #expect(answer.detail.contains("'product_id'"), "\(answer.detail)")
        }
    }

    static let constraints: [(String, String, Int)] = [
        ("alter table orders add check (customer <> 'Ada')", "orders_customer_check", 400),
        ("alter table orders add column note text not null", "'note'", 400),
        ("create unique index one_each on orders (customer)", "one_each", 409),
    ]

    @Test(arguments: constraints)
    func `a broken constraint is told as such`(change: String, named: String, status: Int) async throws {
        try await withPostgres(try text(of: Self.migration)) { postgres in
            let handler = try await Self.handler("orders", on: postgres)
            let session = try await postgres.makeSession(user: postgres.users[0])
            try await session.query(change)
            await session.close()
            _ = try await send(.post, "/orders", Self.order, to: handler)
            let answer = try await send(.post, "/orders", Self.order, to: handler)
            #expect(answer.status == status)
            #expect(answer.detail.contains(named), "\(answer.detail)")
            #expect(answer.fields["content-type"] == "application/problem+json")
        }
    }

    @Test func `a table without the id's column keeps the container from starting`() async throws {
        try await withPostgres("create table products (name text)") { postgres in
            let error = await #expect(throws: (any Error).self) { try await Self.handler("catalog", on: postgres) }
            #expect("\(error.map { "\($0)" } ?? "")".contains("no column 'id'"))
        }
    }

    // MARK: - Without a store

    @Test func `every operation of every contract answers its example where there is no store`() async throws {
        for path in [
            "shop/contracts/catalog", "shop/contracts/orders", "promptsales/contracts/content",
            "promptsales/contracts/ads", "promptsales/contracts/crm",
        ] {
            let document = try Self.document("blueprints/\(path).openapi.yaml")
            let handler = try await ContractImage(document).start(.test()).handler
            for operation in document.operations where operation.requestBody == nil {
                var target = operation.path
                for parameter in operation.parameters {
                    let value = document.sample(of: parameter.schema)
                    let text = (value.string ?? value.text).percentEncoded()
                    if parameter.place == .path { target = target.replacing("{\(parameter.name)}", with: text) }
                    if parameter.place == .query, parameter.isRequired {
                        target += "\(target.contains("?") ? "&" : "?")\(parameter.name)=\(text)"
                    }
                }
                let answer = try await send(operation.method, target, to: handler)
                #expect(answer.status == operation.success?.code, "\(path) \(operation.method) \(target)")
                guard let schema = operation.success?.schema else { continue }
                let violations = document.schema(schema).violations(of: answer.body)
                #expect(violations.isEmpty, "\(path) \(operation.method) \(target): \(violations)")
            }
        }
    }

    @Test func `a sample conforms to the schema it was made from`() throws {
        for path in ["shop/contracts/catalog", "shop/contracts/orders", "promptsales/contracts/crm"] {
            let document = try Self.document("blueprints/\(path).openapi.yaml")
            for (name, schema) in document.root["components"]?["schemas"]?.object?.members ?? [] {
                let violations = document.schema(schema).violations(of: document.sample(of: schema))
                #expect(violations.isEmpty, "\(path) \(name): \(violations)")
            }
        }
    }
}

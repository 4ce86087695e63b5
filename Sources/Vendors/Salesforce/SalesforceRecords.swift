import Determinism
import Fidelity
import HTTP
import JSONTree

/// Records: create, read, update, delete, upsert, describe, query.
extension Salesforce {
    static let recordEndpoints: [Endpoint] = [
        Endpoint(.get, data + "/sobjects", "List the objects", listTypes),
        Endpoint(
            .get, data + "/sobjects/{type}/describe", "The fields of an object",
            .approximate("names and requiredness; types are string throughout"), describe),
        Endpoint(
            .post, data + "/sobjects/{type}", "Create a record",
            .approximate("required and unknown fields are checked; picklists, lengths and triggers are not"),
            createRecord),
        Endpoint(.get, data + "/sobjects/{type}/{id}", "Read a record by id", readRecord),
        Endpoint(.patch, data + "/sobjects/{type}/{id}", "Change a record", updateRecord),
        Endpoint(.delete, data + "/sobjects/{type}/{id}", "Delete a record", deleteRecord),
        Endpoint(.get, data + "/sobjects/{type}/{field}/{value}", "Read a record by an external id", readByField),
        Endpoint(
            .patch, data + "/sobjects/{type}/{field}/{value}", "Create or change a record by an external id",
            .approximate("any custom field may be the external id"), upsertRecord),
        Endpoint(
            .get, data + "/query", "Run SOQL",
            .approximate("one object: conditions, order, limit, COUNT(); no subqueries, joins or groups"),
            runQuery),
        Endpoint(
            .get, data + "/queryAll", "Run SOQL over deleted records too",
            .approximate("deleted records are gone, as after the recycle bin"), runQuery),
    ]

    static func type(_ call: Call) throws -> SalesforceType {
        guard let type = SalesforceType.named(call.parameter("type")) else {
            throw refusal(.notFound, "NOT_FOUND", "The requested resource does not exist")
        }
        return type
    }

    private static func path(_ call: Call, _ type: SalesforceType, _ id: String) -> String {
        "/services/data/v\(call.parameter("version"))/sobjects/\(type.name)/\(id)"
    }

    private static func record(_ id: String, _ type: SalesforceType, _ call: Call) async throws -> JSON {
        guard let full = SalesforceType.fullID(id), let found = try await call.state.store.get(type.name, full) else {
            throw refusal(
                .notFound, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: \(id)")
        }
        return found
    }

    /// Checks the fields of a body and returns them by their own spelling.
    private static func checked(_ call: Call, _ type: SalesforceType) throws -> [(String, JSON)] {
        guard let members = try call.json().object?.members else {
            throw refusal(
                .badRequest, "JSON_PARSER_ERROR",
                "The HTTP entity body is required, but this request has no entity body.")
        }
        return try members.filter { $0.name != "attributes" }.map { name, value in
            guard let field = type.field(name) else {
                throw refusal(.badRequest, "INVALID_FIELD", "No such column '\(name)' on sobject of type \(type.name)")
            }
            if SalesforceType.system.contains(field) {
                throw refusal(
                    .badRequest, "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "Unable to create/update fields: \(field). Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
                    fields: [field])
            }
            if value.object != nil || value.array != nil {
                throw refusal(
                    .badRequest, "JSON_PARSER_ERROR",
                    "Cannot deserialize instance of string from \(value.text.prefix(40))")
            }
            return (field, value)
        }
    }

    private static func time(_ call: Call) -> JSON { .string(call.now.rfc3339().replacing("Z", with: "+0000")) }

    private static func insert(_ fields: [(String, JSON)], _ type: SalesforceType, _ call: Call) async throws -> String
    {
        var record = JSON.Object()
        let id = type.id(try await call.state.nextNumber(of: type.name))
        record["Id"] = .string(id)
        for (name, value) in fields { record[name] = value }
        let absent = type.required.filter {
            record[$0] == nil || record[$0]?.isNull == true || record[$0]?.string == ""
        }
        if !absent.isEmpty {
            throw refusal(
                .badRequest, "REQUIRED_FIELD_MISSING",
                "Required fields are missing: [\(absent.joined(separator: ", "))]",
                fields: absent)
        }
        record["IsDeleted"] = false
        record["CreatedDate"] = time(call)
        record["CreatedById"] = "005000000000001AAA"
        try await keep(record, type, call)
        return id
    }

    private static func keep(_ record: JSON.Object, _ type: SalesforceType, _ call: Call) async throws {
        var record = record
        record["LastModifiedDate"] = time(call)
        record["LastModifiedById"] = "005000000000001AAA"
        record["SystemModstamp"] = time(call)
        if let last = record["LastName"]?.string {
            record["Name"] = .string(
                [record["FirstName"]?.string ?? "", last].filter { !$0.isEmpty }.joined(separator: " "))
        }
        try await call.state.store.put(type.name, record["Id"]?.string ?? "", .object(record))
    }

    private static func created(_ id: String, _ status: Status = .created) -> Response {
        .json(["id": .string(id), "success": true, "errors": []], status)
    }

    @Sendable static func createRecord(_ call: Call) async throws -> Response {
        let type = try type(call)
        return created(try await insert(try checked(call, type), type, call))
    }

    private static func shown(_ record: JSON, _ type: SalesforceType, _ call: Call, only names: [String]? = nil) throws
        -> JSON
    {
        let id = record["Id"]?.string ?? ""
        var answer = JSON.Object([
            ("attributes", ["type": .string(type.name), "url": .string(path(call, type, id))])
        ])
        for name in names ?? ["Id"] + SalesforceType.system.dropFirst() + type.fields {
            guard let field = type.field(name) else {
                throw refusal(.badRequest, "INVALID_FIELD", "No such column '\(name)' on entity '\(type.name)'")
            }
            answer[field] = record[field] ?? .null
        }
        if names == nil {
            for (name, value) in record.object?.members ?? [] where name.hasSuffix("__c") { answer[name] = value }
        }
        return .object(answer)
    }

    @Sendable static func readRecord(_ call: Call) async throws -> Response {
        let type = try type(call)
        let names = call.query["fields"].map { $0.split(separator: ",").map(String.init) }
        return .json(
            try shown(try await record(call.parameter("id"), type, call), type, call, only: names.map { ["Id"] + $0 }))
    }

    @Sendable static func updateRecord(_ call: Call) async throws -> Response {
        let type = try type(call)
        var found = try await record(call.parameter("id"), type, call).object ?? JSON.Object()
        for (name, value) in try checked(call, type) { found[name] = value }
        try await keep(found, type, call)
        return Response(.noContent)
    }

    @Sendable static func deleteRecord(_ call: Call) async throws -> Response {
        let type = try type(call)
        let id = call.parameter("id")
        guard let full = SalesforceType.fullID(id), try await call.state.store.get(type.name, full) != nil else {
            throw refusal(
                .notFound, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: \(id)")
        }
        try await call.state.store.delete(type.name, full)
        return Response(.noContent)
    }

    private static func matches(_ call: Call, _ type: SalesforceType) async throws -> (field: String, records: [JSON]) {
        guard let field = type.field(call.parameter("field")), field == "Id" || field.hasSuffix("__c") else {
            throw refusal(
                .notFound, "NOT_FOUND",
                "Provided external ID field does not exist or is not accessible: \(call.parameter("field"))")
        }
        let value = call.parameter("value")
        let wanted = field == "Id" ? SalesforceType.fullID(value) : value
        let records = try await call.state.documents(type.name) { record in
            wanted != nil && (record[field]?.string ?? record[field]?.text) == wanted
        }
        return (field, records)
    }

    @Sendable static func readByField(_ call: Call) async throws -> Response {
        let type = try type(call)
        let (_, records) = try await matches(call, type)
        guard let record = records.first else {
            throw refusal(.notFound, "NOT_FOUND", "The requested resource does not exist")
        }
        return .json(try shown(record, type, call))
    }

    @Sendable static func upsertRecord(_ call: Call) async throws -> Response {
        let type = try type(call)
        let (field, records) = try await matches(call, type)
        var fields = try checked(call, type)
        if records.count > 1 {
            return .json(.array(records.map { .string(path(call, type, $0["Id"]?.string ?? "")) }), 300)
        }
        guard var record = records.first?.object else {
            if field == "Id" { throw refusal(.notFound, "NOT_FOUND", "The requested resource does not exist") }
            fields.append((field, .string(call.parameter("value"))))
            var response = created(try await insert(fields, type, call))
            if var body = try? JSON.parse(try await response.collectedBody()) {
                body["created"] = true
                response = .json(body, .created)
            }
            return response
        }
        for (name, value) in fields { record[name] = value }
        try await keep(record, type, call)
        return .json(["id": record["Id"] ?? .null, "success": true, "errors": [], "created": false])
    }

    @Sendable static func runQuery(_ call: Call) async throws -> Response {
        guard let text = call.query["q"], !text.isEmpty else {
            throw refusal(.badRequest, "MALFORMED_QUERY", "A query string has to be specified")
        }
        let query: SelectQuery
        do {
            query = try SelectQuery(parsing: text)
        } catch {
            throw refusal(.badRequest, "MALFORMED_QUERY", "unexpected token: '\(error.word)'")
        }
        guard let type = SalesforceType.named(query.object) else {
            throw refusal(
                .badRequest, "INVALID_TYPE",
                "sObject type '\(query.object)' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names."
            )
        }
        for name in query.mentioned where type.field(name) == nil {
            throw refusal(.badRequest, "INVALID_FIELD", "No such column '\(name)' on entity '\(type.name)'")
        }
        let found = query.run(over: try await call.state.documents(type.name)) { record, name in
            type.field(name).flatMap { record[$0] }
        }
        if query.fields.count == 1, query.fields[0].lowercased() == "count()" {
            return .json(["totalSize": JSON(found.count), "done": true, "records": []])
        }
        let names = query.fields.flatMap { field in
            let lower = field.lowercased()
            return lower == "fields(all)" || lower == "fields(standard)" ? ["Id"] + type.fields : [field]
        }
        // An unknown column is an error even where no record is found.
        _ = try shown([:], type, call, only: names)
        let records = try found.map { try shown($0, type, call, only: names) }
        return .json(["totalSize": JSON(records.count), "done": true, "records": .array(records)])
    }

    private static func summary(_ type: SalesforceType, _ call: Call) -> JSON {
        let base = "/services/data/v\(call.parameter("version"))/sobjects/\(type.name)"
        return [
            "name": .string(type.name), "label": .string(type.name), "labelPlural": .string(type.plural),
            "keyPrefix": .string(type.prefix), "custom": false, "createable": true, "updateable": true,
            "deletable": true,
            "queryable": true, "searchable": true,
            "urls": [
                "sobject": .string(base), "describe": .string(base + "/describe"),
                "rowTemplate": .string(base + "/{ID}"),
            ],
        ]
    }

    @Sendable static func listTypes(_ call: Call) -> Response {
        .json([
            "encoding": "UTF-8", "maxBatchSize": 200, "sobjects": .array(SalesforceType.all.map { summary($0, call) }),
        ])
    }

    @Sendable static func describe(_ call: Call) throws -> Response {
        let type = try type(call)
        var answer = summary(type, call)
        answer["fields"] = .array(
            (SalesforceType.system + type.fields).map { name in
                let isSystem = SalesforceType.system.contains(name)
                return [
                    "name": .string(name), "label": .string(name), "type": .string(name == "Id" ? "id" : "string"),
                    "nillable": .bool(!type.required.contains(name) && !isSystem), "createable": .bool(!isSystem),
                    "updateable": .bool(!isSystem), "custom": false, "externalId": false,
                    "idLookup": .bool(name == "Id"),
                ]
            })
        return .json(answer)
    }
}

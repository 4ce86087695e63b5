import Fidelity
import HTTP
import JSONTree

/// POST .../campaigns:mutate and its like: creates, updates by mask, removals; all or nothing, or each by itself.
extension GoogleAds {
    static let mutateEndpoints: [Endpoint] = GoogleAdsResource.all.map { resource in
        Endpoint(
            .post, customer + "/\(resource.plural):mutate", "Create, update and remove \(resource.plural)",
            .approximate(
                "required fields, references, enumerations and duplicate names are checked; bidding rules are not")
        ) { call in try await mutate(resource, call) }
    }

    /// An operation that cannot be done: one error of the failure.
    private struct Wrong: Error {
        var error: JSON
    }

    private static func mutate(_ resource: GoogleAdsResource, _ call: Call) async throws -> Response {
        let body = try call.json()
        guard let operations = body["operations"]?.array, !operations.isEmpty else {
            throw failure(
                call, .badRequest, "INVALID_ARGUMENT", "fieldError", "REQUIRED", "The required field was not present.")
        }
        let isPartial = body["partialFailure"]?.bool ?? body["partial_failure"]?.bool ?? false
        let isTrial = body["validateOnly"]?.bool ?? body["validate_only"]?.bool ?? false
        var changes: [(id: String, value: JSON)] = []
        var results: [JSON] = []
        var errors: [JSON] = []
        for (index, operation) in operations.enumerated() {
            do {
                let change = try await change(resource, operation, index: index, after: changes, call)
                changes.append(change)
                results.append(result(of: change, resource, isWhole: body["responseContentType"] == "MUTABLE_RESOURCE"))
            } catch let wrong as Wrong {
                errors.append(wrong.error)
                results.append([:])
            }
        }
        if !errors.isEmpty && !isPartial { throw failure(call, .badRequest, "INVALID_ARGUMENT", errors) }
        if !isTrial {
            for change in changes { try await call.state.store.put(resource.plural, change.id, change.value) }
        }
        var answer: JSON = ["results": .array(isTrial ? [] : results)]
        if !errors.isEmpty {
            let message = errors[0]["message"]?.string ?? ""
            answer["partialFailureError"] = [
                "code": 3, "message": .string("Multiple errors in ‘details’. First error: \(message)"),
                "details": [failureDetail(call, errors)],
            ]
        }
        return .json(isTrial && errors.isEmpty ? [:] : answer)
    }

    private static func result(of change: (id: String, value: JSON), _ resource: GoogleAdsResource, isWhole: Bool)
        -> JSON
    {
        var result: JSON = ["resourceName": .string(change.id)]
        if isWhole { result[resource.member] = change.value }
        return result
    }

    /// The document an operation leads to; nothing is stored yet.
    private static func change(
        _ resource: GoogleAdsResource, _ operation: JSON, index: Int, after earlier: [(id: String, value: JSON)],
        _ call: Call
    ) async throws -> (id: String, value: JSON) {
        let customerID = call.parameter("customer")
        func wrong(_ kind: String, _ code: String, _ message: String, _ fields: String...) -> Wrong {
            let path: [JSON] =
                [["fieldName": "operations", "index": JSON(index)]] + fields.map { ["fieldName": .string($0)] }
            return Wrong(error: adsError(kind, code, message, at: path))
        }
        func existing(_ name: String) async throws -> JSON {
            if let change = earlier.last(where: { $0.id == name }) { return change.value }
            if let found = try await call.state.store.get(resource.plural, name), found["status"] != "REMOVED",
                name.hasPrefix("customers/\(customerID)/")
            {
                return found
            }
            throw wrong("mutateError", "RESOURCE_NOT_FOUND", "Resource was not found.", "update")
        }
        if let name = operation["remove"]?.string {
            var value = try await existing(name)
            value["status"] = "REMOVED"
            return (name, value)
        }
        let isUpdate = operation["update"] != nil
        guard let given = (operation["create"] ?? operation["update"])?.object else {
            throw wrong("fieldError", "REQUIRED", "The required field was not present.", "operation")
        }
        let action = isUpdate ? "update" : "create"
        for (name, choices) in resource.choices.sorted(by: { $0.key < $1.key }) {
            if let value = given[name], !choices.contains(value.string ?? "") {
                throw wrong(
                    "enumError", "ENUM_VALUE_NOT_PERMITTED",
                    "Enum value '\(value.string ?? value.text)' cannot be used.", action, name)
            }
        }
        for (name, plural) in resource.references {
            guard let reference = given[name]?.string else { continue }
            guard try await call.state.store.get(plural, reference)?["status"].map({ $0 != "REMOVED" }) == true,
                reference.hasPrefix("customers/\(customerID)/")
            else { throw wrong("mutateError", "RESOURCE_NOT_FOUND", "Resource was not found.", action, name) }
        }
        if isUpdate {
            let name = given["resourceName"]?.string ?? ""
            var value = try await existing(name)
            let mask = (operation["updateMask"] ?? operation["update_mask"])?.string ?? ""
            if mask.isEmpty {
                throw wrong(
                    "fieldMaskError", "FIELD_MASK_MISSING", "The field mask must be provided for update operations.")
            }
            for part in mask.split(separator: ",") {
                let field = GoogleAdsResource.camel(String(part.prefix { $0 != "." }).trimmingBlanks())
                if field != "resourceName" && field != "id" { value[field] = given[field] }
            }
            return (name, value)
        }
        for name in resource.required where given[name] == nil || given[name]?.string?.isEmpty == true {
            throw wrong("fieldError", "REQUIRED", "The required field was not present.", "create", name)
        }
        let name = given["name"]?.string
        let others =
            try await call.state.documents(resource.plural) { other in
                other["resourceName"]?.string?.hasPrefix("customers/\(customerID)/") == true
            } + earlier.map(\.value)
        let isTaken = others.contains { other in
            name != nil && other["name"]?.string == name && other["status"] != "REMOVED"
                && other["campaign"] == given["campaign"]
        }
        if isTaken {
            let kinds = [
                "campaign": "campaignError", "ad_group": "adGroupError", "campaign_budget": "campaignBudgetError",
            ]
            let codes = [
                "campaign": "DUPLICATE_CAMPAIGN_NAME", "ad_group": "DUPLICATE_ADGROUP_NAME",
                "campaign_budget": "DUPLICATE_NAME",
            ]
            throw wrong(
                kinds[resource.name] ?? "requestError", codes[resource.name] ?? "UNKNOWN",
                "The name is already in use.", "create", "name")
        }
        let id = String(20_000_000_000 + (try await call.state.nextNumber(of: "resource")))
        let resourceName = "customers/\(customerID)/\(resource.plural)/\(id)"
        var value = JSON.Object([("resourceName", .string(resourceName)), ("id", .string(id))])
        for (field, standard) in resource.standard { value[field] = standard }
        for (field, given) in given.members where field != "resourceName" && field != "id" {
            // 64-bit numbers are texts in Google's JSON.
            value[field] = field.hasSuffix("Micros") ? .string(given.string ?? given.text) : given
        }
        return (resourceName, .object(value))
    }
}

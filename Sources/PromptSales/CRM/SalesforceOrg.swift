import HTTP
import Images
import JSONTree

/// The company's org at Salesforce.
struct SalesforceOrg: Sendable {
    let container: Container

    /// Makes a Lead record and returns its id. One with the same external id is changed instead, so that a retry makes
    /// no second one.
    func createLead(_ lead: Lead) async throws -> String {
        let names = lead.fullName.split(separator: " ", maxSplits: 1).map(String.init)
        let key = lead.id.percentEncoded()
        let url = try container.url(of: "salesforce") + "/services/data/v68.0/sobjects/Lead/External_Id__c/\(key)"
        let answer = try await container.json(
            .patch, url,
            [
                "FirstName": .string(names.first ?? ""), "LastName": .string(names.count > 1 ? names[1] : "Unknown"),
                "Company": "Unknown", "Email": .string(lead.email), "LeadSource": .string(lead.source),
            ],
            fields: ["authorization": "Bearer \(try container.token(of: "salesforce"))"])
        if let id = answer["id"]?.string { return id }
        // An update answers 204 and no body: ask for the record.
        let record = try await container.json(
            .get, url, fields: ["authorization": "Bearer \(try container.token(of: "salesforce"))"])
        guard let id = record["Id"]?.string else {
            throw UpstreamError(method: .get, url: url, status: .ok, body: record.text)
        }
        return id
    }
}

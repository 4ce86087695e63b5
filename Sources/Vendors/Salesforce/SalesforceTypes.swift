/// A standard object of Salesforce: its key prefix, its fields and those that must be set.
struct SalesforceType: Sendable {
    var name: String
    var plural: String
    var prefix: String
    var required: [String]
    var fields: [String]

    static let system = [
        "Id", "IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp",
    ]
    private static let person = [
        "FirstName", "LastName", "Name", "Salutation", "Title", "Email", "Phone", "MobilePhone", "LeadSource",
        "Description", "OwnerId",
    ]

    static let all: [SalesforceType] = [
        SalesforceType(
            name: "Account", plural: "Accounts", prefix: "001", required: ["Name"],
            fields: [
                "Name", "Type", "Industry", "Website", "Phone", "Description", "AnnualRevenue", "NumberOfEmployees",
                "OwnerId",
                "ParentId", "AccountNumber", "Rating", "BillingStreet", "BillingCity", "BillingState",
                "BillingPostalCode",
                "BillingCountry",
            ]),
        SalesforceType(
            name: "Contact", plural: "Contacts", prefix: "003", required: ["LastName"],
            fields: person + [
                "AccountId", "Department", "MailingStreet", "MailingCity", "MailingState", "MailingPostalCode",
                "MailingCountry",
            ]),
        SalesforceType(
            name: "Lead", plural: "Leads", prefix: "00Q", required: ["LastName", "Company"],
            fields: person + [
                "Company", "Status", "Industry", "Rating", "Website", "Street", "City", "State", "PostalCode",
                "Country",
                "NumberOfEmployees", "AnnualRevenue", "IsConverted",
            ]),
        SalesforceType(
            name: "Opportunity", plural: "Opportunities", prefix: "006", required: ["Name", "StageName", "CloseDate"],
            fields: [
                "Name", "StageName", "CloseDate", "Amount", "AccountId", "Probability", "Type", "LeadSource",
                "Description",
                "NextStep", "OwnerId", "CampaignId", "IsClosed", "IsWon",
            ]),
        SalesforceType(
            name: "Campaign", plural: "Campaigns", prefix: "701", required: ["Name"],
            fields: [
                "Name", "Type", "Status", "StartDate", "EndDate", "IsActive", "BudgetedCost", "ActualCost",
                "ExpectedRevenue",
                "Description", "OwnerId", "ParentId",
            ]),
        SalesforceType(
            name: "CampaignMember", plural: "Campaign Members", prefix: "00v", required: ["CampaignId"],
            fields: ["CampaignId", "LeadId", "ContactId", "Status"]),
        SalesforceType(
            name: "Task", plural: "Tasks", prefix: "00T", required: [],
            fields: ["Subject", "Status", "Priority", "ActivityDate", "WhoId", "WhatId", "Description", "OwnerId"]),
    ]

    static func named(_ name: String) -> SalesforceType? { all.first { $0.name.lowercased() == name.lowercased() } }

    /// The field's own spelling; custom fields (`__c`) are taken as they come.
    func field(_ name: String) -> String? {
        let lower = name.lowercased()
        if let known = (Self.system + fields).first(where: { $0.lowercased() == lower }) { return known }
        return lower.hasSuffix("__c") && lower.count > 3 ? name : nil
    }

    /// The 15 characters of a record's id, and the three that check their case.
    func id(_ number: Int64) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var digits: [Character] = []
        var rest = number
        while rest > 0 {
            digits.insert(alphabet[Int(rest % 62)], at: 0)
            rest /= 62
        }
        let short = prefix + "Hs" + String(repeating: "0", count: max(0, 10 - digits.count)) + String(digits)
        return short + Self.checksum(short)
    }

    /// One character per five of the id: bit n is set when character n is an upper-case letter.
    static func checksum(_ short: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")
        let characters = Array(short)
        var sum = ""
        for start in stride(from: 0, to: min(15, characters.count), by: 5) {
            var bits = 0
            for (place, character) in characters[start..<min(start + 5, characters.count)].enumerated()
            where character.isASCII && character.isUppercase { bits |= 1 << place }
            sum.append(alphabet[bits])
        }
        return sum
    }

    /// The 18 characters of an id in either form; nil for anything else.
    static func fullID(_ text: String) -> String? {
        guard text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
        if text.count == 15 { return text + checksum(text) }
        return text.count == 18 && checksum(String(text.prefix(15))) == text.suffix(3).uppercased()
            ? String(text.prefix(15)) + text.suffix(3).uppercased() : nil
    }
}

import JSONTree

/// A type of CRM object: its names, and the standard properties it knows.
struct HubSpotType: Sendable {
    var name: String
    var id: String
    var singular: String
    /// What is returned when no properties are asked for.
    var shown: [String]
    var modified: String
    var properties: [String]
    /// The property that must not stand twice.
    var unique: String?

    static let all: [HubSpotType] = [
        HubSpotType(
            name: "contacts", id: "0-1", singular: "Contact",
            shown: ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
            modified: "lastmodifieddate",
            properties: [
                "email", "firstname", "lastname", "phone", "mobilephone", "company", "website", "jobtitle", "address",
                "city",
                "state", "zip", "country", "lifecyclestage", "hs_lead_status", "hubspot_owner_id", "industry",
                "message",
                "hs_language", "annualrevenue", "fax", "salutation", "hs_analytics_source", "hs_persona",
                "numemployees",
            ], unique: "email"),
        HubSpotType(
            name: "companies", id: "0-2", singular: "Company",
            shown: ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"],
            modified: "hs_lastmodifieddate",
            properties: [
                "name", "domain", "website", "phone", "industry", "address", "city", "state", "zip", "country",
                "description",
                "lifecyclestage", "hs_lead_status", "hubspot_owner_id", "numberofemployees", "annualrevenue", "type",
                "timezone", "founded_year", "linkedin_company_page",
            ], unique: nil),
        HubSpotType(
            name: "deals", id: "0-3", singular: "Deal",
            shown: [
                "amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id",
                "pipeline",
            ], modified: "hs_lastmodifieddate",
            properties: [
                "dealname", "amount", "closedate", "dealstage", "pipeline", "dealtype", "description",
                "hubspot_owner_id",
                "hs_priority", "hs_forecast_amount", "hs_next_step", "closed_lost_reason", "closed_won_reason",
            ], unique: nil),
    ]

    static func named(_ name: String) -> HubSpotType? {
        let lower = name.lowercased()
        return all.first { $0.name == lower || $0.id == lower || $0.singular.lowercased() == lower }
    }

    var readOnly: [String] { ["createdate", modified, "hs_object_id"] }
}

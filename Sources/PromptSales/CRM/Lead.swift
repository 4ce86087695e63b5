import JSONTree

/// Somebody who showed interest.
struct Lead: Sendable, Equatable {
    enum Status: String, Sendable { case new, synced }

    var id: String
    /// `meta`, `web`.
    var source: String
    /// The id at the source: a lead that is delivered twice is stored once.
    var externalID: String
    var email: String
    var fullName: String
    var contentID: String?
    var campaignID: String?
    var hubspotID: String?
    var salesforceID: String?
    var status: Status
    var createdAt: String

    var json: JSON {
        [
            "id": .string(id), "source": .string(source), "external_id": .string(externalID), "email": .string(email),
            "full_name": .string(fullName), "content_id": JSON(contentID), "campaign_id": JSON(campaignID),
            "hubspot_id": JSON(hubspotID), "salesforce_id": JSON(salesforceID), "status": .string(status.rawValue),
            "created_at": .string(createdAt),
        ]
    }
}

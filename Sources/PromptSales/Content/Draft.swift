import JSONTree

/// A piece of content, from its first text to its publication.
struct Draft: Sendable, Equatable {
    enum Status: String, Sendable { case draft, queued, published, failed }

    /// A social network that a draft can be posted to.
    enum Channel: String, Sendable, CaseIterable { case meta, tiktok }

    var id: String
    var topic: String
    var audience: String
    var channels: [Channel]
    var text: String
    var status: Status
    /// RFC 3339.
    var createdAt: String
    /// The vendor's id of each post that has been made.
    var posts: [(channel: Channel, id: String)]

    func postID(on channel: Channel) -> String? { posts.first { $0.channel == channel }?.id }

    static func == (lhs: Draft, rhs: Draft) -> Bool { lhs.json == rhs.json }

    var json: JSON {
        [
            "id": .string(id), "topic": .string(topic), "audience": .string(audience),
            "channels": JSON(channels.map(\.rawValue)),
            "text": .string(text), "status": .string(status.rawValue), "created_at": .string(createdAt),
            "posts": .object(JSON.Object(posts.map { ($0.channel.rawValue, .string($0.id)) })),
        ]
    }
}

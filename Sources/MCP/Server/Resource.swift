import JSONTree

/// Something a client can read under a URI of its own.
package struct Resource: Sendable {
    package var uri: String
    package var name: String
    package var title: String?
    package var description: String?
    package var mimeType: String?
    package var read: @Sendable (ResourceRead) async throws -> [ResourceContents]

    package init(
        uri: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil,
        read: @escaping @Sendable (ResourceRead) async throws -> [ResourceContents]
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.read = read
    }

    var json: JSON {
        .compact([
            "uri": .string(uri), "name": .string(name), "title": title.map(JSON.string),
            "description": description.map(JSON.string), "mimeType": mimeType.map(JSON.string),
        ])
    }
}

/// Many resources under URIs of one shape, such as `content://posts/{id}`.
package struct ResourceTemplate: Sendable {
    /// RFC 6570 with simple expressions only: `{name}` stands for one or more characters other than `/`.
    package var uriTemplate: String
    package var name: String
    package var title: String?
    package var description: String?
    package var mimeType: String?
    /// Reads the resource that fits; nil when there is none.
    package var read: @Sendable (ResourceRead) async throws -> [ResourceContents]?

    package init(
        uriTemplate: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil,
        read: @escaping @Sendable (ResourceRead) async throws -> [ResourceContents]?
    ) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.read = read
    }

    var json: JSON {
        .compact([
            "uriTemplate": .string(uriTemplate), "name": .string(name), "title": title.map(JSON.string),
            "description": description.map(JSON.string), "mimeType": mimeType.map(JSON.string),
        ])
    }
}

/// One reading of a resource.
package struct ResourceRead: Sendable {
    package var uri: String
    /// What the expressions of a template stand for, percent-decoded; empty for a resource with a URI of its own.
    package var parameters: [String: String]
    package var caller: Caller

    package init(uri: String, parameters: [String: String] = [:], caller: Caller = Caller()) {
        self.uri = uri
        self.parameters = parameters
        self.caller = caller
    }
}

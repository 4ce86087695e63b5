package import JSONTree

/// Something that runs in an instance and can be reached, as the table and the ready file show it.
package struct Part: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case loadBalancer = "load-balancer"
        case frontend, service, mcp, worker, redis, postgres, mongo, mock
    }

    package var name: String
    package var kind: Kind
    /// `127.0.0.1:8443`; nil for what has no address.
    package var address: String?
    /// How to reach it, ready to paste: a URL.
    package var url: String?
    /// What a person or script logs in with, on this desk only: names and values.
    package var credentials: [(name: String, value: String)]
    /// One line for a person: a command, or what it answers for.
    package var hint: String?

    package init(
        name: String, kind: Kind, address: String? = nil, url: String? = nil,
        credentials: [(name: String, value: String)] = [], hint: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.address = address
        self.url = url
        self.credentials = credentials
        self.hint = hint
    }

    package static func == (lhs: Part, rhs: Part) -> Bool { lhs.json == rhs.json }

    package var json: JSON {
        .compact([
            "name": .string(name), "kind": .string(kind.rawValue), "address": address.map(JSON.string),
            "url": url.map(JSON.string),
            "credentials": .object(JSON.Object(credentials.map { ($0.name, .string($0.value)) })),
            "hint": hint.map(JSON.string),
        ])
    }
}

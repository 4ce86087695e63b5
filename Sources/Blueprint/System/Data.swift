package import Diagnostics

/// A data server outside the cluster, managed by the cloud.
package struct Store: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case redis, postgres, mongo

        /// The port the real server listens on.
        package var port: Int {
            switch self {
            case .redis: 6379
            case .postgres: 5432
            case .mongo: 27017
            }
        }
    }

    package enum Service: String, Sendable, CaseIterable { case elasticache, aurora, atlas }

    package var name: String
    package var kind: Kind
    package var managed: Service
    /// The database within the server: `ads`; the name without `-db` where the blueprint is silent.
    package var database: String
    /// A folder of SQL files, relative to the blueprint's folder; run in order of their names.
    package var migrations: String?
    package var span: SourceSpan

    package init(
        name: String, kind: Kind, managed: Service, database: String, migrations: String? = nil, span: SourceSpan
    ) {
        self.name = name
        self.kind = kind
        self.managed = managed
        self.database = database
        self.migrations = migrations
        self.span = span
    }
}

/// A queue of jobs: a Redis stream with a consumer group.
package struct Queue: Equatable, Sendable {
    package var name: String
    /// The Redis store that holds the stream.
    package var store: String
    package var span: SourceSpan

    package init(name: String, store: String, span: SourceSpan) {
        self.name = name
        self.store = store
        self.span = span
    }
}

/// A vendor's API on the internet.
package struct External: Equatable, Sendable {
    package var name: String
    /// Which API it is, where a mock for it exists: `openai`, `meta`, `tiktok`, `google-ads`, `hubspot`, `salesforce`.
    package var api: String
    package var host: String
    /// The secret that calls carry; nil for an open API.
    package var secret: String?
    package var span: SourceSpan

    package init(name: String, api: String, host: String, secret: String?, span: SourceSpan) {
        self.name = name
        self.api = api
        self.host = host
        self.secret = secret
        self.span = span
    }
}

package import Diagnostics

/// A web front end, hosted outside the cluster, that calls the load balancer.
package struct Frontend: Equatable, Sendable {
    package enum Platform: String, Sendable, CaseIterable { case vercel }

    package var name: String
    package var platform: Platform
    /// `nextjs` and the like, as the platform calls it.
    package var framework: String
    /// Local image that plays it on the desk: `promptsales/portal`.
    package var image: String
    /// Host names for each environment are these with the environment's domain in place; see `Environment`.
    package var hosts: [String]
    /// How it talks to the gateway: `http`, `mcp`.
    package var protocols: [String]
    package var environment: [Workload.Setting]
    package var secrets: [String]
    package var span: SourceSpan

    package init(
        name: String, platform: Platform, framework: String, image: String, hosts: [String], protocols: [String],
        environment: [Workload.Setting] = [], secrets: [String] = [], span: SourceSpan
    ) {
        self.name = name
        self.platform = platform
        self.framework = framework
        self.image = image
        self.hosts = hosts
        self.protocols = protocols
        self.environment = environment
        self.secrets = secrets
        self.span = span
    }
}

/// The in-cluster gateway behind the load balancer, and its routes.
package struct GatewayDeclaration: Equatable, Sendable {
    /// `envoy`.
    package var className: String
    package var namespace: String
    package var routes: [Route]
    package var span: SourceSpan

    package init(className: String, namespace: String, routes: [Route], span: SourceSpan) {
        self.className = className
        self.namespace = namespace
        self.routes = routes
        self.span = span
    }

    /// Everything below one path goes to one workload.
    package struct Route: Equatable, Sendable {
        /// What a token must carry.
        package enum Access: Equatable, Sendable {
            case `public`
            /// Any valid token.
            case authenticated
            /// Scopes for reading methods (GET, HEAD, OPTIONS) and for all the others.
            case scopes(read: String, write: String)
        }

        /// A name that is unique among routes: the path's words, joined with `-`.
        package var name: String
        /// A path prefix in the sense of Gateway API's `PathPrefix`: `/content`.
        package var path: String
        package var workload: String
        package var access: Access
        /// Seconds that an answer may take; nil for the usual time.
        package var timeout: Int?
        package var limit: Limit?
        package var span: SourceSpan

        package init(
            name: String, path: String, workload: String, access: Access, timeout: Int? = nil, limit: Limit? = nil,
            span: SourceSpan
        ) {
            self.name = name
            self.path = path
            self.workload = workload
            self.access = access
            self.timeout = timeout
            self.limit = limit
            self.span = span
        }

        /// How many requests each proxy of the gateway lets through.
        package struct Limit: Equatable, Sendable {
            package enum Unit: String, Sendable, CaseIterable { case second, minute, hour }

            package var requests: Int
            package var unit: Unit

            package init(requests: Int, unit: Unit) {
                self.requests = requests
                self.unit = unit
            }
        }

        /// The names that objects made for it may have: one for all requests, or one for reading and one for writing.
        package var objectNames: [String] {
            guard case .scopes(let read, let write) = access, read != write else { return [name] }
            return [readName, writeName]
        }

        package var readName: String { name + "-read" }
        package var writeName: String { name + "-write" }
    }
}

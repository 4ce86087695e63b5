package import Diagnostics
package import HTTP
package import Kubernetes

/// One rule of a listener: what it asks of a request, and what is then done.
package struct ListenerRule: Equatable, Sendable {
    /// From 1; the lowest that fits decides.
    package var priority: Int
    package var conditions: [RuleCondition]
    /// What the token of a request must hold before the action is done; nil asks for none.
    package var validation: JWTValidation?
    /// How the user is made known before the action is done; nil for not at all.
    package var authentication: Authentication?
    /// What is changed about a request that is forwarded.
    package var transform: RequestTransform?
    package var action: ListenerAction
    package var source: Source

    /// The Ingress or HTTPRoute that a rule comes from.
    package struct Source: Equatable, Sendable {
        package var kind: String
        package var namespace: String
        package var name: String
        /// The path's place in its file.
        package var span: SourceSpan?

        package init(kind: String = Ingress.kind, namespace: String, name: String, span: SourceSpan?) {
            self.kind = kind
            self.namespace = namespace
            self.name = name
            self.span = span
        }

        /// `Ingress 'shop/api'`.
        package var title: String { "\(kind) '\(namespace)/\(name)'" }
    }

    package init(
        priority: Int, conditions: [RuleCondition], validation: JWTValidation? = nil,
        authentication: Authentication? = nil, transform: RequestTransform? = nil, action: ListenerAction,
        source: Source
    ) {
        self.priority = priority
        self.conditions = conditions
        self.validation = validation
        self.authentication = authentication
        self.transform = transform
        self.action = action
        self.source = source
    }

    /// Whether every condition holds.
    package func matches(_ request: Request) -> Bool { conditions.allSatisfy { $0.holds(for: request) } }

    /// `rule 3 (host api.example.com, path /content or /content/*) of Ingress 'shop/api'`.
    package var summary: String {
        let list = conditions.map(\.summary).joined(separator: ", ")
        return "rule \(priority) (\(list)) of \(source.title)"
    }
}

/// What an ALB does with a request.
package enum ListenerAction: Equatable, Sendable {
    /// To one of the target groups, by weight.
    case forward([TargetGroup])
    case redirect(Redirect)
    case fixedResponse(FixedResponse)

    /// Targets that share the requests of a rule.
    package struct TargetGroup: Equatable, Sendable {
        package enum Target: Equatable, Sendable {
            case service(namespace: String, name: String, port: Ingress.ServicePort)
            /// A target group that exists outside the cluster, by ARN or name.
            case external(String)
        }

        package var target: Target
        /// 0 takes no requests.
        package var weight: Int
        package var healthCheck: TargetGroupHealthCheck
        package var attributes: TargetGroupAttributes
        package var protocolVersion: TargetGroupProtocolVersion
        /// Whether a client that was given this one of several groups stays with it.
        package var stickiness: TargetGroupStickiness?

        package init(
            _ target: Target, weight: Int = 1, healthCheck: TargetGroupHealthCheck = .init(),
            attributes: TargetGroupAttributes = .init(), protocolVersion: TargetGroupProtocolVersion = .http1,
            stickiness: TargetGroupStickiness? = nil
        ) {
            self.target = target
            self.weight = weight
            self.healthCheck = healthCheck
            self.attributes = attributes
            self.protocolVersion = protocolVersion
            self.stickiness = stickiness
        }
    }

    /// A redirect with the placeholders of AWS: `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}`.
    package struct Redirect: Equatable, Sendable {
        package var `protocol` = "#{protocol}"
        package var host = "#{host}"
        package var port = "#{port}"
        package var path = "/#{path}"
        package var query = "#{query}"
        package var status: Status = 301

        package init() {}
    }

    /// A response that the load balancer makes itself.
    package struct FixedResponse: Equatable, Sendable {
        package var status: Status
        package var contentType: String
        package var body: String

        package init(_ status: Status, contentType: String = "text/plain", body: String = "") {
            self.status = status
            self.contentType = contentType
            self.body = body
        }

        /// What the controller puts in the place of a forward to a Service that does not exist.
        package static let missingService = FixedResponse(503, body: "Backend service does not exist")
        /// The same for an `actions.*` annotation that is not there.
        static let missingAction = FixedResponse(503, body: "Backend action does not exist")
        /// What the controller puts in the place of a rule of an HTTPRoute that has no backend.
        static let noBackend = FixedResponse(500)
    }
}

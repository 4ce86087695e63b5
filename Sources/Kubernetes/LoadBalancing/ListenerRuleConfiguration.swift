package import Diagnostics
package import YAMLTree

/// What a load balancer does for a rule of a route that Gateway API has no word for; the rule names it in a filter.
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/listenerruleconfig/.
package struct ListenerRuleConfiguration: ManifestKind {
    package static let apiVersion = "gateway.k8s.aws/v1"
    package static let kind = "ListenerRuleConfiguration"
    package static let apiVersions = LoadBalancerProvider.allCases.map(\.gatewayAPIVersion)

    package var provider: LoadBalancerProvider
    package var metadata: ObjectMeta
    package var actions: [Action]
    package var conditions: [Condition]

    package init(
        provider: LoadBalancerProvider = .controller, metadata: ObjectMeta, actions: [Action],
        conditions: [Condition] = []
    ) {
        self.provider = provider
        self.metadata = metadata
        self.actions = actions
        self.conditions = conditions
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        provider = LoadBalancerProvider(gatewayAPIVersion: object.optionalString("apiVersion"))
        var spec = object.map("spec")
        actions = spec.elements("actions") { Action(reading: &$0) }
        conditions = spec.elements("conditions") { Condition(reading: &$0) }
        object.finish(spec)
    }

    package var apiVersion: String { provider.gatewayAPIVersion }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object(["actions": .parts(actions.map(\.yaml)), "conditions": .parts(conditions.map(\.yaml))]))
        ]
    }

    /// Where a request must come from besides.
    package struct Condition: Equatable, Sendable {
        /// In CIDR notation.
        package var sources: [String]
        /// The matches of the route's rule that it is about, counted from 0; nil for all.
        package var matches: [Int]?

        package init(sources: [String], matches: [Int]? = nil) {
            self.sources = sources
            self.matches = matches
        }

        package init(reading object: inout FieldReader) {
            let field = object.string("field")
            if field != "source-ip" {
                object.report(
                    object.node["field"] ?? object.node, "'\(field)' is no field that a condition can be about",
                    help: "it is source-ip")
            }
            sources = object.optional("sourceIPConfig") { $0.strings("values") } ?? []
            matches = object.optionalInts("matchIndexes")
        }

        package var yaml: YAML {
            .object([
                "field": "source-ip", "sourceIPConfig": .object(["values": .list(sources.map(YAML.string))]),
                "matchIndexes": matches.map { .list($0.map(YAML.int)) },
            ])
        }
    }

    package enum Action: Equatable, Sendable {
        /// Lets in only requests with a good token.
        case jwtValidation(JWTValidation)
        case fixedResponse(FixedResponse)
        /// Makes users known.
        case logIn(UserLogIn)
        /// Clients stay with the target group that they were first given, for so many seconds; nil for not at all.
        case forward(stickySeconds: Int?)
        /// The query that a redirect of the route gets.
        case redirect(query: String)
        /// A type that nobody knows.
        case other(String)

        package init(reading object: inout FieldReader) {
            let type = object.string("type")
            guard let read = Self.readers[type] else {
                self = .other(type)
                return
            }
            self = read(&object)
        }

        private typealias Reader = @Sendable (inout FieldReader) -> Action

        private static let readers: [String: Reader] = [
            "jwt-validation": { object in
                .jwtValidation(object.required("jwtValidationConfig") { JWTValidation(reading: &$0) })
            },
            "fixed-response": { object in
                .fixedResponse(object.required("fixedResponseConfig") { FixedResponse(reading: &$0) })
            },
            "authenticate-oidc": { object in
                .logIn(object.required("authenticateOIDCConfig") { UserLogIn(readingOIDC: &$0) })
            },
            "authenticate-cognito": { object in
                .logIn(object.required("authenticateCognitoConfig") { UserLogIn(readingCognito: &$0) })
            },
            "forward": { object in
                let seconds = object.required("forwardConfig") { forward in
                    forward.optional("targetGroupStickinessConfig") { stickiness -> Int? in
                        let seconds = stickiness.optionalInt("durationSeconds") ?? 3600
                        return stickiness.optionalBool("enabled") == true ? seconds : nil
                    }
                }
                return .forward(stickySeconds: seconds ?? nil)
            },
            "redirect": { object in
                .redirect(query: object.required("redirectConfig") { $0.optionalString("query") ?? "#{query}" })
            },
        ]

        package var yaml: YAML {
            switch self {
            case .jwtValidation(let validation):
                .object(["type": "jwt-validation", "jwtValidationConfig": validation.yaml])
            case .fixedResponse(let response):
                .object(["type": "fixed-response", "fixedResponseConfig": response.yaml])
            case .logIn(let logIn): logIn.yaml
            case .forward(let seconds):
                .object([
                    "type": "forward",
                    "forwardConfig": .object([
                        "targetGroupStickinessConfig": .object([
                            "enabled": .bool(seconds != nil), "durationSeconds": seconds.map(YAML.int),
                        ])
                    ]),
                ])
            case .redirect(let query):
                .object(["type": "redirect", "redirectConfig": .object(["query": .string(query)])])
            case .other(let type): .object(["type": .string(type)])
            }
        }
    }

    package struct FixedResponse: Equatable, Sendable {
        package var statusCode: Int
        package var contentType: String
        package var messageBody: String?

        package init(statusCode: Int, contentType: String = "text/plain", messageBody: String? = nil) {
            self.statusCode = statusCode
            self.contentType = contentType
            self.messageBody = messageBody
        }

        package init(reading object: inout FieldReader) {
            statusCode = object.int("statusCode")
            contentType = object.optionalString("contentType") ?? "text/plain"
            messageBody = object.optionalString("messageBody")
        }

        package var yaml: YAML {
            .object([
                "statusCode": .int(statusCode), "contentType": .string(contentType),
                "messageBody": .optional(messageBody),
            ])
        }
    }
}

/// What an ALB asks of the token of a request: the issuer's signature, that it has not expired, and claims besides.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html.
package struct JWTValidation: Equatable, Sendable {
    package var jwksEndpoint: String
    package var issuer: String
    package var additionalClaims: [Claim]
    @Position package var span: SourceSpan?

    package init(jwksEndpoint: String, issuer: String, additionalClaims: [Claim] = [], span: SourceSpan? = nil) {
        self.jwksEndpoint = jwksEndpoint
        self.issuer = issuer
        self.additionalClaims = additionalClaims
        self.span = span
    }

    package init(reading object: inout FieldReader) {
        jwksEndpoint = object.string("jwksEndpoint")
        issuer = object.string("issuer")
        additionalClaims = object.elements("additionalClaims") { Claim(reading: &$0) }
        span = object.span
    }

    package var yaml: YAML {
        .object([
            "jwksEndpoint": .string(jwksEndpoint), "issuer": .string(issuer),
            "additionalClaims": .parts(additionalClaims.map(\.yaml)),
        ])
    }

    /// A claim and what it must hold.
    package struct Claim: Equatable, Sendable {
        package enum Format: String, Sendable, CaseIterable {
            case singleString = "single-string"
            case stringArray = "string-array"
            /// As OAuth 2 writes scopes.
            case spaceSeparatedValues = "space-separated-values"
        }

        package var name: String
        package var format: Format
        package var values: [String]

        package init(_ name: String, _ format: Format, _ values: [String]) {
            self.name = name
            self.format = format
            self.values = values
        }

        init(reading object: inout FieldReader) {
            name = object.string("name")
            format = object.choice("format") ?? .singleString
            values = object.strings("values")
        }

        var yaml: YAML {
            .object([
                "name": .string(name), "format": .string(format.rawValue), "values": .list(values.map(YAML.string)),
            ])
        }
    }
}

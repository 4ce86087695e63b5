package import Diagnostics
package import YAMLTree

extension SecurityPolicy {
    /// Rules in order, of which the first that fits decides; https://gateway.envoyproxy.io/docs/api/extension_types/#authorization.
    package struct Authorization: Equatable, Sendable {
        package enum Action: String, Sendable, CaseIterable {
            case allow = "Allow"
            case deny = "Deny"
        }

        /// What happens when no rule fits.
        package var defaultAction: Action
        package var rules: [Rule]

        package init(defaultAction: Action = .deny, rules: [Rule]) {
            self.defaultAction = defaultAction
            self.rules = rules
        }

        package init(reading object: inout FieldReader) {
            defaultAction = object.choice("defaultAction") ?? .deny
            rules = object.elements("rules") { Rule(reading: &$0) }
        }

        package var yaml: YAML {
            .object([
                "defaultAction": .string(defaultAction.rawValue),
                "rules": rules.isEmpty ? nil : .list(rules.map(\.yaml)),
            ])
        }

        /// One rule: who, and with which methods.
        package struct Rule: Equatable, Sendable {
            package var name: String?
            package var action: Action
            /// The methods that the rule is about; all when empty.
            package var methods: [String]
            package var principal: Principal
            @Position package var span: SourceSpan?

            package init(
                name: String? = nil, action: Action, methods: [String] = [], principal: Principal,
                span: SourceSpan? = nil
            ) {
                self.name = name
                self.action = action
                self.methods = methods
                self.principal = principal
                self.span = span
            }

            package init(reading object: inout FieldReader) {
                name = object.optionalString("name")
                action = object.choice("action") ?? .deny
                methods = object.optional("operation") { $0.strings("methods") } ?? []
                principal = object.required("principal") { Principal(reading: &$0) }
                span = object.span
            }

            package var yaml: YAML {
                .object([
                    "name": name.map(YAML.string), "action": .string(action.rawValue),
                    "operation": YAML.strings(methods).map { .object(["methods": $0]) }, "principal": principal.yaml,
                ])
            }
        }

        /// Who a rule is about: all that is given holds.
        package struct Principal: Equatable, Sendable {
            package var clientCIDRs: [String]
            package var headers: [Header]
            package var jwt: Token?

            package init(clientCIDRs: [String] = [], headers: [Header] = [], jwt: Token? = nil) {
                self.clientCIDRs = clientCIDRs
                self.headers = headers
                self.jwt = jwt
            }

            package init(reading object: inout FieldReader) {
                clientCIDRs = object.strings("clientCIDRs")
                headers = object.elements("headers") { Header(reading: &$0) }
                jwt = object.optional("jwt") { Token(reading: &$0) }
            }

            package var yaml: YAML {
                .object([
                    "clientCIDRs": .strings(clientCIDRs),
                    "headers": headers.isEmpty ? nil : .list(headers.map(\.yaml)), "jwt": jwt?.yaml,
                ])
            }
        }

        /// A header field with one of some values.
        package struct Header: Equatable, Sendable {
            package var name: String
            package var values: [String]

            package init(name: String, values: [String]) {
                self.name = name
                self.values = values
            }

            package init(reading object: inout FieldReader) {
                name = object.string("name")
                values = object.strings("values")
            }

            package var yaml: YAML { .object(["name": .string(name), "values": .strings(values)]) }
        }

        /// What a token carries: all of the scopes, and all of the claims.
        package struct Token: Equatable, Sendable {
            package var provider: String
            package var scopes: [String]
            package var claims: [Claim]

            package init(provider: String, scopes: [String] = [], claims: [Claim] = []) {
                self.provider = provider
                self.scopes = scopes
                self.claims = claims
            }

            package init(reading object: inout FieldReader) {
                provider = object.string("provider")
                scopes = object.strings("scopes")
                claims = object.elements("claims") { Claim(reading: &$0) }
            }

            package var yaml: YAML {
                .object([
                    "provider": .string(provider), "scopes": .strings(scopes),
                    "claims": claims.isEmpty ? nil : .list(claims.map(\.yaml)),
                ])
            }
        }

        /// A claim that has, or in an array holds, one of some values.
        package struct Claim: Equatable, Sendable {
            package enum ValueType: String, Sendable, CaseIterable {
                case string = "String"
                case stringArray = "StringArray"
            }

            /// A nested claim is written with dots: `realm.roles`.
            package var name: String
            package var valueType: ValueType
            package var values: [String]

            package init(name: String, valueType: ValueType = .string, values: [String]) {
                self.name = name
                self.valueType = valueType
                self.values = values
            }

            package init(reading object: inout FieldReader) {
                name = object.string("name")
                valueType = object.choice("valueType") ?? .string
                values = object.strings("values")
            }

            package var yaml: YAML {
                .object([
                    "name": .string(name), "valueType": .string(valueType.rawValue), "values": .strings(values),
                ])
            }
        }
    }
}

package import Diagnostics
package import YAMLTree

extension BackendTrafficPolicy {
    /// How many requests pass; https://gateway.envoyproxy.io/docs/api/extension_types/#ratelimitspec.
    package struct RateLimit: Equatable, Sendable {
        package enum Scope: String, Sendable, CaseIterable {
            /// Each proxy counts for itself.
            case local = "Local"
            /// All proxies share a count.
            case global = "Global"
        }

        package var scope: Scope
        package var rules: [Rule]

        package init(scope: Scope, rules: [Rule]) {
            self.scope = scope
            self.rules = rules
        }

        package init(reading object: inout FieldReader) {
            let type = object.node("type") == nil ? nil : object.choice("type", of: Scope.self)
            let local = object.optional("local") { $0.elements("rules") { Rule(reading: &$0) } }
            let global = object.optional("global") { $0.elements("rules") { Rule(reading: &$0) } }
            scope = type ?? (global == nil ? .local : .global)
            rules = (local ?? []) + (global ?? [])
        }

        package var yaml: YAML {
            let list: YAML? = .object(["rules": .list(rules.map(\.yaml))])
            return .object([
                "type": .string(scope.rawValue), "local": scope == .local ? list : nil,
                "global": scope == .global ? list : nil,
            ])
        }

        /// A limit for the clients that all of its selectors fit; for all clients without a selector.
        package struct Rule: Equatable, Sendable {
            package var selectors: [Selector]
            package var requests: Int
            /// `Second`, `Minute`, `Hour`, `Day`.
            package var unit: Unit
            @Position package var span: SourceSpan?

            package enum Unit: String, Sendable, CaseIterable {
                case second = "Second"
                case minute = "Minute"
                case hour = "Hour"
                case day = "Day"
            }

            package init(selectors: [Selector] = [], requests: Int, unit: Unit, span: SourceSpan? = nil) {
                self.selectors = selectors
                self.requests = requests
                self.unit = unit
                self.span = span
            }

            package init(reading object: inout FieldReader) {
                selectors = object.elements("clientSelectors") { Selector(reading: &$0) }
                let limit = object.required("limit") { ($0.int("requests"), $0.choice("unit", of: Unit.self)) }
                requests = limit.0
                unit = limit.1 ?? .second
                span = object.span
            }

            package var yaml: YAML {
                .object([
                    "clientSelectors": selectors.isEmpty ? nil : .list(selectors.map(\.yaml)),
                    "limit": .object(["requests": .int(requests), "unit": .string(unit.rawValue)]),
                ])
            }
        }

        /// Clients by header fields; a field without a value, or of type `Distinct`, gives each value a count of its own.
        package struct Selector: Equatable, Sendable {
            package var headers: [Header]

            package init(headers: [Header]) { self.headers = headers }

            package init(reading object: inout FieldReader) {
                headers = object.elements("headers") { Header(reading: &$0) }
            }

            package var yaml: YAML {
                .object(["headers": .list(headers.map(\.yaml))])
            }
        }

        /// A condition on a header field.
        package struct Header: Equatable, Sendable {
            package enum Kind: String, Sendable, CaseIterable {
                case exact = "Exact"
                case regularExpression = "RegularExpression"
                case distinct = "Distinct"
            }

            package var name: String
            package var type: Kind
            package var value: String?

            package init(name: String, type: Kind, value: String? = nil) {
                self.name = name
                self.type = type
                self.value = value
            }

            package init(reading object: inout FieldReader) {
                name = object.string("name")
                type = object.choice("type") ?? .exact
                value = object.optionalString("value")
            }

            package var yaml: YAML {
                .object([
                    "type": .string(type.rawValue), "name": .string(name), "value": value.map(YAML.string),
                ])
            }
        }
    }
}

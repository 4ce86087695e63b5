package import Diagnostics
package import YAMLTree

/// Routes of a Gateway; https://gateway-api.sigs.k8s.io/reference/spec/#httproute.
package struct HTTPRoute: ManifestKind {
    package static let apiVersion = "gateway.networking.k8s.io/v1"
    package static let kind = "HTTPRoute"
    /// How many host names the API takes in one route.
    package static let maximumHostnames = 16

    package var metadata: ObjectMeta
    package var parentRefs: [ParentReference]
    package var hostnames: [String]
    package var rules: [Rule]

    package init(
        metadata: ObjectMeta, parentRefs: [ParentReference], hostnames: [String] = [], rules: [Rule]
    ) {
        self.metadata = metadata
        self.parentRefs = parentRefs
        self.hostnames = hostnames
        self.rules = rules
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        parentRefs = spec.elements("parentRefs") { ParentReference(reading: &$0) }
        hostnames = spec.strings("hostnames")
        // The API server fills in one rule that matches every path where none is given.
        rules = spec.node("rules") == nil ? [Rule()] : spec.elements("rules") { Rule(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "parentRefs": parentRefs.isEmpty ? nil : .list(parentRefs.map(\.yaml)),
                    "hostnames": .strings(hostnames), "rules": .list(rules.map(\.yaml)),
                ]))
        ]
    }

    /// The Gateway, and the listener of it, that a route attaches to.
    package struct ParentReference: Equatable, Sendable {
        package var reference: ObjectReference
        package var sectionName: String?
        package var port: Int?

        package init(gateway name: String, namespace: String? = nil, sectionName: String? = nil, port: Int? = nil) {
            reference = ObjectReference(
                group: "gateway.networking.k8s.io", kind: "Gateway", name: name, namespace: namespace)
            self.sectionName = sectionName
            self.port = port
        }

        package init(reading object: inout FieldReader) {
            reference = ObjectReference(reading: &object, group: "gateway.networking.k8s.io", kind: "Gateway")
            sectionName = object.optionalString("sectionName")
            port = object.optionalInt("port")
        }

        package var yaml: YAML {
            .object([
                "group": .string(reference.group), "kind": .string(reference.kind), "name": .string(reference.name),
                "namespace": reference.namespace.map(YAML.string), "sectionName": sectionName.map(YAML.string),
                "port": port.map(YAML.int),
            ])
        }
    }

    /// What is done with requests that one of the matches fits; without a match, with every request.
    package struct Rule: Equatable, Sendable {
        package var name: String?
        package var matches: [Match]
        package var filters: [Filter]
        package var backendRefs: [BackendReference]
        package var timeouts: Timeouts?
        @Position package var span: SourceSpan?

        package init(
            name: String? = nil, matches: [Match] = [], filters: [Filter] = [], backendRefs: [BackendReference] = [],
            timeouts: Timeouts? = nil, span: SourceSpan? = nil
        ) {
            self.name = name
            self.matches = matches
            self.filters = filters
            self.backendRefs = backendRefs
            self.timeouts = timeouts
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            name = object.optionalString("name")
            matches = object.elements("matches") { Match(reading: &$0) }
            filters = object.elements("filters") { Filter(reading: &$0) }
            backendRefs = object.elements("backendRefs") { BackendReference(reading: &$0) }
            timeouts = object.optional("timeouts") { Timeouts(reading: &$0) }
            span = object.span
        }

        package var yaml: YAML {
            .object([
                "name": name.map(YAML.string), "matches": matches.isEmpty ? nil : .list(matches.map(\.yaml)),
                "filters": filters.isEmpty ? nil : .list(filters.map(\.yaml)),
                "backendRefs": backendRefs.isEmpty ? nil : .list(backendRefs.map(\.yaml)),
                "timeouts": timeouts?.yaml,
            ])
        }
    }

    /// How long a whole request, and one try at a backend, may take: `30s`, `500ms`; `0s` is for ever.
    package struct Timeouts: Equatable, Sendable {
        package var request: String?
        package var backendRequest: String?

        package init(request: String? = nil, backendRequest: String? = nil) {
            self.request = request
            self.backendRequest = backendRequest
        }

        package init(reading object: inout FieldReader) {
            request = object.optionalString("request")
            backendRequest = object.optionalString("backendRequest")
        }

        package var yaml: YAML {
            .object(["request": request.map(YAML.string), "backendRequest": backendRequest.map(YAML.string)])
        }
    }

    /// A port of a Service and its share of the requests.
    package struct BackendReference: Equatable, Sendable {
        package var reference: ObjectReference
        /// A port of the Service; missing is an error for a Service.
        package var port: Int?
        package var weight: Int
        package var filters: [Filter]
        @Position package var span: SourceSpan?

        package init(
            service: String, namespace: String? = nil, port: Int?, weight: Int = 1, filters: [Filter] = [],
            span: SourceSpan? = nil
        ) {
            reference = ObjectReference(group: "", kind: "Service", name: service, namespace: namespace)
            self.port = port
            self.weight = weight
            self.filters = filters
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            reference = ObjectReference(reading: &object, kind: "Service")
            port = object.optionalInt("port")
            weight = object.optionalInt("weight") ?? 1
            filters = object.elements("filters") { Filter(reading: &$0) }
            span = object.span
        }

        package var yaml: YAML {
            .object([
                "group": .string(reference.group), "kind": .string(reference.kind), "name": .string(reference.name),
                "namespace": reference.namespace.map(YAML.string), "port": port.map(YAML.int), "weight": .int(weight),
                "filters": filters.isEmpty ? nil : .list(filters.map(\.yaml)),
            ])
        }
    }
}

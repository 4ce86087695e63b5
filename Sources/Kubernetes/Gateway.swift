package import Diagnostics
package import YAMLTree

/// A proxy with its listeners; https://gateway-api.sigs.k8s.io/reference/spec/#gateway.
package struct Gateway: ManifestKind {
    package static let apiVersion = "gateway.networking.k8s.io/v1"
    package static let kind = "Gateway"

    package var metadata: ObjectMeta
    package var gatewayClassName: String
    package var infrastructure: Infrastructure?
    package var listeners: [Listener]

    package init(
        metadata: ObjectMeta, gatewayClassName: String, infrastructure: Infrastructure? = nil, listeners: [Listener]
    ) {
        self.metadata = metadata
        self.gatewayClassName = gatewayClassName
        self.infrastructure = infrastructure
        self.listeners = listeners
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        gatewayClassName = spec.string("gatewayClassName")
        infrastructure = spec.optional("infrastructure") { Infrastructure(reading: &$0) }
        listeners = spec.elements("listeners") { Listener(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "gatewayClassName": .string(gatewayClassName), "infrastructure": infrastructure?.yaml,
                    "listeners": .list(listeners.map(\.yaml)),
                ]))
        ]
    }

    /// What the controller puts on the objects that it makes for this Gateway.
    package struct Infrastructure: Equatable, Sendable {
        package var labels: [ObjectMeta.Pair]
        package var annotations: [ObjectMeta.Pair]
        package var parametersRef: ObjectReference?

        package init(
            labels: [ObjectMeta.Pair] = [], annotations: [ObjectMeta.Pair] = [], parametersRef: ObjectReference? = nil
        ) {
            self.labels = labels
            self.annotations = annotations
            self.parametersRef = parametersRef
        }

        package init(reading object: inout FieldReader) {
            labels = object.pairs("labels")
            annotations = object.pairs("annotations")
            parametersRef = object.optional("parametersRef") { ObjectReference(reading: &$0) }
        }

        package var yaml: YAML {
            .object([
                "labels": labels.yaml, "annotations": annotations.yaml, "parametersRef": parametersRef?.yaml,
            ])
        }
    }

    /// One port, for one host name pattern.
    package struct Listener: Equatable, Sendable {
        package var name: String
        /// `api.example.com` or `*.example.com`; nil for every host.
        package var hostname: String?
        package var port: Int
        /// `HTTP`, `HTTPS`, `TLS`, `TCP` or `UDP`.
        package var `protocol`: String
        package var tls: TLS?
        package var allowedRoutes: AllowedRoutes?
        @Position package var span: SourceSpan?

        package init(
            name: String, hostname: String? = nil, port: Int, protocol: String, tls: TLS? = nil,
            allowedRoutes: AllowedRoutes? = nil, span: SourceSpan? = nil
        ) {
            self.name = name
            self.hostname = hostname
            self.port = port
            self.protocol = `protocol`
            self.tls = tls
            self.allowedRoutes = allowedRoutes
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            name = object.string("name")
            hostname = object.optionalString("hostname").flatMap { $0.isEmpty ? nil : $0 }
            port = object.int("port")
            self.protocol = object.string("protocol")
            tls = object.optional("tls") { TLS(reading: &$0) }
            allowedRoutes = object.optional("allowedRoutes") { AllowedRoutes(reading: &$0) }
            span = object.span
        }

        package var yaml: YAML {
            .object([
                "name": .string(name), "hostname": hostname.map(YAML.string), "port": .int(port),
                "protocol": .string(self.protocol), "tls": tls?.yaml, "allowedRoutes": allowedRoutes?.yaml,
            ])
        }
    }

    /// How a listener ends TLS.
    package struct TLS: Equatable, Sendable {
        /// `Terminate` or `Passthrough`.
        package var mode: String
        package var certificateRefs: [ObjectReference]

        package init(mode: String = "Terminate", certificateRefs: [ObjectReference]) {
            self.mode = mode
            self.certificateRefs = certificateRefs
        }

        package init(reading object: inout FieldReader) {
            mode = object.optionalString("mode") ?? "Terminate"
            certificateRefs = object.elements("certificateRefs") { ObjectReference(reading: &$0, kind: "Secret") }
        }

        package var yaml: YAML {
            .object([
                "mode": .string(mode),
                "certificateRefs": certificateRefs.isEmpty ? nil : .list(certificateRefs.map(\.yaml)),
            ])
        }
    }

    /// Which routes may attach to a listener.
    package struct AllowedRoutes: Equatable, Sendable {
        package enum From: String, Sendable, CaseIterable {
            case all = "All"
            case same = "Same"
            case selector = "Selector"
            case none = "None"
        }

        package var from: From
        /// Only with `Selector`.
        package var selector: LabelSelector?

        package init(from: From = .same, selector: LabelSelector? = nil) {
            self.from = from
            self.selector = selector
        }

        package init(reading object: inout FieldReader) {
            let read = object.optional("namespaces") { namespaces in
                AllowedRoutes(
                    from: namespaces.choice("from") ?? .same,
                    selector: namespaces.optional("selector") { LabelSelector(reading: &$0) })
            }
            self = read ?? AllowedRoutes()
        }

        package var yaml: YAML {
            .object(["namespaces": .object(["from": .string(from.rawValue), "selector": selector?.yaml])])
        }
    }
}

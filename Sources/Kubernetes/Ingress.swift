package import Diagnostics
package import YAMLTree

/// HTTP rules by host and path; API reference: "Ingress networking.k8s.io/v1".
package struct Ingress: ManifestKind {
    package static let apiVersion = "networking.k8s.io/v1"
    package static let kind = "Ingress"

    package var metadata: ObjectMeta
    package var ingressClassName: String?
    package var defaultBackend: Backend?
    package var tls: [TLS]
    package var rules: [Rule]

    package init(
        metadata: ObjectMeta, ingressClassName: String? = nil, defaultBackend: Backend? = nil, tls: [TLS] = [],
        rules: [Rule] = []
    ) {
        self.metadata = metadata
        self.ingressClassName = ingressClassName
        self.defaultBackend = defaultBackend
        self.tls = tls
        self.rules = rules
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        ingressClassName = spec.optionalString("ingressClassName")
        defaultBackend = spec.optional("defaultBackend") { Backend(reading: &$0) }
        tls = spec.elements("tls") { TLS(reading: &$0) }
        rules = spec.elements("rules") { Rule(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "ingressClassName": ingressClassName.map(YAML.string), "defaultBackend": defaultBackend?.yaml,
                    "tls": tls.isEmpty ? nil : .list(tls.map(\.yaml)),
                    "rules": rules.isEmpty ? nil : .list(rules.map(\.yaml)),
                ]))
        ]
    }

    /// Where requests go: a port of a Service in the same namespace.
    package struct Backend: Equatable, Sendable {
        package var service: String
        package var port: ServicePort
        @Position package var span: SourceSpan?

        package init(service: String, port: ServicePort, span: SourceSpan? = nil) {
            self.service = service
            self.port = port
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            let read = object.required("service") { service in
                (service.string("name"), service.required("port") { ServicePort(reading: &$0) })
            }
            self.init(service: read.0, port: read.1, span: object.span)
        }

        package var yaml: YAML { .object(["service": .object(["name": .string(service), "port": port.yaml])]) }
    }

    /// A port of a Service, by number or by name. The name `use-annotation` means an `actions.*` annotation of the AWS
    /// Load Balancer Controller.
    package enum ServicePort: Hashable, Sendable {
        case number(Int)
        case name(String)

        package init(reading object: inout FieldReader) {
            if let name = object.optionalString("name") {
                self = .name(name)
            } else {
                self = .number(object.int("number"))
            }
        }

        package var yaml: YAML {
            switch self {
            case .number(let number): .object(["number": .int(number)])
            case .name(let name): .object(["name": .string(name)])
            }
        }
    }

    /// Hosts that are served with a certificate.
    package struct TLS: Equatable, Sendable {
        package var hosts: [String]
        package var secretName: String?

        package init(hosts: [String], secretName: String? = nil) {
            self.hosts = hosts
            self.secretName = secretName
        }

        package init(reading object: inout FieldReader) {
            hosts = object.strings("hosts")
            secretName = object.optionalString("secretName")
        }

        package var yaml: YAML {
            .object(["hosts": .strings(hosts), "secretName": secretName.map(YAML.string)])
        }
    }

    /// The paths of one host; of every host when it names none.
    package struct Rule: Equatable, Sendable {
        package var host: String?
        package var paths: [Path]
        @Position package var span: SourceSpan?

        package init(host: String? = nil, paths: [Path], span: SourceSpan? = nil) {
            self.host = host
            self.paths = paths
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            let host = object.optionalString("host")
            let paths = object.optional("http") { $0.elements("paths") { Path(reading: &$0) } }
            self.init(host: host?.isEmpty == true ? nil : host, paths: paths ?? [], span: object.span)
        }

        package var yaml: YAML {
            .object([
                "host": host.map(YAML.string),
                "http": paths.isEmpty ? nil : .object(["paths": .list(paths.map(\.yaml))]),
            ])
        }
    }

    package enum PathType: String, Sendable, CaseIterable {
        case exact = "Exact"
        case prefix = "Prefix"
        case implementationSpecific = "ImplementationSpecific"
    }

    /// One path and its backend.
    package struct Path: Equatable, Sendable {
        /// Empty when the manifest names none, which only `ImplementationSpecific` allows.
        package var path: String
        package var pathType: PathType
        package var backend: Backend
        @Position package var span: SourceSpan?

        package init(path: String, pathType: PathType, backend: Backend, span: SourceSpan? = nil) {
            self.path = path
            self.pathType = pathType
            self.backend = backend
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            let path = object.optionalString("path") ?? ""
            let pathType = object.choice("pathType", of: PathType.self) ?? .implementationSpecific
            let backend = object.required("backend") { Backend(reading: &$0) }
            self.init(path: path, pathType: pathType, backend: backend, span: object.span)
        }

        package var yaml: YAML {
            .object([
                "path": path.isEmpty ? nil : .string(path), "pathType": .string(pathType.rawValue),
                "backend": backend.yaml,
            ])
        }
    }
}

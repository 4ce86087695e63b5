package import YAMLTree

extension HTTPRoute {
    /// What is done to a request or its response; https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter.
    package enum Filter: Equatable, Sendable {
        case requestHeaderModifier(HeaderModifier)
        case responseHeaderModifier(HeaderModifier)
        case requestRedirect(Redirect)
        case urlRewrite(Rewrite)
        case requestMirror(Mirror)
        case extensionRef(ObjectReference)
        /// A type that this emulator does not know; a request that meets it is answered with 500, as the API asks.
        case unknown(String)

        package init(reading object: inout FieldReader) {
            let type = object.string("type")
            guard let read = Self.readers[type], let filter = read(&object) else {
                object.report(
                    object.node["type"] ?? object.node, "'\(type)' is no filter that is supported",
                    help: "it is one of \(Self.readers.keys.sorted().joined(separator: ", "))")
                self = .unknown(type)
                return
            }
            self = filter
        }

        private typealias Reader = @Sendable (inout FieldReader) -> Filter?

        private static let readers: [String: Reader] = [
            "RequestHeaderModifier": { object in
                .requestHeaderModifier(object.required("requestHeaderModifier") { HeaderModifier(reading: &$0) })
            },
            "ResponseHeaderModifier": { object in
                .responseHeaderModifier(object.required("responseHeaderModifier") { HeaderModifier(reading: &$0) })
            },
            "RequestRedirect": { object in
                .requestRedirect(object.required("requestRedirect") { Redirect(reading: &$0) })
            },
            "URLRewrite": { object in .urlRewrite(object.required("urlRewrite") { Rewrite(reading: &$0) }) },
            "RequestMirror": { object in .requestMirror(object.required("requestMirror") { Mirror(reading: &$0) }) },
            "ExtensionRef": { object in .extensionRef(object.required("extensionRef") { ObjectReference(reading: &$0) })
            },
        ]

        package var yaml: YAML {
            switch self {
            case .requestHeaderModifier(let modifier):
                .object(["type": "RequestHeaderModifier", "requestHeaderModifier": modifier.yaml])
            case .responseHeaderModifier(let modifier):
                .object(["type": "ResponseHeaderModifier", "responseHeaderModifier": modifier.yaml])
            case .requestRedirect(let redirect): .object(["type": "RequestRedirect", "requestRedirect": redirect.yaml])
            case .urlRewrite(let rewrite): .object(["type": "URLRewrite", "urlRewrite": rewrite.yaml])
            case .requestMirror(let mirror): .object(["type": "RequestMirror", "requestMirror": mirror.yaml])
            case .extensionRef(let reference):
                .object([
                    "type": "ExtensionRef",
                    "extensionRef": .object([
                        "group": .string(reference.group), "kind": .string(reference.kind),
                        "name": .string(reference.name),
                    ]),
                ])
            case .unknown(let type): .object(["type": .string(type)])
            }
        }
    }

    /// Header fields that are set, added and removed, in this order.
    package struct HeaderModifier: Equatable, Sendable {
        package var set: [ObjectMeta.Pair]
        package var add: [ObjectMeta.Pair]
        package var remove: [String]

        package init(set: [ObjectMeta.Pair] = [], add: [ObjectMeta.Pair] = [], remove: [String] = []) {
            self.set = set
            self.add = add
            self.remove = remove
        }

        package init(reading object: inout FieldReader) {
            set = object.elements("set") { ObjectMeta.Pair($0.string("name"), $0.string("value")) }
            add = object.elements("add") { ObjectMeta.Pair($0.string("name"), $0.string("value")) }
            remove = object.strings("remove")
        }

        package var yaml: YAML {
            .object(["set": Self.list(set), "add": Self.list(add), "remove": .strings(remove)])
        }

        private static func list(_ pairs: [ObjectMeta.Pair]) -> YAML? {
            pairs.isEmpty
                ? nil : .list(pairs.map { .object(["name": .string($0.name), "value": .string($0.value)]) })
        }
    }

    /// A new path: the whole of it, or in place of the prefix that matched.
    package enum PathModifier: Equatable, Sendable {
        case fullPath(String)
        case prefixMatch(String)

        package init?(reading object: inout FieldReader) {
            let type = object.string("type")
            if type == "ReplaceFullPath" {
                self = .fullPath(object.string("replaceFullPath"))
            } else if type == "ReplacePrefixMatch" {
                self = .prefixMatch(object.string("replacePrefixMatch"))
            } else {
                object.report(
                    object.node["type"] ?? object.node, "'\(type)' is no way to change a path",
                    help: "it is one of ReplaceFullPath, ReplacePrefixMatch")
                return nil
            }
        }

        package var yaml: YAML {
            switch self {
            case .fullPath(let path): .object(["type": "ReplaceFullPath", "replaceFullPath": .string(path)])
            case .prefixMatch(let path): .object(["type": "ReplacePrefixMatch", "replacePrefixMatch": .string(path)])
            }
        }
    }

    /// Answers with another address; what is not given is taken from the request.
    package struct Redirect: Equatable, Sendable {
        package var scheme: String?
        package var hostname: String?
        package var path: PathModifier?
        package var port: Int?
        package var statusCode: Int

        package init(
            scheme: String? = nil, hostname: String? = nil, path: PathModifier? = nil, port: Int? = nil,
            statusCode: Int = 302
        ) {
            self.scheme = scheme
            self.hostname = hostname
            self.path = path
            self.port = port
            self.statusCode = statusCode
        }

        package init(reading object: inout FieldReader) {
            scheme = object.optionalString("scheme")
            hostname = object.optionalString("hostname")
            path = object.optional("path") { PathModifier(reading: &$0) } ?? nil
            port = object.optionalInt("port")
            statusCode = object.optionalInt("statusCode") ?? 302
        }

        package var yaml: YAML {
            .object([
                "scheme": scheme.map(YAML.string), "hostname": hostname.map(YAML.string), "path": path?.yaml,
                "port": port.map(YAML.int), "statusCode": .int(statusCode),
            ])
        }
    }

    /// Changes what the backend sees as host and path.
    package struct Rewrite: Equatable, Sendable {
        package var hostname: String?
        package var path: PathModifier?

        package init(hostname: String? = nil, path: PathModifier? = nil) {
            self.hostname = hostname
            self.path = path
        }

        package init(reading object: inout FieldReader) {
            hostname = object.optionalString("hostname")
            path = object.optional("path") { PathModifier(reading: &$0) } ?? nil
        }

        package var yaml: YAML { .object(["hostname": hostname.map(YAML.string), "path": path?.yaml]) }
    }
}

package import Diagnostics
package import YAMLTree

/// One variable of a container; API reference: "EnvVar v1 core".
package struct EnvVariable: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        case text(String)
        /// A field of the pod: `metadata.name`, `status.podIP`.
        case field(path: String)
        /// A request or limit of the container: `limits.memory`, in units of the divisor.
        case resource(name: String, divisor: String?)
        case configMapKey(name: String, key: String, optional: Bool)
        case secretKey(name: String, key: String, optional: Bool)
    }

    package var name: String
    package var value: Value
    @Position package var span: SourceSpan?

    package init(name: String, value: Value, span: SourceSpan? = nil) {
        self.name = name
        self.value = value
        self.span = span
    }

    package init(reading object: inout FieldReader) {
        name = object.string("name")
        let text = object.optionalString("value")
        value =
            object.optional("valueFrom") { source in
                let field = source.optional("fieldRef") { reference in
                    _ = reference.optionalString("apiVersion")
                    return Value.field(path: reference.string("fieldPath"))
                }
                let configMap = source.optional("configMapKeyRef") { reference in
                    Value.configMapKey(
                        name: reference.string("name"), key: reference.string("key"),
                        optional: reference.optionalBool("optional") ?? false)
                }
                let secret = source.optional("secretKeyRef") { reference in
                    Value.secretKey(
                        name: reference.string("name"), key: reference.string("key"),
                        optional: reference.optionalBool("optional") ?? false)
                }
                let resource = source.optional("resourceFieldRef") { reference in
                    _ = reference.optionalString("containerName")
                    return Value.resource(
                        name: reference.string("resource"),
                        divisor: reference.optionalIntOrString("divisor").map { "\($0)" })
                }
                return field ?? resource ?? configMap ?? secret ?? .text("")
            } ?? .text(text ?? "")
        span = object.span
    }

    package var yaml: YAML {
        switch value {
        case .text(let text): .object(["name": .string(name), "value": .string(text)])
        case .field(let path): from("fieldRef", .object(["fieldPath": .string(path)]))
        case .resource(let resource, let divisor):
            from(
                "resourceFieldRef", .object(["resource": .string(resource), "divisor": divisor.map(YAML.string)]))
        case .configMapKey(let source, let key, let optional): from("configMapKeyRef", keyed(source, key, optional))
        case .secretKey(let source, let key, let optional): from("secretKeyRef", keyed(source, key, optional))
        }
    }

    private func from(_ kind: String, _ reference: YAML) -> YAML {
        .map([.init("name", .string(name)), .init("valueFrom", .map([.init(kind, reference)]))])
    }

    private func keyed(_ source: String, _ key: String, _ optional: Bool) -> YAML {
        .object(["name": .string(source), "key": .string(key), "optional": optional ? true : nil])
    }
}

/// A config map or secret of which every key becomes a variable; API reference: "EnvFromSource v1 core".
package struct EnvSource: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case configMap(String)
        case secret(String)
    }

    package var kind: Kind
    package var prefix: String
    package var optional: Bool
    @Position package var span: SourceSpan?

    package init(_ kind: Kind, prefix: String = "", optional: Bool = false, span: SourceSpan? = nil) {
        self.kind = kind
        self.prefix = prefix
        self.optional = optional
        self.span = span
    }

    package init(reading object: inout FieldReader) {
        prefix = object.optionalString("prefix") ?? ""
        let read: (inout FieldReader) -> (String, Bool) = { ($0.string("name"), $0.optionalBool("optional") ?? false) }
        let configMap = object.optional("configMapRef", read)
        let secret = object.optional("secretRef", read)
        kind = secret.map { .secret($0.0) } ?? .configMap(configMap?.0 ?? "")
        optional = (secret ?? configMap)?.1 ?? false
        span = object.span
        if secret == nil, configMap == nil {
            object.report(object.node, "'\(object.path)' names neither a 'configMapRef' nor a 'secretRef'")
        }
    }

    package var yaml: YAML {
        let (key, name) =
            switch kind {
            case .configMap(let name): ("configMapRef", name)
            case .secret(let name): ("secretRef", name)
            }
        let reference = YAML.object(["name": .string(name), "optional": optional ? true : nil])
        return .map((prefix.isEmpty ? [] : [.init("prefix", .string(prefix))]) + [.init(key, reference)])
    }
}

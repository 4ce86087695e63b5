package import YAMLTree

/// What an object is called: `Deployment/services/content`, or `IngressClass/alb` outside namespaces.
///
/// It stands for the object wherever a person names one: under `extra`, in `generate --diff`, for `orrery explain`.
package struct ObjectName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var kind: String
    /// Empty for an object of the whole cluster.
    package var namespace: String
    package var name: String

    package init(kind: String, namespace: String = "", name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    /// Nil for a text that is not of the form `KIND/NAMESPACE/NAME` or `KIND/NAME`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(kind: parts[0], namespace: parts.count == 3 ? parts[1] : "", name: parts[parts.count - 1])
    }

    /// The name that a document gives its object; nil for a document that holds none.
    package init?(_ document: LocatedNode) {
        func text(_ node: LocatedNode?) -> String? {
            if case .scalar(.string(let text), _)? = node?.value { text } else { nil }
        }
        guard let kind = text(document["kind"]), let name = text(document["metadata"]?["name"]) else { return nil }
        self.init(kind: kind, namespace: text(document["metadata"]?["namespace"]) ?? "", name: name)
    }

    package var description: String { "\(kind)/" + (namespace.isEmpty ? "" : "\(namespace)/") + name }

    package static func < (lhs: ObjectName, rhs: ObjectName) -> Bool {
        (lhs.namespace, lhs.kind, lhs.name) < (rhs.namespace, rhs.kind, rhs.name)
    }
}

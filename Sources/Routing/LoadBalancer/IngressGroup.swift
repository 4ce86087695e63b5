import Diagnostics
import Kubernetes

/// Ingresses that share a load balancer, in the order in which their rules are laid out.
struct IngressGroup {
    var name: String
    var members: [Member]

    /// An Ingress with the parameters of its class.
    struct Member {
        var ingress: Ingress
        var params: IngressClassParams?
        /// The annotations of the Services in its namespace, by name.
        var services: [String: [ObjectMeta.Pair]] = [:]
        var order: Int
        /// Whether something about it makes the controller refuse its group.
        var isRefused = false

        /// `namespace/name`.
        var name: String { "\(ingress.metadata.namespace)/\(ingress.metadata.name)" }

        /// The value of `alb.ingress.kubernetes.io/<suffix>`; nil when it is absent or empty.
        func annotation(_ suffix: String) -> String? {
            ingress.metadata.annotations[ALBAnnotation.prefix + suffix].flatMap { $0.isEmpty ? nil : $0 }
        }

        /// What holds for the target group of `service`: the Service's own annotations before those of the Ingress.
        func annotations(of service: String?) -> [ObjectMeta.Pair] {
            (service.flatMap { services[$0] } ?? []) + ingress.metadata.annotations
        }

        /// The elements of a comma-separated annotation.
        func list(_ suffix: String) -> [String] {
            (annotation(suffix) ?? "").split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        }

        func diagnostic(_ id: String, _ message: String, help: String? = nil) -> Diagnostic {
            Diagnostic(id, "\(message) in Ingress '\(name)'", at: ingress.metadata.span, help: help)
        }
    }

    /// The groups, by name: members by `group.order`, then by `namespace/name`.
    static func groups(
        of ingresses: [Ingress], classes: [IngressClass], params: [IngressClassParams],
        services: [Service], namespaces: [String: [ObjectMeta.Pair]], diagnostics: inout [Diagnostic]
    ) -> [IngressGroup] {
        var groups: [String: [Member]] = [:]
        for ingress in ingresses {
            guard let found = classParams(of: ingress, classes: classes, params: params, &diagnostics) else { continue }
            var member = Member(ingress: ingress, params: found.params, order: 0)
            for service in services where service.metadata.namespace == ingress.metadata.namespace {
                member.services[service.metadata.name] = service.metadata.annotations
            }
            if let fault = namespaceFault(of: member, namespaces: namespaces) {
                diagnostics.append(fault)
                member.isRefused = true
            }
            ALBAnnotation.check(member, &diagnostics)
            if let text = member.annotation("group.order") {
                if let order = Int(text), (-1000...1000).contains(order) {
                    member.order = order
                } else {
                    member.isRefused = true
                    diagnostics.append(
                        member.diagnostic("bad-group-order", "group.order '\(text)' is not between -1000 and 1000"))
                }
            }
            groups[member.params?.group ?? member.annotation("group.name") ?? member.name, default: []].append(member)
        }
        return groups.keys.sorted().map { name in
            IngressGroup(
                name: name, members: (groups[name] ?? []).sorted { ($0.order, $0.name) < ($1.order, $1.name) })
        }
    }

    /// The parameters of an Ingress's class; nil when the Ingress is not for an ALB or its class is broken.
    private static func classParams(
        of ingress: Ingress, classes: [IngressClass], params: [IngressClassParams], _ diagnostics: inout [Diagnostic]
    ) -> (params: IngressClassParams?, Void)? {
        let metadata = ingress.metadata
        if ingress.ingressClassName == nil, let old = metadata.annotations["kubernetes.io/ingress.class"] {
            return old == "alb" ? (nil, ()) : nil
        }
        let name = ingress.ingressClassName
        guard let found = classes.first(where: { name == nil ? $0.isDefault : $0.metadata.name == name }) else {
            diagnostics.append(
                Diagnostic(
                    "unknown-ingress-class",
                    name.map {
                        "Ingress '\(metadata.namespace)/\(metadata.name)' names the class '\($0)', which is not there"
                    }
                        ?? "Ingress '\(metadata.namespace)/\(metadata.name)' has no class, and no class is the default",
                    at: metadata.span, severity: .warning, help: "without a class no controller serves it"))
            return nil
        }
        guard controllers.contains(found.controller) else { return nil }
        guard let reference = found.parameters else { return (nil, ()) }
        guard
            let settings = params.first(where: {
                $0.metadata.name == reference.name && $0.provider.ingressGroup == reference.apiGroup
            })
        else {
            diagnostics.append(
                Diagnostic(
                    "unknown-class-params",
                    "IngressClass '\(found.metadata.name)' names the parameters '\(reference.name)', which are not there",
                    at: found.metadata.span))
            return nil
        }
        return (settings, ())
    }

    /// Why the class may not be used where the Ingress is; nil when it may.
    private static func namespaceFault(of member: Member, namespaces: [String: [ObjectMeta.Pair]]) -> Diagnostic? {
        let namespace = member.ingress.metadata.namespace
        let labels = (namespaces[namespace] ?? []) + [ObjectMeta.Pair("kubernetes.io/metadata.name", namespace)]
        guard let mismatch = member.params?.namespaceSelector?.firstMismatch(with: labels) else { return nil }
        return member.diagnostic(
            "namespace-not-selected", "the class may not be used in namespace '\(namespace)', where \(mismatch),")
    }

    private static let controllers = LoadBalancerProvider.allCases.map(\.ingressController)
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}

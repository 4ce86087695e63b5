import Diagnostics
import Kubernetes

extension RoutingStatus {
    /// One section for each parent that has a controller: whether it takes the route, and whether the backends are there.
    func status(of route: HTTPRoute) -> ObjectStatus {
        var status = ObjectStatus()
        for parent in route.parentRefs {
            let gateway = attachment.gateways.first { parent.names($0, from: route) }
            let namespace = parent.reference.namespace ?? route.metadata.namespace
            var section = ObjectStatus.Section(
                subject: "parent \(namespace)/\(parent.reference.name)"
                    + (parent.sectionName.map { ", listener \($0)" } ?? ""),
                controller: gateway.flatMap(gatewayClass)?.controllerName ?? "")
            // Without a Gateway, or a class of it, there is nobody who would write anything.
            if !section.controller.isEmpty {
                section.conditions = [accepted(route, parent), resolvedReferences(of: route)]
                if let partly = partlyInvalid(route) { section.conditions.append(partly) }
            }
            status.sections.append(section)
        }
        return status
    }

    /// Whether a listener of the parent takes the route.
    func isAccepted(_ route: HTTPRoute, by listener: Gateway.Listener, of gateway: Gateway) -> Bool {
        route.parentRefs.contains { parent in
            guard case .attached(let found, let listeners) = attachment.attachment(of: route, to: parent) else {
                return false
            }
            return found.metadata.name == gateway.metadata.name
                && found.metadata.namespace == gateway.metadata.namespace
                && listeners.contains { $0.name == listener.name }
        }
    }

    private func accepted(_ route: HTTPRoute, _ parent: HTTPRoute.ParentReference) -> ObjectStatus.Condition {
        func refused(_ reason: String, _ message: String, at span: SourceSpan?) -> ObjectStatus.Condition {
            .init("Accepted", .no, reason, message, at: span)
        }
        let place = route.metadata.span
        switch attachment.attachment(of: route, to: parent) {
        case .notConcerned, .unknownGateway:
            return refused("NoMatchingParent", "the parent is no Gateway that is there", at: place)
        case .unknownListener(let gateway):
            return refused(
                "NoMatchingParent", "Gateway '\(gateway.metadata.name)' has no listener that the reference means",
                at: place)
        case .notAllowed(let gateway):
            return refused(
                "NotAllowedByListeners",
                "the listeners of Gateway '\(gateway.metadata.name)' take no routes of namespace '\(route.metadata.namespace)'",
                at: gateway.listeners.first?.span ?? gateway.metadata.span)
        case .noMatchingHostname(let gateway):
            return refused(
                "NoMatchingListenerHostname",
                "no host name of the route is one of a listener of Gateway '\(gateway.metadata.name)'", at: place)
        case .attached:
            let faults = faultyRules(of: route)
            if let fault = faults.first, faults.count == route.rules.count {
                return refused("UnsupportedValue", fault.sentence, at: fault.span)
            }
            return .init("Accepted", .yes, "Accepted", "the route is served", at: place)
        }
    }

    /// Some rules cannot be served and others can.
    private func partlyInvalid(_ route: HTTPRoute) -> ObjectStatus.Condition? {
        let faults = faultyRules(of: route)
        guard let fault = faults.first, faults.count < route.rules.count else { return nil }
        return .init("PartiallyInvalid", .yes, "UnsupportedValue", fault.sentence, at: fault.span)
    }

    private func faultyRules(of route: HTTPRoute) -> [(sentence: String, span: SourceSpan?)] {
        route.rules.enumerated().compactMap { index, rule in
            attachment.faults(of: rule, index, of: route).first.map { ($0, rule.span ?? route.metadata.span) }
        }
    }

    /// The first reference that leads nowhere decides the reason.
    private func resolvedReferences(of route: HTTPRoute) -> ObjectStatus.Condition {
        for (index, rule) in route.rules.enumerated() {
            for backend in references(of: rule) {
                guard let (reason, sentence) = fault(of: backend.target, port: backend.port, of: route) else {
                    continue
                }
                return .init(
                    "ResolvedRefs", .no, reason, "rules[\(index)]: \(sentence)",
                    at: backend.span ?? rule.span ?? route.metadata.span)
            }
        }
        return .init("ResolvedRefs", .yes, "ResolvedRefs", "every backend is there", at: route.metadata.span)
    }

    private func references(
        of rule: HTTPRoute.Rule
    ) -> [(target: ObjectReference, port: Int?, span: SourceSpan?)] {
        let mirrors = rule.filters.compactMap { filter -> (target: ObjectReference, port: Int?, span: SourceSpan?)? in
            guard case .requestMirror(let mirror) = filter else { return nil }
            return (mirror.target, mirror.port, rule.span)
        }
        return rule.backendRefs.map { ($0.reference, $0.port, $0.span) } + mirrors
    }

    private func fault(
        of target: ObjectReference, port: Int?, of route: HTTPRoute
    ) -> (reason: String, sentence: String)? {
        let namespace = target.namespace ?? route.metadata.namespace
        switch attachment.referenceFault(of: target, port: port, of: route) {
        case .invalidKind: return ("InvalidKind", "'\(target.kind)' is no Service")
        case .notPermitted:
            return (
                "RefNotPermitted",
                "no ReferenceGrant in namespace '\(namespace)' lets a route of '\(route.metadata.namespace)' name Service '\(target.name)'"
            )
        case .noPort: return ("PortNotSpecified", "no port of Service '\(namespace)/\(target.name)' is named")
        case nil: break
        }
        guard
            let service = services.first(where: {
                $0.metadata.name == target.name && $0.metadata.namespace == namespace
            })
        else { return ("BackendNotFound", "there is no Service '\(namespace)/\(target.name)'") }
        if let port, !service.ports.contains(where: { $0.port == port }) {
            return ("PortNotFound", "Service '\(namespace)/\(target.name)' has no port \(port)")
        }
        return nil
    }
}

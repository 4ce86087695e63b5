import HTTP
import Kubernetes

extension RouteAttachment {
    /// A candidate for each match of a rule; for a rule without any, one that fits every request.
    func candidates(
        of route: HTTPRoute, rule index: Int, hostname: HostnamePattern?, listener: Gateway.Listener, gateway: Gateway
    ) -> [RouteCandidate] {
        let rule = route.rules[index]
        let place = PolicyAttachment.Place(
            route: route.metadata, ruleName: rule.name, gateway: gateway.metadata, listener: listener.name)
        let matches = rule.matches.isEmpty ? [HTTPRoute.Match()] : rule.matches
        return matches.enumerated().map { number, match in
            RouteCandidate(
                hostname: hostname, match: match,
                route: GatewayMatch.Route(
                    namespace: route.metadata.namespace, name: route.metadata.name, rule: index, ruleName: rule.name,
                    match: number, span: match.span ?? rule.span ?? route.metadata.span),
                filters: rule.filters, backends: backends(of: rule, index, of: route),
                mirrors: mirrors(of: rule, of: route), fault: faults(of: rule, index, of: route).first,
                requirement: policies.requirement(at: place), cors: policies.cors(at: place),
                trafficPolicy: policies.trafficPolicy(at: place),
                timeouts: rule.timeouts, listenerPort: listener.port, created: route.metadata.creationTimestamp)
        }
    }

    func backends(of rule: HTTPRoute.Rule, _ index: Int, of route: HTTPRoute) -> [GatewayMatch.Backend] {
        rule.backendRefs.map { reference in
            GatewayMatch.Backend(
                namespace: reference.reference.namespace ?? route.metadata.namespace, service: reference.reference.name,
                port: reference.port ?? 0, weight: reference.weight,
                fault: fault(of: reference.reference, port: reference.port, rule: index, of: route),
                span: reference.span ?? rule.span, filters: reference.filters)
        }
    }

    private func mirrors(of rule: HTTPRoute.Rule, of route: HTTPRoute) -> [GatewayMatch.Mirror] {
        rule.filters.compactMap { filter in
            guard case .requestMirror(let mirror) = filter, let port = mirror.port, isGranted(mirror.target, to: route)
            else { return nil }
            let backend = GatewayMatch.Backend(
                namespace: mirror.target.namespace ?? route.metadata.namespace, service: mirror.target.name, port: port,
                weight: 1, fault: nil, span: rule.span, filters: [])
            return GatewayMatch.Mirror(backend: backend, share: mirror.share)
        }
    }

    /// Why a backend may not be used; nil when it may. Whether the Service exists is not known here.
    private func fault(of target: ObjectReference, port: Int?, rule: Int, of route: HTTPRoute) -> String? {
        let title = "HTTPRoute '\(route.metadata.namespace)/\(route.metadata.name)' rules[\(rule)]"
        return switch referenceFault(of: target, port: port, of: route) {
        case nil: nil
        case .invalidKind: "\(title) names a backend of the kind '\(target.kind)', which is no Service"
        case .noPort: "\(title) names no port of Service '\(target.name)'"
        case .notPermitted:
            "\(title) names Service '\(target.name)' in namespace '\(target.namespace ?? "")', where no ReferenceGrant allows it"
        }
    }

    /// What is wrong with a reference to a backend, as far as the objects of the Gateway API say it.
    enum ReferenceFault { case invalidKind, noPort, notPermitted }

    func referenceFault(of target: ObjectReference, port: Int?, of route: HTTPRoute) -> ReferenceFault? {
        guard target.group.isEmpty, target.kind == "Service" else { return .invalidKind }
        if port == nil { return .noPort }
        return isGranted(target, to: route) ? nil : .notPermitted
    }

    private func isGranted(_ target: ObjectReference, to route: HTTPRoute) -> Bool {
        guard let namespace = target.namespace, namespace != route.metadata.namespace else { return true }
        return grants.contains { grant in
            grant.metadata.namespace == namespace
                && grant.from.contains(ReferenceGrant.From(namespace: route.metadata.namespace))
                && grant.to.contains {
                    $0.group == target.group && $0.kind == target.kind && ($0.name ?? target.name) == target.name
                }
        }
    }

    /// What makes a rule impossible to serve.
    func faults(of rule: HTTPRoute.Rule, _ index: Int, of route: HTTPRoute) -> [String] {
        let title = "HTTPRoute '\(route.metadata.namespace)/\(route.metadata.name)' rules[\(index)]"
        let matches = rule.matches.isEmpty ? [HTTPRoute.Match()] : rule.matches
        var faults: [String] = []
        for filter in rule.filters {
            switch filter {
            case .unknown(let type): faults.append("\(title) has the filter '\(type)', which is not supported")
            case .extensionRef(let reference)
            where reference.kind == ListenerRuleConfiguration.kind && isOnLoadBalancer(route):
                break
            case .extensionRef(let reference):
                faults.append("\(title) has a filter of the kind '\(reference.kind)', which is not supported")
            case .requestRedirect(let redirect):
                if !rule.backendRefs.isEmpty { faults.append("\(title) both redirects and has backends") }
                if redirect.path?.needsPrefix == true, !matches.allSatisfy({ $0.path.type == .prefix }) {
                    faults.append("\(title) replaces a prefix, and has a match that is none")
                }
            case .urlRewrite(let rewrite):
                if rewrite.path?.needsPrefix == true, !matches.allSatisfy({ $0.path.type == .prefix }) {
                    faults.append("\(title) replaces a prefix, and has a match that is none")
                }
            case .requestHeaderModifier, .responseHeaderModifier, .requestMirror: break
            }
        }
        for match in matches {
            let texts =
                (match.path.type == .regularExpression ? [match.path.value] : [])
                + (match.headers + match.queryParams).filter { $0.type == .regularExpression }.map(\.value)
            for text in texts where RegularExpression(text) == nil {
                faults.append("\(title) has '\(text)', which is no regular expression")
            }
            if match.path.type != .regularExpression, !match.path.value.hasPrefix("/") {
                faults.append("\(title) has the path '\(match.path.value)', which does not start with '/'")
            }
        }
        return faults
    }
}

extension HTTPRoute.PathModifier {
    fileprivate var needsPrefix: Bool { if case .prefixMatch = self { true } else { false } }
}

import Diagnostics
import Kubernetes

extension RoutingStatus {
    /// The Gateway's own conditions, then those of each listener. A Gateway of a class that is not there keeps the
    /// conditions that the API server fills in.
    func status(of gateway: Gateway) -> ObjectStatus {
        guard let found = gatewayClass(of: gateway) else {
            let waiting = "no GatewayClass '\(gateway.gatewayClassName)' is there, so that no controller answers"
            return ObjectStatus(sections: [
                .init(conditions: [
                    .init("Accepted", .unknown, "Pending", waiting, at: gateway.metadata.span),
                    .init("Programmed", .unknown, "Pending", waiting, at: gateway.metadata.span),
                ])
            ])
        }
        let listeners = gateway.listeners.map { section(of: $0, of: gateway, controller: found.controllerName) }
        let broken = listeners.filter { section in
            section.conditions.contains { ["Accepted", "Programmed"].contains($0.type) && $0.status == .no }
        }
        let names = broken.map { "'\($0.subject.dropFirst("listener ".count))'" }.joined(separator: ", ")
        let isUsable = broken.count < listeners.count
        let own = ObjectStatus.Section(
            controller: found.controllerName,
            conditions: [
                .init(
                    "Accepted", isUsable ? .yes : .no, broken.isEmpty ? "Accepted" : "ListenersNotValid",
                    broken.isEmpty ? "the Gateway is served" : "not every listener can be served: \(names)",
                    at: gateway.metadata.span),
                .init(
                    "Programmed", isUsable ? .yes : .no, isUsable ? "Programmed" : "Invalid",
                    isUsable ? "the listeners answer" : "no listener can be served", at: gateway.metadata.span),
            ])
        let events =
            attachment.provider(of: gateway) == nil
            ? []
            : [
                ObjectStatus.Event(
                    isWarning: !isUsable, reason: isUsable ? "SuccessfullyReconciled" : "FailedBuildModel",
                    message: isUsable ? "the load balancer is as the Gateway says" : "no listener can be served",
                    span: gateway.metadata.span)
            ]
        return ObjectStatus(sections: [own] + listeners, events: events)
    }

    private func section(
        of listener: Gateway.Listener, of gateway: Gateway, controller: String
    ) -> ObjectStatus.Section {
        let place = listener.span ?? gateway.metadata.span
        let conflict = conflict(of: listener, in: gateway)
        let reference = certificateFault(of: listener, in: gateway)
        let isSupported = listener.servesHTTP
        let isProgrammed = isSupported && conflict == nil && reference == nil
        let routes = routes.filter { isAccepted($0, by: listener, of: gateway) }.count
        return ObjectStatus.Section(
            subject: "listener \(listener.name)", controller: controller,
            conditions: [
                .init(
                    "Accepted", isSupported && conflict == nil ? .yes : .no,
                    conflict?.reason ?? (isSupported ? "Accepted" : "UnsupportedProtocol"),
                    conflict?.sentence
                        ?? (isSupported ? "the listener is served" : "'\(listener.protocol)' is not served"), at: place),
                .init(
                    "Conflicted", conflict == nil ? .no : .yes, conflict?.reason ?? "NoConflicts",
                    conflict?.sentence ?? "no other listener has its port and host name", at: place),
                .init(
                    "ResolvedRefs", reference == nil ? .yes : .no, reference?.reason ?? "ResolvedRefs",
                    reference?.sentence ?? "everything that it names is there", at: place),
                .init(
                    "Programmed", isProgrammed ? .yes : .no, isProgrammed ? "Programmed" : "Invalid",
                    isProgrammed ? "the listener answers" : "the listener cannot be served", at: place),
            ], attachedRoutes: routes)
    }

    /// Two listeners of one port must differ in their host names, and speak one protocol.
    private func conflict(
        of listener: Gateway.Listener, in gateway: Gateway
    ) -> (reason: String, sentence: String)? {
        for other in gateway.listeners where other.name != listener.name && other.port == listener.port {
            if other.protocol != listener.protocol {
                return (
                    "ProtocolConflict",
                    "listener '\(other.name)' speaks \(other.protocol) on port \(other.port), and this one \(listener.protocol)"
                )
            }
            if other.hostname?.lowercased() == listener.hostname?.lowercased() {
                return ("HostnameConflict", "listener '\(other.name)' has the same port and host name")
            }
        }
        return nil
    }

    /// A load balancer finds its certificates itself.
    private func certificateFault(
        of listener: Gateway.Listener, in gateway: Gateway
    ) -> (reason: String, sentence: String)? {
        guard listener.protocol == "HTTPS", attachment.provider(of: gateway) == nil else { return nil }
        let references = listener.tls?.certificateRefs ?? []
        if references.isEmpty { return ("InvalidCertificateRef", "an HTTPS listener needs a certificate") }
        for reference in references {
            let namespace = reference.namespace ?? gateway.metadata.namespace
            guard reference.kind == "Secret", reference.group.isEmpty else {
                return ("InvalidCertificateRef", "'\(reference.kind)' is no Secret")
            }
            if namespace != gateway.metadata.namespace, !isGranted(reference, in: namespace, to: gateway) {
                return (
                    "RefNotPermitted",
                    "no ReferenceGrant in namespace '\(namespace)' lets this Gateway name Secret '\(reference.name)'"
                )
            }
            if !secrets.contains("\(namespace)/\(reference.name)") {
                return ("InvalidCertificateRef", "there is no Secret '\(namespace)/\(reference.name)'")
            }
        }
        return nil
    }

    private func isGranted(_ reference: ObjectReference, in namespace: String, to gateway: Gateway) -> Bool {
        attachment.grants.contains { grant in
            grant.metadata.namespace == namespace
                && grant.from.contains(ReferenceGrant.From(kind: Gateway.kind, namespace: gateway.metadata.namespace))
                && grant.to.contains {
                    $0.group.isEmpty && $0.kind == "Secret" && ($0.name ?? reference.name) == reference.name
                }
        }
    }
}

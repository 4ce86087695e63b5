import Diagnostics
import Kubernetes
import Routing
import Testing

/// What controllers write about Gateways and routes: one condition of one object in each case.
@Suite struct StatusTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// `Kind/namespace/name`, then the section where it is not the first: `Gateway/edge/gw listener http`.
        var object: String
        var manifests: String
        /// `Accepted=False NotAllowedByListeners`.
        var expected: [String]

        var testDescription: String { "\(object): \(expected.joined(separator: ", "))" }
    }

    private static let services = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: a, namespace: shop }
        spec: { selector: { app: a }, ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: b, namespace: data }
        spec: { selector: { app: b }, ports: [{ port: 80 }] }

        """
    private static func grant(kind: String = "HTTPRoute", from: String = "shop", to: String = "Service") -> String {
        """
        ---
        apiVersion: gateway.networking.k8s.io/v1beta1
        kind: ReferenceGrant
        metadata: { name: g, namespace: data }
        spec:
          from: [{ group: gateway.networking.k8s.io, kind: \(kind), namespace: \(from) }]
          to: [{ group: '', kind: \(to) }]

        """
    }
    private static let plain = rule(prefix("/"), to: "a:80")

    /// A route with these rules on the Gateway that is open to all.
    private static func route(_ rules: String, more: String = "", _ expected: String...) -> Case {
        Case(
            object: "HTTPRoute/shop/r", manifests: envoyGateway + services + more + routeText("shop/r", rules),
            expected: expected)
    }

    /// A route with one good rule.
    private static func attached(
        hosts: String = "", parent: String = "", gateway: String = envoyGateway, _ expected: String...
    ) -> Case {
        Case(
            object: "HTTPRoute/shop/r",
            manifests: gateway + services + routeText("shop/r", hosts: hosts, parent: parent, plain),
            expected: expected)
    }

    private static func gateway(
        _ listeners: String, section: String = "", more: String = "", _ expected: String...
    ) -> Case {
        Case(
            object: "Gateway/edge/gw" + (section.isEmpty ? "" : " listener \(section)"),
            manifests: gatewayClassText + gatewayText(listeners) + services + more, expected: expected)
    }

    static let cases: [Case] = [
        attached("Accepted=True Accepted", "ResolvedRefs=True ResolvedRefs"),
        attached(
            gateway: gatewayClassText + gatewayText("- { name: http, port: 80, protocol: HTTP }"),
            "Accepted=False NotAllowedByListeners"),
        attached(
            gateway: gatewayClassText
                + gatewayText(
                    "- { name: http, hostname: b.example, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }"
                ), "Accepted=True Accepted"),
        attached(
            hosts: "a.example",
            gateway: gatewayClassText
                + gatewayText(
                    "- { name: http, hostname: b.example, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }"
                ), "Accepted=False NoMatchingListenerHostname"),
        attached(parent: ", sectionName: other", "Accepted=False NoMatchingParent"),
        attached(parent: ", port: 81", "Accepted=False NoMatchingParent"),
        attached(
            gateway: gatewayClassText
                + gatewayText(
                    "- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { kubernetes.io/metadata.name: shop } } } } }"
                ), "Accepted=True Accepted"),
        route(rule(prefix("/"), to: "none:80"), "Accepted=True Accepted", "ResolvedRefs=False BackendNotFound"),
        route(rule(prefix("/"), to: "a:81"), "ResolvedRefs=False PortNotFound"),
        route("- backendRefs: [{ name: a }]", "ResolvedRefs=False PortNotSpecified"),
        route(
            "- backendRefs: [{ group: x.example, kind: Bucket, name: a, port: 80 }]", "ResolvedRefs=False InvalidKind"),
        route("- backendRefs: [{ name: b, namespace: data, port: 80 }]", "ResolvedRefs=False RefNotPermitted"),
        route(
            "- backendRefs: [{ name: b, namespace: data, port: 80 }]", more: grant(), "ResolvedRefs=True ResolvedRefs"),
        route(
            "- backendRefs: [{ name: b, namespace: data, port: 80 }]", more: grant(from: "other"),
            "ResolvedRefs=False RefNotPermitted"),
        route(
            "- backendRefs: [{ name: none, namespace: data, port: 80 }]", more: grant(),
            "ResolvedRefs=False BackendNotFound"),
        route(
            rule(
                prefix("/"), to: "a:80",
                more: "filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: shadow, port: 80 } } }]"),
            "Accepted=True Accepted", "ResolvedRefs=False BackendNotFound"),
        route(
            rule(
                prefix("/"), to: "a:80",
                more: "filters: [{ type: ExtensionRef, extensionRef: { group: x.example, kind: Odd, name: o } }]"),
            "Accepted=False UnsupportedValue"),
        route(
            plain
                + rule(
                    prefix("/x"), to: "a:80",
                    more: "filters: [{ type: ExtensionRef, extensionRef: { group: x.example, kind: Odd, name: o } }]"),
            "Accepted=True Accepted", "PartiallyInvalid=True UnsupportedValue"),
        Case(
            object: "HTTPRoute/shop/r", manifests: services + routeText("shop/r", plain),
            expected: []),
        Case(
            object: "GatewayClass//envoy", manifests: gatewayClassText, expected: ["Accepted=True Accepted"]),
        Case(
            object: "Gateway/edge/gw", manifests: gatewayText("- { name: http, port: 80, protocol: HTTP }"),
            expected: ["Accepted=Unknown Pending", "Programmed=Unknown Pending"]),
        gateway(
            "- { name: http, port: 80, protocol: HTTP }", "Accepted=True Accepted", "Programmed=True Programmed"),
        gateway(
            "- { name: http, port: 80, protocol: HTTP }", section: "http", "Accepted=True Accepted",
            "Conflicted=False NoConflicts", "ResolvedRefs=True ResolvedRefs", "Programmed=True Programmed"),
        gateway(
            "- { name: tcp, port: 80, protocol: TCP }", section: "tcp", "Accepted=False UnsupportedProtocol",
            "Programmed=False Invalid"),
        gateway("- { name: tcp, port: 80, protocol: TCP }", "Accepted=False ListenersNotValid"),
        gateway(
            "- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 80, protocol: HTTP }", section: "b",
            "Accepted=False HostnameConflict", "Conflicted=True HostnameConflict"),
        gateway(
            "- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 80, protocol: HTTPS }", section: "a",
            "Conflicted=True ProtocolConflict"),
        gateway(
            "- { name: a, port: 80, protocol: HTTP }\n- { name: b, port: 80, protocol: HTTP, hostname: x.example }",
            section: "b", "Conflicted=False NoConflicts"),
        gateway(
            "- { name: s, port: 443, protocol: HTTPS }", section: "s", "ResolvedRefs=False InvalidCertificateRef",
            "Programmed=False Invalid"),
        gateway(
            "- { name: s, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert }] } }", section: "s",
            "ResolvedRefs=False InvalidCertificateRef"),
        gateway(
            "- { name: s, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert }] } }", section: "s",
            more: secret("edge"), "ResolvedRefs=True ResolvedRefs", "Programmed=True Programmed"),
        gateway(
            "- { name: s, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert, namespace: data }] } }",
            section: "s", more: secret("data"), "ResolvedRefs=False RefNotPermitted"),
        gateway(
            "- { name: s, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert, namespace: data }] } }",
            section: "s", more: secret("data") + grant(kind: "Gateway", from: "edge", to: "Secret"),
            "ResolvedRefs=True ResolvedRefs"),
    ]

    /// A policy about a Gateway with an open listener and a route at it, where another one may be before it by name.
    private static func policy(
        kind: String = "SecurityPolicy", _ target: String, in namespace: String = "edge", other: String = "",
        section: String = "ancestor edge/gw", _ expected: String...
    ) -> Case {
        func text(_ name: String, _ namespace: String, _ target: String) -> String {
            "---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: \(kind)\nmetadata: { name: \(name), namespace: \(namespace) }\n"
                + "spec: { targetRefs: [{ group: gateway.networking.k8s.io, \(target) }] }\n"
        }
        let more = other.isEmpty ? "" : text("a", other.contains("HTTPRoute") ? "shop" : namespace, other)
        return Case(
            object: "\(kind)/\(namespace)/p" + (expected.isEmpty ? "" : " \(section)"),
            manifests: envoyGateway + services + routeText("shop/r", plain) + more + text("p", namespace, target),
            expected: expected)
    }

    static let policyCases: [Case] = [
        policy("kind: Gateway, name: gw", "Accepted=True Accepted"),
        policy(kind: "BackendTrafficPolicy", "kind: Gateway, name: gw", "Accepted=True Accepted"),
        policy(kind: "ClientTrafficPolicy", "kind: Gateway, name: gw", "Accepted=True Accepted"),
        // Nobody answers for what is not there.
        policy("kind: Gateway, name: other"), policy("kind: HTTPRoute, name: other", in: "shop"),
        policy("kind: Gateway, name: gw", in: "shop"),
        policy("kind: HTTPRoute, name: r", in: "shop", "Accepted=True Accepted"),
        policy(
            "kind: HTTPRoute, name: r, sectionName: none", in: "shop", "Accepted=False TargetNotFound"),
        policy(
            "kind: Gateway, name: gw, sectionName: http", section: "ancestor edge/gw, listener http",
            "Accepted=True Accepted"),
        policy(
            "kind: Gateway, name: gw, sectionName: none", section: "ancestor edge/gw, listener none",
            "Accepted=False TargetNotFound"),
        policy("kind: Gateway, name: gw", other: "kind: Gateway, name: gw", "Accepted=False Conflicted"),
        policy(
            "kind: Gateway, name: gw", other: "kind: HTTPRoute, name: r", "Accepted=True Accepted",
            "Overridden=True Overridden"),
    ]

    private static func secret(_ namespace: String) -> String {
        "---\napiVersion: v1\nkind: Secret\nmetadata: { name: cert, namespace: \(namespace) }\nstringData: { tls.crt: x }\n"
    }

    private func status(_ object: String, _ manifests: String) throws -> ObjectStatus {
        var diagnostics: [Diagnostic] = []
        let names = object.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let read = readManifests(files: [("gateway.yaml", manifests)], &diagnostics)
        return try #require(
            RoutingStatus(read).status(ofKind: names[0], namespace: names[1], name: names[2]))
    }

    @Test(arguments: cases)
    func `an object has the conditions that its controller would write`(_ example: Case) throws {
        let words = example.object.split(separator: " ", maxSplits: 1).map(String.init)
        let status = try status(words[0], example.manifests)
        let section = try #require(
            words.count == 1 ? status.sections.first : status.sections.first { $0.subject == words[1] })
        let written = section.conditions.map { "\($0.type)=\($0.status.rawValue) \($0.reason)" }
        for condition in example.expected { #expect(written.contains(condition), "\(section.conditions)") }
        if example.expected.isEmpty { #expect(written.isEmpty && section.controller.isEmpty) }
        #expect(section.conditions.allSatisfy { $0.span?.file == "gateway.yaml" && !$0.message.isEmpty })
        #expect(status.observedGeneration == 1)
    }

    @Test(arguments: policyCases)
    func `a policy has the conditions that Envoy Gateway would write`(_ example: Case) throws {
        let words = example.object.split(separator: " ", maxSplits: 1).map(String.init)
        let status = try status(words[0], example.manifests)
        let section = words.count == 1 ? status.sections.first : status.sections.first { $0.subject == words[1] }
        #expect(section?.conditions.map { "\($0.type)=\($0.status.rawValue) \($0.reason)" } ?? [] == example.expected)
        #expect(section?.conditions.allSatisfy { $0.span?.file == "gateway.yaml" } ?? true)
    }

    @Test func `a listener counts the routes that it has taken`() throws {
        let manifests =
            envoyGateway + Self.services + routeText("shop/r", Self.plain) + routeText("shop/s", Self.plain)
            + routeText("shop/t", parent: ", sectionName: other", Self.plain)
        let listener = try #require(try status("Gateway/edge/gw", manifests).sections.last)
        #expect(listener.attachedRoutes == 2)
    }

    @Test func `a controller of load balancers says what became of the Ingress`() throws {
        let good = albClass() + ingressText("shop/a", "-\nPrefix /a -> a:80")
        #expect(try status("Ingress/shop/a", good).events.map(\.reason) == ["SuccessfullyReconciled"])
        let bad = albClass() + ingressText("shop/a", annotations: ["group.order": "5000"], "-\nPrefix /a -> a:80")
        let events = try status("Ingress/shop/a", bad).events
        #expect(events.map(\.reason) == ["FailedBuildModel"])
        #expect(events.allSatisfy { $0.isWarning && $0.span?.file == "gateway.yaml" })
    }
}

import Diagnostics
import Kubernetes
import Routing

/// A Gateway `edge/gw` of Envoy Gateway with a listener for every host, open to all namespaces.
let envoyGateway =
    gatewayClassText
    + gatewayText("- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }")

let gatewayClassText = """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: GatewayClass
    metadata: { name: envoy }
    spec: { controllerName: gateway.envoyproxy.io/gatewayclass-controller }

    """

func gatewayText(_ listeners: String, className: String = "envoy") -> String {
    """
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: { name: gw, namespace: edge }
    spec:
      gatewayClassName: \(className)
      listeners:
    \(indented(listeners, by: 2))

    """
}

/// An HTTPRoute on `edge/gw`: `name` is `namespace/name`, `rules` the list of its rules.
func routeText(_ name: String, hosts: String = "", parent: String = "", _ rules: String) -> String {
    let names = name.split(separator: "/")
    return """
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: \(names[1]), namespace: \(names[0]) }
        spec:
          parentRefs:
          - { name: gw, namespace: edge\(parent) }
        \(hosts.isEmpty ? "" : "  hostnames: [\(hosts)]\n")\
          rules:
        \(indented(rules, by: 2))

        """
}

/// A rule with one backend: `rule("path: ...", to: "content:80")`.
func rule(_ match: String, to backend: String, more: String = "") -> String {
    let parts = backend.split(separator: ":")
    let extra = more.isEmpty ? "" : "\n" + indented(more, by: 2)
    return "- matches: [{ \(match) }]\n  backendRefs: [{ name: \(parts[0]), port: \(parts[1]) }]\(extra)\n"
}

func prefix(_ path: String) -> String { "path: { type: PathPrefix, value: '\(path)' }" }
func exact(_ path: String) -> String { "path: { type: Exact, value: '\(path)' }" }
func regex(_ path: String) -> String { "path: { type: RegularExpression, value: '\(path)' }" }

func indented(_ text: String, by count: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
}

/// The routes of manifests, and everything that was found wrong.
func gatewayRoutes(_ text: String) -> (routes: GatewayRoutes, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var classes: [GatewayClass] = []
    var gateways: [Gateway] = []
    var routes: [HTTPRoute] = []
    var grants: [ReferenceGrant] = []
    var security: [SecurityPolicy] = []
    var traffic: [BackendTrafficPolicy] = []
    for manifest in readManifests(files: [("gateway.yaml", text)], &diagnostics) {
        switch manifest {
        case .gatewayClass(let object): classes.append(object)
        case .gateway(let object): gateways.append(object)
        case .httpRoute(let object): routes.append(object)
        case .referenceGrant(let object): grants.append(object)
        case .securityPolicy(let object): security.append(object)
        case .backendTrafficPolicy(let object): traffic.append(object)
        default: break
        }
    }
    let built = GatewayRoutes(
        gatewayClasses: classes, gateways: gateways, routes: routes, grants: grants, securityPolicies: security,
        backendTrafficPolicies: traffic, namespaces: ["shop": [ObjectMeta.Pair("edge", "open")]],
        diagnostics: &diagnostics)
    return (built, diagnostics)
}

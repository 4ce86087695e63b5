import Blueprint
import Generator
import Testing

/// The way in from the internet. Each golden is the object without its metadata.
struct EdgeGoldens {
    /// The shop's production, in a cluster where the AWS Load Balancer Controller is installed.
    private static var standard: Site {
        var environment = Shop.production
        environment.cluster = .init(name: "shop-production", mode: .standard)
        return Site(Shop.system, in: environment)
    }

    @Test func `the class of the load balancer names its settings`() {
        expectGolden(
            "IngressClass", "alb",
            """
            spec:
              controller: ingress.k8s.aws/alb
              parameters:
                apiGroup: elbv2.k8s.aws
                kind: IngressClassParams
                name: alb

            """, at: Self.standard)
    }

    @Test func `plain HTTP is redirected, and the settings stand where no Ingress can change them`() {
        expectGolden(
            "IngressClassParams", "alb",
            """
            spec:
              namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: services
              group:
                name: shop-production
              scheme: internet-facing
              loadBalancerName: shop-production
              targetType: ip
              listeners:
              - protocol: HTTP
                port: 80
              - protocol: HTTPS
                port: 443
              certificateArn:
              - arn:aws:acm:us-east-1:123456789012:certificate/api
              sslPolicy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09
              sslRedirectPort: "443"
              loadBalancerAttributes:
              - key: idle_timeout.timeout_seconds
                value: "300"
              - key: routing.http.drop_invalid_header_fields.enabled
                value: "true"

            """, at: Self.standard)
    }

    @Test func `everything goes to the gateway`() {
        expectGolden(
            "Ingress", "shop", in: "services",
            """
            spec:
              ingressClassName: alb
              rules:
              - host: api.shop.example
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: gateway
                        port:
                          name: http

            """)
    }

    @Test func `only the load balancer reaches the gateway`() {
        expectGolden(
            "NetworkPolicy", "gateway-from-load-balancer", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  gateway.envoyproxy.io/owning-gateway-name: gateway
              policyTypes:
              - Ingress
              ingress:
              - from:
                - ipBlock:
                    cidr: 10.20.0.0/24
                - ipBlock:
                    cidr: 10.20.1.0/24
                ports:
                - protocol: TCP
                  port: 8080

            """)
    }

    @Test func `the gateway listens for plain HTTP behind the load balancer`() {
        expectGolden(
            "Gateway", "gateway", in: "services",
            """
            spec:
              gatewayClassName: envoy
              infrastructure:
                parametersRef:
                  group: gateway.envoyproxy.io
                  kind: EnvoyProxy
                  name: gateway
              listeners:
              - name: http
                port: 8080
                protocol: HTTP
                allowedRoutes:
                  namespaces:
                    from: Same

            """)
    }

    @Test func `the gateway answers health checks itself`() {
        expectGolden(
            "ClientTrafficPolicy", "gateway", in: "services",
            """
            spec:
              targetRefs:
              - group: gateway.networking.k8s.io
                kind: Gateway
                name: gateway
              healthCheck:
                path: /healthz
              clientIPDetection:
                xForwardedFor:
                  numTrustedHops: 1

            """)
    }

    @Test func `the controller makes no load balancer of its own`() {
        expectGolden(
            "EnvoyProxy", "gateway", in: "services",
            """
            spec:
              provider:
                type: Kubernetes
                kubernetes:
                  envoyService:
                    name: gateway-proxy
                    type: ClusterIP

            """)
    }

    @Test func `the service that the Ingress forwards to is the gateway's proxies`() {
        expectGolden(
            "Service", "gateway", in: "services",
            """
            spec:
              type: ClusterIP
              trafficDistribution: PreferSameZone
              selector:
                gateway.envoyproxy.io/owning-gateway-name: gateway
              ports:
              - name: http
                port: 80
                targetPort: 8080
                appProtocol: http

            """)
    }

    @Test func `the gateway may reach what it routes to`() {
        expectGolden(
            "NetworkPolicy", "gateway-to-content", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  gateway.envoyproxy.io/owning-gateway-name: gateway
              policyTypes:
              - Egress
              egress:
              - to:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: services
                  podSelector:
                    matchLabels:
                      app.kubernetes.io/name: content
                ports:
                - protocol: TCP
                  port: 9000

            """)
    }

    @Test func `a public route is open`() {
        expectGolden(
            "HTTPRoute", "oauth", in: "services",
            """
            spec:
              parentRefs:
              - group: gateway.networking.k8s.io
                kind: Gateway
                name: gateway
              hostnames:
              - api.shop.example
              rules:
              - matches:
                - path:
                    type: PathPrefix
                    value: /oauth
                backendRefs:
                - group: ""
                  kind: Service
                  name: auth
                  port: 80
                  weight: 1
                timeouts:
                  request: 300s

            """)
    }

    @Test func `reading has a route of its own`() {
        expectGolden(
            "HTTPRoute", "content-read", in: "services",
            """
            spec:
              parentRefs:
              - group: gateway.networking.k8s.io
                kind: Gateway
                name: gateway
              hostnames:
              - api.shop.example
              rules:
              - matches:
                - path:
                    type: PathPrefix
                    value: /content
                  method: GET
                - path:
                    type: PathPrefix
                    value: /content
                  method: HEAD
                - path:
                    type: PathPrefix
                    value: /content
                  method: OPTIONS
                backendRefs:
                - group: ""
                  kind: Service
                  name: content
                  port: 80
                  weight: 1
                timeouts:
                  request: 300s

            """)
    }

    @Test func `a route with a scope asks for a token that has it`() {
        expectGolden(
            "SecurityPolicy", "content-read", in: "services",
            """
            spec:
              targetRefs:
              - group: gateway.networking.k8s.io
                kind: HTTPRoute
                name: content-read
              jwt:
                providers:
                - name: auth
                  issuer: https://api.shop.example
                  audiences:
                  - https://api.shop.example
                  remoteJWKS:
                    uri: http://auth.services.svc.cluster.local/oauth/jwks
              authorization:
                defaultAction: Deny
                rules:
                - name: scope
                  action: Allow
                  principal:
                    jwt:
                      provider: auth
                      scopes:
                      - content.read

            """)
    }

    @Test func `a route to an MCP server leads to its path and never times out`() {
        expectGolden(
            "HTTPRoute", "mcp-ads", in: "services",
            """
            spec:
              parentRefs:
              - group: gateway.networking.k8s.io
                kind: Gateway
                name: gateway
              hostnames:
              - api.shop.example
              rules:
              - matches:
                - path:
                    type: PathPrefix
                    value: /mcp/ads
                filters:
                - type: URLRewrite
                  urlRewrite:
                    path:
                      type: ReplacePrefixMatch
                      replacePrefixMatch: /mcp
                backendRefs:
                - group: ""
                  kind: Service
                  name: ads-mcp
                  namespace: agents
                  port: 80
                  weight: 1
                timeouts:
                  request: 0s

            """)
    }

    @Test func `a route without scopes asks for any valid token`() {
        expectGolden(
            "SecurityPolicy", "mcp-ads", in: "services",
            """
            spec:
              targetRefs:
              - group: gateway.networking.k8s.io
                kind: HTTPRoute
                name: mcp-ads
              jwt:
                providers:
                - name: auth
                  issuer: https://api.shop.example
                  audiences:
                  - https://api.shop.example
                  remoteJWKS:
                    uri: http://auth.services.svc.cluster.local/oauth/jwks

            """)
    }

    @Test func `an MCP session stays on one pod`() {
        expectGolden(
            "BackendTrafficPolicy", "mcp-ads", in: "services",
            """
            spec:
              targetRefs:
              - group: gateway.networking.k8s.io
                kind: HTTPRoute
                name: mcp-ads
              loadBalancer:
                type: ConsistentHash
                consistentHash:
                  type: Header
                  header:
                    name: Mcp-Session-Id

            """)
    }

    @Test func `another namespace lets the gateway's routes in`() {
        expectGolden(
            "ReferenceGrant", "from-gateway", in: "agents",
            """
            spec:
              from:
              - group: gateway.networking.k8s.io
                kind: HTTPRoute
                namespace: services
              to:
              - group: ""
                kind: Service

            """)
    }
}

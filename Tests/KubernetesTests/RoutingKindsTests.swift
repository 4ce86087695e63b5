import Diagnostics
import Kubernetes
import Testing
import YAMLTree

/// The kinds that route and restrict traffic, each with every field that is read.
@Suite struct RoutingKindsTests {
    @Test(arguments: objects)
    func `an object is written as it was read, and nothing of it is lost`(text: String) throws {
        var diagnostics: [Diagnostic] = []
        let read = try #require(readManifests(files: [("a.yaml", text)], &diagnostics).first)
        #expect(diagnostics == [])
        let node = try #require(readDocuments(text, file: "a.yaml", &diagnostics).first)
        #expect(read.yaml == node.yaml)
        let again = try #require(readManifests(files: [("b.yaml", "# moved\n" + text)], &diagnostics).first)
        #expect(again == read)
    }

    @Test func `every rule knows its line`() throws {
        var diagnostics: [Diagnostic] = []
        for text in Self.objects {
            for manifest in readManifests(files: [("a.yaml", text)], &diagnostics) {
                switch manifest {
                case .ingress(let ingress): #expect(ingress.rules.allSatisfy { $0.paths.allSatisfy { $0.span != nil } })
                case .httpRoute(let route):
                    #expect(route.rules.allSatisfy { $0.span != nil && $0.matches.allSatisfy { $0.span != nil } })
                case .networkPolicy(let policy):
                    #expect((policy.spec.ingress + policy.spec.egress).allSatisfy { $0.span != nil })
                case .securityPolicy(let policy):
                    #expect(policy.jwt?.providers.allSatisfy { $0.span != nil } == true)
                    #expect(policy.authorization?.rules.allSatisfy { $0.span != nil } == true)
                default: break
                }
            }
        }
    }

    @Test func `a value of no kind is said with its place`() {
        var diagnostics: [Diagnostic] = []
        let text = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: a, namespace: b }
            spec:
              rules:
              - http:
                  paths:
                  - { path: /, pathType: Prefx, backend: { service: { name: s, port: { number: http } } } }
            """
        _ = readManifests(files: [("a.yaml", text)], &diagnostics)
        #expect(diagnostics.map(\.span?.line) == [8, 8])
        #expect(diagnostics.allSatisfy { $0.severity == .error })
    }

    static let objects = [
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: api, namespace: shop }
        spec:
          ingressClassName: alb
          defaultBackend: { service: { name: rest, port: { name: http } } }
          tls: [{ hosts: [a.example], secretName: cert }]
          rules:
          - host: a.example
            http:
              paths:
              - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
          - http:
              paths:
              - { pathType: ImplementationSpecific, backend: { service: { name: web, port: { name: use-annotation } } } }
        """,
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: alb }
        spec:
          controller: ingress.k8s.aws/alb
          parameters: { apiGroup: elbv2.k8s.aws, kind: IngressClassParams, name: alb }
        """,
        """
        apiVersion: elbv2.k8s.aws/v1beta1
        kind: IngressClassParams
        metadata: { name: alb }
        spec:
          namespaceSelector: { matchLabels: { edge: open }, matchExpressions: [{ key: a, operator: NotIn, values: [b] }] }
          group: { name: all }
          scheme: internet-facing
          ipAddressType: ipv4
          loadBalancerName: edge
          targetType: ip
          listeners: [{ protocol: HTTPS, port: 443, listenerAttributes: [{ key: a, value: b }] }]
          certificateArn: ["arn:a"]
          sslPolicy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09
          sslRedirectPort: "443"
          inboundCIDRs: [0.0.0.0/0]
          subnets: { ids: [subnet-1], tags: { role: [edge, public] } }
          tags: [{ key: team, value: platform }]
          loadBalancerAttributes: [{ key: idle_timeout.timeout_seconds, value: "300" }]
          wafv2AclArn: "arn:waf"
        """,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: { name: envoy }
        spec:
          controllerName: gateway.envoyproxy.io/gatewayclass-controller
          parametersRef: { group: gateway.envoyproxy.io, kind: EnvoyProxy, name: proxy, namespace: edge }
          description: the one in the cluster
        """,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: { name: gw, namespace: edge }
        spec:
          gatewayClassName: envoy
          infrastructure:
            labels: { a: b }
            annotations: { c: d }
            parametersRef: { group: g, kind: k, name: nn }
          listeners:
          - name: https
            hostname: "*.example.com"
            port: 443
            protocol: HTTPS
            tls: { mode: Terminate, certificateRefs: [{ group: "", kind: Secret, name: cert }] }
            allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { edge: open } } } }
        """,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: api, namespace: shop }
        spec:
          parentRefs:
          - { group: gateway.networking.k8s.io, kind: Gateway, name: gw, namespace: edge, sectionName: https, port: 443 }
          hostnames: [a.example]
          rules:
          - name: read
            matches:
            - path: { type: Exact, value: /a }
              method: GET
              headers: [{ type: Exact, name: a, value: b }]
              queryParams: [{ type: RegularExpression, name: c, value: "d+" }]
            filters:
            - { type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: a, value: b }], add: [{ name: c, value: d }], remove: [e] } }
            - { type: ResponseHeaderModifier, responseHeaderModifier: { remove: [server] } }
            - { type: URLRewrite, urlRewrite: { hostname: h, path: { type: ReplaceFullPath, replaceFullPath: /b } } }
            - { type: RequestMirror, requestMirror: { backendRef: { group: "", kind: Service, name: m, port: 81 } } }
            - { type: RequestMirror, requestMirror: { backendRef: { group: "", kind: Service, name: m, port: 81 }, percent: 25 } }
            - { type: RequestMirror, requestMirror: { backendRef: { group: "", kind: Service, name: m, port: 81 }, fraction: { numerator: 1, denominator: 3 } } }
            - { type: ExtensionRef, extensionRef: { group: g, kind: k, name: nn } }
            backendRefs:
            - { group: "", kind: Service, name: api, namespace: data, port: 80, weight: 1, filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [x] } }] }
            timeouts: { request: 30s, backendRequest: 10s }
          - matches: [{ path: { type: PathPrefix, value: / } }]
            filters:
            - { type: RequestRedirect, requestRedirect: { scheme: https, hostname: h, path: { type: ReplacePrefixMatch, replacePrefixMatch: /n }, port: 443, statusCode: 301 } }
        """,
        """
        apiVersion: gateway.networking.k8s.io/v1beta1
        kind: ReferenceGrant
        metadata: { name: g, namespace: data }
        spec:
          from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]
          to: [{ group: "", kind: Service, name: db }]
        """,
        """
        apiVersion: gateway.envoyproxy.io/v1alpha1
        kind: SecurityPolicy
        metadata: { name: s, namespace: shop }
        spec:
          targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: api, sectionName: read }]
          cors: { allowOrigins: ["https://a.example"], allowMethods: [GET], allowHeaders: [x], exposeHeaders: [z], maxAge: 10m, allowCredentials: true }
          jwt:
            optional: true
            providers:
            - name: auth
              issuer: https://auth.example
              audiences: [api]
              remoteJWKS: { uri: "https://auth.example/jwks" }
              claimToHeaders: [{ header: x-user, claim: sub }]
          authorization:
            defaultAction: Deny
            rules:
            - name: read
              action: Allow
              operation: { methods: [GET] }
              principal:
                clientCIDRs: [10.0.0.0/8]
                headers: [{ name: a, values: [b] }]
                jwt: { provider: auth, scopes: [read], claims: [{ name: c, valueType: StringArray, values: [d] }] }
        """,
        """
        apiVersion: gateway.envoyproxy.io/v1alpha1
        kind: BackendTrafficPolicy
        metadata: { name: t, namespace: shop }
        spec:
          targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: api }]
          loadBalancer: { type: ConsistentHash, consistentHash: { type: Header, header: { name: Mcp-Session-Id } } }
          retry: { numRetries: 2, retryOn: { triggers: [connect-failure], httpStatusCodes: [503] }, perRetry: { timeout: 2s } }
          timeout: { tcp: { connectTimeout: 5s }, http: { connectionIdleTimeout: 60s, requestTimeout: 30s } }
          rateLimit:
            type: Local
            local:
              rules:
              - clientSelectors: [{ headers: [{ type: Distinct, name: x-user }, { type: Exact, name: a, value: b }] }]
                limit: { requests: 100, unit: Minute }
        """,
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: api, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: api } }
          policyTypes: [Ingress, Egress]
          ingress:
          - {}
          - from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: web } } }]
            ports: [{ protocol: TCP, port: http }]
          egress:
          - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }]
            ports: [{ protocol: UDP, port: 32000, endPort: 32768 }, { protocol: SCTP }]
        """,
        """
        apiVersion: networking.k8s.aws/v1alpha1
        kind: ApplicationNetworkPolicy
        metadata: { name: vendors, namespace: shop }
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to: [{ domainNames: [api.openai.com, "*.facebook.com"] }]
            ports: [{ protocol: TCP, port: 443 }]
        """,
        // The same kinds with as little as they may have.
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: api, namespace: shop }
        spec: { rules: [{ host: a.example }] }
        """,
        """
        apiVersion: elbv2.k8s.aws/v1beta1
        kind: IngressClassParams
        metadata: { name: alb }
        spec: { listeners: [{ protocol: HTTP, port: 80 }], subnets: { ids: [subnet-1] } }
        """,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: { name: gw, namespace: edge }
        spec: { gatewayClassName: envoy, listeners: [{ name: http, port: 80, protocol: HTTP }] }
        """,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: api, namespace: shop }
        spec: { rules: [{ filters: [{ type: RequestRedirect, requestRedirect: { statusCode: 302 } }] }] }
        """,
        """
        apiVersion: gateway.envoyproxy.io/v1alpha1
        kind: SecurityPolicy
        metadata: { name: s, namespace: shop }
        spec:
          targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: gw }]
          jwt: { providers: [{ name: auth, remoteJWKS: { uri: "https://auth.example/jwks" } }] }
          authorization: { defaultAction: Deny, rules: [{ action: Allow, principal: { jwt: { provider: auth } } }] }
        """,
        """
        apiVersion: gateway.envoyproxy.io/v1alpha1
        kind: BackendTrafficPolicy
        metadata: { name: t, namespace: shop }
        spec:
          targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: gw }]
          loadBalancer: { type: RoundRobin }
          retry: { numRetries: 2 }
          timeout: { http: { requestTimeout: 30s } }
          rateLimit: { type: Global, global: { rules: [{ limit: { requests: 1, unit: Second } }] } }
        """,
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: deny, namespace: shop }
        spec: { podSelector: {}, policyTypes: [Ingress] }
        """,
        """
        apiVersion: eks.amazonaws.com/v1
        kind: IngressClassParams
        metadata: { name: alb }
        spec:
          scheme: internal
          listeners: [{ protocol: HTTPS, port: 443 }]
          certificateARNs: ["arn:aws:acm:eu-west-1:1:certificate/1"]
          subnets: { ids: [subnet-1], matchTags: [{ key: role, values: [elb] }] }
        """,
        """
        apiVersion: gateway.k8s.aws/v1
        kind: LoadBalancerConfiguration
        metadata: { name: shop, namespace: services }
        spec:
          loadBalancerName: shop-dev-gw
          scheme: internet-facing
          ipAddressType: dualstack
          loadBalancerSubnets: [{ identifier: subnet-1 }, { identifier: subnet-2 }]
          listenerConfigurations:
          - protocolPort: HTTPS:443
            defaultCertificate: arn:aws:acm:eu-west-1:1:certificate/1
            certificates: ["arn:aws:acm:eu-west-1:1:certificate/2"]
            sslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06
            listenerAttributes: [{ key: a, value: b }]
          loadBalancerAttributes: [{ key: idle_timeout.timeout_seconds, value: "300" }]
          defaultTargetGroupConfiguration: { name: usual }
          wafV2: { webACL: "arn:aws:wafv2:eu-west-1:1:regional/webacl/a/b" }
          tags: { team: web }
        """,
        """
        apiVersion: eks.amazonaws.com/v1
        kind: LoadBalancerConfiguration
        metadata: { name: shop, namespace: services }
        spec: { scheme: internal }
        """,
        """
        apiVersion: gateway.k8s.aws/v1
        kind: TargetGroupConfiguration
        metadata: { name: gateway, namespace: services }
        spec:
          targetReference: { group: "", kind: Service, name: gateway }
          defaultConfiguration:
            targetType: ip
            healthCheckConfig:
              healthCheckPath: /healthz
              healthCheckPort: "8081"
              healthCheckInterval: 10
              healthCheckTimeout: 5
              healthyThresholdCount: 2
              unhealthyThresholdCount: 3
              matcher: { httpCode: 200-299 }
            targetGroupAttributes: [{ key: slow_start.duration_seconds, value: "30" }]
        """,
        """
        apiVersion: gateway.k8s.aws/v1
        kind: ListenerRuleConfiguration
        metadata: { name: content, namespace: services }
        spec:
          actions:
          - type: jwt-validation
            jwtValidationConfig:
              jwksEndpoint: https://a.example/jwks
              issuer: https://a.example
              additionalClaims: [{ name: scope, format: space-separated-values, values: [content.read] }]
          - type: fixed-response
            fixedResponseConfig: { statusCode: 404, contentType: text/plain, messageBody: gone }
        """,
        """
        apiVersion: gateway.k8s.aws/v1
        kind: ListenerRuleConfiguration
        metadata: { name: log-in, namespace: services }
        spec:
          actions:
          - type: authenticate-oidc
            authenticateOIDCConfig:
              issuer: https://a.example
              authorizationEndpoint: https://a.example/authorize
              tokenEndpoint: https://a.example/token
              userInfoEndpoint: https://a.example/userinfo
              secret: { name: client }
              scope: openid email
              authenticationRequestExtraParams: { display: page }
              onUnauthenticatedRequest: deny
              sessionCookieName: own
              sessionTimeout: 60
          - type: authenticate-cognito
            authenticateCognitoConfig: { userPoolArn: "arn:aws:cognito-idp:eu-west-1:1:userpool/p", userPoolClientId: c, userPoolDomain: d }
          - type: forward
            forwardConfig: { targetGroupStickinessConfig: { enabled: true, durationSeconds: 60 } }
          - type: redirect
            redirectConfig: { query: "a=b" }
          conditions:
          - { field: source-ip, sourceIPConfig: { values: [10.0.0.0/8] }, matchIndexes: [0, 2] }
          - { field: source-ip, sourceIPConfig: { values: [192.0.2.0/24] } }
        """,
    ]
}

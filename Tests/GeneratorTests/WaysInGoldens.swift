import Blueprint
import Generator
import Kubernetes
import Testing
import YAMLTree

/// The back ends of the ways in that are not the default. Each golden is the object without its metadata.
struct WaysInGoldens {
    /// The shop with other ways in, and everything that its load balancer can be told.
    static func site(
        alb: Environment.WaysIn.API, gateway: Environment.WaysIn.API = .gatewayAPI,
        mode: Environment.Cluster.Mode = .standard, hosts: Int = 1
    ) -> Site {
        var system = Shop.system
        system.loadBalancer.hosts = (1...hosts).map { $0 == 1 ? "api.shop.example" : "api\($0).shop.example" }
        system.loadBalancer.slowStart = 60
        system.loadBalancer.stickiness = 3600
        system.loadBalancer.addressType = .dualstack
        system.loadBalancer.attributes = [.init(name: "idle_timeout.timeout_seconds", value: "120")]
        system.loadBalancer.moreCertificates = ["partner"]
        var environment = Shop.production
        environment.cluster = .init(name: "shop", mode: mode)
        environment.certificates.append(
            .init(name: "partner", value: "arn:aws:acm:us-east-1:123456789012:certificate/p"))
        environment.waysIn = Environment.WaysIn(
            loadBalancer: alb, gateway: gateway, className: gateway == .ingress ? "traefik" : nil,
            controller: gateway == .ingress
                ? .init(namespace: "traefik", pods: "traefik", port: 8000, healthPath: "/ping", healthPort: 8080) : nil,
            subnets: ["subnet-1", "subnet-2"], webACL: "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b",
            accessLogs: .init(bucket: "logs", prefix: "alb"), isProtected: true)
        return Site(system, in: environment)
    }

    static func objects(_ site: Site) -> [Manifest] {
        manifests(for: site.system, environment: site.environment).flatMap(\.objects)
    }

    // MARK: - The load balancer from Gateway API

    @Test func `what the load balancer is stands beside its Gateway`() {
        expectGolden(
            "LoadBalancerConfiguration", "shop", in: "services",
            """
            spec:
              loadBalancerName: shop-production-gw
              scheme: internet-facing
              ipAddressType: dualstack
              loadBalancerSubnets:
              - identifier: subnet-1
              - identifier: subnet-2
              listenerConfigurations:
              - protocolPort: HTTPS:443
                defaultCertificate: arn:aws:acm:us-east-1:123456789012:certificate/api
                certificates:
                - arn:aws:acm:us-east-1:123456789012:certificate/p
                sslPolicy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09
              loadBalancerAttributes:
              - key: idle_timeout.timeout_seconds
                value: "120"
              - key: routing.http.drop_invalid_header_fields.enabled
                value: "true"
              - key: deletion_protection.enabled
                value: "true"
              - key: access_logs.s3.enabled
                value: "true"
              - key: access_logs.s3.bucket
                value: logs
              - key: access_logs.s3.prefix
                value: alb
              wafV2:
                webACL: arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b

            """, at: Self.site(alb: .gatewayAPI))
    }

    @Test func `the load balancer's Gateway has a listener for each port`() {
        expectGolden(
            "Gateway", "shop", in: "services",
            """
            spec:
              gatewayClassName: alb
              infrastructure:
                parametersRef:
                  group: gateway.k8s.aws
                  kind: LoadBalancerConfiguration
                  name: shop
              listeners:
              - name: http
                port: 80
                protocol: HTTP
                allowedRoutes:
                  namespaces:
                    from: Same
              - name: https
                port: 443
                protocol: HTTPS
                allowedRoutes:
                  namespaces:
                    from: Same

            """, at: Self.site(alb: .gatewayAPI))
    }

    @Test func `plain HTTP is redirected whatever the host`() {
        expectGolden(
            "HTTPRoute", "shop-redirect", in: "services",
            """
            spec:
              parentRefs:
              - group: gateway.networking.k8s.io
                kind: Gateway
                name: shop
                sectionName: http
              rules:
              - matches:
                - path:
                    type: PathPrefix
                    value: /
                filters:
                - type: RequestRedirect
                  requestRedirect:
                    scheme: https
                    port: 443
                    statusCode: 301

            """, at: Self.site(alb: .gatewayAPI))
    }

    @Test func `the targets are treated as the blueprint says`() {
        expectGolden(
            "TargetGroupConfiguration", "gateway", in: "services",
            """
            spec:
              targetReference:
                group: ""
                kind: Service
                name: gateway
              defaultConfiguration:
                targetType: ip
                healthCheckConfig:
                  healthCheckPath: /healthz
                  healthCheckInterval: 10
                  healthCheckTimeout: 5
                  healthyThresholdCount: 2
                  unhealthyThresholdCount: 2
                  matcher:
                    httpCode: "200"
                targetGroupAttributes:
                - key: deregistration_delay.timeout_seconds
                  value: "30"
                - key: slow_start.duration_seconds
                  value: "60"
                - key: stickiness.enabled
                  value: "true"
                - key: stickiness.type
                  value: lb_cookie
                - key: stickiness.lb_cookie.duration_seconds
                  value: "3600"

            """, at: Self.site(alb: .gatewayAPI))
    }

    // MARK: - EKS Auto Mode

    @Test func `in Auto Mode the class says what it documents, and the Ingress the rest`() throws {
        let site = Self.site(alb: .ingress, mode: .auto)
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
              ipAddressType: dualstack
              certificateARNs:
              - arn:aws:acm:us-east-1:123456789012:certificate/api
              - arn:aws:acm:us-east-1:123456789012:certificate/p
              subnets:
                ids:
                - subnet-1
                - subnet-2
              loadBalancerAttributes:
              - key: idle_timeout.timeout_seconds
                value: "120"
              - key: routing.http.drop_invalid_header_fields.enabled
                value: "true"
              - key: deletion_protection.enabled
                value: "true"
              - key: access_logs.s3.enabled
                value: "true"
              - key: access_logs.s3.bucket
                value: logs
              - key: access_logs.s3.prefix
                value: alb

            """, at: site)
        let ingress = try #require(Self.objects(site).first { $0.kindName == "Ingress" })
        let annotations = ingress.metadata.annotations.filter { !$0.name.contains("health") }.prefix(6)
        #expect(
            annotations.map { "\($0.name.split(separator: "/")[1]): \($0.value)" } == [
                "load-balancer-name: shop-production", "target-type: ip", #"listen-ports: [{"HTTP":80},{"HTTPS":443}]"#,
                "ssl-redirect: 443", "ssl-policy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                "wafv2-acl-arn: arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b",
            ])
    }

    @Test(arguments: Environment.WaysIn.API.allCases)
    func `in Auto Mode every object of the load balancer is Auto Mode's own`(alb: Environment.WaysIn.API) {
        let objects = Self.objects(Self.site(alb: alb, mode: .auto))
        let versions = Set(objects.map(\.apiVersion))
        #expect(versions.contains("eks.amazonaws.com/v1"))
        #expect(!versions.contains { $0.contains("k8s.aws/") && !$0.hasPrefix("networking") })
        for object in objects {
            switch object {
            case .ingressClass(let found): #expect(found.controller == "eks.amazonaws.com/alb")
            case .gatewayClass(let found) where found.metadata.name == "alb":
                #expect(found.controllerName == "eks.amazonaws.com/gateway-alb")
            case .namespace(let found):
                let gate = found.metadata.labels["eks.amazonaws.com/pod-readiness-gate-inject"]
                #expect((gate == "enabled") == (found.metadata.name == "services"))
            default: break
            }
        }
    }

    // MARK: - A plain Ingress in the cluster

    @Test func `only public routes go through a plain Ingress, and no annotation does`() throws {
        let site = Self.site(alb: .ingress, gateway: .ingress)
        expectGolden(
            "Ingress", "shop-public", in: "services",
            """
            spec:
              ingressClassName: traefik
              rules:
              - host: api.shop.example
                http:
                  paths:
                  - path: /oauth
                    pathType: Prefix
                    backend:
                      service:
                        name: auth
                        port:
                          name: http
                  - path: /.well-known
                    pathType: Prefix
                    backend:
                      service:
                        name: auth
                        port:
                          name: http

            """, at: site)
        let ingress = try #require(Self.objects(site).first { $0.metadata.name == "shop-public" })
        #expect(ingress.metadata.annotations == [])
    }

    @Test func `the controller's pods have a Service of ours, with the port that they listen on`() {
        expectGolden(
            "Service", "shop-production-gateway", in: "traefik",
            """
            spec:
              type: ClusterIP
              trafficDistribution: PreferSameZone
              selector:
                app.kubernetes.io/name: traefik
              ports:
              - name: http
                port: 80
                targetPort: 8000
                appProtocol: http

            """, at: Self.site(alb: .ingress, gateway: .ingress))
    }

    @Test func `the load balancer checks the tokens of guarded routes, the longest path first`() {
        let ingresses = Self.objects(Self.site(alb: .ingress, gateway: .ingress)).compactMap { object -> Ingress? in
            if case .ingress(let ingress) = object, ingress.ingressClassName == "alb" { ingress } else { nil }
        }
        func annotation(_ ingress: Ingress, _ suffix: String) -> String {
            ingress.metadata.annotations["alb.ingress.kubernetes.io/" + suffix] ?? ""
        }
        let scope = #""scope","format":"space-separated-values","values":["content."#
        #expect(
            ingresses.map {
                "\(annotation($0, "group.order")) \($0.metadata.namespace)/\($0.metadata.name) \($0.rules[0].paths[0].path)"
            } == [
                "1 services/shop-content-read /content", "2 services/shop-content-read-2 /content",
                "3 services/shop-content-write /content", "4 agents/shop-mcp-ads /mcp/ads", "5 traefik/shop /",
            ])
        #expect(
            ingresses.map { !annotation($0, "jwt-validation").isEmpty } == [true, true, true, true, false])
        #expect(annotation(ingresses[0], "jwt-validation").contains(scope + #"read"]"#))
        #expect(annotation(ingresses[2], "jwt-validation").contains(scope + #"write"]"#))
        #expect(
            annotation(ingresses[0], "conditions.content")
                == #"[{"field":"http-request-method","httpRequestMethodConfig":{"values":["GET","HEAD"]}}]"#)
        #expect(annotation(ingresses[1], "conditions.content").contains(#"["OPTIONS"]"#))
        #expect(annotation(ingresses[4], "healthcheck-path") == "/ping")
        #expect(annotation(ingresses[4], "healthcheck-port") == "8080")
        #expect(annotation(ingresses[0], "healthcheck-path") == "/readyz")
    }

    @Test func `a rule of a guarded route names what is asked of its token`() {
        let site = Self.site(alb: .gatewayAPI, gateway: .ingress)
        expectGolden(
            "ListenerRuleConfiguration", "shop-content-read", in: "services",
            """
            spec:
              actions:
              - type: jwt-validation
                jwtValidationConfig:
                  jwksEndpoint: https://api.shop.example/oauth/jwks
                  issuer: https://api.shop.example
                  additionalClaims:
                  - name: aud
                    format: single-string
                    values:
                    - https://api.shop.example
                  - name: scope
                    format: space-separated-values
                    values:
                    - content.read

            """, at: site)
        expectGolden(
            "HTTPRoute", "shop-mcp-ads", in: "services",
            """
            spec:
              parentRefs:
              - group: gateway.networking.k8s.io
                kind: Gateway
                name: shop
                sectionName: https
              hostnames:
              - api.shop.example
              rules:
              - matches:
                - path:
                    type: PathPrefix
                    value: /mcp/ads
                filters:
                - type: ExtensionRef
                  extensionRef:
                    group: gateway.k8s.aws
                    kind: ListenerRuleConfiguration
                    name: shop-mcp-ads
                backendRefs:
                - group: ""
                  kind: Service
                  name: ads-mcp
                  namespace: agents
                  port: 80
                  weight: 1

            """, at: site)
    }

    @Test func `who is reached without the gateway lets the load balancer in, and nobody else is`() {
        let policies = Self.objects(Self.site(alb: .ingress, gateway: .ingress)).filter {
            $0.kindName == "NetworkPolicy" && $0.metadata.name.hasSuffix("from-load-balancer")
        }
        #expect(policies.map(\.metadata.name) == ["content-from-load-balancer", "ads-mcp-from-load-balancer"])
    }

    @Test func `nothing ever names ingress-nginx`() {
        for alb in Environment.WaysIn.API.allCases {
            for gateway in Environment.WaysIn.API.allCases {
                let site = Self.site(alb: alb, gateway: gateway)
                let text = manifests(for: site.system, environment: site.environment).map { $0.text(blueprint: "b") }
                #expect(!text.joined().contains("nginx"))
            }
        }
    }

    // MARK: - Limits

    @Test(arguments: Environment.WaysIn.API.allCases)
    func `hosts beyond the limit of one load balancer get another`(alb: Environment.WaysIn.API) {
        let objects = Self.objects(Self.site(alb: alb, hosts: 101))
        var names: [String] = []
        var hosts: [String: Int] = [:]
        for object in objects {
            switch object {
            case .ingressClassParams(let params): names.append(params.loadBalancerName ?? "")
            case .loadBalancerConfiguration(let configuration): names.append(configuration.loadBalancerName ?? "")
            case .ingress(let ingress): hosts[ingress.metadata.name] = ingress.rules.compactMap(\.host).count
            case .httpRoute(let route):
                #expect(route.hostnames.count <= 16)
                guard route.parentRefs[0].sectionName == "https" else { continue }
                hosts[route.parentRefs[0].reference.name, default: 0] += route.hostnames.count
            default: break
            }
        }
        let kind = alb == .ingress ? "" : "-gw"
        #expect(names == ["shop-production\(kind)", "shop-production\(kind)-2"])
        #expect(hosts == ["shop": 100, "shop-2": 1])
    }

    @Test func `a load balancer's name has at most 32 characters, and stays apart from others`() {
        var names: Set<String> = []
        for name in ["a", "b"].map({ String(repeating: "long-", count: 9) + $0 }) + ["internal"] {
            var system = Shop.system
            system.name = name
            var environment = Shop.production
            environment.cluster = .init(name: "shop", mode: .standard)
            for object in Self.objects(Site(system, in: environment)) {
                if case .ingressClassParams(let params) = object { names.insert(params.loadBalancerName ?? "") }
            }
        }
        #expect(names.count == 3)
        #expect(names.allSatisfy { $0.utf8.count <= 32 && !$0.hasPrefix("internal-") && !$0.hasSuffix("-") })
    }
}

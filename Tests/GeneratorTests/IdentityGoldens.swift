import Blueprint
import Generator
import Kubernetes
import Testing

/// Who a workload is to AWS, and how the cluster names what is outside.
struct IdentityGoldens {
    /// The shop, with a service that calls AWS, in another cluster.
    private static func site(
        identity: Environment.Cluster.Identity = .podIdentity, egress: Environment.Cluster.Egress = .addresses
    ) -> Site {
        var system = Shop.system
        system.externals.append(
            External(
                name: "bedrock", api: "bedrock", host: "bedrock-runtime.us-east-1.amazonaws.com", secret: nil,
                span: Shop.span))
        system.workloads[1].edges.append(Edge(target: .external("bedrock"), access: [.call], span: Shop.span))
        var environment = Shop.production
        environment.cluster = .init(name: "blue", identity: identity, egress: egress)
        return Site(system, in: environment)
    }

    @Test func `with Pod Identity an association gives the role, and the agent can be reached`() {
        expectGolden(
            "PodIdentityAssociation", "content", in: "services",
            """
            spec:
              clusterName: blue
              namespace: services
              serviceAccount: content
              roleARN: arn:aws:iam::123456789012:role/shop-production-content

            """, at: Self.site())
        expectGolden(
            "NetworkPolicy", "content-to-pod-identity", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              policyTypes:
              - Egress
              egress:
              - to:
                - ipBlock:
                    cidr: 169.254.170.23/32
                ports:
                - protocol: TCP
                  port: 80

            """, at: Self.site())
        #expect(Self.account("content", at: Self.site())?.metadata.annotations == [])
    }

    @Test func `with IRSA the service account names the role, and the token service can be reached`() {
        let site = Self.site(identity: .irsa)
        #expect(
            Self.account("content", at: site)?.metadata.annotations == [
                .init("eks.amazonaws.com/role-arn", "arn:aws:iam::123456789012:role/shop-production-content"),
                .init("eks.amazonaws.com/sts-regional-endpoints", "true"),
            ])
        let policies = site.identityObjects(for: site.system.workloads[1])
        #expect(policies.map(\.metadata.name) == ["content-to-sts"])
        #expect(policies.first?.metadata.annotations["orrery.dev/host"] == "sts.us-east-1.amazonaws.com")
        expectGolden(
            "SecretStore", "vault", in: "services",
            """
            spec:
              provider:
                aws:
                  service: SecretsManager
                  region: us-east-1
                  auth:
                    jwt:
                      serviceAccountRef:
                        name: secret-reader

            """, at: site)
        #expect(
            Self.account("secret-reader", at: site)?.metadata.annotations["eks.amazonaws.com/role-arn"]
                == "arn:aws:iam::123456789012:role/shop-production-services-secrets")
    }

    @Test(arguments: Environment.Cluster.Identity.allCases)
    func `a workload that calls nothing of AWS has no role`(_ identity: Environment.Cluster.Identity) {
        let site = Self.site(identity: identity)
        #expect(site.role(of: site.system.workloads[0]) == nil)
        #expect(site.identityObjects(for: site.system.workloads[0]) == [])
        #expect(Self.account("auth", at: site)?.metadata.annotations == [])
    }

    @Test func `an environment can name the role`() {
        var environment = Shop.production
        environment.cluster.roles = [.init(name: "auth", value: "arn:aws:iam::1:role/x")]
        environment.cluster.vaultRoles = [.init(name: "services", value: "arn:aws:iam::1:role/y")]
        let site = Site(Shop.system, in: environment)
        #expect(site.role(of: Shop.system.workloads[0]) == "arn:aws:iam::1:role/x")
        #expect(site.secretStore(in: "services").role == "arn:aws:iam::1:role/y")
    }

    @Test func `without policies that know names a vendor is every public address`() {
        expectGolden(
            "NetworkPolicy", "content-to-openai", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              policyTypes:
              - Egress
              egress:
              - to:
                - ipBlock:
                    cidr: 0.0.0.0/0
                    except:
                    - 10.0.0.0/8
                    - 100.64.0.0/10
                    - 169.254.0.0/16
                    - 172.16.0.0/12
                    - 192.168.0.0/16
                ports:
                - protocol: TCP
                  port: 443

            """, at: Self.site())
    }

    @Test func `with Cilium a vendor is a name, and Cilium sees what is asked for`() {
        let site = Self.site(egress: .cilium)
        expectGolden(
            "CiliumNetworkPolicy", "content-to-openai", in: "services",
            """
            spec:
              endpointSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              egress:
              - toFQDNs:
                - matchName: api.openai.com
                toPorts:
                - ports:
                  - port: "443"
                    protocol: TCP

            """, at: site)
        expectGolden(
            "CiliumNetworkPolicy", "allow-dns", in: "services",
            """
            spec:
              endpointSelector: {}
              egress:
              - toEndpoints:
                - matchLabels:
                    k8s:io.kubernetes.pod.namespace: kube-system
                    k8s:k8s-app: kube-dns
                toPorts:
                - ports:
                  - port: "53"
                    protocol: ANY
                  rules:
                    dns:
                    - matchPattern: "*"

            """, at: site)
    }

    private static func account(_ name: String, at site: Site) -> ServiceAccount? {
        manifests(for: site.system, environment: site.environment).lazy.flatMap(\.objects).compactMap { object in
            guard case .serviceAccount(let account) = object, account.metadata.name == name,
                account.metadata.namespace == "services"
            else { return nil }
            return account
        }.first
    }
}

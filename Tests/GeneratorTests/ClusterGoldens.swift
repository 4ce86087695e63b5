import Testing

/// What a whole namespace or the whole cluster has. Each golden is the object without its metadata.
struct ClusterGoldens {
    @Test func `the pods of a namespace neither call nor are called unless a policy says so`() {
        expectGolden(
            "NetworkPolicy", "default-deny", in: "services",
            """
            spec:
              podSelector: {}
              policyTypes:
              - Ingress
              - Egress

            """)
    }

    @Test func `every pod may ask for names`() {
        expectGolden(
            "NetworkPolicy", "allow-dns", in: "services",
            """
            spec:
              podSelector: {}
              policyTypes:
              - Egress
              egress:
              - to:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: kube-system
                  podSelector:
                    matchLabels:
                      k8s-app: kube-dns
                - ipBlock:
                    cidr: 169.254.20.10/32
                - ipBlock:
                    cidr: 172.20.0.10/32
                - ipBlock:
                    cidr: 10.100.0.10/32
                ports:
                - protocol: UDP
                  port: 53
                - protocol: TCP
                  port: 53

            """)
    }

    @Test func `no namespace opens a way in of its own`() {
        expectGolden(
            "ResourceQuota", "no-other-way-in", in: "services",
            """
            spec:
              hard:
                services.loadbalancers: "0"
                services.nodeports: "0"

            """)
    }

    @Test func `a container that does not say what it needs gets what others get`() {
        expectGolden(
            "LimitRange", "defaults", in: "services",
            """
            spec:
              limits:
              - type: Container
                defaultRequest:
                  cpu: 100m
                  memory: 128Mi
                  ephemeral-storage: 64Mi
                default:
                  cpu: 500m
                  memory: 256Mi
                  ephemeral-storage: 256Mi

            """)
    }

    @Test func `secrets come from the vault of the environment`() {
        expectGolden(
            "SecretStore", "vault", in: "services",
            """
            spec:
              provider:
                aws:
                  service: SecretsManager
                  region: us-east-1
                  role: arn:aws:iam::123456789012:role/shop-production-services-secrets

            """)
    }

    @Test func `workers wait for room`() {
        expectGolden(
            "PriorityClass", "shop-worker",
            """
            value: 1000
            preemptionPolicy: Never
            description: Takes jobs that can wait for room

            """)
    }

    @Test func `a store has a name in the cluster`() {
        expectGolden(
            "Service", "cache", in: "data",
            """
            spec:
              type: ExternalName
              externalName: cache.example
              ports:
              - name: redis
                port: 6379
                appProtocol: redis

            """)
    }
}

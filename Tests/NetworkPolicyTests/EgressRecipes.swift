/// What may go out.
let egressRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "an application may not go out",
        World.policy("shop/api-in", "podSelector:\n  matchLabels: {app: api}\npolicyTypes: [Egress]\negress: []"),
        """
        api -> db 5432: no
        api -> internet 443: no
        api -> dns 53 UDP: no
        api -> api 80: yes
        web -> api 80: yes
        web -> internet 443: yes
        """)
    + ReachabilityCase.recipe(
        "nothing in a namespace may go out",
        World.policy("shop/no-egress", "podSelector: {}\npolicyTypes: [Egress]"),
        """
        web -> api 80: no
        stranger -> web 80: yes
        db -> web 80: yes
        """)
    + ReachabilityCase.recipe(
        "only DNS goes out",
        World.policy(
            "shop/dns",
            """
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - to:
              - namespaceSelector:
                  matchLabels: {kubernetes.io/metadata.name: kube-system}
                podSelector:
                  matchLabels: {k8s-app: kube-dns}
              ports:
              - {port: 53, protocol: UDP}
              - {port: 53, protocol: TCP}
            """),
        """
        web -> dns 53 UDP: yes
        web -> dns 53: yes
        web -> dns 9153: no
        web -> db 5432: no
        web -> internet 53 UDP: no
        """)
    + ReachabilityCase.recipe(
        "DNS ports to anywhere",
        World.policy(
            "shop/dns-anywhere",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- ports:\n  - {port: 53, protocol: UDP}\n  - port: 53"),
        """
        web -> internet 53 UDP: yes
        web -> dns 53: yes
        web -> internet 443: no
        """)
    + ReachabilityCase.recipe(
        "only inside the cluster",
        World.policy(
            "shop/cluster-only", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - namespaceSelector: {}"),
        """
        web -> db 5432: yes
        web -> stranger 80: yes
        web -> internet 443: no
        web -> aurora 5432: no
        """)
    + ReachabilityCase.recipe(
        "both ends have a say",
        World.policy("shop/deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]")
            + World.policy("data/deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]")
            + World.policy(
                "shop/api-to-db",
                "podSelector:\n  matchLabels: {app: api}\npolicyTypes: [Egress]\negress:\n- to:\n  - namespaceSelector:\n      matchLabels: {team: data}\n    podSelector:\n      matchLabels: {app: db}\n  ports:\n  - port: 5432"
            )
            + World.policy(
                "data/db-from-api",
                "podSelector:\n  matchLabels: {app: db}\npolicyTypes: [Ingress]\ningress:\n- from:\n  - namespaceSelector:\n      matchLabels: {team: shop}\n  ports:\n  - port: 5432\n  - port: 5433"
            ),
        """
        api -> db 5432: yes
        api -> db 5433: no
        web -> db 5432: no
        api -> redis 5432: no
        db -> api 5432: no
        prom -> db 5432: no
        """)
    + ReachabilityCase.recipe(
        "egress rules without policyTypes close ingress too",
        World.policy(
            "shop/implied",
            "podSelector:\n  matchLabels: {app: web}\negress:\n- to:\n  - podSelector:\n      matchLabels: {app: api}"),
        """
        web -> api 80: yes
        web -> job 80: no
        api -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "egress rules count for nothing when policyTypes leaves them out",
        World.policy(
            "shop/ingress-only",
            "podSelector:\n  matchLabels: {app: web}\npolicyTypes: [Ingress]\negress:\n- to:\n  - podSelector:\n      matchLabels: {app: api}"
        ),
        """
        web -> job 80: yes
        web -> internet 443: yes
        api -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "an empty egress rule opens everything",
        World.policy("shop/open", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- {}"),
        """
        web -> internet 443: yes
        web -> openai 443: yes
        web -> metadata 80: yes
        """)
    + ReachabilityCase.recipe(
        "egress to a port's name",
        World.policy("shop/named", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- ports:\n  - port: postgres"),
        """
        web -> db 5432/postgres: yes
        web -> db 5432: no
        web -> aurora 5432/postgres: no
        """)

/// What may go out.
let egressRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "an application may not go out",
        World.policy("shop/api-in", "podSelector:\n  matchLabels: {app: api}\npolicyTypes: [Egress]\negress: []"),
        """
        api -> db 5432: no, shop/api-in
        api -> internet 443: no, shop/api-in
        api -> dns 53 UDP: no, shop/api-in
        api -> api 80: yes, itself
        web -> api 80: yes, open
        web -> internet 443: yes, open
        """)
    + ReachabilityCase.recipe(
        "nothing in a namespace may go out",
        World.policy("shop/no-egress", "podSelector: {}\npolicyTypes: [Egress]"),
        """
        web -> api 80: no, shop/no-egress
        stranger -> web 80: yes, open
        db -> web 80: yes, open
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
        web -> dns 53 UDP: yes, shop/dns[0]
        web -> dns 53: yes, shop/dns[0]
        web -> dns 9153: no, shop/dns near shop/dns[0]
        web -> db 5432: no, shop/dns near shop/dns[0]
        web -> internet 53 UDP: no, shop/dns near shop/dns[0]
        """)
    + ReachabilityCase.recipe(
        "DNS ports to anywhere",
        World.policy(
            "shop/dns-anywhere",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- ports:\n  - {port: 53, protocol: UDP}\n  - port: 53"),
        """
        web -> internet 53 UDP: yes, shop/dns-anywhere[0]
        web -> dns 53: yes, shop/dns-anywhere[0]
        web -> internet 443: no, shop/dns-anywhere near shop/dns-anywhere[0]
        """)
    + ReachabilityCase.recipe(
        "only inside the cluster",
        World.policy(
            "shop/cluster-only", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - namespaceSelector: {}"),
        """
        web -> db 5432: yes, shop/cluster-only[0]
        web -> stranger 80: yes, shop/cluster-only[0]
        web -> internet 443: no, shop/cluster-only near shop/cluster-only[0]
        web -> aurora 5432: no, shop/cluster-only near shop/cluster-only[0]
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
        api -> db 5432: yes, shop/api-to-db[0] and data/db-from-api[0]
        api -> db 5433: no, shop/api-to-db + shop/deny near shop/api-to-db[0]
        web -> db 5432: no, shop/deny
        api -> redis 5432: no, shop/api-to-db + shop/deny near shop/api-to-db[0]
        db -> api 5432: no, data/deny
        prom -> db 5432: no, data/db-from-api + data/deny near data/db-from-api[0]
        """)
    + ReachabilityCase.recipe(
        "egress rules without policyTypes close ingress too",
        World.policy(
            "shop/implied",
            "podSelector:\n  matchLabels: {app: web}\negress:\n- to:\n  - podSelector:\n      matchLabels: {app: api}"),
        """
        web -> api 80: yes, shop/implied[0]
        web -> job 80: no, shop/implied near shop/implied[0]
        api -> web 80: no, shop/implied
        """)
    + ReachabilityCase.recipe(
        "egress rules count for nothing when policyTypes leaves them out",
        World.policy(
            "shop/ingress-only",
            "podSelector:\n  matchLabels: {app: web}\npolicyTypes: [Ingress]\negress:\n- to:\n  - podSelector:\n      matchLabels: {app: api}"
        ),
        """
        web -> job 80: yes, open
        web -> internet 443: yes, open
        api -> web 80: no, shop/ingress-only
        """)
    + ReachabilityCase.recipe(
        "an empty egress rule opens everything",
        World.policy("shop/open", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- {}"),
        """
        web -> internet 443: yes, shop/open[0]
        web -> openai 443: yes, shop/open[0]
        web -> metadata 80: yes, shop/open[0]
        """)
    + ReachabilityCase.recipe(
        "egress to a port's name",
        World.policy("shop/named", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- ports:\n  - port: postgres"),
        """
        web -> db 5432/postgres: yes, shop/named[0]
        web -> db 5432: no, shop/named near shop/named[0]
        web -> aurora 5432/postgres: no, shop/named near shop/named[0]
        """)

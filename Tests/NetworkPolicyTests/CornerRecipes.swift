/// Where policies are easily misread: what is empty, what is missing, what adds up.
let cornerRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "an empty list of types is like a missing one",
        World.policy("shop/none", "podSelector: {}\npolicyTypes: []\negress:\n- {}"),
        """
        web -> internet 443: yes, shop/none[0]
        web -> api 80: no, shop/none
        """)
    + ReachabilityCase.recipe(
        "ingress rules count for nothing when policyTypes leaves them out",
        World.policy(
            "shop/out", "podSelector:\n  matchLabels: {app: web}\npolicyTypes: [Egress]\ningress:\n- {}\negress:\n- {}"),
        """
        api -> web 80: yes, open
        web -> internet 443: yes, shop/out[0]
        """)
    + ReachabilityCase.recipe(
        "an empty list of ports is every port",
        World.policy(
            "shop/api",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- from:\n  - podSelector: {}\n  ports: []"),
        """
        web -> api 1: yes, shop/api[0]
        web -> api 53 UDP: yes, shop/api[0]
        web -> api 80 SCTP: yes, shop/api[0]
        stranger -> api 80: no, shop/api near shop/api[0]
        """)
    + ReachabilityCase.recipe(
        "a policy that selects nobody closes nothing",
        World.policy("shop/ghost", "podSelector:\n  matchLabels: {app: ghost}\npolicyTypes: [Ingress, Egress]"),
        """
        web -> api 80: yes, open
        """)
    + ReachabilityCase.recipe(
        "a namespace's policies are its own",
        World.policy("other/deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]"),
        """
        web -> db 5432: yes, open
        web -> stranger 80: no, other/deny
        stranger -> web 80: no, other/deny
        """)
    + ReachabilityCase.recipe(
        "rules of one policy are alternatives, peer and port by peer and port",
        World.policy(
            "data/db",
            """
            podSelector:
              matchLabels: {app: db}
            ingress:
            - from:
              - namespaceSelector:
                  matchLabels: {team: shop}
              ports:
              - port: 5432
            - from:
              - namespaceSelector:
                  matchLabels: {purpose: monitoring}
              ports:
              - port: 9187
            """),
        """
        web -> db 5432: yes, data/db[0]
        prom -> db 9187: yes, data/db[1]
        web -> db 9187: no, data/db near data/db[0]
        prom -> db 5432: no, data/db near data/db[1]
        """)
    + ReachabilityCase.recipe(
        "every policy that isolates is named",
        World.policy("shop/a-deny", "podSelector: {}\npolicyTypes: [Ingress, Egress]")
            + World.policy("shop/b-web", "podSelector:\n  matchLabels: {app: web}\npolicyTypes: [Egress]")
            + World.policy(
                "shop/c-dns",
                "podSelector: {}\npolicyTypes: [Egress]\negress:\n- ports:\n  - {port: 53, protocol: UDP}"),
        """
        web -> internet 443: no, shop/a-deny + shop/b-web + shop/c-dns near shop/c-dns[0]
        api -> internet 443: no, shop/a-deny + shop/c-dns near shop/c-dns[0]
        web -> dns 53 UDP: yes, shop/c-dns[0]
        stranger -> api 80: no, shop/a-deny
        """)
    + ReachabilityCase.recipe(
        "both ends are asked, the one that opens first",
        World.policy(
            "shop/out",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - namespaceSelector:\n      matchLabels: {team: data}"
        )
            + World.policy(
                "data/in",
                "podSelector: {}\ningress:\n- from:\n  - namespaceSelector:\n      matchLabels: {team: shop}\n  ports:\n  - port: 5432"
            ),
        """
        web -> db 5432: yes, shop/out[0] and data/in[0]
        web -> db 5433: no, data/in near data/in[0]
        web -> stranger 80: no, shop/out near shop/out[0]
        prom -> db 5432: no, data/in near data/in[0]
        """)
    + ReachabilityCase.recipe(
        "a block with an exception on the way in",
        World.policy(
            "shop/from-vpc",
            "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - ipBlock: {cidr: 10.0.0.0/16, except: [10.0.9.0/24]}"
        ),
        """
        alb -> web 80: yes, shop/from-vpc[0]
        aurora -> web 80: no, shop/from-vpc near shop/from-vpc[0]
        internet -> web 80: no, shop/from-vpc near shop/from-vpc[0]
        """)
    + ReachabilityCase.recipe(
        "an exception of IPv6",
        World.policy(
            "other/six",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: \"::/0\", except: [\"fd00::/8\"]}"
        ),
        """
        stranger -> internet6 443: yes, other/six[0]
        stranger -> six 80: no, other/six near other/six[0]
        stranger -> internet 443: no, other/six near other/six[0]
        """)
    + ReachabilityCase.recipe(
        "two versions of the protocol in one policy",
        World.policy(
            "shop/world",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: 0.0.0.0/0}\n  - ipBlock: {cidr: \"::/0\"}\n  ports:\n  - {port: 443, endPort: 444}"
        ),
        """
        web -> internet 443: yes, shop/world[0]
        web -> internet6 444: yes, shop/world[0]
        web -> internet 445: no, shop/world near shop/world[0]
        """)
    + ReachabilityCase.recipe(
        "a range of another protocol",
        World.policy(
            "shop/media",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - {port: 10000, endPort: 10100, protocol: UDP}"
        ),
        """
        web -> api 10000 UDP: yes, shop/media[0]
        web -> api 10100 UDP: yes, shop/media[0]
        web -> api 10101 UDP: no, shop/media near shop/media[0]
        web -> api 10050: no, shop/media near shop/media[0]
        """)
    + ReachabilityCase.recipe(
        "a selector of everything but some, in every namespace",
        World.policy(
            "shop/web",
            """
            podSelector:
              matchLabels: {app: web}
            ingress:
            - from:
              - namespaceSelector: {}
                podSelector:
                  matchExpressions:
                  - {key: app, operator: Exists}
                  - {key: app, operator: NotIn, values: [api, lost]}
                  - {key: k8s-app, operator: DoesNotExist}
            """),
        """
        job -> web 80: yes, shop/web[0]
        db -> web 80: yes, shop/web[0]
        stranger -> web 80: no, shop/web near shop/web[0]
        dns -> web 80: no, shop/web near shop/web[0]
        homeless -> web 80: no, shop/web near shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "a namespace by several labels",
        World.policy(
            "shop/web",
            """
            podSelector:
              matchLabels: {app: web}
            ingress:
            - from:
              - namespaceSelector:
                  matchExpressions:
                  - {key: team, operator: In, values: [data, other]}
                  - {key: env, operator: NotIn, values: [dev]}
            """),
        """
        db -> web 80: yes, shop/web[0]
        stranger -> web 80: no, shop/web near shop/web[0]
        prom -> web 80: no, shop/web near shop/web[0]
        """)
    + ReachabilityCase.recipe(
        "names of ports are those of the pod that is called",
        World.policy(
            "shop/metrics",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - namespaceSelector: {}\n  ports:\n  - port: metrics"
        ),
        """
        web -> prom 9090/metrics: yes, shop/metrics[0]
        web -> prom 9090/http: no, shop/metrics near shop/metrics[0]
        web -> internet 9090/metrics: no, shop/metrics near shop/metrics[0]
        """)

/// What may come in, one recipe after the other.
let ingressRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "no policy at all", "",
        """
        web -> api 8080: yes, open
        web -> db 5432: yes, open
        internet -> web 80: yes, open
        api -> internet 443: yes, open
        homeless -> web 80: yes, open
        """)
    + ReachabilityCase.recipe(
        "deny everything to one application",
        World.policy("shop/web-closed", "podSelector:\n  matchLabels:\n    app: web\npolicyTypes: [Ingress]"),
        """
        api -> web 80: no, shop/web-closed
        stranger -> web 80: no, shop/web-closed
        internet -> web 80: no, shop/web-closed
        web -> web2 80: no, shop/web-closed
        web -> web 80: yes, itself
        web -> api 80: yes, open
        api -> job 80: yes, open
        web -> internet 443: yes, open
        """)
    + ReachabilityCase.recipe(
        "deny everything in a namespace", World.policy("shop/default-deny", "podSelector: {}"),
        """
        web -> api 80: no, shop/default-deny
        prom -> web 9090: no, shop/default-deny
        alb -> web 80: no, shop/default-deny
        web -> db 5432: yes, open
        stranger -> redis 6379: yes, open
        """)
    + ReachabilityCase.recipe(
        "an empty list of rules denies like none",
        World.policy("shop/closed", "podSelector: {}\npolicyTypes: [Ingress]\ningress: []"),
        """
        web -> api 80: no, shop/closed
        web -> db 5432: yes, open
        """)
    + ReachabilityCase.recipe(
        "one application may use another",
        World.policy(
            "shop/api",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- from:\n  - podSelector:\n      matchLabels: {app: web}"
        ),
        """
        web -> api 8080: yes, shop/api[0]
        web -> api 53 UDP: yes, shop/api[0]
        job -> api 8080: no, shop/api near shop/api[0]
        stranger -> api 8080: no, shop/api near shop/api[0]
        alb -> api 8080: no, shop/api near shop/api[0]
        """)
    + ReachabilityCase.recipe(
        "allow all beats deny all",
        World.policy("shop/default-deny", "podSelector: {}")
            + World.policy("shop/web-open", "podSelector:\n  matchLabels: {app: web}\ningress:\n- {}"),
        """
        internet -> web 80: yes, shop/web-open[0]
        stranger -> web 443: yes, shop/web-open[0]
        homeless -> web 1: yes, shop/web-open[0]
        web -> api 80: no, shop/default-deny
        """)
    + ReachabilityCase.recipe(
        "only from the own namespace",
        World.policy("data/same-namespace", "podSelector: {}\ningress:\n- from:\n  - podSelector: {}"),
        """
        redis -> db 5432: yes, data/same-namespace[0]
        web -> db 5432: no, data/same-namespace near data/same-namespace[0]
        alb -> db 5432: no, data/same-namespace near data/same-namespace[0]
        """)
    + ReachabilityCase.recipe(
        "from every namespace",
        World.policy("shop/default-deny", "podSelector: {}")
            + World.policy(
                "shop/web-all", "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - namespaceSelector: {}"),
        """
        stranger -> web 80: yes, shop/web-all[0]
        api -> web 80: yes, shop/web-all[0]
        homeless -> web 80: yes, shop/web-all[0]
        internet -> web 80: no, shop/default-deny + shop/web-all near shop/web-all[0]
        alb -> web 80: no, shop/default-deny + shop/web-all near shop/web-all[0]
        stranger -> api 80: no, shop/default-deny
        """)
    + ReachabilityCase.recipe(
        "from namespaces with a label",
        World.policy(
            "shop/web-prod",
            "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - namespaceSelector:\n      matchLabels: {env: prod}"
        ),
        """
        db -> web 80: yes, shop/web-prod[0]
        api -> web 80: yes, shop/web-prod[0]
        stranger -> web 80: no, shop/web-prod near shop/web-prod[0]
        prom -> web 80: no, shop/web-prod near shop/web-prod[0]
        """)
    + ReachabilityCase.recipe(
        "some pods of another namespace (both selectors in one item)",
        World.policy(
            "shop/metrics",
            """
            podSelector:
              matchLabels: {app: web}
            ingress:
            - from:
              - namespaceSelector:
                  matchLabels: {kubernetes.io/metadata.name: monitoring}
                podSelector:
                  matchLabels: {app: prometheus}
            """),
        """
        prom -> web 9090: yes, shop/metrics[0]
        api -> web 9090: no, shop/metrics near shop/metrics[0]
        stranger -> web 9090: no, shop/metrics near shop/metrics[0]
        """)
    + ReachabilityCase.recipe(
        "either the pods or the namespace (two items)",
        World.policy(
            "shop/loose",
            """
            podSelector:
              matchLabels: {app: web}
            ingress:
            - from:
              - namespaceSelector:
                  matchLabels: {team: other}
              - podSelector:
                  matchLabels: {role: backend}
            """),
        """
        api -> web 80: yes, shop/loose[0]
        stranger -> web 80: yes, shop/loose[0]
        six -> web 80: yes, shop/loose[0]
        job -> web 80: no, shop/loose near shop/loose[0]
        db -> web 80: no, shop/loose near shop/loose[0]
        """)
    + ReachabilityCase.recipe(
        "only one port",
        World.policy(
            "data/db-port",
            "podSelector:\n  matchLabels: {app: db}\ningress:\n- ports:\n  - port: 5432\n  from:\n  - namespaceSelector:\n      matchLabels: {team: shop}"
        ),
        """
        web -> db 5432: yes, data/db-port[0]
        web -> db 5433: no, data/db-port near data/db-port[0]
        web -> db 5432 UDP: no, data/db-port near data/db-port[0]
        stranger -> db 5432: no, data/db-port near data/db-port[0]
        """)
    + ReachabilityCase.recipe(
        "a port open to everyone",
        World.policy(
            "shop/web-80", "podSelector:\n  matchLabels: {app: web}\ningress:\n- ports:\n  - {port: 80, protocol: TCP}"),
        """
        internet -> web 80: yes, shop/web-80[0]
        prom -> web 80: yes, shop/web-80[0]
        prom -> web 9090: no, shop/web-80 near shop/web-80[0]
        """)
    + ReachabilityCase.recipe(
        "ports by name",
        World.policy(
            "shop/named",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - port: http\n  - {port: dns, protocol: UDP}"
        ),
        """
        web -> api 8080/http: yes, shop/named[0]
        web -> api 9090/metrics: no, shop/named near shop/named[0]
        web -> api 8080: no, shop/named near shop/named[0]
        web -> api 8053/dns UDP: yes, shop/named[0]
        web -> api 8053/dns: no, shop/named near shop/named[0]
        web -> api 8080/http UDP: no, shop/named near shop/named[0]
        """)
    + ReachabilityCase.recipe(
        "a range of ports",
        World.policy(
            "shop/range",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - {port: 32000, endPort: 32768}"),
        """
        web -> api 31999: no, shop/range near shop/range[0]
        web -> api 32000: yes, shop/range[0]
        web -> api 32500: yes, shop/range[0]
        web -> api 32768: yes, shop/range[0]
        web -> api 32769: no, shop/range near shop/range[0]
        web -> api 32500 UDP: no, shop/range near shop/range[0]
        """)
    + ReachabilityCase.recipe(
        "a protocol without a port",
        World.policy("shop/udp", "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - protocol: UDP"),
        """
        web -> api 1 UDP: yes, shop/udp[0]
        web -> api 65535 UDP: yes, shop/udp[0]
        web -> api 80: no, shop/udp near shop/udp[0]
        web -> api 80 SCTP: no, shop/udp near shop/udp[0]
        """)
    + ReachabilityCase.recipe(
        "policies add up",
        World.policy(
            "shop/a",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- from:\n  - podSelector:\n      matchLabels: {app: web}\n  ports:\n  - port: 80"
        )
            + World.policy(
                "shop/b",
                "podSelector: {}\ningress:\n- from:\n  - podSelector:\n      matchLabels: {app: job}\n  ports:\n  - port: 81"
            ),
        """
        web -> api 80: yes, shop/a[0]
        job -> api 81: yes, shop/b[0]
        web -> api 81: no, shop/a + shop/b near shop/a[0]
        job -> api 80: no, shop/a + shop/b near shop/b[0]
        job -> web 81: yes, shop/b[0]
        """)

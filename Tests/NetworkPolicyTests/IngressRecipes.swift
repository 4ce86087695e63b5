/// What may come in, one recipe after the other.
let ingressRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "no policy at all", "",
        """
        web -> api 8080: yes
        web -> db 5432: yes
        internet -> web 80: yes
        api -> internet 443: yes
        homeless -> web 80: yes
        """)
    + ReachabilityCase.recipe(
        "deny everything to one application",
        World.policy("shop/web-closed", "podSelector:\n  matchLabels:\n    app: web\npolicyTypes: [Ingress]"),
        """
        api -> web 80: no
        stranger -> web 80: no
        internet -> web 80: no
        web -> web2 80: no
        web -> web 80: yes
        web -> api 80: yes
        api -> job 80: yes
        web -> internet 443: yes
        """)
    + ReachabilityCase.recipe(
        "deny everything in a namespace", World.policy("shop/default-deny", "podSelector: {}"),
        """
        web -> api 80: no
        prom -> web 9090: no
        alb -> web 80: no
        web -> db 5432: yes
        stranger -> redis 6379: yes
        """)
    + ReachabilityCase.recipe(
        "an empty list of rules denies like none",
        World.policy("shop/closed", "podSelector: {}\npolicyTypes: [Ingress]\ningress: []"),
        """
        web -> api 80: no
        web -> db 5432: yes
        """)
    + ReachabilityCase.recipe(
        "one application may use another",
        World.policy(
            "shop/api",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- from:\n  - podSelector:\n      matchLabels: {app: web}"
        ),
        """
        web -> api 8080: yes
        web -> api 53 UDP: yes
        job -> api 8080: no
        stranger -> api 8080: no
        alb -> api 8080: no
        """)
    + ReachabilityCase.recipe(
        "allow all beats deny all",
        World.policy("shop/default-deny", "podSelector: {}")
            + World.policy("shop/web-open", "podSelector:\n  matchLabels: {app: web}\ningress:\n- {}"),
        """
        internet -> web 80: yes
        stranger -> web 443: yes
        homeless -> web 1: yes
        web -> api 80: no
        """)
    + ReachabilityCase.recipe(
        "only from the own namespace",
        World.policy("data/same-namespace", "podSelector: {}\ningress:\n- from:\n  - podSelector: {}"),
        """
        redis -> db 5432: yes
        web -> db 5432: no
        alb -> db 5432: no
        """)
    + ReachabilityCase.recipe(
        "from every namespace",
        World.policy("shop/default-deny", "podSelector: {}")
            + World.policy(
                "shop/web-all", "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - namespaceSelector: {}"),
        """
        stranger -> web 80: yes
        api -> web 80: yes
        homeless -> web 80: yes
        internet -> web 80: no
        alb -> web 80: no
        stranger -> api 80: no
        """)
    + ReachabilityCase.recipe(
        "from namespaces with a label",
        World.policy(
            "shop/web-prod",
            "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - namespaceSelector:\n      matchLabels: {env: prod}"
        ),
        """
        db -> web 80: yes
        api -> web 80: yes
        stranger -> web 80: no
        prom -> web 80: no
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
        prom -> web 9090: yes
        api -> web 9090: no
        stranger -> web 9090: no
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
        api -> web 80: yes
        stranger -> web 80: yes
        six -> web 80: yes
        job -> web 80: no
        db -> web 80: no
        """)
    + ReachabilityCase.recipe(
        "only one port",
        World.policy(
            "data/db-port",
            "podSelector:\n  matchLabels: {app: db}\ningress:\n- ports:\n  - port: 5432\n  from:\n  - namespaceSelector:\n      matchLabels: {team: shop}"
        ),
        """
        web -> db 5432: yes
        web -> db 5433: no
        web -> db 5432 UDP: no
        stranger -> db 5432: no
        """)
    + ReachabilityCase.recipe(
        "a port open to everyone",
        World.policy(
            "shop/web-80", "podSelector:\n  matchLabels: {app: web}\ningress:\n- ports:\n  - {port: 80, protocol: TCP}"),
        """
        internet -> web 80: yes
        prom -> web 80: yes
        prom -> web 9090: no
        """)
    + ReachabilityCase.recipe(
        "ports by name",
        World.policy(
            "shop/named",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - port: http\n  - {port: dns, protocol: UDP}"
        ),
        """
        web -> api 8080/http: yes
        web -> api 9090/metrics: no
        web -> api 8080: no
        web -> api 8053/dns UDP: yes
        web -> api 8053/dns: no
        web -> api 8080/http UDP: no
        """)
    + ReachabilityCase.recipe(
        "a range of ports",
        World.policy(
            "shop/range",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - {port: 32000, endPort: 32768}"),
        """
        web -> api 31999: no
        web -> api 32000: yes
        web -> api 32500: yes
        web -> api 32768: yes
        web -> api 32769: no
        web -> api 32500 UDP: no
        """)
    + ReachabilityCase.recipe(
        "a protocol without a port",
        World.policy("shop/udp", "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - protocol: UDP"),
        """
        web -> api 1 UDP: yes
        web -> api 65535 UDP: yes
        web -> api 80: no
        web -> api 80 SCTP: no
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
        web -> api 80: yes
        job -> api 81: yes
        web -> api 81: no
        job -> api 80: no
        job -> web 81: yes
        """)

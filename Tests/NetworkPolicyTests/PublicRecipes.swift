/// The situations of the public collection "Kubernetes Network Policy Recipes", in its numbering, and what each promises.
let publicRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "01 deny all traffic to an application",
        World.policy("shop/web-deny-all", "podSelector:\n  matchLabels: {app: web}\ningress: []"),
        """
        job -> web 80: no, shop/web-deny-all
        internet -> web 80: no, shop/web-deny-all
        web -> internet 443: yes, open
        job -> api 80: yes, open
        """)
    + ReachabilityCase.recipe(
        "02 limit traffic to an application",
        World.policy(
            "data/api-allow",
            "podSelector:\n  matchLabels: {app: db, role: store}\ningress:\n- from:\n  - podSelector:\n      matchLabels: {app: redis}"
        ),
        """
        redis -> db 5432: yes, data/api-allow[0]
        web -> db 5432: no, data/api-allow near data/api-allow[0]
        """)
    + ReachabilityCase.recipe(
        "02a allow all traffic to an application",
        World.policy("shop/default-deny-all", "podSelector: {}\ningress: []")
            + World.policy("shop/web-allow-all", "podSelector:\n  matchLabels: {app: web}\ningress:\n- {}"),
        """
        job -> web 80: yes, shop/web-allow-all[0]
        stranger -> web 80: yes, shop/web-allow-all[0]
        job -> api 80: no, shop/default-deny-all
        """)
    + ReachabilityCase.recipe(
        "03 deny all traffic to a namespace",
        World.policy("shop/default-deny-all", "podSelector: {}\npolicyTypes: [Ingress]\ningress: []"),
        """
        web -> api 80: no, shop/default-deny-all
        stranger -> api 80: no, shop/default-deny-all
        api -> db 5432: yes, open
        """)
    + ReachabilityCase.recipe(
        "04 deny traffic from other namespaces",
        World.policy(
            "data/deny-from-other-namespaces", "podSelector:\n  matchLabels:\ningress:\n- from:\n  - podSelector: {}"),
        """
        redis -> db 5432: yes, data/deny-from-other-namespaces[0]
        web -> db 5432: no, data/deny-from-other-namespaces near data/deny-from-other-namespaces[0]
        internet -> db 5432: no, data/deny-from-other-namespaces near data/deny-from-other-namespaces[0]
        """)
    + ReachabilityCase.recipe(
        "05 allow traffic from all namespaces",
        World.policy(
            "shop/web-allow-all-namespaces",
            "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - namespaceSelector: {}"),
        """
        stranger -> web 80: yes, shop/web-allow-all-namespaces[0]
        api -> web 80: yes, shop/web-allow-all-namespaces[0]
        internet -> web 80: no, shop/web-allow-all-namespaces near shop/web-allow-all-namespaces[0]
        """)
    + ReachabilityCase.recipe(
        "06 allow traffic from a namespace",
        World.policy(
            "shop/web-allow-prod",
            "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - namespaceSelector:\n      matchLabels: {purpose: monitoring}"
        ),
        """
        prom -> web 80: yes, shop/web-allow-prod[0]
        stranger -> web 80: no, shop/web-allow-prod near shop/web-allow-prod[0]
        api -> web 80: no, shop/web-allow-prod near shop/web-allow-prod[0]
        """)
    + ReachabilityCase.recipe(
        "07 allow traffic from some pods in another namespace",
        World.policy(
            "shop/web-allow-monitoring",
            """
            podSelector:
              matchLabels: {app: web}
            ingress:
            - from:
              - namespaceSelector:
                  matchLabels: {team: other}
                podSelector:
                  matchLabels: {app: api}
            """),
        """
        stranger -> web 80: yes, shop/web-allow-monitoring[0]
        six -> web 80: no, shop/web-allow-monitoring near shop/web-allow-monitoring[0]
        api -> web 80: no, shop/web-allow-monitoring near shop/web-allow-monitoring[0]
        """)
    + ReachabilityCase.recipe(
        "08 allow external traffic",
        World.policy("shop/default-deny-all", "podSelector: {}\ningress: []")
            + World.policy("shop/web-allow-external", "podSelector:\n  matchLabels: {app: web}\ningress:\n- from: []"),
        """
        internet -> web 80: yes, shop/web-allow-external[0]
        internet6 -> web 80: yes, shop/web-allow-external[0]
        stranger -> web 80: yes, shop/web-allow-external[0]
        internet -> api 80: no, shop/default-deny-all
        """)
    + ReachabilityCase.recipe(
        "09 allow traffic only to a port",
        World.policy(
            "shop/api-allow-5000",
            "podSelector:\n  matchLabels: {app: api}\ningress:\n- ports:\n  - port: 5000\n  from:\n  - podSelector:\n      matchLabels: {role: frontend}"
        ),
        """
        web -> api 5000: yes, shop/api-allow-5000[0]
        web -> api 8000: no, shop/api-allow-5000 near shop/api-allow-5000[0]
        job -> api 5000: no, shop/api-allow-5000 near shop/api-allow-5000[0]
        """)
    + ReachabilityCase.recipe(
        "10 allow traffic from several kinds of application",
        World.policy(
            "data/redis-allow-services",
            """
            podSelector:
              matchLabels: {app: redis, role: cache}
            ingress:
            - from:
              - podSelector:
                  matchLabels: {app: db, role: store}
              - podSelector:
                  matchLabels: {app: indexer, role: search}
              - podSelector:
                  matchLabels: {app: redis}
            """),
        """
        db -> redis 6379: yes, data/redis-allow-services[0]
        web -> redis 6379: no, data/redis-allow-services near data/redis-allow-services[0]
        """)
    + ReachabilityCase.recipe(
        "11 deny egress from an application",
        World.policy(
            "shop/api-deny-egress", "podSelector:\n  matchLabels: {app: api}\npolicyTypes:\n- Egress\negress: []"),
        """
        api -> internet 443: no, shop/api-deny-egress
        api -> dns 53 UDP: no, shop/api-deny-egress
        web -> internet 443: yes, open
        web -> api 80: yes, open
        """)
    + ReachabilityCase.recipe(
        "11 deny egress from an application, but not DNS",
        World.policy(
            "shop/api-dns",
            "podSelector:\n  matchLabels: {app: api}\npolicyTypes:\n- Egress\negress:\n- ports:\n  - {port: 53, protocol: UDP}\n  - {port: 53, protocol: TCP}"
        ),
        """
        api -> dns 53 UDP: yes, shop/api-dns[0]
        api -> dns 53: yes, shop/api-dns[0]
        api -> internet 443: no, shop/api-dns near shop/api-dns[0]
        """)
    + ReachabilityCase.recipe(
        "12 deny all egress from a namespace",
        World.policy("data/default-deny-all-egress", "podSelector: {}\npolicyTypes:\n- Egress\negress: []"),
        """
        db -> redis 6379: no, data/default-deny-all-egress
        redis -> internet 443: no, data/default-deny-all-egress
        web -> db 5432: yes, open
        """)
    + ReachabilityCase.recipe(
        "14 deny external egress traffic",
        World.policy(
            "shop/api-deny-external-egress",
            """
            podSelector:
              matchLabels: {app: api}
            policyTypes: [Egress]
            egress:
            - ports:
              - {port: 53, protocol: UDP}
              - {port: 53, protocol: TCP}
              to:
              - namespaceSelector: {}
            - to:
              - namespaceSelector: {}
            """),
        """
        api -> dns 53 UDP: yes, shop/api-deny-external-egress[0]
        api -> db 5432: yes, shop/api-deny-external-egress[1]
        api -> stranger 80: yes, shop/api-deny-external-egress[1]
        api -> internet 443: no, shop/api-deny-external-egress near shop/api-deny-external-egress[1]
        api -> openai 443: no, shop/api-deny-external-egress near shop/api-deny-external-egress[1]
        """)

/// Blocks of addresses.
let addressRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "from the load balancer's subnet",
        World.policy(
            "shop/from-alb",
            "podSelector:\n  matchLabels: {app: web}\ningress:\n- from:\n  - ipBlock: {cidr: 10.0.0.0/20}\n  ports:\n  - port: 8080"
        ),
        """
        alb -> web 8080: yes, shop/from-alb[0]
        alb -> web 8081: no, shop/from-alb near shop/from-alb[0]
        internet -> web 8080: no, shop/from-alb near shop/from-alb[0]
        api -> web 8080: no, shop/from-alb near shop/from-alb[0]
        dns -> web 8080: yes, shop/from-alb[0]
        """)
    + ReachabilityCase.recipe(
        "the internet without private ranges",
        World.policy(
            "shop/saas",
            """
            podSelector: {}
            policyTypes: [Egress]
            egress:
            - to:
              - ipBlock:
                  cidr: 0.0.0.0/0
                  except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16]
              ports:
              - port: 443
            """),
        """
        web -> internet 443: yes, shop/saas[0]
        web -> internet 80: no, shop/saas near shop/saas[0]
        web -> metadata 443: no, shop/saas near shop/saas[0]
        web -> aurora 443: no, shop/saas near shop/saas[0]
        web -> db 443: no, shop/saas near shop/saas[0]
        web -> openai 443: yes, shop/saas[0]
        web -> internet6 443: no, shop/saas near shop/saas[0]
        web -> nobody 443: no, shop/saas near shop/saas[0]
        """)
    + ReachabilityCase.recipe(
        "a host of unknown address is in no smaller block",
        World.policy(
            "shop/half", "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: 128.0.0.0/1}"),
        """
        web -> openai 443: no, shop/half near shop/half[0]
        web -> internet 443: no, shop/half near shop/half[0]
        web -> metadata 80: yes, shop/half[0]
        """)
    + ReachabilityCase.recipe(
        "an exception that is public",
        World.policy(
            "shop/except",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: 0.0.0.0/0, except: [93.184.216.0/24]}"
        ),
        """
        web -> internet 443: no, shop/except near shop/except[0]
        web -> openai 443: no, shop/except near shop/except[0]
        web -> db 5432: yes, shop/except[0]
        """)
    + ReachabilityCase.recipe(
        "IPv6",
        World.policy(
            "other/six",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: \"2600::/8\"}\n  - ipBlock: {cidr: \"fd00:4::/64\"}"
        ),
        """
        stranger -> internet6 443: yes, other/six[0]
        stranger -> six 80: yes, other/six[0]
        stranger -> internet 443: no, other/six near other/six[0]
        stranger -> web 80: no, other/six near other/six[0]
        """)
    + ReachabilityCase.recipe(
        "one address",
        World.policy(
            "shop/one",
            "podSelector: {}\npolicyTypes: [Egress]\negress:\n- to:\n  - ipBlock: {cidr: 10.0.9.7/32}\n  ports:\n  - port: 5432"
        ),
        """
        web -> aurora 5432: yes, shop/one[0]
        web -> aurora 5433: no, shop/one near shop/one[0]
        web -> alb 5432: no, shop/one near shop/one[0]
        """)

/// Hosts outside by name: `ApplicationNetworkPolicy`.
let domainRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "some hosts by name",
        World.policy(
            "shop/vendors",
            """
            podSelector:
              matchLabels: {app: api}
            policyTypes: [Egress]
            egress:
            - to:
              - domainNames: [api.openai.com, "*.facebook.com"]
              ports:
              - {port: 443, protocol: TCP}
            """, kind: "ApplicationNetworkPolicy"),
        """
        api -> openai 443: yes, shop/vendors[0]
        api -> openai 80: no, shop/vendors near shop/vendors[0]
        api -> deep 443: yes, shop/vendors[0]
        api -> facebook 443: no, shop/vendors near shop/vendors[0]
        api -> fakebook 443: no, shop/vendors near shop/vendors[0]
        api -> internet 443: no, shop/vendors near shop/vendors[0]
        api -> db 443: no, shop/vendors near shop/vendors[0]
        web -> internet 443: yes, open
        """)
    + ReachabilityCase.recipe(
        "both kinds of policy add up",
        World.policy("shop/deny", "podSelector: {}\npolicyTypes: [Egress]")
            + World.policy(
                "shop/vendors",
                "podSelector:\n  matchLabels: {app: api}\npolicyTypes: [Egress]\negress:\n- to:\n  - domainNames: [API.OpenAI.com.]",
                kind: "ApplicationNetworkPolicy")
            + World.policy(
                "shop/api-db",
                "podSelector:\n  matchLabels: {app: api}\npolicyTypes: [Egress]\negress:\n- to:\n  - namespaceSelector: {}\n  ports:\n  - port: 5432"
            ),
        """
        api -> openai 443: yes, shop/vendors[0]
        api -> db 5432: yes, shop/api-db[0]
        api -> db 6379: no, shop/api-db + shop/deny + shop/vendors near shop/api-db[0]
        web -> openai 443: no, shop/deny
        """)
    + ReachabilityCase.recipe(
        "selectors work in it too",
        World.policy(
            "data/redis",
            "podSelector:\n  matchLabels: {app: redis}\ningress:\n- from:\n  - namespaceSelector:\n      matchLabels: {team: shop}\n  ports:\n  - port: 6379",
            kind: "ApplicationNetworkPolicy"),
        """
        web -> redis 6379: yes, data/redis[0]
        web -> redis 6380: no, data/redis near data/redis[0]
        prom -> redis 6379: no, data/redis near data/redis[0]
        """)

/// Hosts outside by name: `CiliumNetworkPolicy`, beside Kubernetes' own policies.
let ciliumRecipes: [ReachabilityCase] =
    ReachabilityCase.recipe(
        "hosts by name, pods by label, addresses",
        World.policy("shop/deny", "podSelector: {}\npolicyTypes: [Egress]")
            + World.policy(
                "shop/vendors",
                """
                endpointSelector:
                  matchLabels: {"k8s:app": api}
                egress:
                - toFQDNs: [{matchName: api.openai.com}, {matchPattern: "*.facebook.com"}]
                  toPorts: [{ports: [{port: "443", protocol: TCP}]}]
                - toEndpoints: [{matchLabels: {"k8s:io.kubernetes.pod.namespace": data, role: store}}]
                  toPorts: [{ports: [{port: "5432"}]}]
                - toEndpoints: [{matchLabels: {app: web}}]
                - toCIDR: [169.254.170.23/32]
                  toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                """, kind: "CiliumNetworkPolicy"),
        """
        api -> openai 443: yes, shop/vendors[0]
        api -> openai 80: no, shop/deny + shop/vendors near shop/vendors[0]
        api -> deep 443: no, shop/deny + shop/vendors near shop/vendors[0]
        api -> facebook 443: no, shop/deny + shop/vendors near shop/vendors[0]
        api -> db 5432: yes, shop/vendors[1]
        api -> db 5433: no, shop/deny + shop/vendors near shop/vendors[1]
        api -> redis 5432: no, shop/deny + shop/vendors near shop/vendors[1]
        api -> web 1: yes, shop/vendors[2]
        api -> stranger 8080: no, shop/deny + shop/vendors near shop/vendors[2]
        api -> metadata 80: no, shop/deny + shop/vendors near shop/vendors[2]
        web -> openai 443: no, shop/deny
        """)
    + ReachabilityCase.recipe(
        "a policy without egress closes nothing",
        World.policy("shop/none", "endpointSelector: {}", kind: "CiliumNetworkPolicy"),
        """
        web -> internet 443: yes, open
        """)

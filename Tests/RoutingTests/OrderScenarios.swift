/// In which order rules stand: within an entry, among entries, and among the Ingresses of a group.
let orderScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "within one entry", .groups,
        albClass()
            + ingressText(
                "shop/a",
                "h\nImplementationSpecific /a/b/* -> glob:80\nPrefix / -> root:80\nPrefix /a -> a:80\nPrefix /a/b/c -> abc:80\nExact /a -> exact:80\nPrefix /a/b -> ab:80"
            ),
        """
        GET 80 h /a => exact:80
        GET 80 h /a/ => a:80
        GET 80 h /a/b => ab:80
        GET 80 h /a/b/x => ab:80
        GET 80 h /a/b/c/d => abc:80
        GET 80 h /z => root:80
        """)
    + LoadBalancerCase.scenario(
        "prefixes of one length keep their order", .groups,
        albClass() + ingressText("shop/a", "h\nPrefix /aa -> first:80\nPrefix /aa -> second:80"),
        "GET 80 h /aa => first:80")
    + LoadBalancerCase.scenario(
        "globs keep their order", .groups,
        albClass()
            + ingressText(
                "shop/a", "h\nImplementationSpecific /* -> first:80\nImplementationSpecific /long/path -> second:80"),
        "GET 80 h /long/path => first:80")
    + LoadBalancerCase.scenario(
        "entries are not sorted", .groups,
        albClass() + ingressText("shop/a", "h\nPrefix / -> root:80\nh\nPrefix /long -> long:80"),
        "GET 80 h /long => root:80")
    + LoadBalancerCase.scenario(
        "group order", .groups,
        albClass()
            + ingressText(
                "shop/a", annotations: ["group.name": "g", "group.order": "10"],
                "-\nPrefix /x -> late:80\nPrefix /late -> late:80")
            + ingressText("shop/b", annotations: ["group.name": "g", "group.order": "-5"], "-\nPrefix /x -> early:80"),
        """
        GET 80 h /x => early:80
        GET 80 h /late => late:80
        """)
    + LoadBalancerCase.scenario(
        "without an order the names decide, namespace first", .groups,
        albClass() + ingressText("zoo/a", annotations: ["group.name": "g"], "-\nPrefix /x -> zoo:80")
            + ingressText("shop/b", annotations: ["group.name": "g"], "-\nPrefix /x -> b:80\nPrefix /y -> b:80")
            + ingressText("shop/a", annotations: ["group.name": "g"], "-\nPrefix /x -> a:80"),
        """
        GET 80 h /x => a:80
        GET 80 h /y => b:80
        """)
    + LoadBalancerCase.scenario(
        "a lower order with the root takes everything", .groups,
        albClass()
            + ingressText("shop/root", annotations: ["group.name": "g", "group.order": "-1"], "-\nPrefix / -> root:80")
            + ingressText("shop/api", annotations: ["group.name": "g"], "api.example\nPrefix /v1 -> api:80"),
        "GET 80 api.example /v1 => root:80")
    + LoadBalancerCase.scenario(
        "a group of the class", .groups,
        albClass(params: "group: { name: all }") + ingressText("shop/a", "-\nPrefix /a -> a:80")
            + ingressText("other/b", annotations: ["group.name": "mine"], "-\nPrefix /b -> b:80"),
        """
        GET 80 h /a => a:80
        GET 80 h /b => b:80
        """)
    + LoadBalancerCase.scenario(
        "an Ingress of another controller is not served", .groups,
        albClass()
            + "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: nginx }\nspec: { controller: k8s.io/ingress-nginx }\n"
            + ingressText("shop/a", className: "nginx", "-\nPrefix / -> a:80"),
        "GET 80 h / => nothing")

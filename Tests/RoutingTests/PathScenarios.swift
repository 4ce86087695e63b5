/// Path types and host names.
let pathScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "a prefix", .ingressSpec, albClass() + ingressText("shop/a", "-\nPrefix /content -> content:80"),
        """
        GET 80 any.example /content => content:80
        GET 80 any.example /content/ => content:80
        GET 80 any.example /content/a/b => content:80
        GET 80 any.example /content?x=/other => content:80
        GET 80 any.example /contents => 404
        GET 80 any.example /Content => 404
        GET 80 any.example / => 404
        GET 80 any.example /x/content => 404
        GET 80 any.example //content => 404
        GET 443 any.example /content => nothing
        """)
    + LoadBalancerCase.scenario(
        "a prefix with a final slash", .ingressSpec,
        albClass() + ingressText("shop/a", "-\nPrefix /content/ -> content:80"),
        """
        GET 80 h /content => content:80
        GET 80 h /content/ => content:80
        GET 80 h /content/x => content:80
        GET 80 h /contentx => 404
        """)
    + LoadBalancerCase.scenario(
        "the root as a prefix", .ingressSpec, albClass() + ingressText("shop/a", "-\nPrefix / -> web:http"),
        """
        GET 80 h / => web:http
        POST 80 h /a/b?c => web:http
        GET 80 h /a%20b => web:http
        """)
    + LoadBalancerCase.scenario(
        "an exact path", .ingressSpec, albClass() + ingressText("shop/a", "-\nExact /health -> web:80"),
        """
        GET 80 h /health => web:80
        GET 80 h /health?deep=1 => web:80
        GET 80 h /health/ => 404
        GET 80 h /healthz => 404
        GET 80 h /HEALTH => 404
        """)
    + LoadBalancerCase.scenario(
        "a path with wildcards", .ingressSpec,
        albClass()
            + ingressText(
                "shop/a",
                "-\nImplementationSpecific /img/*/thumb-?.png -> images:80\nImplementationSpecific /v?/* -> api:80"),
        """
        GET 80 h /img/a/thumb-1.png => images:80
        GET 80 h /img/a/b/thumb-2.png => images:80
        GET 80 h /img//thumb-2.png => images:80
        GET 80 h /img/a/thumb-10.png => 404
        GET 80 h /img/a/thumb-.png => 404
        GET 80 h /v1/users => api:80
        GET 80 h /v12/users => 404
        GET 80 h /v1 => 404
        """)
    + LoadBalancerCase.scenario(
        "no path at all", .ingressSpec, albClass() + ingressText("shop/a", "-\nImplementationSpecific -> web:80"),
        """
        GET 80 h / => web:80
        GET 80 h /x/y => web:80
        """)
    + LoadBalancerCase.scenario(
        "a path that is a regular expression", .ingressSpec,
        albClass()
            + ingressText(
                "shop/a", annotations: ["use-regex-path-match": "true"],
                "-\nImplementationSpecific /^/api/v[12]/(users|teams)$ -> api:80"),
        """
        GET 80 h /api/v1/users => api:80
        GET 80 h /api/v2/teams => api:80
        GET 80 h /api/v3/users => 404
        GET 80 h /api/v1/users/7 => 404
        GET 80 h /x/api/v1/users => 404
        """)

let hostScenarios: [LoadBalancerCase] =
    LoadBalancerCase.scenario(
        "hosts", .conditions,
        albClass()
            + ingressText(
                "shop/a",
                "api.example.com\nPrefix / -> api:80\n*.example.com\nPrefix / -> any:80\n-\nPrefix /open -> open:80"),
        """
        GET 80 api.example.com / => api:80
        GET 80 API.Example.COM / => api:80
        GET 80 api.example.com:8080 / => api:80
        GET 80 www.example.com / => any:80
        GET 80 a.b.example.com / => any:80
        GET 80 example.com / => 404
        GET 80 example.com /open => open:80
        GET 80 api.example.com /open => api:80
        GET 80 other.org / => 404
        GET 80 [::1]:80 /open/x => open:80
        """)
    + LoadBalancerCase.scenario(
        "one host in two entries: the first entry decides", .conditions,
        albClass() + ingressText("shop/a", "h\nPrefix / -> first:80\nh\nExact /x -> second:80"),
        """
        GET 80 h /x => first:80
        """)
    + LoadBalancerCase.scenario(
        "an entry without host in front takes everything", .conditions,
        albClass() + ingressText("shop/a", "-\nPrefix / -> all:80\nh\nPrefix /x -> special:80"),
        """
        GET 80 h /x => all:80
        GET 80 other /y => all:80
        """)

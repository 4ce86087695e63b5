import YAMLTree

/// A small system to start from: one service that runs from its contract, one environment. The files by their paths.
package func starterBlueprint(name: String) -> [(path: String, text: String)] {
    let system = YAML.string(name).text.trimmed
    return [
        (
            "blueprint.yaml",
            """
            # \(name): one service, which runs from its contract. 'docs/blueprint.md' has every key.
            blueprint: orrery/v1
            system: \(system)
            domain: \(name).example.com   # placeholder

            edge:
              alb: { hosts: api, certificate: api }
              gateway:
                routes:
                  - { path: /hello, to: hello, public: true }

            services:
              hello:
                contract: contracts/hello.openapi.yaml

            environments:
              dev:   # placeholder: every value of it
                domain: dev.\(name).example.com
                registry: 000000000000.dkr.ecr.us-east-1.amazonaws.com
                tag: 0.1.0
                acm: { api: "arn:aws:acm:us-east-1:000000000000:certificate/placeholder" }
                alb: { subnets: [10.0.0.0/24, 10.0.1.0/24] }

            """
        ),
        (
            "contracts/hello.openapi.yaml",
            """
            openapi: 3.1.0
            info: { title: hello, version: 0.1.0 }
            paths:
              /hello:
                get:
                  operationId: hello
                  responses:
                    "200":
                      description: A greeting.
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [message]
                            properties:
                              message: { type: string }
                          example: { message: Hello from \(name) }

            """
        ),
    ]
}

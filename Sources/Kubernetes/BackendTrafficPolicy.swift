package import YAMLTree

/// How a Gateway treats the backends behind it;
/// https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicy.
package struct BackendTrafficPolicy: ManifestKind {
    package static let apiVersion = "gateway.envoyproxy.io/v1alpha1"
    package static let kind = "BackendTrafficPolicy"

    package var metadata: ObjectMeta
    package var targetRefs: [PolicyTarget]
    package var loadBalancer: LoadBalancer?
    package var retry: Retry?
    package var timeout: Timeout?
    package var rateLimit: RateLimit?

    package init(
        metadata: ObjectMeta, targetRefs: [PolicyTarget], loadBalancer: LoadBalancer? = nil, retry: Retry? = nil,
        timeout: Timeout? = nil, rateLimit: RateLimit? = nil
    ) {
        self.metadata = metadata
        self.targetRefs = targetRefs
        self.loadBalancer = loadBalancer
        self.retry = retry
        self.timeout = timeout
        self.rateLimit = rateLimit
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        targetRefs = spec.elements("targetRefs") { PolicyTarget(reading: &$0) }
        loadBalancer = spec.optional("loadBalancer") { LoadBalancer(reading: &$0) }
        retry = spec.optional("retry") { Retry(reading: &$0) }
        timeout = spec.optional("timeout") { Timeout(reading: &$0) }
        rateLimit = spec.optional("rateLimit") { RateLimit(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "targetRefs": .list(targetRefs.map(\.yaml)), "loadBalancer": loadBalancer?.yaml,
                    "retry": retry?.yaml, "timeout": timeout?.yaml, "rateLimit": rateLimit?.yaml,
                ]))
        ]
    }

    /// Which pod gets a request: `RoundRobin`, `LeastRequest`, `Random`, or by the hash of a header field.
    package struct LoadBalancer: Equatable, Sendable {
        package var type: String
        /// With `ConsistentHash`: requests with the same value of this field go to the same pod.
        package var hashedHeader: String?

        package init(type: String, hashedHeader: String? = nil) {
            self.type = type
            self.hashedHeader = hashedHeader
        }

        package init(reading object: inout FieldReader) {
            type = object.string("type")
            hashedHeader = object.optional("consistentHash") { hash in
                _ = hash.string("type")
                return hash.required("header") { $0.string("name") }
            }
        }

        package var yaml: YAML {
            .object([
                "type": .string(type),
                "consistentHash": hashedHeader.map {
                    .object(["type": "Header", "header": .object(["name": .string($0)])])
                },
            ])
        }
    }

    /// Which failures are tried again, and how often.
    package struct Retry: Equatable, Sendable {
        package var numRetries: Int
        /// Envoy's words: `connect-failure`, `retriable-status-codes`, `reset`.
        package var triggers: [String]
        package var httpStatusCodes: [Int]
        /// For one try: `2s`.
        package var perTryTimeout: String?

        package init(
            numRetries: Int = 2, triggers: [String] = [], httpStatusCodes: [Int] = [], perTryTimeout: String? = nil
        ) {
            self.numRetries = numRetries
            self.triggers = triggers
            self.httpStatusCodes = httpStatusCodes
            self.perTryTimeout = perTryTimeout
        }

        package init(reading object: inout FieldReader) {
            numRetries = object.optionalInt("numRetries") ?? 2
            let retryOn = object.optional("retryOn") { on in
                (on.strings("triggers"), on.ints("httpStatusCodes"))
            }
            triggers = retryOn?.0 ?? []
            httpStatusCodes = retryOn?.1 ?? []
            perTryTimeout = object.optional("perRetry") { $0.optionalString("timeout") } ?? nil
        }

        package var yaml: YAML {
            let codes: YAML? = httpStatusCodes.isEmpty ? nil : .list(httpStatusCodes.map(YAML.int))
            let retryOn: YAML? =
                triggers.isEmpty && codes == nil
                ? nil : .object(["triggers": .strings(triggers), "httpStatusCodes": codes])
            return .object([
                "numRetries": .int(numRetries), "retryOn": retryOn,
                "perRetry": perTryTimeout.map { .object(["timeout": .string($0)]) },
            ])
        }
    }

    /// How long things may take: `30s`.
    package struct Timeout: Equatable, Sendable {
        package var connect: String?
        /// From the end of the request to the end of the response.
        package var request: String?
        package var connectionIdle: String?

        package init(connect: String? = nil, request: String? = nil, connectionIdle: String? = nil) {
            self.connect = connect
            self.request = request
            self.connectionIdle = connectionIdle
        }

        package init(reading object: inout FieldReader) {
            connect = object.optional("tcp") { $0.optionalString("connectTimeout") } ?? nil
            let http = object.optional("http") {
                ($0.optionalString("requestTimeout"), $0.optionalString("connectionIdleTimeout"))
            }
            request = http?.0
            connectionIdle = http?.1
        }

        package var yaml: YAML {
            let http: YAML? =
                request == nil && connectionIdle == nil
                ? nil
                : .object([
                    "connectionIdleTimeout": connectionIdle.map(YAML.string),
                    "requestTimeout": request.map(YAML.string),
                ])
            return .object(["tcp": connect.map { .object(["connectTimeout": .string($0)]) }, "http": http])
        }
    }
}

extension FieldReader {
    /// Whole numbers in a list; an element that is none is left out with a diagnostic.
    fileprivate mutating func ints(_ key: String) -> [Int] {
        guard let value = node(key) else { return [] }
        guard case .list(let elements) = value.value else {
            report(value, "'\(path).\(key)' is \(value.kindName), not a list")
            return []
        }
        return elements.compactMap { element in
            if case .scalar(.int(let number), _) = element.value { return number }
            report(element, "an element of '\(path).\(key)' is \(element.kindName), not a whole number")
            return nil
        }
    }
}

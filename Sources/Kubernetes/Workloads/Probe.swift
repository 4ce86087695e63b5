package import Diagnostics
package import YAMLTree

/// How the kubelet finds out whether a container has started, is ready, or lives; API reference: "Probe v1 core".
package struct Probe: Equatable, Sendable {
    package enum Action: Equatable, Sendable {
        case httpGet(path: String, port: IntOrString)
        case tcpSocket(port: IntOrString)
        case exec(command: [String])
    }

    package var action: Action
    /// Seconds; nil takes Kubernetes' default: 0, 10, 1.
    package var initialDelaySeconds: Int?
    package var periodSeconds: Int?
    package var timeoutSeconds: Int?
    /// In a row; nil takes Kubernetes' default: 1, 3.
    package var successThreshold: Int?
    package var failureThreshold: Int?
    @Position package var span: SourceSpan?

    package init(
        _ action: Action, initialDelaySeconds: Int? = nil, periodSeconds: Int? = nil, timeoutSeconds: Int? = nil,
        successThreshold: Int? = nil, failureThreshold: Int? = nil
    ) {
        self.action = action
        self.initialDelaySeconds = initialDelaySeconds
        self.periodSeconds = periodSeconds
        self.timeoutSeconds = timeoutSeconds
        self.successThreshold = successThreshold
        self.failureThreshold = failureThreshold
        self.span = nil
    }

    package init(reading object: inout FieldReader) {
        let get = object.optional("httpGet") { get in
            Action.httpGet(path: get.optionalString("path") ?? "/", port: get.intOrString("port"))
        }
        let socket = object.optional("tcpSocket") { Action.tcpSocket(port: $0.intOrString("port")) }
        let exec = object.optional("exec") { Action.exec(command: $0.strings("command")) }
        if get == nil, socket == nil, exec == nil {
            object.report(
                object.node, "'\(object.path)' says nothing to probe", help: "add 'httpGet', 'tcpSocket' or 'exec'")
        }
        action = get ?? socket ?? exec ?? .exec(command: [])
        initialDelaySeconds = object.optionalInt("initialDelaySeconds")
        periodSeconds = object.optionalInt("periodSeconds")
        timeoutSeconds = object.optionalInt("timeoutSeconds")
        successThreshold = object.optionalInt("successThreshold")
        failureThreshold = object.optionalInt("failureThreshold")
        span = object.span
    }

    package var yaml: YAML {
        let (kind, value): (String, YAML) =
            switch action {
            case .httpGet(let path, let port): ("httpGet", .object(["path": .string(path), "port": port.yaml]))
            case .tcpSocket(let port): ("tcpSocket", .object(["port": port.yaml]))
            case .exec(let command): ("exec", .object(["command": .strings(command)]))
            }
        return .object([
            kind: value, "initialDelaySeconds": .optional(initialDelaySeconds),
            "periodSeconds": .optional(periodSeconds), "timeoutSeconds": .optional(timeoutSeconds),
            "successThreshold": .optional(successThreshold), "failureThreshold": .optional(failureThreshold),
        ])
    }
}

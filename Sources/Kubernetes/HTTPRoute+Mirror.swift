package import YAMLTree

extension HTTPRoute {
    /// A Service that gets copies of the requests, of all or of a part of them;
    /// https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter.
    package struct Mirror: Equatable, Sendable {
        /// How many of the requests are copied.
        package enum Share: Equatable, Sendable {
            case all
            /// Of a hundred.
            case percent(Int)
            case fraction(numerator: Int, denominator: Int)
        }

        package var target: ObjectReference
        package var port: Int?
        package var share: Share

        package init(_ target: ObjectReference, port: Int?, share: Share = .all) {
            self.target = target
            self.port = port
            self.share = share
        }

        /// A share that the API refuses is reported, and taken for all of them.
        package init(reading object: inout FieldReader) {
            (target, port) = object.required("backendRef") { backend in
                (ObjectReference(reading: &backend, kind: "Service"), backend.optionalInt("port"))
            }
            let percent = object.optionalInt("percent")
            let fraction = object.optional("fraction") { fraction in
                (numerator: fraction.int("numerator"), denominator: fraction.optionalInt("denominator") ?? 100)
            }
            share = .all
            if percent != nil, fraction != nil {
                object.report(object.node, "a mirror has both a percent and a fraction", help: "leave out one of them")
            } else if let percent {
                if (0...100).contains(percent) {
                    share = .percent(percent)
                } else {
                    object.report(
                        object.node["percent"] ?? object.node, "'percent' is \(percent), not within 0 and 100")
                }
            } else if let (numerator, denominator) = fraction {
                if denominator > 0, numerator >= 0, numerator <= denominator {
                    share = .fraction(numerator: numerator, denominator: denominator)
                } else {
                    object.report(
                        object.node["fraction"] ?? object.node,
                        "'fraction' is \(numerator) of \(denominator), which is no part of a whole")
                }
            }
        }

        package var yaml: YAML {
            .object([
                "backendRef": .object([
                    "group": .string(target.group), "kind": .string(target.kind), "name": .string(target.name),
                    "namespace": target.namespace.map(YAML.string), "port": port.map(YAML.int),
                ]),
                "percent": share.percent.map(YAML.int),
                "fraction": share.fraction.map { fraction in
                    .object(["numerator": .int(fraction.numerator), "denominator": .int(fraction.denominator)])
                },
            ])
        }
    }
}

extension HTTPRoute.Mirror.Share {
    fileprivate var percent: Int? { if case .percent(let percent) = self { percent } else { nil } }

    fileprivate var fraction: (numerator: Int, denominator: Int)? {
        if case .fraction(let numerator, let denominator) = self { (numerator, denominator) } else { nil }
    }

    /// Whether a request is copied, for `choice`, any number. Choices spread evenly copy the share that is meant.
    package func includes(choice: UInt64) -> Bool {
        switch self {
        case .all: true
        case .percent(let percent): choice % 100 < UInt64(clamping: percent)
        case .fraction(let numerator, let denominator):
            choice % UInt64(clamping: max(1, denominator)) < UInt64(clamping: numerator)
        }
    }
}

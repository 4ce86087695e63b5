import YAMLTree

/// Keeps pods apart where that is possible; API reference: "PodAntiAffinity v1 core", its preferred terms.
package struct PodAntiAffinity: Equatable, Sendable {
    package var preferred: [Term]

    /// Rather not where a pod with these labels runs in the same `topologyKey`.
    package struct Term: Equatable, Sendable {
        package var weight: Int
        package var topologyKey: String
        package var selector: LabelSelector

        package init(weight: Int, topologyKey: String, selector: LabelSelector) {
            self.weight = weight
            self.topologyKey = topologyKey
            self.selector = selector
        }
    }

    package init(preferred: [Term]) { self.preferred = preferred }

    init(reading object: inout FieldReader) {
        preferred = object.elements("preferredDuringSchedulingIgnoredDuringExecution") { item in
            let weight = item.int("weight")
            return item.required("podAffinityTerm") { term in
                Term(
                    weight: weight, topologyKey: term.string("topologyKey"),
                    selector: term.required("labelSelector", LabelSelector.init(reading:)))
            }
        }
    }

    var yaml: YAML {
        let terms = preferred.map { term in
            YAML.object([
                "weight": .int(term.weight),
                "podAffinityTerm": .object([
                    "topologyKey": .string(term.topologyKey), "labelSelector": term.selector.yaml,
                ]),
            ])
        }
        return .object(["preferredDuringSchedulingIgnoredDuringExecution": .parts(terms)])
    }
}

/// Spreads pods evenly over zones or nodes; API reference: "TopologySpreadConstraint v1 core".
package struct TopologySpread: Equatable, Sendable {
    package enum WhenUnsatisfiable: String, Sendable, CaseIterable {
        case doNotSchedule = "DoNotSchedule"
        case scheduleAnyway = "ScheduleAnyway"
    }

    package var maxSkew: Int
    package var topologyKey: String
    package var whenUnsatisfiable: WhenUnsatisfiable
    package var selector: LabelSelector
    package var matchLabelKeys: [String]

    package init(
        maxSkew: Int, topologyKey: String, whenUnsatisfiable: WhenUnsatisfiable, selector: LabelSelector,
        matchLabelKeys: [String]
    ) {
        self.maxSkew = maxSkew
        self.topologyKey = topologyKey
        self.whenUnsatisfiable = whenUnsatisfiable
        self.selector = selector
        self.matchLabelKeys = matchLabelKeys
    }

    init(reading object: inout FieldReader) {
        maxSkew = object.int("maxSkew")
        topologyKey = object.string("topologyKey")
        whenUnsatisfiable = object.choice("whenUnsatisfiable") ?? .doNotSchedule
        selector = object.required("labelSelector", LabelSelector.init(reading:))
        matchLabelKeys = object.strings("matchLabelKeys")
    }

    var yaml: YAML {
        .object([
            "maxSkew": .int(maxSkew), "topologyKey": .string(topologyKey),
            "whenUnsatisfiable": .string(whenUnsatisfiable.rawValue), "labelSelector": selector.yaml,
            "matchLabelKeys": .strings(matchLabelKeys),
        ])
    }
}

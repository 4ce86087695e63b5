import Diagnostics
import YAMLTree

extension SystemReader {
    mutating func delivery() -> Delivery {
        var delivery = Delivery()
        guard let node = blueprint.root["delivery"] else { return delivery }
        delivery.layout = node["layout"]?.choice() ?? delivery.layout
        delivery.repository = node["repository"]?.text(.repository)
        delivery.revision = node["revision"]?.text(.revision) ?? delivery.revision
        delivery.path = node["path"]?.text(.file) ?? delivery.path
        delivery.project = node["project"]?.text(.label) ?? delivery.project
        for entry in node["clusters"]?.entries ?? [] {
            guard let name = entry.value.text(.label) else { continue }
            if !blueprint.declares(entry.key, in: .environments) {
                diagnostics.append(.unknownEnvironment(entry, known: blueprint.names(in: .environments)))
            }
            delivery.clusters.append(.init(name: entry.key, value: name))
        }
        if delivery.layout == .argocd, node["repository"] == nil, let place = node["layout"]?.span {
            diagnostics.append(.missingRepository(at: place))
        }
        return delivery
    }

    /// What `extra` of the blueprint or of an environment adds. Whether there are such objects and fields, only the
    /// generator knows.
    func extras(of node: LocatedNode) -> [Extra] {
        (node["extra"]?.entries ?? []).map { entry in
            Extra(object: entry.key, fields: entry.value, span: entry.keySpan)
        }
    }
}

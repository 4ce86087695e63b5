import Blueprint
import Kubernetes
import YAMLTree

/// Gives each file the extras of its objects.
func adding(_ extras: [Extra], to files: [GeneratedFile]) -> [GeneratedFile] {
    if extras.isEmpty { return files }
    let byName = Dictionary(grouping: extras, by: \.object)
    return files.map { file in
        var file = file
        file.extras = Set(file.objects.map { ObjectName($0).description }).sorted().flatMap { byName[$0] ?? [] }
        return file
    }
}

extension YAML {
    /// The object with the extras that are meant for it, and an annotation that names them for whoever reads it back.
    /// What cannot be added is left out; `checkExtras` says so.
    func adding(_ extras: [Extra], to name: ObjectName) -> YAML {
        if extras.isEmpty { return self }
        var merge = ExtraMerge(isCustom: isCustomResource)
        return adding(extras, to: name, &merge)
    }

    /// The same, for those who want to know what was put where.
    func adding(_ extras: [Extra], to name: ObjectName, _ merge: inout ExtraMerge) -> YAML {
        let mine = extras.filter { $0.object == name.description }
        if mine.isEmpty { return self }
        let merged = mine.reduce(self) { object, extra in merge.merged(extra.fields, into: object, FieldPath()) }
        if merge.added.isEmpty { return merged }
        let paths = merge.added.map(\.path.description).joined(separator: "\n")
        let annotation = YAML.map([Entry("annotations", .map([Entry(extraAnnotation, .string(paths))]))])
        return merged.overlaid(with: .map([Entry("metadata", annotation)]))
    }

    /// Whether the object is of a kind that Kubernetes itself does not have: its lists are replaced as a whole.
    var isCustomResource: Bool {
        guard case .string(let version)? = self["apiVersion"] else { return true }
        let group = version.split(separator: "/").dropLast().first.map(String.init) ?? ""
        return group.contains(".") && !group.hasSuffix(".k8s.io") || group == "gateway.networking.k8s.io"
    }

    /// A map with the entries of another, map by map; an entry of the other wins.
    func overlaid(with other: YAML) -> YAML {
        guard case .map(var entries) = self, case .map(let others) = other else { return other }
        for entry in others {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                entries[index].value = entries[index].value.overlaid(with: entry.value)
            } else {
                entries.append(entry)
            }
        }
        return .map(entries)
    }
}

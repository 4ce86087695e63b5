package import Blueprint
import Diagnostics
package import YAMLTree

/// Where a field of a manifest comes from, and what a line of the blueprint makes: found by experiment.
///
/// The generator is pure and takes a few milliseconds, so the question "does this value decide that field?" is answered
/// by changing the value and looking. That is exact, needs no trace through the emitters, and covers every key and
/// every emitter there will ever be. `everyPlace(in:)` lists what can be changed: values, names, and keys that are not
/// written, which is how a default is told from a choice of the generator's own.
package struct Provenance {
    /// One place of the blueprint and what happens to an object when it is another.
    package struct Cause: Sendable {
        package var place: Place
        /// The fields that change with it, in the object's order.
        package var fields: [FieldPath]
        /// Whether the whole object comes and goes with it.
        package var decidesExistence: Bool
    }

    /// One object and what one line of the blueprint does to it.
    package struct Effect: Sendable {
        package var environment: String
        package var object: RenderedObject
        /// Nil where the whole object is there because of the line.
        package var fields: [FieldPath]?
    }

    let root: LocatedNode
    let folderContents: FolderContents
    package let system: System
    package let places: [Place]

    /// - Parameter root: a blueprint without mistakes.
    package init(of root: LocatedNode, folderContents: @escaping FolderContents) {
        self.root = root
        self.folderContents = folderContents
        system = assumedSystem(of: root, folderContents: folderContents)
        places = everyPlace(in: root)
    }

    /// Everything in the blueprint that decides something in one object, in the order of the file; keys that are not
    /// written, and would decide something, after what is.
    package func causes(of name: ObjectName, in environment: Environment) -> [Cause] {
        let before = renderedObjects(for: system, environment: environment)
        guard let object = before.first(where: { $0.name == name }) else { return [] }
        let causes = relevant(to: name, environment, before).compactMap { place -> Cause? in
            var changed: Set<FieldPath> = []
            var isGone = false
            for variant in variants(of: place, environment.name) {
                for difference in differences(from: before, to: variant, followsNames: true) {
                    switch difference {
                    case .onlyInFirst(let lost) where lost.name == name: isGone = true
                    case .changed(let old, _, let fields) where old.name == name:
                        changed.formUnion(fields.flatMap { affected($0, in: object.yaml) })
                    case .onlyInFirst, .onlyInSecond, .changed: break
                    }
                }
            }
            if changed.isEmpty, !isGone { return nil }
            let fields = object.yaml.fields.map(\.path).filter(changed.contains)
            return Cause(place: place, fields: fields, decidesExistence: isGone)
        }
        return causes.filter(\.place.isWritten) + causes.filter { !$0.place.isWritten }
    }

    /// What a line of the blueprint makes, environment by environment, in the order of the files. Empty where the line
    /// decides nothing.
    package func effects(ofLine line: Int) -> [Effect] {
        let here = places.filter { $0.isWritten && $0.span.line == line }
        return system.environments.flatMap { environment -> [Effect] in
            let before = renderedObjects(for: system, environment: environment)
            var changed: [ObjectName: Set<FieldPath>] = [:]
            var gone: Set<ObjectName> = []
            for place in here {
                var variants = variants(of: place, environment.name)
                if case .name = place.kind, let without = rendered(removed(root, at: place), environment.name) {
                    variants.append(without)
                }
                for difference in variants.flatMap({ differences(from: before, to: $0, followsNames: true) }) {
                    switch difference {
                    case .onlyInFirst(let object): gone.insert(object.name)
                    case .changed(let old, _, let fields):
                        changed[old.name, default: []].formUnion(fields.flatMap { affected($0, in: old.yaml) })
                    case .onlyInSecond: break
                    }
                }
            }
            return before.compactMap { object in
                if gone.contains(object.name) {
                    return Effect(environment: environment.name, object: object, fields: nil)
                }
                guard let fields = changed[object.name], !fields.isEmpty else { return nil }
                return Effect(
                    environment: environment.name, object: object,
                    fields: object.yaml.fields.map(\.path).filter(fields.contains))
            }
        }
    }

    // MARK: - Experiments

    /// What is made of each blueprint that differs in `place`.
    private func variants(of place: Place, _ environment: String) -> [[RenderedObject]] {
        altered(root, at: place).compactMap { rendered($0, environment) }
    }

    /// Nil where the blueprint has no such environment. One whose own name is the place is the one that has its place.
    private func rendered(_ root: LocatedNode, _ environment: String) -> [RenderedObject]? {
        let other = assumedSystem(of: root, folderContents: folderContents)
        let index = system.environments.firstIndex { $0.name == environment }
        guard
            let found = other.environments.first(where: { $0.name == environment })
                ?? (other.environments.count == system.environments.count ? index.map { other.environments[$0] } : nil)
        else { return nil }
        return renderedObjects(for: other, environment: found)
    }

    /// The fields of `object` that a difference is about: those below its path.
    private func affected(_ difference: FieldDifference, in object: YAML) -> [FieldPath] {
        guard difference.old != nil, let value = object[difference.path] else { return [] }
        return value.fields.map { FieldPath(difference.path.steps + $0.path.steps) }
    }

    // MARK: - Large blueprints

    /// Below this number every place is tried on its own.
    private static let fewPlaces = 500

    /// The places that may have to do with an object. In a large blueprint most have nothing to do with it: groups of
    /// places are changed together, and a group that does nothing to the object is left out as a whole.
    private func relevant(
        to name: ObjectName, _ environment: Environment, _ before: [RenderedObject]
    ) -> [Place] {
        if places.count <= Self.fewPlaces { return places }
        let object = before.first { $0.name == name }
        func matters(_ group: ArraySlice<Place>) -> Bool {
            var gone: Set<String> = []
            let together = group.reduce(root) { root, place in
                if gone.contains(where: { place.path.hasPrefix($0 + ".") }) { return root }
                if case .name = place.kind {
                    gone.insert(place.path)
                    return removed(root, at: place)
                }
                return altered(root, at: place).first ?? root
            }
            guard let after = rendered(together, environment.name) else { return true }
            return after.first { $0.name == name }?.yaml != object?.yaml
        }
        func search(_ group: ArraySlice<Place>) -> [Place] {
            if group.isEmpty || !matters(group) { return [] }
            if group.count <= 4 { return Array(group) }
            let middle = group.startIndex + group.count / 2
            return search(group[..<middle]) + search(group[middle...])
        }
        return search(places[...])
    }
}

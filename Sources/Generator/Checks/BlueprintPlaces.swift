import Blueprint
import Diagnostics
import Kubernetes
import YAMLTree

/// The objects of an environment as text, and from which value of the blueprint each of their fields comes.
///
/// Each object is a file of its own here, called like the object, so that a place in it names the object and the field.
struct BlueprintPlaces {
    /// Each field's cause is found by making the manifests anew for every value, so that it is asked for few objects only.
    private static let mostAsked = 8

    let documents: [LocatedNode]
    let objects: [Manifest]
    private let environment: Environment
    private let extras: [Extra]
    private let origins: ManifestOrigins
    private let provenance: Provenance?
    private var known: [String: LocatedNode] = [:]
    /// What the extras of an object have put where.
    private var additions: [String: [ExtraMerge.Addition]] = [:]
    private var causes: [ObjectName: [Provenance.Cause]] = [:]

    init(of made: EnvironmentFiles, _ system: System, _ provenance: Provenance?) {
        environment = made.environment
        extras = made.files.flatMap(\.extras)
        origins = ManifestOrigins(system)
        self.provenance = provenance
        var documents: [LocatedNode] = []
        var readings: [Diagnostic] = []
        for file in made.files {
            for object in file.objects {
                let name = ObjectName(object)
                var merge = ExtraMerge(isCustom: object.yaml.isCustomResource)
                let yaml = object.yaml.adding(file.extras, to: name, &merge)
                let read = readDocuments(yaml.text, file: name.description, &readings)
                documents += read
                if known[name.description] == nil { known[name.description] = read.first }
                if !merge.added.isEmpty { additions[name.description] = merge.added }
            }
        }
        self.documents = documents
        objects = readManifests(documents, &readings)
    }

    /// The same fault, at the blueprint's own place, and so its notes. Where no value is to blame for the field itself, one
    /// may be for what a note is about.
    mutating func placed(_ fault: Diagnostic) -> Diagnostic {
        var placed = fault
        placed.notes = fault.notes.map { note in
            var note = note
            note.span = note.span.flatMap { value(at: $0) }
            return note
        }
        placed.span =
            fault.span.flatMap { value(at: $0) } ?? placed.notes.lazy.compactMap(\.span).first
            ?? fault.span.flatMap { owner(of: $0) }
        // What stands at the place itself is not said of it again.
        for index in placed.notes.indices where placed.notes[index].span == placed.span {
            placed.notes[index].span = nil
        }
        return placed
    }

    // MARK: - One place

    /// The value of the blueprint that alone decides what stands at a place of an object; nil where there is none.
    private mutating func value(at place: SourceSpan) -> SourceSpan? {
        guard let name = ObjectName(place.file), let document = known[place.file],
            let path = document.path(at: place), !path.steps.isEmpty
        else { return nil }
        if let added = additions[place.file]?.last(where: { $0.path.contains(path) }) {
            let below = Array(path.steps.dropFirst(added.path.steps.count))
            return added.fields.span(nearest: below)
        }
        guard case .scalar? = document.field(at: path)?.value.value else { return nil }
        let variable = edge(of: path, in: name)?.variable
        let deciding = causes(of: name).filter { cause in
            guard case .value = cause.place.kind, cause.fields.contains(path) else { return false }
            // Where an edge leads is the edge's matter, unless somebody has set it by hand.
            return variable.map { cause.place.path.hasSuffix(".environment.\($0)") } ?? true
        }
        // What decides the fewest fields says the most about this one; of several, what stands last.
        guard let fewest = deciding.map(\.fields.count).min() else { return nil }
        return deciding.last { $0.fields.count == fewest }?.place.span
    }

    private mutating func causes(of name: ObjectName) -> [Provenance.Cause] {
        if let known = causes[name] { return known }
        guard let provenance, causes.count < Self.mostAsked else { return [] }
        let found = provenance.causes(of: name, in: environment).filter(\.place.isWritten)
        causes[name] = found
        return found
    }

    /// The extra, the edge or the part that the object at a place belongs to.
    private func owner(of place: SourceSpan) -> SourceSpan? {
        guard let name = ObjectName(place.file), let document = known[place.file] else { return nil }
        if let extra = extras.first(where: { $0.object == place.file }) { return extra.span }
        if let edge = document.path(at: place).flatMap({ edge(of: $0, in: name) }) { return edge.span }
        guard case .scalar(.string(let part), _)? = document["metadata"]?["labels"]?["app.kubernetes.io/name"]?.value
        else { return nil }
        return origins.span(ofPart: part)
    }

    /// The edge that a variable of a workload is about.
    private func edge(of path: FieldPath, in name: ObjectName) -> (variable: String, span: SourceSpan)? {
        guard name.kind == ConfigMap.kind, case .key(let variable)? = path.steps.last else { return nil }
        for suffix in ["_URL", "_HOST"] where variable.hasSuffix(suffix) {
            let prefix = String(variable.dropLast(suffix.count))
            if let span = origins.span(ofEdge: prefix, of: name.name) { return (variable, span) }
        }
        return nil
    }
}

import Blueprint
import Diagnostics
import Emulator
import Foundation
import Generator
import JSONTree
import YAMLTree

// Where an object or a field of the manifests comes from.

extension Explain {
    /// An object by its name, with a field or without.
    func explain(_ name: ObjectName, field: String?) throws {
        if let manifests { return try explainStatus(of: name, in: manifests) }
        let files = try blueprint.map { [try BlueprintFile($0)] } ?? BlueprintFile.usual()
        var known: [String] = []
        for file in files {
            for candidate in file.system.environments where environment == nil || candidate.name == environment {
                let objects = renderedObjects(for: file.system, environment: candidate)
                if let object = objects.first(where: { $0.name == name }) {
                    return try answer(object, field: try field.map { try path($0, in: object) }, candidate, file)
                }
                known += objects.map(\.name.description)
            }
        }
        if known.isEmpty { throw CommandError("there is no environment '\(environment ?? "")'") }
        throw CommandError(
            "there is no object '\(name)'",
            help: nearest(to: name.description, in: known).map { "did you mean '\($0)'?" }
                ?? "'orrery generate --diff' and the files under 'generated' name the objects")
    }

    /// The object and the field on one line of a file.
    func explain(_ place: FileLine) throws {
        guard let data = FileManager.default.contents(atPath: place.file),
            let text = String(validating: data, as: UTF8.self)
        else { throw CommandError("there is no file '\(place.file)'") }
        guard let source = GeneratedFile.blueprint(of: text) else { return try explainLine(place) }
        let file = try BlueprintFile(try blueprint ?? self.blueprint(source, of: place.file))
        var diagnostics: [Diagnostic] = []
        let documents = readDocuments(text, file: place.file, &diagnostics)
        guard let document = documents.last(where: { $0.span.line <= place.line }),
            let name = ObjectName(document), let path = document.path(atLine: place.line)
        else {
            throw CommandError("there is no field on line \(place.line) of '\(place.file)'")
        }
        let folders = place.file.split(separator: "/").map { String($0.replacing(".yaml", with: "")) }
        guard
            let environment = file.system.environments.first(where: { environment in
                self.environment.map { $0 == environment.name } ?? folders.contains(environment.name)
            })
        else {
            throw CommandError("no environment is in the path '\(place.file)'", help: "name one with '--environment'")
        }
        let objects = renderedObjects(for: file.system, environment: environment)
        guard let object = objects.first(where: { $0.name == name }) else {
            throw CommandError(
                "the blueprint makes no object '\(name)' for '\(environment.name)'",
                help: "the file is not up to date; 'orrery generate' writes it anew")
        }
        if object.yaml[path] != document.yaml[path] {
            throw CommandError(
                "'\(path)' of '\(name)' is not what the blueprint makes it",
                help: "the file was changed by hand or is not up to date; 'orrery generate --check' shows how")
        }
        try answer(object, field: path, environment, file)
    }

    /// The path that a generated file names is relative to the folder that the output folder is in.
    private func blueprint(_ source: String, of file: String) throws -> String {
        var folder = URL(fileURLWithPath: file).deletingLastPathComponent().standardizedFileURL
        let here = FileManager.default.currentDirectoryPath + "/"
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(source).standardizedFileURL.path
            if FileManager.default.fileExists(atPath: candidate) {
                return candidate.hasPrefix(here) ? String(candidate.dropFirst(here.count)) : candidate
            }
            folder.deleteLastPathComponent()
        }
        throw CommandError("'\(file)' was made from '\(source)', which is not here", help: "name it with '--blueprint'")
    }

    private func path(_ text: String, in object: RenderedObject) throws -> FieldPath {
        guard let path = FieldPath(text) else {
            throw CommandError(
                "'\(text)' is no path of a field", help: "write it as 'spec.template.spec.containers[0]'")
        }
        if let resolved = path.resolved(in: object.yaml) { return resolved }
        let known = object.yaml.fields.map(\.path.description)
        throw CommandError(
            "'\(object.name)' has no field '\(text)'",
            help: nearest(to: text, in: known).map { "did you mean '\($0)'?" })
    }

    // MARK: - The answer

    private func answer(
        _ object: RenderedObject, field: FieldPath?, _ environment: Environment, _ file: BlueprintFile
    ) throws {
        let causes = file.provenance.causes(of: object.name, in: environment)
        let answer = ManifestAnswer(
            object: object, field: field, environment: environment.name, causes: causes,
            line: line(of: field ?? FieldPath([.key("kind")]), in: object, environment, file))
        let files = try file.system.generatedFiles(environment: environment.name, blueprint: file.file).map {
            (path: "generated/\($0.path)", text: $0.text)
        }
        let status = field == nil ? ExplainedStatus(of: object.name, in: files) : nil
        switch format {
        case .text: print(answer.text + (status.map { "\n\($0.text)" } ?? ""), terminator: "")
        case .json:
            var document = answer.json
            if let status { document["status"] = status.json }
            print(document.prettyText, terminator: "")
        }
    }

    /// What a controller would say about an object of the folder, which no blueprint need have made.
    private func explainStatus(of name: ObjectName, in folder: String) throws {
        guard let status = ExplainedStatus(of: name, in: try manifestFiles(below: folder)) else {
            throw CommandError(
                "nothing is known of a status of '\(name)' in '\(folder)'",
                help: "those of GatewayClass, Gateway, HTTPRoute and Ingress are shown")
        }
        switch format {
        case .text: print("\(name) in \(folder)\n\n\(status.text)", terminator: "")
        case .json:
            let document: JSON = ["object": .string(name.description), "status": status.json]
            print(document.prettyText, terminator: "")
        }
    }

    /// The line of a field in the file that holds the object, as it is generated.
    private func line(
        of path: FieldPath, in object: RenderedObject, _ environment: Environment, _ file: BlueprintFile
    ) -> Int? {
        let files = Generator.manifests(for: file.system, environment: environment)
        guard let text = files.first(where: { $0.path == object.file })?.text(blueprint: file.file) else { return nil }
        var diagnostics: [Diagnostic] = []
        let documents = readDocuments(text, file: object.file, &diagnostics)
        return documents.first { ObjectName($0) == object.name }?.field(at: path)?.span.line
    }
}

extension ExplainedStatus {
    fileprivate init?(of name: ObjectName, in files: [(path: String, text: String)]) {
        self.init(ofKind: name.kind, namespace: name.namespace, name: name.name, in: files)
    }
}

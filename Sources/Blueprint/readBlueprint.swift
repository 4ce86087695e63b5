package import Diagnostics
package import YAMLTree

/// Tells what is in a folder below the blueprint's own, which is the empty path: the names of its files and folders,
/// or nil where there is no such folder.
package typealias FolderContents = (_ folder: String) -> [String]?

/// Reads and checks a blueprint. The system is nil exactly when a diagnostic is an error.
///
/// - Parameters:
///   - text: the YAML
///   - file: its path, as the diagnostics shall show it
///   - folderContents: what stands beside it, for contracts and migrations
/// - Returns: the system, and every diagnostic of the run in the order of the file.
package func readBlueprint(
    _ text: String, file: String, folderContents: FolderContents
) -> (System?, [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let documents = readDocuments(text, file: file, &diagnostics)
    guard let root = documents.first else {
        if diagnostics.isEmpty { diagnostics.append(.emptyBlueprint(file: file)) }
        return (nil, diagnostics)
    }
    if documents.count > 1 { diagnostics.append(.severalDocuments(at: documents[1].span)) }
    checkShape(.fields(blueprintLanguage), of: root, in: wholeBlueprint, &diagnostics)
    let (system, findings) = withoutActuallyEscaping(folderContents) { contents in
        var reader = SystemReader(blueprint: Blueprint(root: root), folderContents: contents)
        return (reader.system(), reader.diagnostics)
    }
    diagnostics = (diagnostics + findings).sorted()
    let isFaulty = diagnostics.contains { $0.severity == .error }
    return (isFaulty ? nil : system, diagnostics)
}

/// What a blueprint comes to that may have mistakes, without saying which: for those who want to know what changes when
/// it is `altered`. What is wrong with a value counts as if it were not there.
package func assumedSystem(of root: LocatedNode, folderContents: FolderContents) -> System {
    withoutActuallyEscaping(folderContents) { contents in
        var reader = SystemReader(blueprint: Blueprint(root: root), folderContents: contents)
        return reader.system()
    }
}

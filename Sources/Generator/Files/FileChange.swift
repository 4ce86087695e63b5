/// A file's path, relative to the output folder, and its text.
package struct TextFile: Equatable, Sendable {
    package let path: String
    /// How long its text takes to make, beside those of others.
    let weight: Int
    private let makeText: @Sendable () -> String

    package init(path: String, text: String) { self.init(path: path, weight: 0) { text } }

    /// A file whose text is made each time it is asked for: those of thousands of files together fill the memory.
    init(path: String, weight: Int, makeText: @escaping @Sendable () -> String) {
        self.path = path
        self.weight = weight
        self.makeText = makeText
    }

    package var text: String { makeText() }

    package static func == (lhs: TextFile, rhs: TextFile) -> Bool { lhs.path == rhs.path && lhs.text == rhs.text }
}

/// One thing to do so that the disk holds what the generator made.
package enum FileChange: Equatable, Sendable {
    case create(TextFile)
    case update(path: String, from: String, to: String)
    case delete(TextFile)

    package var path: String {
        switch self {
        case .create(let file), .delete(let file): file.path
        case .update(let path, _, _): path
        }
    }

    /// The change as a unified diff.
    package var difference: String {
        switch self {
        case .create(let file): unifiedDifference(from: "", to: file.text, path: file.path, old: "/dev/null")
        case .update(let path, let old, let new): unifiedDifference(from: old, to: new, path: path)
        case .delete(let file): unifiedDifference(from: file.text, to: "", path: file.path, new: "/dev/null")
        }
    }
}

extension FileChange {
    /// The file as it is to be; nil for one that is deleted.
    var wanted: TextFile? {
        switch self {
        case .create(let file): file
        case .update(let path, _, let text): TextFile(path: path, text: text)
        case .delete: nil
        }
    }
}

/// What to do so that `onDisk` becomes `wanted`, in the order of the paths. A file that is not wanted is deleted only
/// if it is one of ours: a YAML file by its first line, a frontend's JSON file by its folder.
package func changes(from onDisk: [TextFile], to wanted: [TextFile]) -> [FileChange] {
    let wantedPaths = Set(wanted.map(\.path))
    let existing = Dictionary(onDisk.map { ($0.path, $0.text) }) { first, _ in first }
    let written = wanted.concurrentMap(heaviestFirst: \.weight) { file -> FileChange? in
        guard let old = existing[file.path] else { return .create(file) }
        let new = file.text
        return old == new ? nil : .update(path: file.path, from: old, to: new)
    }.compactMap(\.self)
    let removed = onDisk.filter { !wantedPaths.contains($0.path) && $0.isOurs }.map(FileChange.delete)
    return (written + removed).sorted { $0.path < $1.path }
}

/// What `orrery generate --check` prints: every change as a unified diff; empty when the disk is up to date.
package func difference(onDisk: [TextFile], wanted: [TextFile]) -> String {
    changes(from: onDisk, to: wanted).map(\.difference).joined()
}

extension TextFile {
    fileprivate var isOurs: Bool {
        if path.hasSuffix(".yaml") { return text.hasPrefix(GeneratedFile.mark) }
        let parts = path.split(separator: "/")
        return path.hasSuffix(".json") && parts.count >= 4 && parts[2] == "vercel"
    }
}

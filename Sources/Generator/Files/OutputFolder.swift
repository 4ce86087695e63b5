import Foundation

/// The folder that generated files are in.
package struct OutputFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// The text files below `subfolder`, in the order of their paths; none when it does not exist. A file that is not
    /// UTF-8 is not ours and is passed over, and so is one that a run left half-written.
    package func files(in subfolder: String) throws -> [TextFile] {
        let root = path + "/" + subfolder
        guard FileManager.default.fileExists(atPath: root) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: root)
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted()
            .concurrentMap { name in
                contents(ofFile: root + "/" + name).map { TextFile(path: subfolder + "/" + name, text: $0) }
            }
            .compactMap(\.self)
    }

    /// Makes the changes. Each file is written beside its place and then moved there, so that a reader finds the old
    /// one or the new one and nothing in between. A folder that is empty afterwards goes with its last file.
    package func apply(_ changes: [FileChange]) throws {
        let written = changes.compactMap(\.wanted)
        for folder in Set(written.map { $0.path[..<($0.path.lastIndex(of: "/") ?? $0.path.startIndex)] }) {
            try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
        }
        let results = written.concurrentMap { file in
            Result { try replaceFile(atPath: path + "/" + file.path, with: file.text) }
        }
        for result in results { try result.get() }
        for case .delete(let file) in changes { try delete(file.path) }
    }

    private func delete(_ file: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + file)
        var folder = Substring(file)
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            let place = path + "/" + folder
            guard try FileManager.default.contentsOfDirectory(atPath: place).isEmpty else { return }
            try FileManager.default.removeItem(atPath: place)
        }
    }
}

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
        return try FileManager.default.subpathsOfDirectory(atPath: root).sorted().compactMap { name in
            guard name.hasSuffix(".yaml") || name.hasSuffix(".json") else { return nil }
            guard let text = contents(ofFile: root + "/" + name) else { return nil }
            return TextFile(path: subfolder + "/" + name, text: text)
        }
    }

    /// Makes the changes. Each file is written beside its place and then moved there, so that a reader finds the old
    /// one or the new one and nothing in between. A folder that is empty afterwards goes with its last file.
    package func apply(_ changes: [FileChange]) throws {
        var folders: Set<Substring> = []
        for change in changes {
            switch change {
            case .create(let file): try write(file.text, to: file.path, &folders)
            case .update(let path, _, let text): try write(text, to: path, &folders)
            case .delete(let file): try delete(file.path)
            }
        }
    }

    /// `folders` are those that have been seen to exist.
    private func write(_ text: String, to file: String, _ folders: inout Set<Substring>) throws {
        let folder = file[..<(file.lastIndex(of: "/") ?? file.startIndex)]
        if folders.insert(folder).inserted {
            try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
        }
        try replaceFile(atPath: path + "/" + file, with: text)
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

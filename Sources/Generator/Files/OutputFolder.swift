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
    /// one or the new one and nothing in between; where folders are new, the outermost of them is. A folder that is empty
    /// afterwards goes with its last file.
    package func apply(_ changes: [FileChange]) throws {
        let written = changes.compactMap(\.wanted)
        let folders = Dictionary(uniqueKeysWithValues: Set(written.map(\.folder)).map { ($0, writtenFolder($0)) })
        let newFolders = Set(folders.values.compactMap(\.new))
        do {
            for (name, folder) in folders {
                try done(makeFolders(atPath: folder.path), "make the folder", folder.new ?? name)
            }
            let results = written.concurrentMap(heaviestFirst: \.weight) { file in
                Result { try write(file, in: folders[file.folder] ?? WrittenFolder(path: path)) }
            }
            for result in results { try result.get() }
            for folder in newFolders {
                let place = path + "/" + folder
                try done(rename(place + Self.mark, place) == 0 ? 0 : errno, "make the folder", folder)
            }
        } catch {
            for folder in newFolders {
                try? FileManager.default.removeItem(atPath: path + "/" + folder + Self.mark)
            }
            throw error
        }
        for case .delete(let file) in changes { try delete(file.path) }
    }

    /// What the name of something ends in that is not in its place yet.
    private static let mark = ".\(getpid()).new"

    private struct WrittenFolder: Sendable {
        /// Where the files are written.
        var path: String
        /// The outermost new folder, beside whose place it is filled; nil for a folder that is there.
        var new: Substring?
    }

    private func writtenFolder(_ folder: Substring) -> WrittenFolder {
        var outer = folder
        var new: Substring?
        while !outer.isEmpty, !FileManager.default.fileExists(atPath: path + "/" + outer) {
            new = outer
            outer = outer[..<(outer.lastIndex(of: "/") ?? outer.startIndex)]
        }
        guard let new else { return WrittenFolder(path: path + "/" + folder) }
        return WrittenFolder(path: path + "/" + new + Self.mark + folder[new.endIndex...], new: new)
    }

    private func write(_ file: TextFile, in folder: WrittenFolder) throws {
        let place = folder.path + "/" + file.path[file.folder.endIndex...].drop { $0 == "/" }
        let error =
            folder.new == nil
            ? replaceFile(atPath: place, with: file.text, mark: Self.mark) : writeFile(atPath: place, file.text)
        try done(error, "write", file.path[...])
    }

    /// - Throws: `WriteFailure` for any error number but 0.
    private func done(_ error: Int32, _ deed: String, _ name: Substring) throws {
        if error != 0 {
            throw WriteFailure(description: "cannot \(deed) '\(path)/\(name)': \(String(cString: strerror(error)))")
        }
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

/// Why a file or a folder is not there.
package struct WriteFailure: Error, CustomStringConvertible {
    package let description: String
}

extension TextFile {
    /// The path of its folder; empty for a file in none.
    fileprivate var folder: Substring { path[..<(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)] }
}

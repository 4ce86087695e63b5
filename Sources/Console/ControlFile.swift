import Foundation
import JSONTree

/// The file by which the command line finds a running system: `control.json` in its state folder.
///
/// It is written when the control API is bound, for its owner alone, and removed when the system ends. A system that
/// keeps nothing has one too, with the process's number in its name, beside the state folder that it would have.
package struct ControlFile: Sendable {
    package let path: String

    /// - Parameters:
    ///   - folder: the state folder, or the one that the system would have.
    ///   - keepsState: whether the folder is the instance's own.
    package init(folder: String, keepsState: Bool) {
        path = folder + (keepsState ? "/control.json" : "/control-\(getpid()).json")
    }

    package func write(system: String, url: String) throws {
        let document: JSON = ["system": .string(system), "url": .string(url), "process": JSON(Int(getpid()))]
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let temporary = "\(path).\(getpid()).new"
        let isWritten = FileManager.default.createFile(
            atPath: temporary, contents: Data(document.prettyText.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten, rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Removes it, and the folders that were made for it alone.
    package func remove() {
        unlink(path)
        var folder = path[...]
        for _ in 0..<2 {
            guard let slash = folder.lastIndex(of: "/") else { return }
            folder = folder[..<slash]
            // Refused for a folder that holds anything.
            rmdir(String(folder))
        }
    }

    /// A system that runs, as its file says.
    package struct Running: Sendable {
        package var system: String
        package var url: String
        package var path: String
    }

    /// The systems whose files are in the folders below `folder`, such as `.orrery`, or in `folder` itself, in the order
    /// of their paths. A file whose process has ended is passed over.
    package static func running(below folder: String) -> [Running] {
        let folders =
            [folder]
            + ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map {
                "\(folder)/\($0)"
            }
        return folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasPrefix("control") && $0.hasSuffix(".json") }.sorted().compactMap {
                running(at: "\(folder)/\($0)")
            }
        }
    }

    private static func running(at path: String) -> Running? {
        guard let data = FileManager.default.contents(atPath: path), let document = try? JSON.parse(data),
            let system = document["system"]?.string, let url = document["url"]?.string,
            let process = document["process"]?.int.flatMap(Int32.init(exactly:)), process > 0,
            kill(process, 0) == 0 || errno == EPERM
        else { return nil }
        return Running(system: system, url: url, path: path)
    }
}

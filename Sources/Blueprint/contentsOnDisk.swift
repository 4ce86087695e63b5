import Foundation

/// What stands in the folders below `root`, for `readBlueprint`.
package func contentsOnDisk(below root: String) -> FolderContents {
    { folder in
        let path = folder.isEmpty ? root : "\(root)/\(folder)"
        return (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted()
    }
}

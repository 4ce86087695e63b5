import Foundation

/// The manifests in `folder`, in the order of their paths, which begin with it.
///
/// - Throws: `CommandError` when there are none.
func manifestFiles(below folder: String) throws -> [(path: String, text: String)] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
        let paths = FileManager.default.enumerator(atPath: folder)
    else {
        throw CommandError("there is no folder '\(folder)'")
    }
    let wanted = paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }
    if wanted.isEmpty {
        throw CommandError("there are no manifests in '\(folder)'", help: "'orrery generate' writes them")
    }
    return try wanted.sorted().map {
        ("\(folder)/\($0)", try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
    }
}

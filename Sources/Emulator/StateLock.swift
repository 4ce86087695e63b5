import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps a second instance out of a state folder while the first one runs. The system lets go of it when the process
/// ends, however it ends.
package final class StateLock: Sendable {
    private let descriptor: Int32

    /// Makes the folder where it is missing.
    ///
    /// - Throws: `StateFolderInUse`.
    package init(folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        descriptor = open("\(folder)/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if descriptor >= 0 { Glibc.close(descriptor) }
            throw StateFolderInUse(folder: folder)
        }
    }

    deinit { Glibc.close(descriptor) }
}

/// Another instance keeps its state in the same folder.
package struct StateFolderInUse: Error, CustomStringConvertible {
    package var folder: String

    package var description: String { "another instance is using the state in '\(folder)'" }
}

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
        // Nothing is stored before all is well: the end of a lock closes its descriptor, and one that is closed twice may
        // be somebody else's by then.
        guard let descriptor = Self.locked("\(folder)/lock") else { throw StateFolderInUse(folder: folder) }
        self.descriptor = descriptor
    }

    /// The descriptor of a file that nobody else has locked; nil when somebody has, or it cannot be opened.
    private static func locked(_ path: String) -> Int32? {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { return nil }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
        Glibc.close(descriptor)
        return nil
    }

    deinit { Glibc.close(descriptor) }
}

/// Another instance keeps its state in the same folder.
package struct StateFolderInUse: Error, CustomStringConvertible {
    package var folder: String

    package var description: String { "another instance is using the state in '\(folder)'" }
}

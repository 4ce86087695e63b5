import Foundation

// Thousands of small files: the system's own calls, without what Foundation does around each.

/// The text of a file; nil where there is none, or it is not UTF-8.
func contents(ofFile path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    var isBroken = false
    // One byte more than there should be tells the end of the file from a file that has grown.
    var room = max(0, Int(status.st_size)) + 1
    while true {
        let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            let read = read(file, buffer.baseAddress, room)
            count = max(0, read)
            isBroken = read < 0
        }
        if isBroken { return nil }
        if part.isEmpty { break }
        bytes = bytes.isEmpty ? part : bytes + part
        room = 65_536
    }
    return String(validating: bytes, as: UTF8.self)
}

/// Writes a file beside its place and moves it there, so that a reader finds the old text or the new one.
func replaceFile(atPath path: String, with text: String) throws {
    let temporary = "\(path).\(getpid()).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure(path) }
    var text = text
    let isWritten = text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = write(file, rest.baseAddress, rest.count)
            if count <= 0 { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return true
    }
    guard close(file) == 0, isWritten, rename(temporary, path) == 0 else {
        let error = failure(path)
        unlink(temporary)
        throw error
    }
}

private func failure(_ path: String) -> any Error {
    CocoaError(
        .fileWriteUnknown,
        userInfo: [
            NSFilePathErrorKey: path,
            NSLocalizedDescriptionKey: "cannot write '\(path)': \(String(cString: strerror(errno)))",
        ])
}

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

/// Writes a file beside its place, under a name that ends in `mark`, and moves it there, so that a reader finds the old
/// text or the new one. Returns 0, or the error number.
func replaceFile(atPath path: String, with text: String, mark: String) -> Int32 {
    let error = writeFile(atPath: path + mark, text)
    if error == 0, rename(path + mark, path) == 0 { return 0 }
    defer { unlink(path + mark) }
    return error == 0 ? errno : error
}

/// Writes a file in its place. Returns 0, or the error number.
func writeFile(atPath path: String, _ text: String) -> Int32 {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { return errno }
    var text = text
    let error = text.withUTF8 { bytes -> Int32 in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = write(file, rest.baseAddress, rest.count)
            if count <= 0 { return count < 0 ? errno : EIO }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return 0
    }
    return close(file) == 0 || error != 0 ? error : errno
}

/// Makes a folder and those around it, as far as they are missing. Returns 0, or the error number.
func makeFolders(atPath path: String) -> Int32 {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return 0 }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return errno }
    let error = makeFolders(atPath: String(path[..<slash]))
    if error != 0 { return error }
    return mkdir(path, 0o777) == 0 || errno == EEXIST ? 0 : errno
}

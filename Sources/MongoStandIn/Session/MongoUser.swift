/// Who may connect.
package struct MongoUser: Sendable, Equatable {
    package enum Access: Sendable {
        case readOnly, readWrite

        var role: String { self == .readOnly ? "readAnyDatabase" : "readWriteAnyDatabase" }
    }

    package var name: String
    package var password: String
    package var access: Access

    package init(name: String, password: String, access: Access) {
        self.name = name
        self.password = password
        self.access = access
    }
}

/// Who may connect, and what for.
package struct RedisUser: Sendable, Equatable {
    package enum Access: Sendable, Equatable {
        /// Everything that changes no data and no settings.
        case readOnly
        case readWrite
    }

    package var name: String
    /// nil lets anybody in who gives the name; for `default`, anybody who gives none.
    package var password: String?
    package var access: Access

    package init(name: String, password: String?, access: Access) {
        self.name = name
        self.password = password
        self.access = access
    }

    /// The user of a server without passwords.
    package static let open = RedisUser(name: "default", password: nil, access: .readWrite)
}

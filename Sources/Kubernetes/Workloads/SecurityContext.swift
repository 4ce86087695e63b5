import YAMLTree

/// What all containers of a pod may do; API reference: "PodSecurityContext v1 core".
package struct PodSecurityContext: Equatable, Sendable {
    package var runAsNonRoot: Bool?
    package var runAsUser: Int?
    package var runAsGroup: Int?
    package var fsGroup: Int?
    package var fsGroupChangePolicy: String?
    package var supplementalGroupsPolicy: String?
    /// `RuntimeDefault`.
    package var seccompProfile: String?

    package init(
        runAsNonRoot: Bool? = nil, runAsUser: Int? = nil, runAsGroup: Int? = nil, fsGroup: Int? = nil,
        fsGroupChangePolicy: String? = nil, supplementalGroupsPolicy: String? = nil, seccompProfile: String? = nil
    ) {
        self.runAsNonRoot = runAsNonRoot
        self.runAsUser = runAsUser
        self.runAsGroup = runAsGroup
        self.fsGroup = fsGroup
        self.fsGroupChangePolicy = fsGroupChangePolicy
        self.supplementalGroupsPolicy = supplementalGroupsPolicy
        self.seccompProfile = seccompProfile
    }

    init(reading object: inout FieldReader) {
        runAsNonRoot = object.optionalBool("runAsNonRoot")
        runAsUser = object.optionalInt("runAsUser")
        runAsGroup = object.optionalInt("runAsGroup")
        fsGroup = object.optionalInt("fsGroup")
        fsGroupChangePolicy = object.optionalString("fsGroupChangePolicy")
        supplementalGroupsPolicy = object.optionalString("supplementalGroupsPolicy")
        seccompProfile = object.optional("seccompProfile") { $0.string("type") }
    }

    var yaml: YAML {
        .object([
            "runAsNonRoot": .optional(runAsNonRoot), "runAsUser": .optional(runAsUser),
            "runAsGroup": .optional(runAsGroup), "fsGroup": .optional(fsGroup),
            "fsGroupChangePolicy": .optional(fsGroupChangePolicy),
            "supplementalGroupsPolicy": .optional(supplementalGroupsPolicy),
            "seccompProfile": seccompProfile.map { .object(["type": .string($0)]) },
        ])
    }
}

/// What one container may do; API reference: "SecurityContext v1 core".
package struct SecurityContext: Equatable, Sendable {
    package var allowPrivilegeEscalation: Bool?
    package var privileged: Bool?
    package var readOnlyRootFilesystem: Bool?
    package var runAsNonRoot: Bool?
    package var runAsUser: Int?
    package var runAsGroup: Int?
    /// Capabilities taken away: `ALL`.
    package var drop: [String]
    package var seccompProfile: String?

    package init(
        allowPrivilegeEscalation: Bool? = nil, privileged: Bool? = nil, readOnlyRootFilesystem: Bool? = nil,
        runAsNonRoot: Bool? = nil, runAsUser: Int? = nil, runAsGroup: Int? = nil, drop: [String] = [],
        seccompProfile: String? = nil
    ) {
        self.allowPrivilegeEscalation = allowPrivilegeEscalation
        self.privileged = privileged
        self.readOnlyRootFilesystem = readOnlyRootFilesystem
        self.runAsNonRoot = runAsNonRoot
        self.runAsUser = runAsUser
        self.runAsGroup = runAsGroup
        self.drop = drop
        self.seccompProfile = seccompProfile
    }

    init(reading object: inout FieldReader) {
        allowPrivilegeEscalation = object.optionalBool("allowPrivilegeEscalation")
        privileged = object.optionalBool("privileged")
        readOnlyRootFilesystem = object.optionalBool("readOnlyRootFilesystem")
        runAsNonRoot = object.optionalBool("runAsNonRoot")
        runAsUser = object.optionalInt("runAsUser")
        runAsGroup = object.optionalInt("runAsGroup")
        drop = object.optional("capabilities") { $0.strings("drop") } ?? []
        seccompProfile = object.optional("seccompProfile") { $0.string("type") }
    }

    var yaml: YAML {
        .object([
            "allowPrivilegeEscalation": .optional(allowPrivilegeEscalation), "privileged": .optional(privileged),
            "readOnlyRootFilesystem": .optional(readOnlyRootFilesystem), "runAsNonRoot": .optional(runAsNonRoot),
            "runAsUser": .optional(runAsUser), "runAsGroup": .optional(runAsGroup),
            "capabilities": YAML.strings(drop).map { .object(["drop": $0]) },
            "seccompProfile": seccompProfile.map { .object(["type": .string($0)]) },
        ])
    }
}

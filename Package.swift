// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "orrery",
    products: [.executable(name: "orrery", targets: ["orrery"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ]
)

// MARK: - Products of other packages

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A call of an asynchronous function stays where its caller is. Without it, each call on a request's way looks for its
/// executor, which is a fifth of its time.
let staysWithCaller: SwiftSetting = .enableUpcomingFeature("NonisolatedNonsendingByDefault")

/// Puts Swift's libraries into a program: each call into them is then a call and no jump through a table, which is a fifth
/// of what a request takes, and the program runs where no Swift is installed. LLVM's linker comes with Swift; it does not
/// mind that Foundation's parts name each other in a circle. What is hot comes first, side by side: see
/// Benchmarks/hot_functions.py.
let standalone: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-use-ld=lld"]
            + [
                "-lFoundation", "-lFoundationEssentials", "-lFoundationInternationalization", "-l_FoundationICU",
                "-l_FoundationCShims", "-l_FoundationCollections", "-lCoreFoundation", "-lstdc++",
                "--symbol-ordering-file=\(Context.packageDirectory)/scripts/hot-functions.txt",
                "--no-warn-symbol-ordering",
            ].flatMap { ["-Xlinker", $0] },
        .when(platforms: [.linux]))
]

/// Adds a library target and, unless told otherwise, its tests. `recorded` names folders of the tests that hold what
/// they compare with, `testedWith` what only they need.
@MainActor
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], callsStayWithCaller: Bool = true, tested: Bool = true,
    recorded: [String] = [], testedWith more: [Target.Dependency] = []
) {
    let settings = callsStayWithCaller ? settings + [staysWithCaller] : settings
    package.targets.append(.target(name: name, dependencies: dependencies, swiftSettings: settings))
    if tested {
        let support: Target.Dependency = "TestSupport"
        package.targets.append(
            .testTarget(
                name: "\(name)Tests", dependencies: dependencies + more + [.byName(name: name), support],
                exclude: recorded,
                swiftSettings: settings))
    }
}

// MARK: - C libraries, from Debian's -dev packages

package.targets.append(
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]))
package.targets.append(
    .systemLibrary(name: "CPgQuery", providers: [.apt(["libpg-query-dev", "libprotobuf-c-dev"])]))
package.targets.append(
    .systemLibrary(
        name: "CLua", pkgConfig: "lua5.1",
        providers: [.apt(["liblua5.1-0-dev", "lua-bitop-dev", "lua-cjson-dev"])]))
// Ours: Lua reports errors with longjmp, which must not cross a Swift frame.
package.targets.append(
    .target(
        name: "CLuaGlue", dependencies: ["CLua"],
        linkerSettings: [.linkedLibrary("lua5.1-cjson"), .linkedLibrary("lua5.1-bitop"), .linkedLibrary("lua5.1")]))

package.targets.append(.systemLibrary(name: "CPlatform"))

// MARK: - The ground: values, text, sockets, files (an arrow is "depends on"; never upward)

module("Determinism", ["CPlatform"])
module("Diagnostics")
module("Fidelity")
module("JSONTree")
module("HTTP", ["JSONTree"])
module("YAMLTree", ["Diagnostics", yams])
module("SQLiteStore", ["CSQLite"])
module("Serving", ["HTTP", nioCore, nioPosix, nioHTTP1, nioHTTP2, nioSSL, asn1, crypto, x509])

// MARK: - What is deployed

module("Kubernetes", ["Diagnostics", "YAMLTree"])
module("Blueprint", ["Diagnostics", "JSONTree", "YAMLTree"])
module("Graph", ["Blueprint", "Diagnostics", "YAMLTree"], recorded: ["Fixtures"])
module("NetworkPolicy", ["Diagnostics", "Kubernetes", "YAMLTree"])
module("Generator", ["Blueprint", "Diagnostics", "JSONTree", "Kubernetes", "NetworkPolicy", "YAMLTree"])

// MARK: - What runs

module("Contracts", ["Diagnostics", "HTTP", "JSONTree", "YAMLTree"])
module("Routing", ["Diagnostics", "HTTP", "JSONTree", "Kubernetes"])
module("Identity", ["Determinism", "HTTP", "JSONTree", crypto, cryptoExtras])
module("MCP", ["Contracts", "Determinism", "HTTP", "JSONTree"])
// The compiler (6.3) crashes on its tables of functions with the other setting.
module("Vendors", ["Determinism", "Fidelity", "HTTP", "JSONTree", crypto], callsStayWithCaller: false)
module(
    "RedisStandIn",
    [
        "CLuaGlue", "CPlatform", "Determinism", "Fidelity", "Serving", "SQLiteStore", crypto, nioCore,
        nioPosix, nioSSL,
    ],
    recorded: ["Transcripts"])
module(
    "PostgresStandIn", ["CPgQuery", "CSQLite", "Determinism", "Fidelity", "Serving", "SQLiteStore", crypto, nioCore],
    recorded: ["Transcripts"])
module("MongoStandIn", ["Determinism", "Fidelity", "Serving", "SQLiteStore", crypto, nioCore])
module(
    "Images",
    [
        "Contracts", "Determinism", "HTTP", "JSONTree", "Identity", "MCP", "MongoStandIn", "PostgresStandIn",
        "RedisStandIn",
    ])
module(
    "Emulator",
    [
        "Contracts", "Determinism", "Diagnostics", "Fidelity", "HTTP", "Identity", "Images", "JSONTree", "Kubernetes",
        "MCP", "MongoStandIn", "NetworkPolicy", "PostgresStandIn", "RedisStandIn", "Routing", "Serving", "SQLiteStore",
        "Vendors", "YAMLTree", crypto, nioCore, nioSSL,
    ])
module("Console", ["Determinism", "Emulator", "HTTP", "Images", "JSONTree", "Serving"])
module(
    "PromptSales",
    [
        "Determinism", "HTTP", "Images", "JSONTree", "MCP", "MongoStandIn", "PostgresStandIn", "RedisStandIn", crypto,
    ],
    testedWith: ["Blueprint", "Contracts", "Diagnostics", "Emulator", "Generator", "NetworkPolicy", "YAMLTree"])

package.targets.append(
    .executableTarget(
        name: "orrery",
        dependencies: [
            "Blueprint", "CPlatform", "Console", "Diagnostics", "Emulator", "Generator", "Graph", "HTTP", "Images",
            "JSONTree", "Kubernetes", "PromptSales", "Serving", "YAMLTree", argumentParser,
        ],
        swiftSettings: settings, linkerSettings: standalone))

// One stand-in without a system around it: what suites and benchmarks of the real server are run against.
package.targets.append(
    .executableTarget(
        name: "orrery-redis",
        dependencies: ["Determinism", "Fidelity", "RedisStandIn", "SQLiteStore", "Serving", argumentParser],
        swiftSettings: settings, linkerSettings: standalone))

module("TestSupport", [], tested: false)

package import JSONTree
import Synchronization

/// Where a mock keeps its documents: named collections of JSON values with an id each.
///
/// A write has happened when its call returns; each call is atomic. A document that is put again keeps its place in the
/// order of insertion. The emulator gives one that writes to SQLite, tests use `inMemory()`.
package struct VendorStore: Sendable {
    package struct Document: Hashable, Sendable {
        package var id: String
        package var value: JSON

        package init(id: String, value: JSON) {
            self.id = id
            self.value = value
        }
    }

    package var put: @Sendable (_ collection: String, _ id: String, _ value: JSON) async throws -> Void
    /// The document, or nil.
    package var get: @Sendable (_ collection: String, _ id: String) async throws -> JSON?
    /// Deletes the document; nothing happens when there is none.
    package var delete: @Sendable (_ collection: String, _ id: String) async throws -> Void
    /// Every document of the collection in the order of insertion; none for an unknown collection.
    package var list: @Sendable (_ collection: String) async throws -> [Document]
    /// The names of the collections that hold a document, sorted.
    package var collections: @Sendable () async throws -> [String]

    package init(
        put: @escaping @Sendable (String, String, JSON) async throws -> Void,
        get: @escaping @Sendable (String, String) async throws -> JSON?,
        delete: @escaping @Sendable (String, String) async throws -> Void,
        list: @escaping @Sendable (String) async throws -> [Document],
        collections: @escaping @Sendable () async throws -> [String]
    ) {
        self.put = put
        self.get = get
        self.delete = delete
        self.list = list
        self.collections = collections
    }

    /// A store that is gone with the process.
    package static func inMemory() -> VendorStore {
        let memory = Memory()
        return VendorStore(
            put: { collection, id, value in
                memory.collections.withLock { $0[collection, default: JSON.Object()][id] = value }
            },
            get: { collection, id in memory.collections.withLock { $0[collection]?[id] } },
            delete: { collection, id in
                memory.collections.withLock { collections in
                    collections[collection]?[id] = nil
                    if collections[collection]?.isEmpty == true { collections[collection] = nil }
                }
            },
            list: { collection in
                memory.collections.withLock { $0[collection] }?.members.map { Document(id: $0.name, value: $0.value) }
                    ?? []
            },
            collections: { memory.collections.withLock { $0.keys.sorted() } })
    }

    private final class Memory: Sendable {
        let collections = Mutex<[String: JSON.Object]>([:])
    }

    /// The same store with every collection's name behind `prefix` and a slash, so that mocks can share one.
    func scoped(_ prefix: String) -> VendorStore {
        let (put, get, delete, list, collections) = (put, get, delete, list, collections)
        let scope = prefix + "/"
        return VendorStore(
            put: { try await put(scope + $0, $1, $2) },
            get: { try await get(scope + $0, $1) },
            delete: { try await delete(scope + $0, $1) },
            list: { try await list(scope + $0) },
            collections: {
                try await collections().filter { $0.hasPrefix(scope) }.map { String($0.dropFirst(scope.count)) }
            })
    }

    /// Everything in it: per collection an array of `[id, value]`, in the order of insertion.
    func snapshot() async throws -> JSON {
        var all = JSON.Object()
        for collection in try await collections() {
            all[collection] = .array(try await list(collection).map { .array([.string($0.id), $0.value]) })
        }
        return .object(all)
    }

    /// Replaces everything in it by a snapshot; members that are not of its shape are passed over.
    func restore(_ snapshot: JSON) async throws {
        for collection in try await collections() {
            for document in try await list(collection) { try await delete(collection, document.id) }
        }
        for (collection, documents) in snapshot.object?.members ?? [] {
            for document in documents.array ?? [] {
                guard let id = document[0]?.string, let value = document[1] else { continue }
                try await put(collection, id, value)
            }
        }
    }
}

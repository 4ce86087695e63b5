package import Contracts
import HTTP
import JSONTree

/// An image that runs from its OpenAPI document alone.
///
/// Every operation takes what its schemas allow and answers with data that conforms. A path such as `/products` with an
/// item path `/products/{id}` below it is a collection: what is created is kept in the container's store, and can be
/// read, listed, changed and deleted. Where the container has no store, and for operations that are no part of a
/// collection, the answer is the document's example, or one made from its schema.
package struct ContractImage: Sendable {
    private let document: OpenAPIDocument

    package init(_ document: OpenAPIDocument) { self.document = document }

    /// Starts a container of it.
    ///
    /// - Throws: `NetworkError` when the container's store cannot be reached, `UnusableTable` for a table that has a
    ///   collection's name and not its columns.
    package func start(_ container: Container) async throws -> RunningImage {
        var router = Router()
        router.on(.get, "/livez") { _ in .text("alive\n") }
        router.on(.get, "/readyz") { _ in .text("ready\n") }
        var actions: [CollectionActions] = []
        if let database = try await RecordDatabase.connect(container) {
            for collection in document.collections {
                let records = try await database.records(of: collection)
                actions.append(CollectionActions(collection: collection, records: records))
            }
        }
        for operation in document.operations {
            let contract = OperationContract(document: document, operation: operation)
            let owner = actions.first {
                $0.collection.path == operation.path || $0.collection.itemPath == operation.path
            }
            let action = owner?.action(for: operation)
            router.on(operation.method, operation.path) { call in
                if let problem = contract.violation(of: call) { return contract.response(to: problem) }
                do {
                    return try await action?(call) ?? contract.example
                } catch let problem as Problem {
                    return contract.response(to: problem)
                }
            }
        }
        return RunningImage(handler: router.handler)
    }
}

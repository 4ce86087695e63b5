package import Blueprint
package import Kubernetes

/// Every file that deploys `system` to `environment`, in the folder `<system>/<environment>/`, in a fixed order.
package func manifests(for system: System, environment: Environment) -> [GeneratedFile] {
    let site = Site(system, in: environment)
    // What stands in one file can be long too: it is begun first.
    let parts: [@Sendable () -> [PlacedObjects]] =
        [
            { [("edge/load-balancer.yaml", site.loadBalancerObjects), ("edge/gateway.yaml", site.gatewayObjects)] }
        ] + Array(site.system.workloads.indices).pieces(of: 32).map(site.placedObjects)
    let made = parts.concurrentMap(pieceSize: 1) { $0() }
    let folder = "\(system.name)/\(environment.name)/"
    let objects: [PlacedObjects] =
        [
            ("namespaces.yaml", site.namespaces.flatMap(site.namespaceObjects)),
            ("priorities.yaml", site.priorityClasses.map(Manifest.priorityClass)),
        ]
        + site.system.stores.map { ("data/\($0.name).yaml", site.objects(of: $0)) }
        + made.dropFirst().flatMap(\.self) + made[0]
    let files = objects.filter { !$0.objects.isEmpty }
    let kustomization = Kustomization(resources: files.map(\.path).sorted())
    let all =
        [GeneratedFile(path: folder + "kustomization.yaml", objects: [.kustomization(kustomization)])]
        + files.map { GeneratedFile(path: folder + $0.path, objects: $0.objects) }
        + system.frontends.flatMap { frontend in
            let project = folder + "vercel/\(frontend.name)/"
            return [
                GeneratedFile(path: project + "vercel.json", content: .json(site.configuration(of: frontend))),
                GeneratedFile(path: project + "project.json", content: .json(site.project(for: frontend))),
            ]
        }
    return adding(system.extras + environment.extras, to: all)
}

private typealias PlacedObjects = (path: String, objects: [Manifest])

extension Site {
    /// Makes the objects of workloads, a file for each.
    fileprivate func placedObjects(of places: ArraySlice<Int>) -> @Sendable () -> [PlacedObjects] {
        { [self] in
            places.map { place in
                let workload = DeployedWorkload(system.workloads[place], at: self)
                return ("\(workload.namespace)/\(workload.name).yaml", objects(of: workload))
            }
        }
    }

    /// A store's name in the cluster, and what makes the store where controllers in the cluster do.
    package func objects(of store: Store) -> [Manifest] {
        (service(for: store).map { [.service($0)] } ?? []) + managedObjects(for: store)
    }

    /// Everything that belongs to one workload alone, in the order in which it is needed.
    package func objects(of workload: Workload) -> [Manifest] { objects(of: DeployedWorkload(workload, at: self)) }

    private func objects(of workload: DeployedWorkload) -> [Manifest] {
        var objects: [Manifest] = [
            .serviceAccount(serviceAccount(for: workload)), .configMap(configMap(for: workload)),
        ]
        objects += externalSecrets(for: workload)
        objects.append(.deployment(deployment(for: workload)))
        if let service = service(for: workload) { objects.append(.service(service)) }
        objects += networkPolicies(for: workload)
        objects += vendorPolicies(for: workload)
        objects += identityObjects(for: workload)
        switch workload.scale.trigger {
        case .cpu(let percent):
            objects.append(.horizontalPodAutoscaler(horizontalPodAutoscaler(for: workload, percent: percent)))
        case .lag(let lag):
            objects += triggerAuthentications(for: workload)
            objects.append(.scaledObject(scaledObject(for: workload, lag: lag)))
        }
        objects.append(.podDisruptionBudget(podDisruptionBudget(for: workload)))
        return objects
    }
}

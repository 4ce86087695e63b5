import Foundation
import Images
import Kubernetes
import Serving
import Determinism

/// Processes outside this one that play a workload.
extension Instance {
    /// A process's place, from when it was taken to when it is given back.
    package struct Place: Sendable {
        package let workload: String
        package let port: Int
        package let environment: ProcessEnvironment
        let pod: Pod
        let occupant: Places.Occupant
    }

    /// Takes the place of the workload `name` for a process that will listen on `port`: from now on the routes and the
    /// probes of the workload lead there.
    ///
    /// - Parameter port: nil takes a free one.
    /// - Throws: `PlaceTaken`, and what `processEnvironment` throws.
    package func takePlace(of name: String, port: Int?) async throws -> Place {
        let pod = try pod(named: name)
        let number = if let port { port } else { try await freePort() }
        let environment = try await processEnvironment(of: name, port: number)
        let occupant = try await occupant(of: pod, port: number)
        world.kubelet.restart(pod)
        return Place(
            workload: pod.workload, port: number, environment: environment, pod: pod, occupant: occupant)
    }

    /// Takes the place; waits for a moment for a process that has just ended to be noticed.
    private func occupant(of pod: Pod, port: Int) async throws -> Places.Occupant {
        for _ in 0..<20 {
            if let occupant = places.take(pod, port: port, at: clock.now) { return occupant }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw PlaceTaken(workload: pod.workload)
    }

    /// Why the kubelet wanted the process of `place` ended and started again, one reason for each time.
    package func kills(at place: Place) -> [String] {
        places.occupant(of: place.pod.workload, in: place.pod.namespace)?.kills ?? []
    }

    /// Gives the place back to the image that was there before.
    package func giveBack(_ place: Place) {
        places.leave(place.pod, place.occupant)
        world.kubelet.restart(place.pod)
    }

    /// Where the mounted files of `pod` are written: in the state folder, or in a folder that goes with the instance.
    func processFolder(of pod: Pod) throws -> String {
        let folder = "\(processFolders)/\(pod.namespace)/\(pod.workload)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return folder
    }

    /// The folder for the files of all processes, as an absolute path.
    static func processFolders(stateFolder: String?) -> String {
        guard let stateFolder else {
            return NSTemporaryDirectory() + "orrery-\(getpid())-\(UInt32.random(in: .min ... .max))"
        }
        return URL(fileURLWithPath: stateFolder).standardizedFileURL.path + "/processes"
    }
}

/// Another process plays the workload already.
package struct PlaceTaken: Error, Sendable, CustomStringConvertible {
    package var workload: String

    package var description: String { "another process plays '\(workload)' already" }
}

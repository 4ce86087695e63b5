#if canImport(Glibc)
    import Glibc
#endif

/// What a search looks in: a circle or a box around a place.
struct GeoShape {
    enum Form {
        case circle(radius: Double)
        case box(width: Double, height: Double)
    }

    var center: GeoPosition
    /// In `unit`.
    var form: Form
    /// Metres in one.
    var unit: Double

    static let units: [String: Double] = ["M": 1, "KM": 1000, "FT": 0.3048, "MI": 1609.34]

    /// The distance of a place in metres; nil outside.
    func distance(of place: GeoPosition) -> Double? {
        switch form {
        case .circle(let radius):
            let distance = center.distance(to: place)
            return distance <= radius * unit ? distance : nil
        case .box(let width, let height):
            if place.latitudeDistance(to: center) > height * unit / 2 { return nil }
            let beside = GeoPosition(longitude: center.longitude, latitude: place.latitude)
            if place.distance(to: beside) > width * unit / 2 { return nil }
            return center.distance(to: place)
        }
    }

    private var radius: Double {
        switch form {
        case .circle(let radius): radius * unit
        case .box(let width, let height): (width / 2 * (width / 2) + height / 2 * (height / 2)).squareRoot() * unit
        }
    }

    private var bounds: (west: Double, south: Double, east: Double, north: Double) {
        let (halfWidth, halfHeight) =
            switch form {
            case .circle(let radius): (radius * unit, radius * unit)
            case .box(let width, let height): (width / 2 * unit, height / 2 * unit)
            }
        let latitudeDelta = (halfHeight / GeoHash.earthRadius).degrees
        let top = (halfWidth / GeoHash.earthRadius / cos((center.latitude + latitudeDelta).radians)).degrees
        let bottom = (halfWidth / GeoHash.earthRadius / cos((center.latitude - latitudeDelta).radians)).degrees
        let delta = center.latitude < 0 ? bottom : top
        return (
            center.longitude - delta, center.latitude - latitudeDelta, center.longitude + delta,
            center.latitude + latitudeDelta
        )
    }

    private static func steps(for metres: Double, latitude: Double) -> Int {
        if metres == 0 { return 26 }
        var range = metres
        var step = 1
        while range < 20037726.37, step < 64 {
            range *= 2
            step += 1
        }
        step -= 2
        if abs(latitude) > 66 {
            step -= 1
            if abs(latitude) > 80 { step -= 1 }
        }
        return min(max(step, 1), 26)
    }

    /// The squares that hold all of the shape, in the order in which Redis looks into them.
    var squares: [GeoHash] {
        let bounds = bounds
        var steps = Self.steps(for: radius, latitude: center.latitude)
        var hash = GeoHash(longitude: center.longitude, latitude: center.latitude, step: steps)
        func isTooSmall() -> Bool {
            let north = hash.moved(east: 0, north: 1).area.latitude.upperBound
            let south = hash.moved(east: 0, north: -1).area.latitude.lowerBound
            let east = hash.moved(east: 1, north: 0).area.longitude.upperBound
            let west = hash.moved(east: -1, north: 0).area.longitude.lowerBound
            return north < bounds.north || south > bounds.south || east < bounds.east || west > bounds.west
        }
        if steps > 1, isTooSmall() {
            steps -= 1
            hash = GeoHash(longitude: center.longitude, latitude: center.latitude, step: steps)
        }
        let moves = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)]
        let area = hash.area
        var squares: [GeoHash] = []
        for (east, north) in moves {
            if steps >= 2 {
                if area.latitude.lowerBound < bounds.south, north < 0 { continue }
                if area.latitude.upperBound > bounds.north, north > 0 { continue }
                if area.longitude.lowerBound < bounds.west, east < 0 { continue }
                if area.longitude.upperBound > bounds.east, east > 0 { continue }
            }
            let square = hash.moved(east: east, north: north)
            // With few steps neighbours are the same square.
            if square == squares.last { continue }
            squares.append(square)
        }
        return squares
    }
}

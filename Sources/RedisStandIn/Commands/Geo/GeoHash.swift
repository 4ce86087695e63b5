#if canImport(Glibc)
    import Glibc
#endif

/// A square of the earth as interleaved bits of latitude and longitude (geohash.c and geohash_helper.c of Redis).
struct GeoHash: Equatable {
    var bits: UInt64
    /// How many bits each of the two has.
    var step: Int

    static let longitudes = -180.0...180.0
    static let latitudes = -85.05112878...85.05112878
    static let earthRadius = 6372797.560856

    /// As the score of a member.
    init(score: Double) {
        bits = score >= 0 && score < 4_503_599_627_370_496 ? UInt64(score) : 0
        step = 26
    }

    init(bits: UInt64, step: Int) {
        self.bits = bits
        self.step = step
    }

    init(longitude: Double, latitude: Double, step: Int = 26, latitudes: ClosedRange<Double> = GeoHash.latitudes) {
        self.step = step
        func offset(_ value: Double, _ range: ClosedRange<Double>) -> UInt64 {
            let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
            let scaled = share * Double(UInt64(1) << UInt64(step))
            return scaled >= 0 && scaled < 4_294_967_296 ? UInt64(scaled) : scaled < 0 ? 0 : UInt64(UInt32.max)
        }
        bits = Self.spread(offset(latitude, latitudes)) | Self.spread(offset(longitude, Self.longitudes)) << 1
    }

    private static func spread(_ value: UInt64) -> UInt64 {
        var x = value & 0xFFFF_FFFF
        x = (x | x << 16) & 0x0000_FFFF_0000_FFFF
        x = (x | x << 8) & 0x00FF_00FF_00FF_00FF
        x = (x | x << 4) & 0x0F0F_0F0F_0F0F_0F0F
        x = (x | x << 2) & 0x3333_3333_3333_3333
        return (x | x << 1) & 0x5555_5555_5555_5555
    }

    private static func gather(_ value: UInt64) -> UInt64 {
        var x = value & 0x5555_5555_5555_5555
        x = (x | x >> 1) & 0x3333_3333_3333_3333
        x = (x | x >> 2) & 0x0F0F_0F0F_0F0F_0F0F
        x = (x | x >> 4) & 0x00FF_00FF_00FF_00FF
        x = (x | x >> 8) & 0x0000_FFFF_0000_FFFF
        return (x | x >> 16) & 0x0000_0000_FFFF_FFFF
    }

    struct Area {
        var longitude: ClosedRange<Double>
        var latitude: ClosedRange<Double>
    }

    var area: Area {
        func range(_ offset: UInt64, _ whole: ClosedRange<Double>) -> ClosedRange<Double> {
            let scale = whole.upperBound - whole.lowerBound
            let parts = Double(UInt64(1) << UInt64(step))
            let low = whole.lowerBound + Double(offset) / parts * scale
            let high = whole.lowerBound + Double(offset + 1) / parts * scale
            return low...max(low, high)
        }
        return Area(
            longitude: range(Self.gather(bits >> 1), Self.longitudes),
            latitude: range(Self.gather(bits), Self.latitudes))
    }

    /// The middle of the square.
    var position: GeoPosition {
        let area = area
        let longitude = (area.longitude.lowerBound + area.longitude.upperBound) / 2
        let latitude = (area.latitude.lowerBound + area.latitude.upperBound) / 2
        return GeoPosition(
            longitude: min(max(longitude, -180), 180),
            latitude: min(max(latitude, Self.latitudes.lowerBound), Self.latitudes.upperBound))
    }

    /// The square's first score.
    var aligned: Double { Double(bits << UInt64(52 - step * 2)) }
    var nextAligned: Double { Double((bits + 1) << UInt64(52 - step * 2)) }

    func moved(east: Int, north: Int) -> GeoHash {
        let shift = UInt64(64 - step * 2)
        let longitudeMask = UInt64(0xAAAA_AAAA_AAAA_AAAA)
        let latitudeMask = UInt64(0x5555_5555_5555_5555)
        var x = bits & longitudeMask
        var y = bits & latitudeMask
        let xFill = latitudeMask >> shift
        let yFill = longitudeMask >> shift
        if east > 0 { x = x &+ (xFill &+ 1) } else if east < 0 { x = (x | xFill) &- (xFill &+ 1) }
        if north > 0 { y = y &+ (yFill &+ 1) } else if north < 0 { y = (y | yFill) &- (yFill &+ 1) }
        return GeoHash(bits: x & longitudeMask >> shift | y & latitudeMask >> shift, step: step)
    }
}

struct GeoPosition {
    var longitude: Double
    var latitude: Double

    /// In metres, by the haversine formula.
    func distance(to other: GeoPosition) -> Double {
        let v = sin((other.longitude.radians - longitude.radians) / 2)
        if v == 0 { return latitudeDistance(to: other) }
        let u = sin((other.latitude.radians - latitude.radians) / 2)
        let a = u * u + cos(latitude.radians) * cos(other.latitude.radians) * v * v
        return 2 * GeoHash.earthRadius * asin(a.squareRoot())
    }

    func latitudeDistance(to other: GeoPosition) -> Double {
        GeoHash.earthRadius * abs(other.latitude.radians - latitude.radians)
    }
}

extension Double {
    var radians: Double { self * 0.017453292519943295 }
    var degrees: Double { self / 0.017453292519943295 }
}

import Determinism

/// How often a key is used, in eight bits: the counter of Redis' LFU policies (`LFULogIncr` and `LFUDecrAndReturn` of
/// evict.c). It grows ever more slowly, and loses one for each `lfu-decay-time` minutes without a use.
struct AccessFrequency: Equatable {
    /// How uses are counted, and the instance's randomness that says which of them are.
    struct Counting {
        var settings: Settings
        let random: SeededRandom
    }

    /// `lfu-log-factor` and `lfu-decay-time`.
    struct Settings: Equatable {
        var logFactor: Int64 = 10
        var decayMinutes: Int64 = 1
    }

    private(set) var counter: UInt8 = AccessFrequency.initial
    /// The last sixteen bits of the minutes since 1970.
    private var minute: UInt16 = 0

    /// A new key is not the first to go.
    static let initial: UInt8 = 5

    init() {}

    /// A counter that was given, by `RESTORE`.
    init(counter: UInt8, at now: Int64) {
        self.counter = counter
        minute = Self.minutes(now)
    }

    init(at now: Int64) { minute = Self.minutes(now) }

    private static func minutes(_ now: Int64) -> UInt16 { UInt16(truncatingIfNeeded: now / 60_000) }

    /// The counter as it is at `now`.
    func value(at now: Int64, _ settings: Settings) -> UInt8 {
        if settings.decayMinutes <= 0 { return counter }
        let elapsed = Int64(Self.minutes(now) &- minute)
        let periods = elapsed / settings.decayMinutes
        return periods >= Int64(counter) ? 0 : counter - UInt8(periods)
    }

    /// Counts one use at `now`, with a probability that falls as the counter grows.
    mutating func note(at now: Int64, _ counting: Counting) {
        let settings = counting.settings
        counter = value(at: now, settings)
        minute = Self.minutes(now)
        if counter == .max { return }
        let base = Double(counter > Self.initial ? counter - Self.initial : 0)
        let probability = 1 / (base * Double(max(0, settings.logFactor)) + 1)
        if Double(counting.random.next() >> 11) * 0x1p-53 < probability { counter += 1 }
    }

    /// What `RESTORE ... FREQ` sets.
    mutating func set(_ value: UInt8, at now: Int64) {
        counter = value
        minute = Self.minutes(now)
    }
}

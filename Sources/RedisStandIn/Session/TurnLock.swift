#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif
import Synchronization

/// Held as long as a turn is open. `Mutex` would not do: a turn begins in one call and ends in another one.
final class TurnLock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// Somebody waits in `lock`.
    private let isWanted = Atomic(false)

    init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Waits until it is free; only one thread may wait.
    func lock() {
        if pthread_mutex_trylock(mutex) == 0 { return }
        isWanted.store(true, ordering: .relaxed)
        pthread_mutex_lock(mutex)
        isWanted.store(false, ordering: .relaxed)
    }

    func unlock() { pthread_mutex_unlock(mutex) }

    /// Whether it is taken now. It does not wait, and lets those go first who do: a mutex would be had again and again by
    /// a thread that lets go of it for a moment only.
    func tryLock() -> Bool { !isWanted.load(ordering: .relaxed) && pthread_mutex_trylock(mutex) == 0 }
}

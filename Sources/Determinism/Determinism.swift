// The time and the randomness of one instance.
//
// An instance is a system running on one desk. Nothing in it reads the machine's clock or random generator: it asks
// the instance's `InstanceClock` and `SeededRandom`, so that a test can move time and repeat a run exactly.

import Testing

/// What is tried with a server that speaks like Greengrass; one test after another, since they tell it what to do.
@Suite("With Greengrass", .serialized)
struct ReleaseServerTests {}

/// Owns one object of ONNX Runtime and gives it back when it goes out of scope.
///
/// `@unchecked Sendable`: the library lets any thread use and release its objects, and those that this module shares
/// between threads (environment, session, memory info) are only read after they were made; a session may run in several
/// threads at once.
@safe
struct OrtHandle<Kind>: ~Copyable, @unchecked Sendable {
    let raw: OpaquePointer
    private let release: @convention(c) (OpaquePointer?) -> Void
    /// What must outlive the object.
    private let parent: AnyObject?

    init(_ raw: OpaquePointer, release: @convention(c) (OpaquePointer?) -> Void, keeping parent: AnyObject? = nil) {
        unsafe self.raw = raw
        unsafe self.release = release
        self.parent = parent
    }

    deinit { unsafe release(raw) }
}

/// The kinds of object that a handle may own.
enum OrtKind {
    enum Environment {}
    enum MemoryInfo {}
    enum Options {}
    enum Session {}
    enum TypeInfo {}
    enum TensorInfo {}
    enum Value {}
    enum Metadata {}
}

/// The function table of ONNX Runtime, version 5: every call into the library is made by this type.
///
/// The table is an array of function pointers; a function's index never changes once released.
///
/// `@unchecked Sendable`: the table is constant for as long as the process lives (the library is never unloaded).
@safe
struct OrtTable: @unchecked Sendable {
    /// The table version that is asked for: ONNX Runtime 1.5 and everything later has it.
    static let version: UInt32 = 5

    private let slots: UnsafePointer<UnsafeRawPointer>

    init(_ slots: UnsafePointer<UnsafeRawPointer>) {
        unsafe self.slots = unsafe slots
    }

    enum Slot: Int {
        case errorCode = 1
        case errorMessage = 2
        case createEnvironment = 3
        case createSession = 7
        case run = 9
        case createOptions = 10
        case setExecutionMode = 13
        case enableArena = 18
        case setLogSeverity = 22
        case setOptimisation = 23
        case setIntraThreads = 24
        case setInterThreads = 25
        case inputCount = 30
        case outputCount = 31
        case inputType = 33
        case outputType = 34
        case inputName = 36
        case outputName = 37
        case makeTensor = 48
        case wrapTensor = 49
        case tensorData = 51
        case fillTexts = 52
        case textsLength = 53
        case texts = 54
        case tensorInfo = 55
        case kindOfType = 56
        case elementType = 60
        case rank = 61
        case dimensions = 62
        case tensorTypeAndShape = 65
        case createMemoryInfo = 69
        case free = 76
        case defaultAllocator = 78
        case element = 80
        case count = 81
        case releaseStatus = 93
        case releaseMemoryInfo = 94
        case releaseSession = 95
        case releaseValue = 96
        case releaseTypeInfo = 98
        case releaseTensorInfo = 99
        case releaseOptions = 100
        case mapInfo = 103
        case sequenceInfo = 104
        case mapKey = 105
        case mapValue = 106
        case sequenceElement = 107
        case metadata = 111
        case producer = 112
        case graphName = 113
        case domain = 114
        case summary = 115
        case metadataValue = 116
        case modelVersion = 117
        case releaseMetadata = 118
        case metadataKeys = 123
        case addConfiguration = 130
    }

    // MARK: Signatures

    typealias Status = OpaquePointer
    typealias Name = UnsafePointer<CChar>
    typealias Out = UnsafeMutablePointer<OpaquePointer?>
    typealias Release = @convention(c) (OpaquePointer?) -> Void
    typealias Make = @convention(c) (Out) -> Status?
    typealias MakeFrom = @convention(c) (OpaquePointer, Out) -> Status?
    typealias MakeAt = @convention(c) (OpaquePointer, Int, Out) -> Status?
    typealias SetNumber = @convention(c) (OpaquePointer, Int32) -> Status?
    typealias GetNumber = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int32>) -> Status?
    typealias GetSize = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> Status?
    typealias GetName = @convention(c) (OpaquePointer, OpaquePointer, Text) -> Status?
    typealias GetDimensions = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int64>, Int) -> Status?
    typealias Text = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    func function<T>(_ slot: Slot, as type: T.Type) -> T {
        unsafe unsafeBitCast(slots[slot.rawValue], to: type)
    }

    /// Turns a status into an error and releases it.
    func check(_ status: OpaquePointer?) throws(OrtFailure) {
        guard let status = unsafe status else { return }
        let code = unsafe function(.errorCode, as: (@convention(c) (Status) -> Int32).self)(status)
        let text = unsafe function(.errorMessage, as: (@convention(c) (Status) -> Name).self)(status)
        let message = unsafe String(cString: text)
        unsafe function(.releaseStatus, as: Release.self)(status)
        throw OrtFailure(code: OrtFailure.Code(rawValue: code), message: message)
    }

    func make<Kind>(
        _ release: Slot,
        keeping parent: AnyObject? = nil,
        by call: (Out) -> OpaquePointer?
    ) throws(OrtFailure) -> OrtHandle<Kind> {
        var raw: OpaquePointer?
        try unsafe check(unsafe call(&raw))
        guard let raw = unsafe raw else { throw OrtFailure(code: nil, message: "ONNX Runtime gave nothing back") }
        return unsafe OrtHandle(raw, release: function(release, as: Release.self), keeping: parent)
    }
}

// MARK: - Making things

extension OrtTable {
    /// Makes the environment, or finds that of the process; it logs nothing but what is fatal.
    ///
    /// It is never released: making one fails while another thread is releasing the last one.
    func makeEnvironment() throws(OrtFailure) -> OrtHandle<OrtKind.Environment> {
        typealias Create = @convention(c) (Int32, Name, Out) -> Status?
        let fatal: Int32 = 4
        var raw: OpaquePointer?
        try unsafe check(function(.createEnvironment, as: Create.self)(fatal, "marram", &raw))
        guard let raw = unsafe raw else { throw OrtFailure(code: nil, message: "ONNX Runtime gave nothing back") }
        return unsafe OrtHandle(raw, release: { _ in })
    }

    /// Describes ordinary memory, for tensors that lie in Swift's arrays.
    func makeMemoryInfo() throws(OrtFailure) -> OrtHandle<OrtKind.MemoryInfo> {
        typealias Create = @convention(c) (Int32, Int32, Out) -> Status?
        let device: Int32 = 0
        let ordinary: Int32 = 0
        return try unsafe make(.releaseMemoryInfo) { out in
            unsafe function(.createMemoryInfo, as: Create.self)(device, ordinary, out)
        }
    }

    /// Makes options: sequential, all optimisations, arena on, no spinning, no log but fatal.
    func makeOptions(_ options: SessionOptions) throws(OrtFailure) -> OrtHandle<OrtKind.Options> {
        typealias Configure = @convention(c) (OpaquePointer, Name, Name) -> Status?
        typealias Enable = @convention(c) (OpaquePointer) -> Status?
        let made: OrtHandle<OrtKind.Options> = try unsafe make(.releaseOptions) { out in
            unsafe function(.createOptions, as: Make.self)(out)
        }
        let numbers: [(Slot, Int32)] = [
            (.setIntraThreads, Int32(clamping: max(1, options.intraThreads))),
            (.setInterThreads, 1),
            (.setExecutionMode, 0),
            (.setOptimisation, 99),
            (.setLogSeverity, 4),
        ]
        for (slot, number) in numbers {
            try unsafe check(function(slot, as: SetNumber.self)(made.raw, number))
        }
        try unsafe check(function(.enableArena, as: Enable.self)(made.raw))
        let configure = unsafe function(.addConfiguration, as: Configure.self)
        try unsafe check(configure(made.raw, "session.intra_op.allow_spinning", "0"))
        return made
    }

    /// Reads the model at a path; the runtime lives for as long as the session.
    func makeSession(
        of runtime: OnnxRuntime,
        path: String,
        options: borrowing OrtHandle<OrtKind.Options>
    ) throws(OrtFailure) -> OrtHandle<OrtKind.Session> {
        typealias Create = @convention(c) (OpaquePointer, Name, OpaquePointer, Out) -> Status?
        let (environment, options) = unsafe (runtime.environment.raw, options.raw)
        return try unsafe make(.releaseSession, keeping: runtime) { out in
            unsafe function(.createSession, as: Create.self)(environment, path, options, out)
        }
    }
}

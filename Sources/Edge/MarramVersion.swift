/// What this program is.
public enum MarramVersion {
    /// The version of Marram; the changelog has the same.
    public static let current = "0.1.0"

    /// The processor's architecture as the system names it.
    public static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "unknown"
        #endif
    }
}

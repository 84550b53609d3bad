import Foundation

/// Which of OpenBLAS's kernels suit the processor.
enum ProcessorKernels {
    /// The name for `OPENBLAS_CORETYPE`; nil where OpenBLAS is left to find out, as on ARM.
    static let best: String? = {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        return named(by: text)
    }()

    /// The name, by the flags that Linux lists for an x86 processor.
    static func named(by processors: String) -> String? {
        guard let line = processors.split(separator: "\n").first(where: { $0.hasPrefix("flags") }) else { return nil }
        let flags = Set(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init))
        if flags.isSuperset(of: ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"]) { return "SkylakeX" }
        return flags.isSuperset(of: ["avx2", "fma"]) ? "Haswell" : nil
    }
}

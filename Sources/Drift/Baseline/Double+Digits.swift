import Glibc

extension Double {
    /// The nearest number with so many significant digits, 1 to 15; itself where that is tiny or not finite.
    func rounded(digits: Int) -> Double {
        guard isFinite, magnitude > 1e-300 else { return self }
        let exponent = Int(floor(log10(magnitude)))
        let leading = (magnitude / pow(10, Double(exponent)) * pow(10, Double(digits - 1))).rounded()
        guard leading.isFinite, let short = Double("\(Int(leading))e\(exponent - digits + 1)"), short.isFinite else {
            return self
        }
        return self < 0 ? -short : short
    }
}

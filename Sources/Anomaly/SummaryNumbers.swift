/// Mean, spread and range of a set of numbers.
struct SummaryNumbers {
    let mean: Double
    /// The population's standard deviation.
    let deviation: Double
    let smallest: Double
    let largest: Double

    /// Of finite numbers, at least one; two passes, so that a large mean costs no digits.
    init(_ values: [Double]) {
        let count = Double(values.count)
        let shift = values[0]
        let mean = shift + values.reduce(0) { $0 + ($1 - shift) } / count
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        smallest = values.reduce(values[0], min)
        largest = values.reduce(values[0], max)
    }
}

/// The mean of all values so far, rounded as river's is: by the reciprocal of the count.
struct RunningMean: Sendable, Codable {
    var count = 0.0
    @ExactNumber var mean = 0.0

    mutating func add(_ value: Double) {
        count += 1
        mean += (1 / count) * (value - mean)
    }
}

extension RunningMean {
    /// Whether the count is one of so many values.
    func isPlausible(samples: Int) -> Bool {
        count >= 0 && count <= Double(samples) && count == count.rounded()
    }

    /// Whether, besides, the mean is one of zeros and ones.
    func isShare(samples: Int) -> Bool { isPlausible(samples: samples) && mean >= 0 && mean <= 1 }
}

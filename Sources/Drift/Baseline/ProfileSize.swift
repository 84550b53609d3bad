/// How much of each feature is kept, so that the file stays small.
struct ProfileSize: Sendable, Hashable {
    /// The most numbers in a sample.
    var sample = NumericProfile.largestSample
    /// Whether quantiles have four significant digits and edges nine, instead of six and all.
    var isShort = false
    /// The most categories by name.
    var categories = FeatureProfile.mostCategories

    /// The most bytes of what the file says on drift, for so many features.
    static func limit(features: Int) -> Int { max(65_536, 1_024 * features) }

    /// Less of everything, so that a text of so many bytes too many becomes short enough; nil where nothing is left.
    func smaller(by bytes: Int, features: Int) -> ProfileSize? {
        var size = self
        if sample > 0 {
            // A number takes up to 13 bytes and mostly fewer.
            size.sample = sample - max(1, bytes / (10 * max(1, features)) + 1)
            if size.sample < NumericProfile.smallestSample { size.sample = 0 }
            return size
        }
        guard isShort else {
            size.isShort = true
            return size
        }
        guard categories > 4 else { return nil }
        size.categories = categories / 2
        return size
    }
}

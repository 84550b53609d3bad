/// What the windows of a binding's features said: the latest evaluations of each, of some features only.
///
/// A feature takes 4 kB.
package struct DriftBook: Sendable, Equatable {
    /// A statistic, window by window; what is not known is NaN.
    package struct Line: Sendable, Equatable {
        package let name: String
        /// Above it: a warning.
        package fileprivate(set) var warning: Double?
        /// Above it: drift.
        package fileprivate(set) var drift: Double?
        package fileprivate(set) var values: [Float] = []
        /// The probability of each value without drift; empty where none is defined.
        package fileprivate(set) var probabilities: [Float] = []
    }

    /// A feature.
    package struct Lane: Sendable, Equatable {
        package let feature: String
        package let scope: String
        /// When each window ended, seconds since 1970.
        package fileprivate(set) var times: [Int] = []
        package fileprivate(set) var lines: [Line] = []
        /// What the latest window said.
        package fileprivate(set) var latest: [DriftFeature.Statistic] = []
        fileprivate var isRaised = false
    }

    /// Most evaluations of a feature.
    package static let mostPoints = 120
    /// Most features.
    package static let mostFeatures = DriftSection.mostFeatures

    private var lanes: [Int: Lane] = [:]

    /// Makes an empty one.
    package init() {}

    /// What is known of the feature at a place.
    package subscript(place: Int) -> Lane? { lanes[place] }

    /// The features, in the order of their places.
    package var features: [Lane] { lanes.sorted { $0.key < $1.key }.map(\.value) }

    /// Notes what a window said.
    ///
    /// Where there is no room, a feature whose alarm is raised gets that of one without.
    ///
    /// - Parameters:
    ///   - statistics: each statistic with its limits.
    ///   - place: tells the feature from the others.
    ///   - feature: its name.
    ///   - scope: what it is one of.
    ///   - isRaised: whether it is anything but normal.
    ///   - second: when the window ended, since 1970.
    package mutating func note(
        _ statistics: [DriftFeature.Statistic],
        at place: Int,
        feature: String,
        scope: String,
        isRaised: Bool,
        second: Int
    ) {
        guard !statistics.isEmpty, makeLane(at: place, feature, scope, isRaised: isRaised) else { return }
        lanes[place]?.note(statistics, isRaised: isRaised, second: second)
    }

    private mutating func makeLane(at place: Int, _ feature: String, _ scope: String, isRaised: Bool) -> Bool {
        if lanes[place] != nil { return true }
        if lanes.count >= Self.mostFeatures {
            guard isRaised, let quiet = lanes.first(where: { !$0.value.isRaised }) else { return false }
            lanes[quiet.key] = nil
        }
        lanes[place] = Lane(feature: feature, scope: scope)
        return true
    }
}

extension DriftBook.Lane {
    fileprivate mutating func note(_ statistics: [DriftFeature.Statistic], isRaised: Bool, second: Int) {
        (latest, self.isRaised) = (statistics, isRaised)
        times.append(second)
        for statistic in statistics where !lines.contains(where: { $0.name == statistic.name }) {
            lines.append(DriftBook.Line(name: statistic.name, values: Array(repeating: .nan, count: times.count - 1)))
        }
        for index in lines.indices { lines[index].note(statistics.first { $0.name == lines[index].name }) }
        guard times.count > DriftBook.mostPoints else { return }
        times.removeFirst()
        for index in lines.indices { lines[index].dropFirst() }
    }
}

extension DriftBook.Line {
    fileprivate mutating func note(_ statistic: DriftFeature.Statistic?) {
        (warning, drift) = (statistic?.warning ?? warning, statistic?.drift ?? drift)
        if let probability = statistic?.probability {
            if probabilities.isEmpty { probabilities = Array(repeating: .nan, count: values.count) }
            probabilities.append(Float(probability))
        } else if !probabilities.isEmpty {
            probabilities.append(.nan)
        }
        values.append(statistic?.value.map { Float($0) } ?? .nan)
    }

    fileprivate mutating func dropFirst() {
        values.removeFirst()
        if !probabilities.isEmpty { probabilities.removeFirst() }
    }
}

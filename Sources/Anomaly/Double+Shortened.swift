extension Double {
    /// The number to nine significant digits, as many as tell Float32s apart; as it is where it is tiny or huge.
    var shortened: Double {
        var power = 1.0
        guard magnitude >= 1e-12, magnitude < 1e20 else { return self }
        if magnitude < 1e8 {
            while magnitude * power < 1e8 { power *= 10 }
            return (self * power).rounded() / power
        }
        while magnitude / power >= 1e9 { power *= 10 }
        return (self / power).rounded() * power
    }
}

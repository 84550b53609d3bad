/// A colour of the screen, each part from 0 to 1.
struct Colour {
    let red, green, blue: Double

    /// Makes one of 0xRRGGBB.
    init(_ code: UInt32) {
        red = Double(code >> 16 & 0xFF) / 255
        green = Double(code >> 8 & 0xFF) / 255
        blue = Double(code & 0xFF) / 255
    }

    static let ink = Colour(0x222222)
    static let quiet = Colour(0x666666)
    static let grid = Colour(0xE4E4E4)
    static let frame = Colour(0xAAAAAA)
    static let paper = Colour(0xFFFFFF)
    static let training = Colour(0x808080)
    static let anomaly = Colour(0xD00000)
    static let label = Colour(0x5B2C83)
    static let threshold = Colour(0x222222)

    /// Colours of series, told apart by colour-blind people too: those of Okabe and Ito without vermilion and yellow,
    /// since red is for anomalies and yellow is weak on white, and a brown.
    static let series = [0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0x404040, 0x7A4B1E].map { Colour($0) }
}

/// A place on the picture, in pixels from its upper left corner.
struct Point {
    var x, y: Double
}

/// An upright rectangle on the picture.
struct Box {
    var left, top, width, height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }
}

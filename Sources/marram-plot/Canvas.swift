import CCairo
import Foundation

/// A picture that is being drawn; the one place where cairo is called.
///
/// Owns cairo's surface and context and gives them back at its end. Cairo keeps the first error and does nothing after
/// it, so that ``finish()`` finds what went wrong in any call.
@safe
struct Canvas: ~Copyable {
    /// The formats of pictures.
    enum Format: String, CaseIterable { case svg, png }

    private static let family = "DejaVu Sans"

    private let format: Format
    /// Never null: an object that cairo could not make tells so by its status.
    private let surface: OpaquePointer?
    private let context: OpaquePointer?
    /// Where the surface of an SVG writes; lives as long as this.
    private let sink = ByteSink()

    /// Makes an empty picture of so many pixels.
    init(_ format: Format, width: Int, height: Int) throws(PlotError) {
        self.format = format
        switch format {
        case .svg:
            // `sink` outlives the surface: both end with this value, the surface first, in `deinit`.
            let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
            unsafe surface = cairo_svg_surface_create_for_stream(
                ByteSink.write,
                target,
                Double(width),
                Double(height)
            )
        case .png: unsafe surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        }
        unsafe context = cairo_create(surface)
        if format == .svg { unsafe cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX) }
        unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        unhint()
        try check()
    }

    deinit {
        unsafe cairo_destroy(context)
        unsafe cairo_surface_destroy(surface)
    }

    /// Letters of the same widths and shapes in both formats.
    private func unhint() {
        let options = unsafe cairo_font_options_create()
        unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        unsafe cairo_set_font_options(context, options)
        unsafe cairo_font_options_destroy(options)
    }

    private func check() throws(PlotError) {
        var status = unsafe cairo_status(context)
        if status == CAIRO_STATUS_SUCCESS { status = unsafe cairo_surface_status(surface) }
        guard status != CAIRO_STATUS_SUCCESS else { return }
        let reason = unsafe cairo_status_to_string(status).map { unsafe String(cString: $0) } ?? "status \(status)"
        throw PlotError("cairo cannot draw this: \(reason)")
    }

    /// Returns the picture as the bytes of its file.
    consuming func finish() throws(PlotError) -> [UInt8] {
        try check()
        switch format {
        case .svg: unsafe cairo_surface_finish(surface)
        case .png:
            unsafe cairo_surface_flush(surface)
            let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
            let status = unsafe cairo_surface_write_to_png_stream(surface, ByteSink.write, target)
            guard status == CAIRO_STATUS_SUCCESS else { throw PlotError("cairo cannot write a PNG: status \(status)") }
        }
        try check()
        return sink.bytes
    }

    private func ink(_ colour: Colour, _ opacity: Double = 1) {
        unsafe cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, opacity)
    }

    /// Fills a rectangle.
    func fill(_ box: Box, _ colour: Colour, opacity: Double = 1) {
        ink(colour, opacity)
        unsafe cairo_rectangle(context, box.left, box.top, box.width, box.height)
        unsafe cairo_fill(context)
    }

    /// Draws lines from point to point; a line of one point is a dot.
    func stroke(_ lines: [[Point]], _ pen: Pen) {
        ink(pen.colour)
        unsafe cairo_set_dash(context, pen.dashes, Int32(pen.dashes.count), 0)
        for line in lines {
            unsafe cairo_set_line_width(context, line.count == 1 ? max(pen.width, Self.dot) : pen.width)
            // Cairo's time grows with the crossings within one stroke; dashes would begin anew in every piece.
            let piece = pen.dashes.isEmpty ? Self.pieceOfLine : line.count
            for start in stride(from: 0, to: max(1, line.count - 1), by: max(1, piece)) {
                add(line[start..<min(line.count, start + piece + 1)])
                unsafe cairo_stroke(context)
            }
        }
    }

    private static let pieceOfLine = 64
    /// How wide a dot is, so that a lone value is seen.
    private static let dot = 3.5

    private func add(_ line: ArraySlice<Point>) {
        guard let first = line.first else { return }
        unsafe cairo_move_to(context, first.x, first.y)
        for point in line.count == 1 ? line : line.dropFirst() {
            unsafe cairo_line_to(context, point.x, point.y)
        }
    }

    /// Lets only what falls into one of the rectangles be seen, until ``unclip()``.
    func clip(to boxes: [Box]) {
        unsafe cairo_save(context)
        for box in boxes { unsafe cairo_rectangle(context, box.left, box.top, box.width, box.height) }
        unsafe cairo_clip(context)
    }

    /// Ends the last ``clip(to:)``.
    func unclip() {
        unsafe cairo_restore(context)
    }

    /// Writes a text whose baseline goes through the point.
    func write(_ text: String, at point: Point, _ lettering: Lettering = Lettering()) {
        let width = lettering.anchor == .start ? 0 : width(of: text, lettering)
        let shift =
            switch lettering.anchor {
            case .start: 0.0
            case .middle: width / 2
            case .end: width
            }
        choose(lettering)
        ink(lettering.colour)
        unsafe cairo_move_to(context, point.x - shift, point.y)
        unsafe cairo_show_text(context, text)
        unsafe cairo_new_path(context)
    }

    /// How far a text goes, in pixels.
    func width(of text: String, _ lettering: Lettering) -> Double {
        choose(lettering)
        var extents = cairo_text_extents_t()
        unsafe cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    private func choose(_ lettering: Lettering) {
        let weight = lettering.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
        unsafe cairo_select_font_face(context, Self.family, CAIRO_FONT_SLANT_NORMAL, weight)
        unsafe cairo_set_font_size(context, lettering.size)
    }
}

/// Collects what cairo writes.
private final class ByteSink {
    var bytes: [UInt8] = []

    /// Cairo's callback; the first argument is an unretained sink that outlives the surface.
    static let write: cairo_write_func_t = { sink, data, count in
        guard let sink = unsafe sink, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
        let chunk = unsafe UnsafeBufferPointer(start: data, count: Int(count))
        unsafe Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue().bytes.append(contentsOf: chunk)
        return CAIRO_STATUS_SUCCESS
    }
}

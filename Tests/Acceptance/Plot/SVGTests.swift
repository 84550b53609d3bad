import Foundation
import Support
import Testing

/// `marram-plot -o picture.svg`.
@Suite struct SVGTests {
    private static let red = "81.568627%,0%,0%"
    private static let blue = "0%,44.705882%,69.803922%"

    private func picture(_ document: String, _ options: [String] = []) async throws -> SVGPicture {
        let (result, data) = try await PlotCommand().draw(document, to: "out.svg", options)
        #expect(result.code == 0, "\(result.errors)")
        let file = try #require(data)
        return try #require(SVGPicture(file))
    }

    @Test("[plot-1] [plot-8] is XML of the size that was asked for, and says what it shows")
    func text() async throws {
        let svg = try await picture(PlotSample.document(), ["--width", "900", "--height", "500"])
        #expect(svg.root["width"] == "900px" && svg.root["height"] == "500px" && svg.root["viewBox"] == "0 0 900 500")
        #expect(svg.texts["title"] == "press <17> & co")
        let description = try #require(svg.texts["desc"])
        #expect(description.contains("vibration: x, y; score."))
        #expect(description.contains("Rows: 100. Detected anomalies: 1. True anomalies: 1."))
        let titled = try await picture(PlotSample.document(), ["--title", "another"])
        #expect(titled.texts["title"] == "another")
    }

    @Test(
        "[plot-3] has one red band for every anomaly in every panel, and one where they touch",
        arguments: [("[]", 0), ("[[40,49]]", 1), ("[[3,3],[40,49],[99,99]]", 3), ("[[40,44],[45,49]]", 1)]
    )
    func bands(anomalies: String, count: Int) async throws {
        let svg = try await picture(PlotSample.document(anomalies: anomalies))
        #expect(svg.filled(Self.red, opacity: "0.18").count == 2 * count)
        // The key shows a patch where there are anomalies; the line of the panel with one series is red in the bands.
        #expect(svg.filled(Self.red, opacity: "0.35").count == (count > 0 ? 1 : 0))
        #expect(svg.stroked(Self.red).isEmpty == (count == 0))
    }

    @Test("[plot-4] has a strip for true labels, a ground for training rows and a dashed line for the threshold")
    func marks() async throws {
        let (strip, ground) = ("35.686275%,17.254902%,51.372549%", "50.196078%,50.196078%,50.196078%")
        let svg = try await picture(PlotSample.document())
        #expect(svg.filled(strip, opacity: "1").count == 2 + 1)
        #expect(svg.filled(ground, opacity: "0.16").count == 2)
        let dashed = svg.shapes.filter { $0.style.contains("stroke-dasharray:5,4") }
        #expect(dashed.count == 2, "the line and its sample in the legend")
        let plain = try await picture(PlotSample.document(more: ""))
        #expect(plain.filled(strip, opacity: "1").isEmpty && plain.filled(ground, opacity: "0.16").isEmpty)
    }

    @Test("[plot-2] [plot-5] draws every row of a short series, and no more points than pixels of a long one")
    func points() async throws {
        // No three points lie on one straight line, which cairo would draw as one.
        func points(_ rows: Int) async throws -> Int {
            let time = (0..<rows).map(String.init).joined(separator: ",")
            let list = (0..<rows).map { "\($0 * $0 % 97)" }.joined(separator: ",")
            let svg = try await picture(
                #"{"time":[\#(time)],"panels":[{"title":"s","series":[{"name":"s","values":[\#(list)]}]}]}"#
            )
            return svg.stroked(Self.blue).reduce(0) { $0 + $1.path.count { $0 == "L" } }
        }
        #expect(try await points(100) == 99)
        let long = try await points(60_000)
        #expect(long > 2 * 1000 && long < 4 * 1200)
    }

    @Test("[plot-5] keeps a peak of one row among many, breaks the line at gaps and shows a lone value")
    func peaks() async throws {
        var values = [String](repeating: "1", count: 50_000)
        values[31_234] = "100"
        let time = values.indices.map(String.init).joined(separator: ",")
        func document(_ values: [String]) -> String {
            let list = values.joined(separator: ",")
            return #"{"time":[\#(time)],"panels":[{"title":"s","series":[{"name":"s","values":[\#(list)]}]}]}"#
        }
        let svg = try await picture(document(values))
        let heights = svg.stroked(Self.blue).flatMap { pairs($0.path).map(\.1) }
        let top = try #require(heights.min())
        let bottom = try #require(heights.max())
        #expect(bottom - top > 400, "the peak reaches over most of the picture")
        values.replaceSubrange(10_000..<20_000, with: [String](repeating: "null", count: 10_000))
        values[15_000] = "50"
        let broken = try await picture(document(values))
        #expect(broken.stroked(Self.blue).contains { $0.style.contains("stroke-width:3.5") })
        #expect(
            !broken.stroked(Self.blue).contains { shape in
                let steps = widths(of: shape.path)
                return steps.contains { $0 > 100 }
            }
        )
    }

    private func pairs(_ path: String) -> [(Double, Double)] {
        let numbers = path.split(separator: " ").compactMap { Double($0) }
        return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    }

    private func widths(of path: String) -> [Double] {
        let points = pairs(path)
        return zip(points, points.dropFirst()).map { abs($1.0 - $0.0) }
    }
}

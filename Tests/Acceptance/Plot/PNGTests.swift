import Foundation
import Support
import Testing

/// `marram-plot -o picture.png`, looked at by Python's standard library.
@Suite struct PNGTests {
    /// The size of a PNG, and the columns of pixels with any of the red of bands over white.
    private struct Seen: Decodable {
        let width, height: Int
        let red: [Int]
    }

    private static let script = """
        import json, struct, sys, zlib
        data = sys.stdin.buffer.read() if len(sys.argv) < 2 else open(sys.argv[1], "rb").read()
        assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
        at, body = 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            chunk = data[at + 8:at + 8 + length]
            assert zlib.crc32(kind + chunk) == struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0]
            if kind == b"IHDR": width, height, depth, colour = struct.unpack(">IIBB", chunk[:10])
            if kind == b"IDAT": body += chunk
            at += 12 + length
        assert (depth, colour) == (8, 2)
        raw, step, before, red = zlib.decompress(body), 3, bytes(width * 3), set()
        for y in range(height):
            kind, line = raw[y * (width * 3 + 1)], bytearray(raw[y * (width * 3 + 1) + 1:(y + 1) * (width * 3 + 1)])
            for i in range(len(line)):
                a = line[i - 3] if i >= 3 else 0
                b, c = before[i], before[i - 3] if i >= 3 else 0
                if kind == 4:
                    p = a + b - c
                    near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                line[i] = (line[i] + (0, a, b, (a + b) // 2, near if kind == 4 else 0)[kind]) & 255
            for x in range(width):
                r, g, b = line[3 * x:3 * x + 3]
                if y > 60 and abs(r - 247) < 4 and abs(g - 209) < 4 and abs(b - 209) < 4: red.add(x)
            before = bytes(line)
        print(json.dumps({"width": width, "height": height, "red": sorted(red)}))
        """

    private func look(_ picture: Data) async throws -> Seen {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("picture.png")
        try picture.write(to: file)
        let result = try await Command(["python3", "-c", Self.script, file.path]).run()
        try #require(result.code == 0, "\(result.errors)")
        return try JSONDecoder().decode(Seen.self, from: Data(result.output.utf8))
    }

    @Test("[plot-1] [plot-3] has the size that was asked for, and red where the anomaly is")
    func red() async throws {
        let (result, data) = try await PlotCommand().draw(
            PlotSample.document(more: ""),
            to: "out.png",
            ["--width", "400", "--height", "300"]
        )
        #expect(result.code == 0, "\(result.errors)")
        let seen = try await look(try #require(data))
        #expect(seen.width == 400 && seen.height == 300)
        // Rows 39.5 to 49.5 of 0 to 99 between the left margin (30 to 70 pixels) and the right one (14 pixels).
        let first = try #require(seen.red.first)
        let last = try #require(seen.red.last)
        #expect((155...205).contains(first) && (190...235).contains(last), "\(first) to \(last)")
        #expect(last - first > 28 && last - first < 38)
        let (_, without) = try await PlotCommand().draw(
            PlotSample.document(anomalies: "[]", more: ""),
            to: "out.png",
            ["--width", "400", "--height", "300"]
        )
        #expect(try await look(try #require(without)).red.isEmpty)
    }

    @Test("[plot-7] gives equal bytes for equal documents", arguments: ["out.png", "out.svg"])
    func repeatable(name: String) async throws {
        let first = try #require(try await PlotCommand().draw(PlotSample.document(), to: name).picture)
        let second = try #require(try await PlotCommand().draw(PlotSample.document(), to: name).picture)
        #expect(first == second)
        let other = try await PlotCommand().draw(PlotSample.document(anomalies: "[[1,2]]"), to: name).picture
        #expect(first != other)
    }
}

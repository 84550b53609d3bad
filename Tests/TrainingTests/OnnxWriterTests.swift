import Testing

@testable import Training

@Suite("ONNX files")
struct OnnxWriterTests {
    @Test("[training-16] messages are written as Protocol Buffers have them")
    func messages() {
        let inner = ProtobufMessage { $0.append("µ", as: 2) }
        let message = ProtobufMessage {
            $0.append(300, as: 1)
            $0.append(-1, as: 16)
            $0.append(inner, as: 3)
            $0.append([0, 255] as [UInt8], as: 4)
        }
        #expect(
            message.bytes == [0x08, 0xAC, 0x02, 0x80, 0x01] + Array(repeating: 0xFF, count: 9)
                + [0x01, 0x1A, 0x04, 0x12, 0x02, 0xC2, 0xB5, 0x22, 0x02, 0x00, 0xFF]
        )
    }

    @Test("[training-17] many components are one matrix, few are two", arguments: [(0.3, 2), (0.99, 1)])
    func matrices(_ energy: Double, _ count: Int) throws {
        let table = try Sample.waves(rows: 300, fields: 4)
        let options = try WindowAutoencoder.Options(window: 8, energy: energy)
        let model = try WindowAutoencoder.fit(table, options, with: Sample.algebra())
        let gemms = model.onnx.indices.filter { model.onnx[$0...].starts(with: [0x22, 0x04] + Array("Gemm".utf8)) }
        #expect(gemms.count == count)
    }

    @Test("[training-17] a weight that does not fit 32 bits is refused")
    func refusesWeights() throws {
        var rows: [Double] = []
        for row in 0..<100 {
            let wave = Double(row % 11)
            rows += [wave * 1e37, wave * 1e-11]
        }
        let table = try TrainingTable(fields: ["huge", "tiny"], rows: rows)
        let error = #expect(throws: TrainingError.self) {
            try WindowAutoencoder.fit(table, WindowAutoencoder.Options(window: 2), with: Sample.algebra())
        }
        #expect(error?.message.contains("does not fit a number of 32 bits") == true)
    }

    @Test("[training-16] names of fields may be any text", .enabled(if: PythonCheck.isPossible, "run helpers/setup.sh"))
    func names() async throws {
        let rows = (0..<60).map { Double($0 % 7) }
        let table = try TrainingTable(fields: ["\"Öl\"\\", "日本\n"], rows: rows)
        let model = try WindowAutoencoder.fit(table, WindowAutoencoder.Options(window: 2), with: Sample.algebra())
        let check = try await PythonCheck.run(model, on: table)
        #expect(check.metadata["marram.fields"] == #"["\"Öl\"\\","日本\n"]"#)
    }
}

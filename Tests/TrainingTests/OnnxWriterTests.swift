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

    @Test("[training-17] a weight that does not fit 32 bits is refused")
    func refusesWeights() throws {
        let writer = OnnxWriter(
            family: .denseAutoencoder,
            fields: ["huge"],
            window: 1,
            deviations: [1e30],
            centre: [0]
        )
        func layers(_ weight: Double) -> [ExportedLayer] {
            [ExportedLayer(weights: [weight], bias: [0], activation: .relu)]
                + [ExportedLayer(weights: [weight], bias: [0], activation: .linear)]
        }
        #expect(throws: Never.self) { try writer.bytes(layers(1e8)) }
        let error = #expect(throws: TrainingError.self) { try writer.bytes(layers(1e9)) }
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

import OpenInference
import Tensors
import Testing

@Suite("Classes")
struct ClassesTests {
    private static func tensor<Element: TensorElement>(_ shape: [Int], _ values: [Element]) throws -> Tensor {
        let shape = try #require(Shape(shape))
        return try #require(Tensor(name: "y", shape: shape, values))
    }

    private static func texts(_ tensor: Tensor) -> [String] {
        (tensor.texts ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("[oip-70] the highest of each row come with their places, equal ones in their order")
    func order() throws {
        let tensor = try Self.tensor([2, 3], [0.1, 0.7, 0.7, 3, 2, 1] as [Float])
        let two = try tensor.highest(2, names: [], nonFinite: .error)
        #expect(Self.texts(two) == ["0.7:1", "0.7:2", "3.0:0", "2.0:1"])
        #expect(two.shape.dimensions == [2, 2] && two.datatype == .bytes)
        let all = try tensor.highest(.max, names: ["a", "b"], nonFinite: .error)
        #expect(Self.texts(all) == ["0.7:1:b", "0.7:2", "0.1:0:a", "3.0:0:a", "2.0:1:b", "1.0:2"])
        #expect(all.shape.dimensions == [2, 3])
    }

    @Test("[oip-70] whole numbers are written to the last digit; a row of its own has no rows; nothing gives nothing")
    func shapes() throws {
        let whole = try Self.tensor([3], [UInt64.max, 1, UInt64.max - 1])
        #expect(
            Self.texts(try whole.highest(1, names: [], nonFinite: .error)) == ["18446744073709551615:0"]
        )
        let none = try Self.tensor([0, 3], [Float]()).highest(2, names: [], nonFinite: .error)
        #expect(none.shape.count == 0 && none.shape.rank == 2)
        let wide = try Self.tensor([2, 0], [Float]()).highest(2, names: [], nonFinite: .error)
        #expect(wide.shape.dimensions == [2, 0])
    }

    @Test("[oip-71] NaN is an error, or comes last; texts have no highest")
    func notFinite() throws {
        let tensor = try Self.tensor([1, 3], [1, .nan, 2] as [Double])
        #expect(throws: InferError.self) { try tensor.highest(1, names: [], nonFinite: .error) }
        #expect(Self.texts(try tensor.highest(3, names: [], nonFinite: .null)) == ["2.0:2", "1.0:0", "nan:1"])
        let shape = try #require(Shape([1]))
        let texts = try #require(Tensor(name: "t", shape: shape, texts: [[65]]))
        #expect { try texts.highest(1, names: [], nonFinite: .error) } throws: {
            ($0 as? InferError)?.code == .badInput
        }
    }

    @Test(
        "[oip-72] names of classes are read from a file's metadata",
        arguments: [
            (#"["a, b", "\u00e9"]"#, ["a, b", "é"]), ("cat,dog", ["cat", "dog"]),
            ("cat, two\nlast\n", ["cat, two", "last"]),
            ("", []), ("[1,2]", ["[1", "2]"]), ("[]", []),
        ]
    )
    func names(text: String, names: [String]) {
        #expect(ClassNames(["labels": text]).names(of: "y") == names)
        let own = ClassNames(["labels": text, "labels.z": "one"])
        #expect(own.names(of: "z") == ["one"] && own.names(of: "y") == names)
        #expect(ClassNames.none.names(of: "y").isEmpty)
    }

    @Test("[oip-73] 'classification' of an output is a whole number; 0 is none", arguments: [("3", 3), ("0", nil)])
    func wish(text: String, count: Int?) throws {
        let body = Array(
            #"{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"y","parameters":{"classification":\#(text)}}]}"#
                .utf8
        )
        let request = try RequestDecoder(limits: RequestLimits()).decode(unsafe body.span.bytes)
        #expect(request.outputs == [RequestedOutput("y", classes: count)])
        #expect(request.wantsClasses == (count != nil))
    }
}

import Tensors

extension Manifest.Ports {
    /// Reads `io`.
    init(_ place: JSONPlace) throws(UpdateError) {
        let members = try place.object(["inputs", "outputs"])
        self.init(
            inputs: try Self.ports(try Manifest.required("inputs", members, place)),
            outputs: try Self.ports(try Manifest.required("outputs", members, place))
        )
    }

    private static func ports(_ place: JSONPlace) throws(UpdateError) -> [Manifest.Port] {
        var ports: [Manifest.Port] = []
        for element in try place.array(0...1024) {
            let port = try Manifest.Port(element)
            guard !ports.contains(where: { $0.name == port.name }) else {
                throw element.error("has the name '\(port.name)', as one before it")
            }
            ports.append(port)
        }
        return ports
    }
}

extension Manifest.Port {
    init(_ place: JSONPlace) throws(UpdateError) {
        let members = try place.object(["name", "datatype", "shape"])
        let datatype = try Manifest.required("datatype", members, place)
        self.init(
            name: try Manifest.required("name", members, place).text(most: 1024),
            datatype: try datatype.text(most: 16),
            shape: try Manifest.shape(Manifest.required("shape", members, place), from: -1)
        )
        guard Datatype(rawValue: self.datatype) != nil else {
            throw datatype.error(
                "is '\(self.datatype)'; expected one of \(Datatype.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
    }
}

extension Manifest {
    /// Dimensions, each of them `lowest` or more.
    static func shape(_ place: JSONPlace, from lowest: Int64) throws(UpdateError) -> [Int] {
        try place.array(0...32).map { place throws(UpdateError) in Int(try place.whole(lowest...1 << 40)) }
    }

    /// Reads `tests`, whose files must be among the bundle's.
    static func tests(_ place: JSONPlace?, files: [File]) throws(UpdateError) -> [GoldenTest] {
        let paths = Set(files.map(\.path))
        var tests: [GoldenTest] = []
        for element in try place?.array(0...64) ?? [] {
            let members = try element.object(["inputs", "outputs"])
            var test = GoldenTest(inputs: [:], outputs: [:])
            for (name, place) in try required("inputs", members, element).members(most: 1024) {
                test.inputs[name] = try TensorFile(place, paths)
            }
            for (name, place) in try required("outputs", members, element).members(most: 1024) {
                test.outputs[name] = try Expectation(place, paths)
            }
            guard !test.outputs.isEmpty else { throw element.error("expects no output") }
            tests.append(test)
        }
        return tests
    }

    fileprivate static func file(
        _ members: [String: JSONPlace],
        _ owner: JSONPlace,
        _ paths: Set<String>
    ) throws(UpdateError) -> String {
        let place = try required("file", members, owner)
        let file = try place.text(most: 4096)
        guard paths.contains(file) else { throw place.error("is '\(file)', which is not one of 'files'") }
        return file
    }
}

extension Manifest.TensorFile {
    init(_ place: JSONPlace, _ paths: Set<String>) throws(UpdateError) {
        let members = try place.object(["file", "shape"])
        self.init(
            file: try Manifest.file(members, place, paths),
            shape: try members["shape"].map { place throws(UpdateError) in try Manifest.shape(place, from: 0) }
        )
    }
}

extension Manifest.Expectation {
    init(_ place: JSONPlace, _ paths: Set<String>) throws(UpdateError) {
        let members = try place.object(["file", "shape", "atol", "rtol"])
        self.init(
            file: try Manifest.file(members, place, paths),
            shape: try members["shape"].map { place throws(UpdateError) in try Manifest.shape(place, from: 0) }
        )
        if let place = members["atol"] { atol = try place.number(0...1e300) }
        if let place = members["rtol"] { rtol = try place.number(0...1e300) }
    }
}

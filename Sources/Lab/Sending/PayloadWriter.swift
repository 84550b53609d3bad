import OpenInference
import Telemetry

/// Writes readings as payloads.
struct PayloadWriter {
    private let style: PayloadStyle
    /// For JSON: what stands before each value, `"x":`.
    private let keys: [[UInt8]]

    init(_ style: PayloadStyle, fields: [String]) {
        self.style = style
        keys = fields.map { name in
            var key: [UInt8] = []
            key.appendQuoted(name)
            key.append(Ascii.colon)
            return key
        }
    }

    /// The payload of a reading; a value that is NaN is missing.
    func payload(_ values: some Collection<Double>, time: Timestamp?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 + 24 * values.count)
        switch style {
        case .json(let format): appendJSON(values, time, format, &bytes)
        case .csv(let format, let delimiter): appendLine(values, time, format, delimiter, &bytes)
        case .float32:
            for value in values {
                let bits = Float(value).bitPattern
                for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
            }
        case .number:
            if let value = values.first { bytes.appendNumber(value) }
        }
        return bytes
    }

    private func appendJSON(
        _ values: some Collection<Double>,
        _ time: Timestamp?,
        _ format: TimeFormat,
        _ bytes: inout [UInt8]
    ) {
        bytes.append(Ascii.openBrace)
        if let time {
            bytes.appendRaw(#""ts":"#)
            if !format.isNumber { bytes.append(Ascii.quote) }
            time.append(to: &bytes, as: format)
            if !format.isNumber { bytes.append(Ascii.quote) }
            bytes.append(Ascii.comma)
        }
        bytes.appendRaw(#""v":{"#)
        var isFirst = true
        for (key, value) in zip(keys, values) where !value.isNaN {
            if !isFirst { bytes.append(Ascii.comma) }
            isFirst = false
            bytes.append(contentsOf: key)
            bytes.appendNumber(value)
        }
        bytes.appendRaw("}}")
    }

    private func appendLine(
        _ values: some Collection<Double>,
        _ time: Timestamp?,
        _ format: TimeFormat,
        _ delimiter: UInt8,
        _ bytes: inout [UInt8]
    ) {
        time?.append(to: &bytes, as: format)
        for (index, value) in values.enumerated() {
            if index > 0 || time != nil { bytes.append(delimiter) }
            bytes.appendCSV(value)
        }
    }
}

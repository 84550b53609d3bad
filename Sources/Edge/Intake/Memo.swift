/// Remembers what a function said of a text, up to a number of texts; then it begins anew.
///
/// Topics come again and again: looking one up costs a tenth of taking it apart, and the last one comes again most.
struct Memo<Value> {
    private let limit: Int
    private let function: (String) -> Value
    private var values: [String: Value] = [:]
    private var last: (text: String, value: Value)?

    init(limit: Int = 1024, _ function: @escaping (String) -> Value) {
        self.limit = limit
        self.function = function
    }

    mutating func callAsFunction(_ text: String) -> Value {
        if let last, last.text == text { return last.value }
        let value = value(of: text)
        last = (text, value)
        return value
    }

    private mutating func value(of text: String) -> Value {
        if let known = values[text] { return known }
        if values.count >= limit { values.removeAll(keepingCapacity: true) }
        let value = function(text)
        values[text] = value
        return value
    }
}

extension Loss {
    /// The sum of the losses of some windows, each a mean over its numbers; outputs are replaced by the gradient of the
    /// mean loss of the windows.
    func replaceByGradient(_ outputs: inout MutableSpan<Float>, targets: Span<Float>, windows: Int, size: Int) -> Double
    {
        let count = windows * size
        precondition(count <= outputs.count && count <= targets.count, "there are fewer numbers than windows")
        let scale = 1 / Float(count)
        var sum = 0.0
        // Sound: every index is below count, which was checked above.
        unsafe outputs.withUnsafeMutableBufferPointer { outputs in
            unsafe targets.withUnsafeBufferPointer { targets in
                for window in 0..<windows {
                    var loss: Float = 0
                    for place in window * size..<(window + 1) * size {
                        let residual = unsafe outputs[place] - targets[place]
                        switch self {
                        case .mse:
                            loss += residual * residual
                            unsafe outputs[place] = 2 * scale * residual
                        case .l1:
                            loss += abs(residual)
                            unsafe outputs[place] = residual == 0 ? 0 : (residual > 0 ? scale : -scale)
                        }
                    }
                    sum += Double(loss)
                }
            }
        }
        return sum / Double(size)
    }
}

extension Loss {
    /// The loss of one window: the mean over its numbers.
    func value(of output: Span<Float>, _ target: Span<Float>) -> Double {
        var sum = 0.0
        for place in output.indices {
            let residual = Double(output[place] - target[place])
            sum += self == .mse ? residual * residual : abs(residual)
        }
        return sum / Double(output.count)
    }
}

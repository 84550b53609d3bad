import Glibc

/// Kingma and Ba's Adam (algorithm 1): steps along the mean gradient, shorter where gradients differ.
struct Adam {
    private let rate: Double
    private var means: [Float]
    private var squares: [Float]
    private var steps = 0

    init(rate: Double, parameters: Int) {
        self.rate = rate
        means = Array(repeating: 0, count: parameters)
        squares = Array(repeating: 0, count: parameters)
    }

    /// Moves the parameters one step against their gradients.
    mutating func step(_ parameters: inout [Float], gradients: [Float]) {
        precondition(parameters.count == means.count && gradients.count == means.count, "parameters were lost")
        steps += 1
        let time = Double(steps)
        let (decay, squareDecay) = (0.9, 0.999)
        // Both corrections of the moments' start at 0, and the step, in one number (the paper's end of section 2).
        let corrected = (1 - power(squareDecay, time)).squareRoot()
        let rate = Float(self.rate * corrected / (1 - power(decay, time)))
        let floor = Float(1e-8 * corrected)
        let count = means.count
        // Sound: every index is below count, the length of all four arrays.
        unsafe means.withUnsafeMutableBufferPointer { means in
            unsafe squares.withUnsafeMutableBufferPointer { squares in
                unsafe parameters.withUnsafeMutableBufferPointer { parameters in
                    unsafe gradients.withUnsafeBufferPointer { gradients in
                        for place in 0..<count {
                            let gradient = unsafe gradients[place]
                            let mean = unsafe 0.9 * means[place] + 0.1 * gradient
                            let square = unsafe 0.999 * squares[place] + 0.001 * gradient * gradient
                            unsafe means[place] = mean
                            unsafe squares[place] = square
                            unsafe parameters[place] -= rate * mean / (square.squareRoot() + floor)
                        }
                    }
                }
            }
        }
    }

    private func power(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }
}

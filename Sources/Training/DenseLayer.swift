/// Where a layer's numbers stand among those of its network.
struct DenseLayer {
    let inputs: Int
    let outputs: Int
    let activation: Activation
    /// The weights: the inputs of the first neuron, of the second, and so on.
    let weights: Range<Int>
    /// The biases, one a neuron.
    let biases: Range<Int>
}

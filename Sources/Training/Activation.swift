/// What a hidden neuron makes of its sum.
public enum Activation: String, Sendable, CaseIterable {
    case relu
    case tanh
    case sigmoid
    case linear
}

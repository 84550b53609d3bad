public import ArgumentParser
public import Training

// What has a name in training is named so on the command line.
extension DenseAutoencoder.Preset: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Loss: ExpressibleByArgument {}

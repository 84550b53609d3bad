/// The kinds of model that can be trained.
public enum ModelFamily: String, Sendable, CaseIterable {
    /// Principal components of windows, in closed form.
    case windowAutoencoder = "window_autoencoder"
    /// Layers of neurons, by gradient descent.
    case denseAutoencoder = "dense_autoencoder"
}

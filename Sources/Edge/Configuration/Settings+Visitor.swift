public import MQTT

extension Settings {
    /// How a program that is not the node reaches the configured broker: nothing is left behind when it goes.
    ///
    /// - Throws: why the password's file cannot be read.
    public func visitor(_ clientID: String) throws -> ConnectionOptions {
        ConnectionPlan(self, password: try PasswordFile.read(broker)).visitor(clientID)
    }
}

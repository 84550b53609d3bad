extension NodeRooms {
    /// Lets all rooms tell what happens in them.
    func join(_ teller: NodeTeller?) {
        dispatcher.teller = teller
        outbox.teller = teller
        bindings.judge.teller = teller
    }
}

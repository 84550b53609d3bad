/// What the runs of these tests work with.
struct Conf: Encodable {
    var order_id = "drift__press-ae__1"
    var reason = "ü \"/"
}

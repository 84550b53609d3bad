import Testing
import Transfer

@Suite("Transfer errors")
struct TransferErrorTests {
    @Test("say whether trying again can help", arguments: [(TransferError.Code.unreachable, true), (.tls, false)])
    func passing(_ code: TransferError.Code, isPassing: Bool) {
        #expect(TransferError(code, "the server is away").isPassing == isPassing)
    }
}

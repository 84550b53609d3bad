import Testing

@testable import API

@Test("an operator may read") func roles() { #expect(Role.reader < .operator) }

/// The bytes that JSON is made of.
package enum Ascii {
    package static var tab: UInt8 { 0x09 }
    package static var newline: UInt8 { 0x0A }
    package static var carriageReturn: UInt8 { 0x0D }
    package static var space: UInt8 { 0x20 }
    package static var quote: UInt8 { 0x22 }
    package static var plus: UInt8 { 0x2B }
    package static var comma: UInt8 { 0x2C }
    package static var minus: UInt8 { 0x2D }
    package static var point: UInt8 { 0x2E }
    package static var slash: UInt8 { 0x2F }
    package static var zero: UInt8 { 0x30 }
    package static var nine: UInt8 { 0x39 }
    package static var colon: UInt8 { 0x3A }
    package static var openBracket: UInt8 { 0x5B }
    package static var backslash: UInt8 { 0x5C }
    package static var closeBracket: UInt8 { 0x5D }
    package static var openBrace: UInt8 { 0x7B }
    package static var closeBrace: UInt8 { 0x7D }
    package static var b: UInt8 { 0x62 }
    package static var e: UInt8 { 0x65 }
    package static var f: UInt8 { 0x66 }
    package static var n: UInt8 { 0x6E }
    package static var r: UInt8 { 0x72 }
    package static var t: UInt8 { 0x74 }
    package static var u: UInt8 { 0x75 }
}

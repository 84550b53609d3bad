import Archive
import Testing

@Suite("Zip files")
struct ZipTests {}

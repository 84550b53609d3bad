/// Simulated devices.
enum Placeholder {}

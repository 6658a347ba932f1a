package provision

// Patiently is patiently, which waits too long for a test with a sandbox.
var Patiently = patiently

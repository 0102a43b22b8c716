/// An error that may mean: the disk is full. The run then waits for room instead of failing.
package protocol DiskFullReporting: Error {
  var isDiskFull: Bool { get }
}

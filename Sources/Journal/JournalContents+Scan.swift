import FoundationEssentials
import Orchestration
import SystemPackage

extension JournalContents {
  /// Reads a journal's bytes; `path` is for the error.
  init(scanning bytes: Data, of path: FilePath, with codec: JournalLine = JournalLine()) throws(JournalError)
  {
    var records: [EventRecord] = []
    do throws(DamagedLine) {
      validLength = try codec.scan(bytes) { record, _ throws(LineFault) in
        guard record.sequence == records.count + 1 else {
          throw .sequence(expected: records.count + 1, found: record.sequence)
        }
        records.append(record)
      }
    } catch {
      throw .damaged(path, line: error.number, error.fault)
    }
    self.records = records
    length = bytes.count
  }
}

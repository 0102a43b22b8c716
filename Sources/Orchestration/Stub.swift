package struct Claims: Hashable, Sendable, Codable {}
package enum WaitReason: Hashable, Sendable, Codable { case slot }

/// The version of this program; the man page and the changelog carry the same.
package let version = "0.1.0"

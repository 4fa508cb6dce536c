/** The file name at the end of a path, as Unix and Windows write paths. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** A URI with its percent-encoding undone (RFC 3986 §2.1), or as it stands where that cannot be. */
export function percentDecoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    // A percent sign by itself is one of a file name that nobody encoded.
    return uri
  }
}

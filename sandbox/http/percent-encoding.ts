/** Percent-encodes everything but RFC 3986's unreserved characters, as Signature Version 4 requires. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function percentEncodePath(path: string): string {
  return path.split("/").map(percentEncode).join("/");
}

/** @returns `text` as it is if it is not percent-encoded correctly */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function rfc3339(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

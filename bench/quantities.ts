export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

export function mebibytes(mib: number): string {
  return `${mib.toFixed(1)} MiB`;
}

/** Formats a ratio with at least two significant digits. */
export function ratio(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : thousands(Math.round(value))
}

export function perSecond(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M/s`
  if (value >= 1e3) return `${Math.round(value / 1e3)} k/s`
  return `${value.toFixed(0)}/s`
}

export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `12 a second`, `4 a minute`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)} a second`
  if (perSecond >= 1) return `${perSecond.toFixed(1)} a second`
  return `${Math.max(1, Math.round(perSecond * 60))} a minute`
}

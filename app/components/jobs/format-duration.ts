/** `4 s`, `2 min 10 s`, `1 h 5 min`: what a person says. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return seconds < 1 && seconds > 0 ? 'less than 1 s' : `${whole} s`
  if (whole < 3600) return join(Math.floor(whole / 60), 'min', whole % 60, 's')
  return join(Math.floor(whole / 3600), 'h', Math.round((whole % 3600) / 60), 'min')
}

const join = (large: number, unit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`

/** `12 a second`, `4 a minute`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 10) return `${Math.round(perSecond)} a second`
  if (perSecond >= 1) return `${perSecond.toFixed(1)} a second`
  return `${Math.max(1, Math.round(perSecond * 60))} a minute`
}

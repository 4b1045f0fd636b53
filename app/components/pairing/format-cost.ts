/** `$0.06`, `less than $0.01`, `nothing`. */
export function formatCost(usd: number): string {
  if (usd <= 0) return 'nothing'
  return usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`
}

import type { Accuracy } from './compare-truth'

export interface PairReport {
  readonly strategy: string
  readonly pairs: ReadonlyArray<{
    front: string
    back: string
    score: number
    confidence: string
    evidence: readonly string[]
  }>
  readonly unpaired: readonly string[]
  readonly seconds: number
  readonly costUsd: number
}

/** The report for people; machines take --json. */
export function printReport(
  report: PairReport,
  extra: {
    reasons: ReadonlyMap<string, string>
    refused: ReadonlyArray<{ photo: string; reason: string }>
    notes: readonly string[]
  },
): void {
  for (const pair of report.pairs) {
    console.log(
      `${pair.confidence.padEnd(8)} ${(100 * pair.score).toFixed(1).padStart(5)} %  ${pair.front}  +  ${pair.back}`,
    )
    console.log(`                  ${pair.evidence.join(', ')}`)
  }
  if (report.unpaired.length > 0) {
    console.log(`\nNot paired (${report.unpaired.length}):`)
    for (const photo of report.unpaired) console.log(`  ${photo}: ${extra.reasons.get(photo) ?? ''}`)
  }
  if (extra.refused.length > 0) {
    console.log(`\nNot readable (${extra.refused.length}):`)
    for (const { photo, reason } of extra.refused) console.log(`  ${photo}: ${reason}`)
  }
  const sure = report.pairs.filter((pair) => pair.confidence === 'sure').length
  console.log(
    `\n${report.pairs.length} pairs, ${sure} of them sure; ${report.seconds.toFixed(1)} s, ${report.costUsd === 0 ? 'no cost' : `$${report.costUsd.toFixed(4)}`} (${report.strategy}).`,
  )
  for (const note of extra.notes) console.log(note)
}

export function printAccuracy(accuracy: Accuracy): void {
  const share = accuracy.known === 0 ? 0 : (100 * accuracy.right) / accuracy.known
  console.log(
    `\nAgainst the truth: ${accuracy.right} of ${accuracy.known} pairs right (${share.toFixed(1)} %), ${accuracy.perfect ? 'a perfect set' : 'not perfect'}; front told from back in ${accuracy.sidesRight} of ${accuracy.right}.`,
  )
  console.log(`Sure: ${accuracy.sure} pairs, ${accuracy.wrongButSure} of them wrong.`)
  console.log('said      pairs  right  mean said')
  for (const bin of accuracy.calibration) {
    if (bin.pairs === 0) continue
    const range = `${(100 * bin.from).toFixed(0)}–${(100 * bin.to).toFixed(0)} %`
    console.log(
      `${range.padEnd(9)} ${String(bin.pairs).padStart(5)}  ${String(bin.right).padStart(5)}  ${(100 * bin.said).toFixed(1).padStart(6)} %`,
    )
  }
}

import type { SearchAnswer } from '~/domain/search/search-answer'

/** The documented shape of `search --json`. */
export function searchJson(answer: SearchAnswer) {
  return {
    model: answer.model,
    tookMs: answer.tookMs,
    results: answer.results.map(({ photoId, fileName, similarity, band }) => ({
      photoId,
      fileName,
      similarity,
      band,
    })),
    ...(answer.degraded && { degraded: answer.degraded }),
  }
}

/** Ranked results, one a line: rank, similarity, band, name. */
export function printResults(query: string, answer: SearchAnswer): void {
  console.log(`\n${query} — ${answer.model ?? 'by name and tag'}, ${Math.round(answer.tookMs)} ms`)
  if (answer.degraded) console.log(`  ${answer.degraded.message}`)
  if (answer.noMatch) console.log('  No match: nothing in the library looks like this.')
  for (const [index, result] of answer.results.entries()) {
    const rank = String(index + 1).padStart(3)
    const similarity = result.similarity === null ? '     ' : result.similarity.toFixed(3)
    console.log(`${rank}. ${similarity}  ${(result.band ?? '').padEnd(8)} ${result.fileName}`)
  }
}

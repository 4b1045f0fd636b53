import cliProgress from 'cli-progress'
import type { IngestProgress } from './ingest-folder'

const labels = { storing: 'Storing', reading: 'Reading' } as const

/**
 * A progress bar with rate and ETA on stderr, so that stdout holds only results. Where stderr is no terminal it prints
 * one line every 20 %.
 */
export function drawProgress(): { update: (progress: IngestProgress) => void; stop: () => void } {
  const bar = new cliProgress.SingleBar({
    format: '{label} [{bar}] {percentage} % · {value}/{total} · {rate} · ETA {eta_formatted} {reason}',
    hideCursor: true,
    barsize: 28,
    stream: process.stderr,
    etaBuffer: 40,
  })
  let phase: IngestProgress['phase'] | null = null
  let startedAt = 0
  let printed = -1
  return {
    update({ phase: next, done, total, reason }) {
      if (phase !== next) {
        bar.stop()
        phase = next
        startedAt = performance.now()
        printed = -1
        if (process.stderr.isTTY) bar.start(total, 0, { label: labels[next], rate: '', reason: '' })
      }
      const seconds = (performance.now() - startedAt) / 1000
      const rate = seconds > 1 ? `${(done / seconds).toFixed(1)} photos/s` : '…'
      if (process.stderr.isTTY) {
        bar.setTotal(total)
        bar.update(done, { rate, reason: reason ? `· ${reason}` : '' })
        return
      }
      const fifth = total === 0 ? 0 : Math.floor((done / total) * 5)
      if (fifth === printed) return
      printed = fifth
      const left = done > 0 ? ` · ETA ${Math.ceil((seconds / done) * (total - done))} s` : ''
      console.error(`${labels[next]} ${done}/${total} · ${rate}${left}${reason ? ` · ${reason}` : ''}`)
    },
    stop: () => bar.stop(),
  }
}

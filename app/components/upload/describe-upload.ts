import { countOf, formatBytes, formatCount, formatDuration } from '../photo/format-amounts'
import { secondsLeft, type UploadTotals } from './measure-uploads'
import type { UploadSnapshot } from './upload-queue'

/** Files that are in the library now, whoever brought them. */
export const storedOf = ({ counts }: UploadTotals): number => counts.added + counts.duplicate

export function headline({ totals, active }: Pick<UploadSnapshot, 'totals' | 'active'>): string {
  const files = countOf(totals.files, 'file')
  if (active)
    return `Uploading ${formatCount(totals.finished + Math.min(1, totals.counts.sending))} of ${files}`
  const stored = storedOf(totals)
  if (stored === 0) return 'Nothing was uploaded'
  if (stored < totals.files) return `${formatCount(stored)} of ${files} uploaded`
  return stored === 1 ? '1 file uploaded' : `All ${files} uploaded`
}

/** What a screen reader says: once for each state, not the eight times a second that the amounts change. */
export function announcement(snapshot: UploadSnapshot): string {
  if (snapshot.active) return snapshot.paused === 'person' ? 'Upload paused' : 'Uploading'
  return `${headline(snapshot)}: ${pace(snapshot)}`
}

export function pace({ totals, rate, paused, active }: UploadSnapshot): string {
  if (!active) return summary(totals)
  const amount = `${formatBytes(totals.sentBytes)} of ${formatBytes(totals.bytes)}`
  if (paused || !rate) return amount
  const left = secondsLeft(totals, rate)
  return [
    amount,
    `${formatBytes(rate.bytesPerSecond)}/s`,
    rate.filesPerSecond >= 1 ? `${rate.filesPerSecond.toFixed(0)} files/s` : '',
    left === undefined ? '' : `about ${formatDuration(left)} left`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** `45 added · 3 already there · 1 refused · 6.7 MB` */
function summary({ counts, bytes }: UploadTotals): string {
  const parts: [number, string][] = [
    [counts.added, 'added'],
    [counts.duplicate, 'already there'],
    [counts.refused, 'refused'],
    [counts.failed, 'failed'],
  ]
  const named = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`)
  return [...named, formatBytes(bytes)].join(' · ')
}

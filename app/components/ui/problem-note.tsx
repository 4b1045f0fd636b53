import { CircleAlert } from 'lucide-react'

/** A failed action, above the form it belongs to: what happened and what to do. */
export function ProblemNote({ problem }: { problem: { detail: string; hint: string } | undefined | null }) {
  if (!problem) return null
  return (
    <div role="alert" className="flex gap-2.5 rounded-lg bg-danger-soft px-3.5 py-3 text-sm text-danger-text">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        <span className="font-medium">{problem.detail}</span> {problem.hint}
      </p>
    </div>
  )
}

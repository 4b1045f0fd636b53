/** Two sheets, the right-hand page on top: a recto. */
export function Logo({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect x="4" y="6" width="16" height="21" rx="4" className="fill-accent/30" />
      <rect x="11" y="4" width="17" height="22" rx="4" className="fill-accent" />
      <path
        d="M15 20.5l3.2-4.2a1 1 0 0 1 1.6 0l1.4 1.9.9-1.1a1 1 0 0 1 1.6.1l1.5 2.3a1 1 0 0 1-.8 1.5h-8.6a1 1 0 0 1-.8-.5z"
        fill="#fff"
      />
      <circle cx="17.2" cy="10.6" r="1.7" fill="#fff" />
    </svg>
  )
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 text-[1.0625rem] font-semibold tracking-tight">
      <Logo />
      Recto
    </span>
  )
}

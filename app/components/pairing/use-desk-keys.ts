import { useEffect, useRef } from 'react'

interface DeskKeys {
  next(): void
  previous(): void
  accept(): void
  swap(): void
  split(): void
  undo(): void
}

/** One key a decision: a person goes through a hundred pairs without the mouse. Never while typing or in a dialog. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof HTMLElement ? event.target : null
      if (target?.closest('input, textarea, select, [role=dialog], [contenteditable=true]')) return
      const act = actions[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      latest.current[act]()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const actions: Record<string, keyof DeskKeys | undefined> = {
  j: 'next',
  arrowdown: 'next',
  k: 'previous',
  arrowup: 'previous',
  a: 'accept',
  s: 'swap',
  x: 'split',
  u: 'undo',
}

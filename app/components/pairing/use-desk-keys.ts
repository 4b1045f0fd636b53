import { useEffect, useRef } from 'react'

export interface DeskKeys {
  next(): void
  previous(): void
  accept(): void
  swap(): void
  split(): void
  front(): void
  back(): void
  look(): void
  undo(): void
}

/**
 * One key a decision: a person goes through a hundred pairs without the mouse. Never while typing, nor in a dialog,
 * except the one that shows the pair large.
 */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.defaultPrevented) return
      const target = event.target instanceof HTMLElement ? event.target : null
      if (target?.closest('input, textarea, select, [contenteditable=true], [role=menu]')) return
      if (target?.closest('[role=dialog]') && !target.closest('[data-desk-keys]')) return
      const key = event.key.toLowerCase()
      const act = event.ctrlKey || event.metaKey ? (key === 'z' ? 'undo' : undefined) : actions[key]
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
  f: 'front',
  b: 'back',
  l: 'look',
  u: 'undo',
}

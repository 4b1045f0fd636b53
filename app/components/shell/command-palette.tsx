import { useNavigate } from '@remix-run/react'
import { Command } from 'cmdk'
import { CornerDownLeft, LogOut, Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { Kbd } from '../ui/kbd'
import type { NavigationEntry } from './navigation'
import { signOut } from './sign-out'

/** Ctrl/Cmd-K from anywhere: go to a place, search the library, sign out, without the mouse. */
export function CommandPalette({
  entries,
  open,
  onOpenChange,
}: {
  entries: NavigationEntry[]
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40 backdrop-blur-[2px]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100%-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-2xl border border-line bg-surface shadow-floating"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Commands entries={entries} onRun={() => onOpenChange(false)} />
          <p className="flex items-center gap-4 border-t border-line px-5 py-2.5 text-xs text-faint pointer-coarse:hidden">
            <span className="inline-flex items-center gap-1.5">
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd> choose
            </span>
            <span className="inline-flex items-center gap-1.5">
              <Kbd>
                <CornerDownLeft aria-label="Enter" className="size-3" />
              </Kbd>
              go
            </span>
            <span className="inline-flex items-center gap-1.5">
              <Kbd>Esc</Kbd> close
            </span>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Mounted anew each time the palette opens, so that it never shows the words of the last time. */
function Commands({ entries, onRun }: { entries: NavigationEntry[]; onRun: () => void }) {
  const [words, setWords] = useState('')
  const navigate = useNavigate()
  const query = words.trim()
  const run = (act: () => void) => () => {
    onRun()
    act()
  }
  return (
    <Command label="Commands" loop>
      <Command.Input
        value={words}
        onValueChange={setWords}
        placeholder="Go to a place, or search the library"
        className="h-14 w-full border-b border-line bg-transparent px-5 text-base outline-none placeholder:text-faint"
      />
      <Command.List label="Commands" className="max-h-[min(24rem,60vh)] overflow-y-auto p-2">
        {query ? (
          <Item
            value={`search ${query}`}
            icon={<Search aria-hidden />}
            onSelect={run(() => navigate(`/search?${new URLSearchParams({ q: query })}`))}
          >
            Search for “{query}”
          </Item>
        ) : null}
        {entries.map((entry) => (
          <Item
            key={entry.to}
            value={entry.label}
            icon={<entry.icon aria-hidden />}
            onSelect={run(() => navigate(entry.to))}
          >
            {entry.label}
          </Item>
        ))}
        <Item value="Sign out" icon={<LogOut aria-hidden />} onSelect={run(signOut)}>
          Sign out
        </Item>
      </Command.List>
    </Command>
  )
}

function Item({
  value,
  icon,
  onSelect,
  children,
}: {
  value: string
  icon: ReactNode
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm select-none data-[selected=true]:bg-hover pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint"
    >
      {icon}
      <span className="truncate">{children}</span>
    </Command.Item>
  )
}

import { NavLink } from '@remix-run/react'
import { clsx } from 'clsx'
import { Command } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Role } from '~/domain/auth/actor'
import type { FlagKey } from '~/domain/flags/catalog'
import { GlobalDrop } from '../upload/global-drop'
import { Kbd } from '../ui/kbd'
import { visibleEntries, type NavigationEntry } from './navigation'
import { BottomBar } from './bottom-bar'
import { CommandPalette } from './command-palette'
import { TopBar } from './top-bar'
import { usePalette } from './use-palette'
import { Logo } from './wordmark'

export interface Me {
  id: string
  name: string
  email: string
  role: Role
  flags: FlagKey[]
}

/** Rail, top bar and content. The rail becomes a bar at the bottom on phones. */
export function AppShell({ me, children }: { me: Me; children: ReactNode }) {
  const places = visibleEntries(me.role)
  const entries = places.filter(({ paletteOnly }) => !paletteOnly)
  const [paletteOpen, setPaletteOpen] = usePalette()
  return (
    <div className="min-h-dvh md:pl-60">
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <Rail entries={entries} onCommands={() => setPaletteOpen(true)} />
      <TopBar me={me} />
      <main id="content" tabIndex={-1} className="pb-20 outline-none md:pb-0">
        {children}
      </main>
      <BottomBar entries={entries} />
      <GlobalDrop userId={me.id} />
      <CommandPalette entries={places} open={paletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  )
}

function Rail({ entries, onCommands }: { entries: NavigationEntry[]; onCommands: () => void }) {
  return (
    <aside className="fixed inset-y-0 left-0 z-20 hidden w-60 flex-col border-r border-line bg-canvas md:flex">
      <NavLink
        to="/library"
        className="mx-3 mt-3.5 mb-4 inline-flex items-center gap-2.5 rounded-lg px-2.5 py-1 text-[1.0625rem] font-semibold tracking-tight"
      >
        <Logo />
        Recto
      </NavLink>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-0.5 overflow-y-auto px-3 pb-4">
        {entries.map((entry) => (
          <NavLink
            key={entry.to}
            to={entry.to}
            prefetch="intent"
            className={({ isActive }) =>
              clsx(
                'flex h-9 items-center gap-3 rounded-lg px-2.5 text-sm font-medium transition-colors pointer-coarse:h-11',
                isActive
                  ? 'bg-surface text-ink shadow-raised ring-1 ring-line'
                  : 'text-soft hover:bg-hover hover:text-ink',
              )
            }
          >
            <entry.icon aria-hidden className="size-[1.125rem]" />
            {entry.label}
          </NavLink>
        ))}
      </nav>
      <button
        type="button"
        onClick={onCommands}
        className="m-3 flex h-9 items-center gap-3 rounded-lg px-2.5 text-sm text-faint transition-colors hover:bg-hover hover:text-ink pointer-coarse:h-11"
      >
        <Command aria-hidden className="size-[1.125rem]" />
        <span className="flex-1 text-left">Commands</span>
        <span aria-hidden className="flex gap-1">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
    </aside>
  )
}

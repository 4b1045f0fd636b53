import { Link, NavLink } from '@remix-run/react'
import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import { Menu, MenuItem } from '../ui/menu'
import type { NavigationEntry } from './navigation'

const slot = 'flex min-h-14 flex-1 flex-col items-center justify-center gap-1 text-[0.6875rem] font-medium'

/** The rail on phones: the four main places within a thumb's reach, the rest behind "More". */
export function BottomBar({ entries }: { entries: NavigationEntry[] }) {
  const primary = entries.filter((entry) => entry.primary).slice(0, 4)
  const rest = entries.filter((entry) => !primary.includes(entry))
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden"
    >
      {primary.map((entry) => (
        <NavLink
          key={entry.to}
          to={entry.to}
          className={({ isActive }) => clsx(slot, isActive ? 'text-accent-text' : 'text-faint')}
        >
          <entry.icon aria-hidden className="size-5" />
          {entry.label}
        </NavLink>
      ))}
      {rest.length > 0 ? (
        <Menu
          trigger={
            <button type="button" className={clsx(slot, 'text-faint')}>
              <Ellipsis aria-hidden className="size-5" />
              More
            </button>
          }
        >
          {rest.map((entry) => (
            <MenuItem key={entry.to} asChild>
              <Link to={entry.to}>
                <entry.icon aria-hidden />
                {entry.label}
              </Link>
            </MenuItem>
          ))}
        </Menu>
      ) : null}
    </nav>
  )
}

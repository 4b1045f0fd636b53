import { Link } from '@remix-run/react'
import { LogOut, Settings } from 'lucide-react'
import { Avatar } from '../ui/avatar'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu'
import type { Me } from './app-shell'
import { signOut } from './sign-out'

export function UserMenu({ me }: { me: Me }) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Account of ${me.name}`}
          className="touch-target inline-flex items-center justify-center rounded-full"
        >
          <Avatar name={me.name} />
        </button>
      }
    >
      <MenuLabel>
        <span className="block text-sm font-medium text-ink">{me.name}</span>
        <span className="block max-w-60 truncate">{me.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/settings">
          <Settings aria-hidden />
          Settings
        </Link>
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden />} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  )
}

import {
  Binary,
  Columns2,
  Copy,
  Flag,
  FolderHeart,
  Images,
  ListChecks,
  Package,
  Search,
  Settings,
  Trash2,
  Upload,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { Role } from '~/domain/auth/actor'

export interface NavigationEntry {
  label: string
  to: string
  icon: LucideIcon
  /** Who sees it; everybody when absent. */
  roles?: Role[]
  /** Reached from its parent's page and by the command palette only. */
  paletteOnly?: boolean
  /** In the bottom bar of phones, where five fit; the rest is behind "More". */
  primary?: boolean
}

/** The places of the app, in order. A new page adds its line here and appears in the rail and the command palette. */
export const navigation: NavigationEntry[] = [
  { label: 'Library', to: '/library', icon: Images, primary: true },
  { label: 'Duplicates', to: '/library/duplicates', icon: Copy, paletteOnly: true },
  { label: 'Recently deleted', to: '/library?bin=1', icon: Trash2, paletteOnly: true },
  { label: 'Search', to: '/search', icon: Search, primary: true },
  { label: 'Collections', to: '/collections', icon: FolderHeart, roles: ['admin', 'staff'] },
  { label: 'Upload', to: '/upload', icon: Upload, primary: true },
  { label: 'Products', to: '/products', icon: Package, roles: ['admin', 'staff'] },
  { label: 'Pairing', to: '/pairing', icon: Columns2, roles: ['admin', 'staff'] },
  { label: 'Jobs', to: '/jobs', icon: ListChecks, primary: true },
  { label: 'People', to: '/people', icon: Users, roles: ['admin'] },
  { label: 'Flags', to: '/flags', icon: Flag, roles: ['admin'] },
  { label: 'Search model', to: '/model', icon: Binary, roles: ['admin', 'staff'], paletteOnly: true },
  { label: 'Settings', to: '/settings', icon: Settings },
]

export function visibleEntries(role: Role): NavigationEntry[] {
  return navigation.filter(({ roles }) => !roles || roles.includes(role))
}

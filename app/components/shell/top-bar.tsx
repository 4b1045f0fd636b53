import { Link } from '@remix-run/react'
import { JobsBadge } from '../jobs/jobs-badge'
import { SearchBox } from '../search/search-box'
import type { Me } from './app-shell'
import { UserMenu } from './user-menu'
import { Logo } from './wordmark'

/** One search box for everything, what runs at the moment, and who is signed in. */
export function TopBar({ me }: { me: Me }) {
  return (
    <header className="sticky top-0 z-20 flex h-16 items-center gap-2 border-b border-line bg-canvas/85 px-3 backdrop-blur-md sm:gap-3 sm:px-6">
      <Link
        to="/library"
        aria-label="Recto"
        className="touch-target inline-flex items-center justify-center md:hidden"
      >
        <Logo />
      </Link>
      <div className="flex min-w-0 flex-1 justify-center">
        <SearchBox />
      </div>
      <JobsBadge />
      <UserMenu me={me} />
    </header>
  )
}

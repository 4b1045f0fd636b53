import { useFetcher } from '@remix-run/react'
import { Ellipsis, KeyRound, UserMinus } from 'lucide-react'
import { useState } from 'react'
import type { Person } from '~/domain/auth/list-people.server'
import type { action } from '~/routes/people'
import { Avatar } from '../ui/avatar'
import { Badge } from '../ui/badge'
import { Card, CardHeader } from '../ui/card'
import { CopyField } from '../ui/copy-field'
import { ConfirmDialog, Dialog } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Select } from '../ui/input'
import { Menu, MenuItem } from '../ui/menu'
import { ProblemNote } from '../ui/problem-note'
import { TimeAgo } from '../ui/time-ago'
import { roles } from './roles'

export function PeopleTable({ people, myId }: { people: Person[]; myId: string }) {
  return (
    <Card>
      <CardHeader title={people.length === 1 ? '1 person' : `${people.length.toLocaleString('en')} people`} />
      <ul className="divide-y divide-line">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} isMe={person.id === myId} />
        ))}
      </ul>
    </Card>
  )
}

function PersonRow({ person, isMe }: { person: Person; isMe: boolean }) {
  const fetcher = useFetcher<typeof action>()
  const [removing, setRemoving] = useState(false)
  const [linkShown, setLinkShown] = useState(false)
  const send = (fields: Record<string, string>) =>
    fetcher.submit({ userId: person.id, ...fields }, { method: 'post' })
  const link = fetcher.data && 'link' in fetcher.data ? fetcher.data.link : undefined
  // While it is being saved the choice shows already.
  const role = fetcher.formData?.get('role') ?? person.role
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5">
      <Avatar name={person.name} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{person.name}</span>
          {isMe ? <Badge>You</Badge> : null}
        </p>
        <p className="truncate text-sm text-faint">{person.email}</p>
      </div>
      <dl className="hidden gap-x-8 text-sm lg:flex">
        <div className="w-20">
          <dt className="text-faint">Photos</dt>
          <dd className="tabular-nums">{person.photos.toLocaleString('en')}</dd>
        </div>
        <div className="w-28">
          <dt className="text-faint">Last seen</dt>
          <dd>{person.lastSeenAt ? <TimeAgo date={person.lastSeenAt} /> : 'not yet'}</dd>
        </div>
      </dl>
      <Select
        aria-label={`Role of ${person.name}`}
        className="max-w-36"
        value={String(role)}
        onChange={(event) => send({ intent: 'change-role', role: event.target.value })}
      >
        {roles.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Menu
        trigger={
          <IconButton label={`More for ${person.name}`} tooltip={false} icon={<Ellipsis aria-hidden />} />
        }
      >
        <MenuItem
          icon={<KeyRound aria-hidden />}
          onSelect={() => {
            setLinkShown(true)
            send({ intent: 'password-link' })
          }}
        >
          Make a password link
        </MenuItem>
        <MenuItem
          icon={<UserMinus aria-hidden />}
          tone="danger"
          disabled={isMe}
          onSelect={() => setRemoving(true)}
        >
          Remove from the project
        </MenuItem>
      </Menu>
      {fetcher.data?.problem ? (
        <div className="basis-full">
          <ProblemNote problem={fetcher.data.problem} />
        </div>
      ) : null}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={`Remove ${person.name}?`}
        description="They are signed out at once. Their photos stay in the library, and come back to them if you invite them again."
        confirmLabel="Remove"
        onConfirm={() => send({ intent: 'remove' })}
      />
      <Dialog
        open={linkShown && fetcher.state === 'idle' && Boolean(link)}
        onOpenChange={setLinkShown}
        title="Password link"
        description={`Pass it on to ${person.name}. It works once, for 24 hours.`}
      >
        <CopyField label="Link" hint="Shown only now. A newer link ends this one." value={link ?? ''} />
      </Dialog>
    </li>
  )
}

import { clsx } from 'clsx'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** A drop-down menu. `trigger` is one button; `children` are MenuItem, MenuLabel and MenuSeparator. */
export function Menu({
  trigger,
  align = 'end',
  onOpen,
  children,
}: {
  trigger: ReactNode
  align?: 'start' | 'end'
  /** For what is loaded only when somebody looks. */
  onOpen?: () => void
  children: ReactNode
}) {
  return (
    <Radix.Root onOpenChange={(open) => open && onOpen?.()}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-rise overflow-y-auto rounded-xl border border-line bg-surface p-1.5 shadow-floating"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function MenuItem({
  icon,
  tone = 'neutral',
  children,
  ...rest
}: Radix.DropdownMenuItemProps & { icon?: ReactNode; tone?: 'neutral' | 'danger' }) {
  return (
    <Radix.Item
      className={clsx(
        'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none select-none pointer-coarse:min-h-11',
        'data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4',
        tone === 'danger' ? 'text-danger-text' : 'text-ink [&_svg]:text-faint',
      )}
      {...rest}
    >
      {rest.asChild ? (
        children
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
    </Radix.Item>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-1.5 text-xs text-faint">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1.5 h-px bg-line" />
}

import { CheckCheck, PackageCheck, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { PairView, RunPhoto, RunView } from '~/domain/pairing/runs/run-view'
import { countOf } from '../photo/format-amounts'
import { newId } from '../upload/new-id'
import { Button, ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { PageHeader } from '../ui/page-header'
import type { Decision } from './decide-buttons'
import { DeskTabs, inTab, type DeskTab } from './desk-tabs'
import { DirectToggle, type DirectOffer } from './direct-toggle'
import { KeyLegend } from './key-legend'
import { PairLens } from './pair-lens'
import { PairRow } from './pair-row'
import { PhotoPicker } from './photo-picker'
import { RunNotes } from './run-notes'
import { NoPairs, RunWaiting, standsStill } from './run-waiting'
import { UnpairedTray } from './unpaired-tray'
import { useDeskKeys } from './use-desk-keys'
import { useReview } from './use-review'

const done: Record<Decision, string> = {
  accept: 'Accepted',
  unaccept: 'Taken back',
  swap: 'Swapped the sides of',
  split: 'Split',
}

/** The review desk of one run: nothing becomes a product before a person says so here. */
export function ReviewDesk({ run: loaded, offer }: { run: RunView; offer: DirectOffer }) {
  const { run, canUndo, change, undo } = useReview(loaded)
  const [tab, setTab] = useState<DeskTab>('review')
  // `follow`: the keys moved there, so the row scrolls into sight. A click must not move what it clicks on.
  const [place, setPlace] = useState<{ id?: string; follow: boolean }>({ follow: false })
  const stand = (id: string | undefined, follow: boolean) => setPlace({ id, follow })
  const [looking, setLooking] = useState(false)
  const [replacing, setReplacing] = useState<'front' | 'back'>()

  const pairs = run.pairs.filter((pair) => inTab(tab, pair))
  const at = Math.max(
    0,
    pairs.findIndex(({ id }) => id === place.id),
  )
  const current: PairView | undefined = pairs[at]
  const sure = run.pairs.filter((pair) => inTab('sure', pair) && pair.blocked === null).length
  const accepted = run.pairs.filter((pair) => pair.accepted).length

  const move = (step: 1 | -1) => stand(pairs[Math.min(Math.max(at + step, 0), pairs.length - 1)]?.id, true)
  const decide = (pair: PairView, kind: Decision, byKey: boolean) => {
    if (kind === 'accept' && (pair.blocked !== null || pair.accepted)) return
    if (kind === 'split' && pair.accepted) return
    if (kind === 'accept' || kind === 'split') {
      // What is decided leaves the list; the keys then stand on the pair that follows it.
      const index = pairs.findIndex(({ id }) => id === pair.id)
      const following = pairs[index + 1] ?? pairs[index - 1]
      stand(following?.id, byKey)
      if (!following) setLooking(false)
    } else stand(pair.id, false)
    change({ kind, pairId: pair.id, version: pair.version }, `${done[kind]} ${nameOf(pair)}`)
  }
  const replace = (side: 'front' | 'back') => {
    if (!current || current.accepted) return
    setLooking(false)
    setReplacing(side)
  }
  const join = (front: string, back: string) => {
    const id = newId()
    const names = [front, back].map((photoId) => run.photos.find((photo) => photo.id === photoId)?.fileName)
    change({ kind: 'join', id, front, back }, `Paired ${names.join(' with ')}`)
    if (tab !== 'all') setTab('review')
    stand(id, true)
  }
  useDeskKeys({
    next: () => move(1),
    previous: () => move(-1),
    accept: () => current && decide(current, 'accept', true),
    swap: () => current && decide(current, 'swap', true),
    split: () => current && decide(current, 'split', true),
    front: () => replace('front'),
    back: () => replace('back'),
    look: () => setLooking(!looking && current !== undefined),
    undo,
  })
  const keep: RunPhoto | undefined = run.photos.find(
    ({ id }) => current && replacing && id === (replacing === 'front' ? current.back.id : current.front.id),
  )

  return (
    <>
      <PageHeader
        title="Comparison"
        description={describe(run, accepted)}
        actions={
          run.finishedAt ? (
            <>
              <Button disabled={!canUndo} icon={<Undo2 aria-hidden className="size-4" />} onClick={undo}>
                Undo
              </Button>
              <Button
                variant="primary"
                disabled={sure === 0}
                icon={<CheckCheck aria-hidden className="size-4" />}
                onClick={() => change({ kind: 'accept-sure' }, `Accepted ${countOf(sure, 'sure pair')}`)}
              >
                {sure === 0 ? 'No sure ones left' : `Accept the ${sure} sure`}
              </Button>
            </>
          ) : null
        }
      />
      {run.finishedAt ? (
        <>
          <RunNotes notes={run.notes} />
          <DirectToggle
            key={offer.beside?.id}
            run={run}
            offer={offer}
            onTake={(pair) => join(pair.front.id, pair.back.id)}
          />
          {run.pairs.length === 0 ? (
            <NoPairs onUndo={canUndo ? undo : null} />
          ) : (
            <>
              <DeskTabs pairs={run.pairs} tab={tab} onTab={setTab} />
              {pairs.length === 0 ? <TabEmpty tab={tab} accepted={accepted} /> : null}
              <ul aria-label="Pairs" className="flex flex-col gap-3">
                {pairs.map((pair) => (
                  <PairRow
                    key={pair.id}
                    pair={pair}
                    current={pair.id === current?.id}
                    follow={place.follow}
                    onFocus={() => stand(pair.id, false)}
                    onDecide={(kind) => decide(pair, kind, false)}
                    onJoin={join}
                    onReplace={(side) => {
                      stand(pair.id, false)
                      setReplacing(side)
                    }}
                    onLook={() => {
                      stand(pair.id, false)
                      setLooking(true)
                    }}
                  />
                ))}
              </ul>
            </>
          )}
          <UnpairedTray photos={run.unpaired} onJoin={join} />
          {pairs.length > 0 ? <KeyLegend /> : null}
        </>
      ) : (
        <RunWaiting run={run} />
      )}
      {looking && current ? (
        <PairLens
          pair={current}
          onClose={() => setLooking(false)}
          onDecide={(kind) => decide(current, kind, true)}
          onMove={move}
        />
      ) : null}
      {replacing && keep && current ? (
        <PhotoPicker
          run={run}
          side={replacing}
          keep={keep}
          onClose={() => setReplacing(undefined)}
          onPick={(photoId) => {
            join(...(replacing === 'front' ? ([photoId, keep.id] as const) : ([keep.id, photoId] as const)))
            setReplacing(undefined)
          }}
        />
      ) : null}
    </>
  )
}

function TabEmpty({ tab, accepted }: { tab: DeskTab; accepted: number }) {
  if (tab !== 'review') return <p className="py-10 text-center text-soft">No pairs here.</p>
  return (
    <EmptyState
      icon={<PackageCheck aria-hidden />}
      title="All pairs are reviewed"
      actions={
        accepted > 0 ? (
          <ButtonLink to="/products" variant="primary">
            See the products
          </ButtonLink>
        ) : null
      }
    >
      {accepted === 0 ? 'None was accepted.' : `${countOf(accepted, 'product')} made of this run.`}
    </EmptyState>
  )
}

const nameOf = (pair: PairView): string => pair.front.fileName.replace(/\.[^.]+$/, '')

function describe(run: RunView, accepted: number): string {
  if (!run.finishedAt)
    return standsStill(run)
      ? countOf(run.photos.length, 'photo')
      : 'Pairs appear here as soon as all photos are compared.'
  const parts = [
    countOf(run.pairs.length, 'pair'),
    `${accepted} accepted`,
    `${countOf(run.unpaired.length, 'photo')} without a partner`,
  ]
  if (run.lostPhotos > 0) parts.push(`${countOf(run.lostPhotos, 'photo')} deleted since`)
  return `${parts.join(', ')}. Paired ${run.strategy === 'local' ? 'locally' : `by ${run.strategy}`}${run.costUsd > 0 ? ` for $${run.costUsd.toFixed(4)}` : ''}.`
}

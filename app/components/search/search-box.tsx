import { useLocation, useNavigate, useNavigation } from '@remix-run/react'
import { clsx } from 'clsx'
import { ImagePlus, Search, X } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type FormEvent } from 'react'
import { Spinner } from '../ui/spinner'
import { toast } from '../ui/toaster'
import { PictureChip } from './picture-chip'
import { keepQueryPicture } from './query-picture'
import { changeSearch, readSearchAddress, type SearchAddress } from './search-address'

const TYPING_MS = 250
/** One more than the server takes: a whole pasted page is answered with a clear QUERY_TOO_LONG, not with a broken request. */
const LONGEST = 1001

/**
 * The search box of the top bar: words, a picture (pasted, dropped, chosen), or both. It answers while typing; each
 * new search takes the place of the one before in the history until the person pauses, so Back leads to results that
 * were looked at.
 */
export function SearchBox() {
  const { pathname, search } = useLocation()
  const navigation = useNavigation()
  const navigate = useNavigate()
  const onPage = pathname === '/search'
  const address = readSearchAddress(new URLSearchParams(onPage ? search : ''))
  const [text, setText] = useState(address.text)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const typing = useRef<ReturnType<typeof setTimeout>>()
  /** The last words this box put into the address: a change to others came from elsewhere (Back, a link). */
  const sent = useRef(address.text)
  const busy = navigation.state === 'loading' && navigation.location.pathname === '/search'
  /** The search the words belong to: the one on its way to the page, else the one on it, else a new one. */
  const current = busy ? navigation.location.search : onPage ? search : ''
  /** When the words are sent, which may be on another page than where they were typed. */
  const latest = useRef({ onPage, current })
  useEffect(() => {
    latest.current = { onPage, current }
  }, [onPage, current])

  useEffect(() => {
    if (address.text === sent.current) return
    sent.current = address.text
    setText(address.text)
  }, [address.text])
  useEffect(() => () => clearTimeout(typing.current), [])

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const busyElsewhere =
        event.target instanceof Element && event.target.closest('input, textarea, select, [role=dialog]')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || busyElsewhere) return
      event.preventDefault()
      input.current?.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [])

  function go(change: Partial<SearchAddress>, { replace = false } = {}) {
    clearTimeout(typing.current)
    if (change.text !== undefined) sent.current = change.text.trim() ? change.text.slice(0, LONGEST) : ''
    const { onPage, current } = latest.current
    const params = new URLSearchParams(current)
    const cut = change.text === undefined ? change : { ...change, text: change.text.slice(0, LONGEST) }
    navigate(changeSearch(params, cut), { replace: replace && onPage, preventScrollReset: false })
  }

  function type(value: string) {
    setText(value)
    clearTimeout(typing.current)
    if (value.trim() === '' && !onPage) return
    typing.current = setTimeout(() => go({ text: value }, { replace: true }), TYPING_MS)
  }

  function clear() {
    setText('')
    clearTimeout(typing.current)
    // Elsewhere there is no search to take the words out of, unless one is on its way.
    if (onPage || busy) go({ text: '' }, { replace: true })
    input.current?.focus()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    go({ text })
  }

  async function takePicture(file: File | undefined) {
    if (!file) return
    try {
      go({ picture: await keepQueryPicture(file), text })
      input.current?.focus()
    } catch {
      toast.error('This browser does not let pages keep a picture', {
        description: 'Private windows often forbid it. Upload the photo and use "Find similar" instead.',
      })
    }
  }

  // Anywhere on the search page, and in the box on every page.
  const takePasted = useRef(takePicture)
  useEffect(() => {
    takePasted.current = takePicture
  })
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (!onPage && event.target !== input.current) return
      const file = event.clipboardData ? firstPicture(event.clipboardData) : undefined
      if (!file) return
      event.preventDefault()
      void takePasted.current(file)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [onPage])

  function drop(event: DragEvent) {
    setOver(false)
    const file = firstPicture(event.dataTransfer)
    if (!file) return
    event.preventDefault()
    void takePicture(file)
  }

  return (
    <form
      role="search"
      aria-label="Photos"
      action="/search"
      onSubmit={submit}
      data-takes-drops
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={clsx(
        'flex h-11 w-full max-w-2xl items-center gap-1.5 rounded-xl border bg-surface pr-1 pl-3 shadow-raised transition-colors',
        'focus-within:border-accent-text focus-within:ring-1 focus-within:ring-accent-text',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong/50 hover:border-line-strong',
      )}
    >
      {busy ? (
        <Spinner className="size-4 shrink-0 text-accent-text" />
      ) : (
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
      )}
      <PictureChip
        picture={address.picture}
        similarTo={address.similarTo}
        onRemove={() => go({ picture: undefined, similarTo: undefined })}
      />
      <input
        ref={input}
        type="search"
        name="q"
        value={text}
        onChange={(event) => type(event.target.value)}
        autoComplete="off"
        aria-label="Search by words or a picture"
        placeholder={
          over
            ? 'Drop the picture to search with it'
            : (address.picture ?? address.similarTo)
              ? 'Add words'
              : 'Search by words or a picture'
        }
        className="h-full min-w-0 flex-1 bg-transparent text-ellipsis outline-none placeholder:text-faint pointer-coarse:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear the words"
          onClick={clear}
          className="touch-target inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : null}
      <button
        type="button"
        aria-label="Search with a picture"
        title="Search with a picture: choose, paste or drop it"
        onClick={() => chooser.current?.click()}
        className="touch-target inline-flex size-9 items-center justify-center rounded-lg text-faint hover:bg-hover hover:text-ink"
      >
        <ImagePlus aria-hidden className="size-[1.125rem]" />
      </button>
      <input
        ref={chooser}
        type="file"
        accept="image/*,.heic,.heif,.dng"
        tabIndex={-1}
        aria-label="Picture to search with"
        className="hidden"
        onChange={(event) => {
          void takePicture(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </form>
  )
}

/** By name too: browsers give no type for HEIC and DNG. */
function firstPicture(transfer: DataTransfer): File | undefined {
  return Array.from(transfer.files).find(
    (file) => file.type.startsWith('image/') || /\.(heic|heif|dng|tiff?)$/i.test(file.name),
  )
}

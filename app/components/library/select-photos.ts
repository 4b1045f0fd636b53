/** What is selected, by id, and where a shift-range starts. */
export interface Selection {
  ids: ReadonlySet<string>
  anchor: string | undefined
}

export const emptySelection: Selection = { ids: new Set(), anchor: undefined }

export type SelectionAction =
  | { type: 'toggle'; id: string }
  /** From the anchor to `id`, in the order of `order`; adds to what is selected. */
  | { type: 'extend'; id: string; order: readonly string[] }
  | { type: 'all'; order: readonly string[] }
  | { type: 'clear' }
  /** Photos left the list (deleted, filtered): they leave the selection too. */
  | { type: 'remove'; ids: readonly string[] }

export function selectPhotos(selection: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case 'toggle': {
      const ids = new Set(selection.ids)
      if (!ids.delete(action.id)) ids.add(action.id)
      return { ids, anchor: action.id }
    }
    case 'extend': {
      const to = action.order.indexOf(action.id)
      const from = selection.anchor === undefined ? to : action.order.indexOf(selection.anchor)
      if (to < 0) return selection
      const start = Math.min(from < 0 ? to : from, to)
      const end = Math.max(from < 0 ? to : from, to)
      return {
        ids: new Set([...selection.ids, ...action.order.slice(start, end + 1)]),
        anchor: selection.anchor ?? action.id,
      }
    }
    case 'all':
      return { ids: new Set(action.order), anchor: selection.anchor }
    case 'clear':
      return emptySelection
    case 'remove': {
      const gone = new Set(action.ids)
      const ids = new Set([...selection.ids].filter((id) => !gone.has(id)))
      const anchor =
        selection.anchor !== undefined && gone.has(selection.anchor) ? undefined : selection.anchor
      return ids.size === selection.ids.size ? selection : { ids, anchor }
    }
  }
}

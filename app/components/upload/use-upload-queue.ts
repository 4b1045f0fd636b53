import { useEffect, useSyncExternalStore } from 'react'
import { sendFile } from './send-file'
import { noteUpload, RENEW_MS } from './unfinished-upload'
import { emptySnapshot, UploadQueue, type UploadSnapshot } from './upload-queue'

/** One queue for the whole visit: it goes on while the person looks at other pages. */
export const uploadQueue = new UploadQueue(sendFile, () => navigator.onLine)

export function useUploadQueue(): UploadSnapshot {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.getSnapshot, () => emptySnapshot)
}

let owner: string | undefined
/** Whether the browser's note about this upload says that files are left. */
let noted = false

/**
 * What the queue needs of the browser, once per visit: a warning before closing with files to go, and going on when
 * the network is back or the person returns from signing in. Somebody else who signs in here gets a queue of their own.
 */
export function useUploadGuard(userId: string): void {
  useEffect(() => {
    if (owner !== undefined && owner !== userId) {
      uploadQueue.cancelAll()
      uploadQueue.clearFinished()
    }
    owner = userId
    const note = () => {
      const { totals, active } = uploadQueue.getSnapshot()
      if (active || noted) {
        noteUpload(
          localStorage,
          userId,
          { left: totals.files - totals.finished, files: totals.files },
          Date.now(),
        )
      }
      noted = active
    }
    const timer = setInterval(note, RENEW_MS)
    // At once when it begins and ends: a phone may close the tab in the next second.
    const unsubscribe = uploadQueue.subscribe(() => {
      if (uploadQueue.getSnapshot().active !== noted) note()
    })
    return () => {
      clearInterval(timer)
      unsubscribe()
    }
  }, [userId])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (uploadQueue.getSnapshot().active) event.preventDefault()
    }
    const resumeFrom = (reason: string) => {
      if (uploadQueue.getSnapshot().paused === reason) uploadQueue.resume()
    }
    // This runs when the app's shell appears: after signing in again in this tab, among others.
    resumeFrom('signed-out')
    const online = () => resumeFrom('offline')
    // Somebody who signed in in another tab comes back: the next answer tells whether it worked.
    const returned = () => document.visibilityState === 'visible' && resumeFrom('signed-out')
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', online)
    document.addEventListener('visibilitychange', returned)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', online)
      document.removeEventListener('visibilitychange', returned)
    }
  }, [])
}

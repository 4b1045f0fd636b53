import { useEffect, useSyncExternalStore } from 'react'
import { sendFile } from './send-file'
import { emptySnapshot, UploadQueue, type UploadSnapshot } from './upload-queue'

/** One queue for the whole visit: it goes on while the person looks at other pages. */
export const uploadQueue = new UploadQueue(sendFile, () => navigator.onLine)

export function useUploadQueue(): UploadSnapshot {
  return useSyncExternalStore(uploadQueue.subscribe, uploadQueue.getSnapshot, () => emptySnapshot)
}

let owner: string | undefined

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

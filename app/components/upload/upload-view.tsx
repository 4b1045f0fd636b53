import { ButtonLink } from '../ui/button'
import { Page, PageHeader } from '../ui/page-header'
import { DropArea } from './drop-area'
import { SearchableProgress } from './searchable-progress'
import { UnfinishedNote } from './unfinished-note'
import { UploadList } from './upload-list'
import { UploadProgress } from './upload-progress'
import { useAddedPhotos } from './use-added-photos'
import { useUploadQueue } from './use-upload-queue'

/** The upload page: where photos come in, how far they are, and what became of each. */
export function UploadView() {
  const snapshot = useUploadQueue()
  const { items } = snapshot
  const added = useAddedPhotos(items)
  const begun = items.length > 0
  return (
    <Page width="narrow">
      <PageHeader
        title="Upload"
        description="You can leave this page while photos arrive; keep the browser open."
        actions={begun ? <ButtonLink to="/library">Open the library</ButtonLink> : null}
      />
      <div className="space-y-4">
        {begun ? null : <UnfinishedNote />}
        <DropArea compact={begun} />
        <UploadProgress snapshot={snapshot} />
        <SearchableProgress added={added} />
        {begun ? <UploadList items={items} added={added} /> : null}
      </div>
    </Page>
  )
}

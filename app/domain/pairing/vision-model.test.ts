import { expect, it } from 'vitest'
import { visionSettingsText } from '~/platform/vision-settings'
import { jobCatalog } from '../jobs/catalog'
import { visionModel } from './vision-model'

it('hears of a model that hangs a minute before the job is taken for wedged, whatever is configured', () => {
  const latest = jobCatalog['pair-photos'].stallMs - 60_000
  expect(visionModel('gpt-4o').deadlineMs).toBeLessThanOrEqual(latest)
  expect(visionSettingsText.safeParse(JSON.stringify({ deadlineMs: latest + 1 })).success).toBe(false)
})

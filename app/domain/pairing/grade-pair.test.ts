import { describe, expect, it } from 'vitest'
import { gradePair } from './grade-pair'
import { FITTED } from './score-pair'

const fitted = { ...FITTED, odds: { base: 4, margin: 2, looks: 0.5, productLead: 1 }, sure: 0.99 }

describe('gradePair', () => {
  it('rises with the lead, with the looks, and with the lead of the product by itself', () => {
    const grade = (margin: number, looks: number, productLead = 1): number =>
      gradePair({ byPrint: 0, margin, looks, productLead, clear: true }, fitted).probability
    expect(grade(3, -10)).toBeGreaterThan(grade(1, -10))
    expect(grade(1, -8)).toBeGreaterThan(grade(1, -10))
    expect(grade(1, -10, 4)).toBeGreaterThan(grade(1, -10, 1))
  })

  it('calls a pair sure only when nothing looks better to either side', () => {
    expect(
      gradePair({ byPrint: 0, margin: 8, looks: -4, productLead: 0, clear: true }, fitted).confidence,
    ).toBe('sure')
    expect(
      gradePair({ byPrint: 0, margin: 8, looks: -4, productLead: 0, clear: false }, fitted).confidence,
    ).toBe('check')
  })

  it('calls a tie doubtful, and never says that nothing can be wrong', () => {
    expect(
      gradePair({ byPrint: 0, margin: 0, looks: -12, productLead: 0, clear: true }, fitted).confidence,
    ).toBe('doubtful')
    expect(
      gradePair({ byPrint: 0, margin: 100, looks: 0, productLead: 0, clear: true }, fitted).probability,
    ).toBe(0.999)
  })
})

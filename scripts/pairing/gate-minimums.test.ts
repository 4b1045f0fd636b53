import { expect, it } from 'vitest'
import { findProblems, MINIMUMS } from './gate-minimums'

const tally = {
  draws: 10,
  perfect: 10,
  known: 130,
  right: 130,
  proposed: 130,
  sure: 100,
  wrongButSure: 0,
  odd: 40,
  oddPaired: 0,
}

it('finds nothing wrong with a result that is all right', () => {
  for (const set of Object.keys(MINIMUMS)) expect(findProblems(set, tally)).toEqual([])
})

it('fails a set under its minimum, one with too few perfect draws, and any wrong pair called sure', () => {
  expect(findProblems('easy', { ...tally, right: 100 })).toEqual(['under 98.0 %'])
  expect(findProblems('careful', { ...tally, perfect: 9 })).toEqual(['fewer than 95.0 % of draws perfect'])
  expect(findProblems('usual, odd', { ...tally, oddPaired: 39 })).toEqual([
    'more than 40.0 % of odd ones paired',
  ])
  expect(findProblems('views', { ...tally, known: 0, right: 0 })).toEqual(['fewer than 3 right'])
  expect(findProblems('views', { ...tally, wrongButSure: 1 })).toEqual(['a wrong pair is called sure'])
})

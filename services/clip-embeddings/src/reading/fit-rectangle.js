// @ts-check
// JavaScript, because the reader's thread imports it: see reader-worker.js.

/** @import { TextBox } from './reader-messages.ts' */
/** @typedef {[x: number, y: number]} Point */

/**
 * The rectangle of least area around points, at any angle: one of its sides lies
 * on an edge of the convex hull, so each edge is tried. A hull here has some
 * dozen corners; rotating calipers would save a loop that is nowhere in the profile.
 *
 * @param {Point[]} points sorted by y, then by x
 * @returns {TextBox | undefined} undefined for fewer than three points that are not on one line
 */
export function fitRectangle(points) {
  const hull = convexHull(points)
  if (hull.length < 3) return undefined
  /** @type {TextBox | undefined} */
  let best
  hull.forEach(([x, y], i) => {
    const [toX, toY] = hull[(i + 1) % hull.length] ?? [x, y]
    const length = Math.hypot(toX - x, toY - y)
    const box = boxAlong(hull, (toX - x) / length, (toY - y) / length)
    if (!best || box.width * box.height < best.width * best.height) best = box
  })
  return best
}

/**
 * The rectangle around a hull whose one side runs along a direction.
 *
 * @param {Point[]} hull @param {number} dx @param {number} dy
 * @returns {TextBox}
 */
function boxAlong(hull, dx, dy) {
  // Of the four directions of a rectangle's sides the one within 45° of "to the right".
  const [ux, uy] = Math.abs(dx) >= Math.abs(dy) ? [dx, dy] : [dy, -dx]
  const sign = ux < 0 ? -1 : 1
  const along = span(hull, sign * ux, sign * uy)
  const across = span(hull, -sign * uy, sign * ux)
  return {
    x: along.middle * sign * ux - across.middle * sign * uy,
    y: along.middle * sign * uy + across.middle * sign * ux,
    ux: sign * ux,
    uy: sign * uy,
    width: along.length,
    height: across.length,
  }
}

/** @param {Point[]} points @param {number} dx @param {number} dy */
function span(points, dx, dy) {
  let low = Infinity
  let high = -Infinity
  for (const [x, y] of points) {
    const at = x * dx + y * dy
    if (at < low) low = at
    if (at > high) high = at
  }
  return { middle: (low + high) / 2, length: high - low }
}

/** Andrew's monotone chain. @param {Point[]} points sorted @returns {Point[]} */
function convexHull(points) {
  return [...halfHull(points), ...halfHull(points.toReversed())]
}

/** @param {Point[]} points */
function halfHull(points) {
  /** @type {Point[]} */
  const hull = []
  for (const point of points) {
    while (hull.length >= 2 && turn(hull.at(-2) ?? point, hull.at(-1) ?? point, point) <= 0) hull.pop()
    hull.push(point)
  }
  // The last point is the first of the other half.
  hull.pop()
  return hull
}

/** @param {Point} a @param {Point} b @param {Point} c */
const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '~/platform/errors'

/** One counter: `spend` takes a point or throws RATE_LIMITED, `forgive` gives a key its points back. */
export interface RateLimit {
  spend(key: string): Promise<void>
  forgive(key: string): Promise<void>
}

export interface RateLimits {
  /** Sign-in attempts from one address, right or wrong. */
  signInByAddress: RateLimit
  /** Wrong passwords for one account, from anywhere: a slow guess over many addresses is stopped too. */
  signInByEmail: RateLimit
  /** Set-up, invitations and password links from one address. */
  links: RateLimit
}

/**
 * Counters live in this process: Recto runs one web process, and a restart that forgives a minute of attempts is a
 * better trade than a database write on every anonymous request.
 */
export function createRateLimits(): RateLimits {
  return {
    signInByAddress: limit({ points: 60, duration: 300 }),
    signInByEmail: limit({ points: 10, duration: 900 }),
    links: limit({ points: 30, duration: 300 }),
  }
}

function limit(options: { points: number; duration: number }): RateLimit {
  const limiter = new RateLimiterMemory(options)
  return {
    async spend(key) {
      try {
        await limiter.consume(key)
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason
        const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1000))
        throw new AppError('RATE_LIMITED', 'Too many attempts.', {
          hint: `Wait ${seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`} and try again.`,
          details: { retryAfterSeconds: seconds },
        })
      }
    },
    async forgive(key) {
      await limiter.delete(key)
    },
  }
}

import os from 'node:os'
import { benchPictures } from './bench-pictures.ts'
import { formCall, load } from './load.ts'

/**
 * Picture callers in a process of their own, until its input ends: bulk traffic
 * comes from elsewhere, and beside the text caller on one event loop it would be
 * the caller that is slow. Nicer than everything else for the same reason: here
 * it shares the cores with the service it stands in for a network to.
 */
const [url = '', callers = '32'] = process.argv.slice(2)
os.setPriority(0, 10)
const calls = (await benchPictures()).map((picture) => formCall(picture))
const stop = new AbortController()
process.stdin.on('end', () => stop.abort()).resume()
process.stdout.write('ready\n')
const { perSecond } = await load(url, calls, { callers: Number(callers), signal: stop.signal })
process.stdout.write(`${perSecond}\n`)

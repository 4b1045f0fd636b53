/**
 * Turns a call for many into calls for one: while `flights` are under way, later ones gather and go together; a lone
 * call waits for nothing. One flight makes the largest batches, a second one spares a call that somebody waits for half
 * a foreign round trip.
 */
export function coalesce<Input, Output>(
  runMany: (inputs: Input[]) => Promise<Output[]>,
  { limit = 200, flights: most = 1 }: { limit?: number; flights?: number } = {},
): (input: Input) => Promise<Output> {
  let waiting: { input: Input; resolve: (output: Output) => void; reject: (error: unknown) => void }[] = []
  let flights = 0
  const pump = async () => {
    if (flights >= most) return
    flights += 1
    await Promise.resolve() // Calls of the same turn go together.
    while (waiting.length > 0) {
      const calls = waiting.slice(0, limit)
      waiting = waiting.slice(limit)
      try {
        const outputs = await runMany(calls.map((call) => call.input))
        calls.forEach((call, index) => call.resolve(outputs[index] as Output))
      } catch (error) {
        for (const call of calls) call.reject(error)
      }
    }
    flights -= 1
  }
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      void pump()
    })
}

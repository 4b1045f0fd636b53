/** The process lives and answers. Whether its dependencies do is `/ready`. */
export function loader() {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}

// The client marks reloads, polls and deferred props no-cache, for which browsers
// do not look into their cache. With max-age=0 they ask the server whether their
// copy is still right: a 304 has no body.
export function revalidate(router) {
  return router.on('before', ({ detail: { visit } }) => {
    if (visit.method === 'get' && visit.headers['Cache-Control'] === 'no-cache') visit.headers['Cache-Control'] = 'max-age=0'
  })
}

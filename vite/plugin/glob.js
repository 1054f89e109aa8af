import path from 'node:path'

// reload reloads pages when files change that Vite does not know of.
export function reload(server, root, globs) {
  if (globs.length === 0) return
  const absolute = globs.map((glob) => path.posix.join(root.replaceAll('\\', '/'), glob))
  const matches = absolute.map(expression)
  server.watcher.add(absolute.map((glob) => glob.replace(/\/[^/]*[*{].*$/, '')))
  for (const event of ['add', 'change', 'unlink']) {
    server.watcher.on(event, (file) => {
      const name = file.replaceAll('\\', '/')
      if (matches.some((match) => match.test(name))) server.ws.send({ type: 'full-reload', path: '*' })
    })
  }
}

// expression of a glob with *, ** and {a,b}.
function expression(glob) {
  let depth = 0
  const source = glob.replace(/\*\*\/|\*\*|\*|[{},]|[.+^$()|[\]\\?]/g, (part) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?'
      case '**':
        return '.*'
      case '*':
        return '[^/]*'
      case '{':
        depth++
        return '(?:'
      case '}':
        return depth-- > 0 ? ')' : '\\}'
      case ',':
        return depth > 0 ? '|' : ','
      default:
        return `\\${part}`
    }
  })
  return new RegExp(`^${source}$`)
}

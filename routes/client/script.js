(() => {
/*value.js*/
  const routes = Object.fromEntries(/*routes*/ [])
  const own = (object, name) => Object.prototype.hasOwnProperty.call(object, name)
  window.routes = routes
  window.reverseUrl = (name, ...args) => {
    if (!own(routes, name)) throw new Error(`URL ${name} was not found.`)
    const path = routes[name]
    const params = path.match(/\{[^}]*\}/g) ?? []
    if (params.length === 0) {
      if (args.length > 0) throw new Error(`${name} does not expect any arguments`)
      return path
    }
    const named = args.length === 1 && typeof args[0] === 'object' && args[0] !== null && !Array.isArray(args[0])
    const list = args.length === 1 && Array.isArray(args[0]) ? args[0] : args
    if (!named && list.length !== params.length) {
      throw new Error(`Wrong number of arguments ; expected ${params.length} arguments.`)
    }
    let at = 0
    return fill(path, (key) => {
      if (named && (!own(args[0], key) || args[0][key] === undefined)) throw new Error(`Argument ${key} was not provided.`)
      return named ? args[0][key] : list[at++]
    })
  }
})()

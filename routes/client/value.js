// The rule for values in URLs, the same as in Go.

function text(value/*: unknown*/, name/*: string*/)/*: string*/ {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'number') {
    const kind = value === null || value === undefined ? String(value) : Array.isArray(value) ? 'a list' : `of type ${typeof value}`
    throw new Error(`${name} is ${kind}`)
  }
  if (!Number.isFinite(value)) throw new Error(`${name} is ${value}`)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Error(`${name} is ${value}, a number that has lost digits: pass a string or a bigint`)
  const [digits = '', exponent] = String(Math.abs(value)).split('e-')
  const plain = exponent ? `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}` : digits
  return value < 0 ? `-${plain}` : plain
}

function escape(value/*: string*/)/*: string*/ {
  try {
    return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  } catch {
    throw new Error(`${JSON.stringify(value)} is not valid Unicode`)
  }
}

function folder(path/*: string*/)/*: boolean*/ {
  return /(^|\/)\.\.?(\/|$)/.test(path)
}

function escapeParam(value/*: string*/, name/*: string*/, rest/*: boolean*/)/*: string*/ {
  const segments = rest ? value.split('/') : [value]
  return segments
    .map((segment, i) => {
      // Browsers take these for folders, escaped or not.
      if (segment === '.' || segment === '..') throw new Error(`${segment} cannot be part of a URL`)
      if (segment === '' && !rest) throw new Error(`${name} is empty`)
      if (segment === '/') throw new Error(`${name} is a lone slash`)
      if (segment === '' && i < segments.length - 1) throw new Error(`${name} has an empty segment`)
      return escape(segment)
    })
    .join('/')
}

function fill(path/*: string*/, valueOf/*: (name: string) => unknown*/)/*: string*/ {
  const filled = path.replace(/\{(\w+)(\.\.\.)?\}/g, (_, name/*: string*/, rest/*?: string*/) => escapeParam(text(valueOf(name), name), name, !!rest))
  if (folder(filled)) throw new Error(`${filled} cannot be a URL`)
  return filled
}

// Numbers that are the same on every run.
export function generator(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (n) => Math.floor(next() * n)
  return {
    int,
    chance: (p) => next() < p,
    pick: (list) => list[int(list.length)],
    some: (list, max = 3) => {
      const out = []
      for (let n = int(max + 1); n > 0; n--) {
        const item = list[int(list.length)]
        if (!out.includes(item)) out.push(item)
      }
      return out
    },
  }
}

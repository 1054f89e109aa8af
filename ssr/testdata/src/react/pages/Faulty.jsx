// A page that does what its props say: all that can go wrong.
export default function Faulty({ fault }) {
  switch (fault) {
    case 'throw':
      throw new Error('the page is broken')
    case 'window':
      return <p>{window.innerWidth}</p>
    case 'loop':
      for (;;);
    case 'exit':
      process.exit(3)
    case 'memory': {
      const all = []
      for (;;) all.push(new Array(1e6).fill(all.length))
    }
    case 'print':
      process.stdout.write('\x00\x00\x00\x05garbage\n'.repeat(1000))
      console.log('printed')
      break
    case 'grow':
      globalThis.grown = [...(globalThis.grown ?? []), new Array(4e6).fill(0.5)]
  }
  return <p>nothing went wrong</p>
}

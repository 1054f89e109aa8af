import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// Go embeds the folder, so it has to be in a fresh clone, where nothing was built
// yet. Git keeps it for a file in it, and Vite empties the folder. This one has
// git ignore all others.
const kept = ['.gitkeep', '.gitignore']
const ignoreAll = '# Kept for go:embed; vite build writes the rest.\n*\n!.gitignore\n'

// keepFolder returns what puts the files back that Vite is about to remove.
export function keepFolder(dir) {
  const files = kept.map((name) => path.join(dir, name)).filter((file) => existsSync(file))
  const contents = files.length > 0 ? files.map((file) => [file, readFileSync(file)]) : [[path.join(dir, '.gitignore'), ignoreAll]]
  return () => {
    mkdirSync(dir, { recursive: true })
    for (const [file, content] of contents) {
      if (!existsSync(file)) writeFileSync(file, content)
    }
  }
}

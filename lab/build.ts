import { execFileSync } from 'node:child_process'

// The servers are built once; the front ends are built by "npm run build".
export default function build() {
  execFileSync('go', ['build', '-o', '.out/', './server', './hints', './applications', './contract'], { cwd: import.meta.dirname, stdio: 'inherit' })
}

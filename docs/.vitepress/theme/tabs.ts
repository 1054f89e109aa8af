import { onContentUpdated } from 'vitepress'
import { onMounted } from 'vue'

const extensions = { '.tsx': 'React', '.vue': 'Vue', '.svelte': 'Svelte' }

/** What a tab stands for: its title, or the front end that a file belongs to. */
function meaning(label: HTMLLabelElement) {
  const title = label.textContent!.trim()
  return Object.entries(extensions).find(([extension]) => title.endsWith(extension))?.[1] ?? title
}

/** Names of tabs, the last one that was chosen first. */
let chosen: string[] = []

/** Has each group of tabs show what the reader chose in another one, on any page. */
function follow() {
  for (const group of document.querySelectorAll('.vp-code-group')) {
    const tabs = [...group.querySelectorAll<HTMLLabelElement>('.tabs label')]
    const name = chosen.find((name) => tabs.some((tab) => meaning(tab) === name))
    const at = tabs.findIndex((tab) => meaning(tab) === name)
    if (at < 0) continue
    group.querySelectorAll<HTMLInputElement>('.tabs input')[at].checked = true
    ;[...group.querySelector('.blocks')!.children].forEach((block, n) => block.classList.toggle('active', n === at))
  }
}

/** Remembers the tab that a reader chooses: React, Vue or Svelte, say. */
export function rememberTabs() {
  onMounted(() => {
    try {
      chosen = JSON.parse(localStorage.getItem('tabs') ?? '[]')
    } catch {} // the browser keeps nothing
    follow()
    addEventListener('change', choose)
  })
  onContentUpdated(follow)
}

function choose({ target }: Event) {
  if (!(target instanceof HTMLInputElement) || !target.matches('.vp-code-group input')) return
  const name = meaning(target.labels![0])
  chosen = [name, ...chosen.filter((other) => other !== name)]
  try {
    localStorage.setItem('tabs', JSON.stringify(chosen))
  } catch {} // as above
  const { top } = target.getBoundingClientRect()
  follow()
  scrollBy({ top: target.getBoundingClientRect().top - top, behavior: 'instant' }) // what is above may be longer now
}

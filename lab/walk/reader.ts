import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'

export type Framework = 'react' | 'vue' | 'svelte'

/** A part of a page, and its blocks of code. */
export interface Section {
  heading: string
  blocks: Block[]
}

/** A block of code, and the file that it is. */
export interface Block {
  lang: string
  file: string
  code: string
}

/** Chooses a front end in the first group of tabs, which all others follow, and returns what can be seen of the page. */
export async function read(page: Page, framework: Framework): Promise<Section[]> {
  const extension = { react: /\.tsx$/, vue: /\.vue$/, svelte: /\.svelte$/ }[framework]
  let chosen = Boolean(await page.evaluate(() => localStorage.getItem('tabs')))
  for (const group of await page.locator('.vp-doc .vp-code-group').all()) {
    for (const tab of await group.locator('.tabs label').all()) {
      const title = (await tab.textContent())!.trim()
      if (title.toLowerCase() !== framework && !extension.test(title)) continue
      if (!chosen) await tab.click()
      chosen = true
      await expect(group.getByLabel(title, { exact: true })).toBeChecked()
    }
  }
  // The text of what is not on the screen has not been laid out, so innerText is empty there.
  return page.locator('.vp-doc').evaluate((doc) => {
    const sections: Section[] = []
    let file = ''
    for (const element of doc.querySelectorAll('h1, h2, h3, p.file, .vp-code-group, div[class*="language-"]')) {
      if (/^H\d$/.test(element.tagName)) sections.push({ heading: element.textContent!.replace(/[\u200b#]/g, '').trim(), blocks: [] })
      else if (element.matches('p.file')) file = element.textContent!.trim()
      else if (element.matches('.vp-code-group')) {
        const title = element.querySelector('input:checked + label')!.textContent!.trim()
        file = title.includes('/') ? title : ''
      } else if (element.checkVisibility()) {
        const code = element.querySelector('pre code')!.textContent!.replace(/\n*$/, '\n')
        sections.at(-1)!.blocks.push({ lang: element.querySelector('.lang')!.textContent!, file, code })
        file = ''
      }
    }
    return sections
  })
}

/** Expects a sentence in what can be seen of the page. */
export async function says(page: Page, sentence: string) {
  await expect(page.locator('.vp-doc')).toContainText(sentence)
}

/** Writes or changes the file below dir that a block shows. */
export async function save(dir: string, block: Block) {
  const name = path.join(dir, block.file)
  if (block.lang !== 'diff') {
    if (await stat(name).catch(() => undefined)) throw new Error(`${block.file} exists already`)
    await stat(path.dirname(name)) // a reader is told about a new folder
    return write(dir, name, block.code)
  }
  const text = await readFile(name, 'utf8')
  const { before, after } = change(block.code)
  const parts = text.split(before)
  if (parts.length !== 2) throw new Error(`${block.file}: the lines that it changes are there ${parts.length - 1} times:\n${before}`)
  await write(dir, name, parts.join(after))
}

/** Replaces a file at once: Vite would read one that is empty for a moment, and later writes in the same moment go unnoticed. */
async function write(dir: string, name: string, text: string) {
  const beside = `${dir}.saving`
  await writeFile(beside, text)
  await rename(beside, name)
}

/** What a diff without line numbers finds, and puts there. */
function change(diff: string) {
  let before = ''
  let after = ''
  for (const line of diff.split(/(?<=\n)/)) {
    if (line.startsWith('-')) before += line.slice(1)
    else if (line.startsWith('+')) after += line.slice(1)
    else if (line === '\n') [before, after] = [before + line, after + line]
    else if (line.startsWith(' ')) [before, after] = [before + line.slice(1), after + line.slice(1)]
    else throw new Error(`no line of a diff: ${line}`)
  }
  if (!before) throw new Error('the diff has no line that says where it belongs')
  return { before, after }
}

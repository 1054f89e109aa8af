import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { SiteConfig } from 'vitepress'
import { sections } from './sidebar'

/** Writes llms.txt, an index of the pages with what each is about, and llms-full.txt, their text. */
export async function writeLLMs(config: SiteConfig, site: URL) {
  const index = [`# ${config.site.title}`, '', `> ${config.site.description}`]
  const full: string[] = []
  for (const section of sections) {
    index.push('', `## ${section.text}`, '')
    for (const { text, link } of section.items ?? []) {
      const source = await readFile(path.join(config.srcDir, `${link}.md`), 'utf8')
      const { description, body } = split(source)
      if (!description) throw new Error(`${link}.md has no description in its front matter`)
      const url = new URL(link!.slice(1), site).href
      index.push(`- [${text}](${url}): ${description}`)
      full.push(`<!-- ${url} -->\n\n${body.trim()}\n`)
    }
  }
  await writeFile(path.join(config.outDir, 'llms.txt'), index.join('\n') + '\n')
  await writeFile(path.join(config.outDir, 'llms-full.txt'), full.join('\n'))
}

function split(source: string) {
  const [, front = '', body = source] = source.match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/) ?? []
  const description = front.match(/^description: *(.+)$/m)?.[1]
  return { description, body: body.replace(/<!--[\s\S]*?-->\n*/g, '') }
}

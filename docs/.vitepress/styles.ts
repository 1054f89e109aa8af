import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { SiteConfig } from 'vitepress'

let css: string | undefined

/**
 * Puts the style sheet into the page. The first paint waits for it, and asking
 * for it takes a phone longer than reading 20 KB more.
 */
export function inlineStyles(html: string, { outDir, site }: SiteConfig) {
  return html
    // Without social links VitePress writes an empty style sheet for their icons.
    .replace(/<link [^>]*vp-icons\.css[^>]*>/, '')
    .replace(/<link rel="preload stylesheet" href="([^"]+)"[^>]*>/, (_, href: string) => {
      css ??= readFileSync(path.join(outDir, href.slice(site.base.length)), 'utf8')
      return `<style>${css}</style>`
    })
}

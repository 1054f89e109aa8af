import type { MarkdownRenderer } from 'vitepress'

/** Shows the file that a block of code is, as in ```go [internal/app/notes.go]; tabs show it anyway. */
export function showFiles(md: MarkdownRenderer) {
  const fence = md.renderer.rules.fence!
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const file = tokens[index].info.match(/\[([^\]]*\/[^\]]*)\]/)?.[1]
    const before = tokens.slice(0, index).map((token) => token.type)
    const inGroup = before.lastIndexOf('container_code-group_open') > before.lastIndexOf('container_code-group_close')
    const html = fence(tokens, index, ...rest) // which takes the brackets out of info
    return file && !inGroup ? `<p class="file"><code>${md.utils.escapeHtml(file)}</code></p>${html}` : html
  }
}

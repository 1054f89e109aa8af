import { defineConfig } from 'vitepress'
import { checkAnchors } from './anchors'
import { writeLLMs } from './llms'
import { showFiles } from './files'
import { sidebar } from './sidebar'
import { inlineStyles } from './styles'

// Where the site will be found. Its path becomes the base of all links.
const site = new URL(process.env.DOCS_URL ?? 'https://inertia-templ.github.io/shell/')

export default defineConfig({
  title: 'shell',
  titleTemplate: ':title · shell',
  description: 'The Go server for React, Vue and Svelte pages: Inertia.js with a templ document, Vite, server-side rendering and TypeScript types.',
  lang: 'en',
  base: site.pathname,
  cleanUrls: true,
  // Otherwise every page is laid out once more while it starts.
  appearance: { disableTransition: false },
  sitemap: { hostname: site.href },
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${site.pathname}favicon.svg` }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    languageAlias: { templ: 'go' },
    config: showFiles,
  },
  themeConfig: {
    logo: { src: '/favicon.svg', alt: '', width: 24, height: 24 },
    nav: [
      { text: 'Get started', link: '/start/installation', activeMatch: '^/start/' },
      { text: 'Guides', link: '/guide/pages-and-props', activeMatch: '^/(guide/|routers)' },
      { text: 'Coming from', link: '/from/laravel', activeMatch: '^/from/' },
      { text: 'Reference', link: '/reference/options', activeMatch: '^/(reference/|conformance|performance)' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    footer: { message: 'MIT license' },
  },
  transformHtml: (html, _, { siteConfig }) => inlineStyles(html, siteConfig),
  async buildEnd(config) {
    await checkAnchors(config)
    await writeLLMs(config, site)
  },
})

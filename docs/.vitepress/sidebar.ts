import type { DefaultTheme } from 'vitepress'

const page = (text: string, link: string) => ({ text, link })

// The order of the site. llms.txt follows it.
export const sections: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      page('Installation', '/start/installation'),
      page('A new program', '/start/new'),
      page('First page', '/start/first-page'),
      page('How it works', '/start/how-it-works'),
      page('Tutorial 1: a list', '/start/tutorial-1'),
      page('Tutorial 2: a form', '/start/tutorial-2'),
      page('Tutorial 3: accounts and uploads', '/start/tutorial-3'),
      page('Tutorial 4: tests and deploying', '/start/tutorial-4'),
    ],
  },
  {
    text: 'Pages',
    items: [
      page('Pages and props', '/guide/pages-and-props'),
      page('Partial reloads', '/guide/partial-reloads'),
      page('Deferred props', '/guide/deferred'),
      page('Merging and infinite scroll', '/guide/merging'),
      page('Once props', '/guide/once'),
      page('Shared props', '/guide/shared'),
      page('Caching and memory', '/guide/caching'),
      page('Live props', '/guide/live'),
      page('Redirects', '/guide/redirects'),
      page('Errors and error pages', '/guide/errors'),
    ],
  },
  {
    text: 'Forms',
    items: [
      page('Forms', '/guide/forms'),
      page('Uploads', '/guide/uploads'),
      page('Validation', '/guide/validation'),
      page('Live validation', '/guide/live-validation'),
      page('Flash messages', '/guide/flash'),
    ],
  },
  {
    text: 'Safety',
    items: [
      page('Authentication', '/guide/authentication'),
      page('CSRF and CSP', '/guide/csrf-and-csp'),
      page('Secrets', '/guide/secrets'),
    ],
  },
  {
    text: 'Front end',
    items: [
      page('The document and its head', '/guide/document'),
      page('Vite', '/guide/vite'),
      page('Server-side rendering', '/guide/ssr'),
      page('TypeScript', '/guide/typescript'),
      page('Routes', '/guide/routes'),
      page('Several applications', '/guide/several-applications'),
    ],
  },
  {
    text: 'Running it',
    items: [
      page('Testing', '/guide/testing'),
      page('Observability', '/guide/observability'),
      page('Deploying', '/guide/deploying'),
      page('Behind a proxy', '/guide/proxies'),
      page('Many replicas', '/guide/replicas'),
      page('Making it fast', '/guide/fast'),
      page('Growth on paper', '/guide/growth'),
    ],
  },
  { text: 'Routers', items: [page('net/http, chi, echo, gin, fiber', '/routers')] },
  {
    text: 'Coming from',
    items: [
      page('Laravel', '/from/laravel'),
      page('Rails', '/from/rails'),
      page('gonertia', '/from/gonertia'),
      page('petaki/inertia-go', '/from/petaki'),
      page('templ and htmx', '/from/templ-htmx'),
      page('Next.js', '/from/nextjs'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('Command line', '/reference/cli'),
      page('Errors, causes and cures', '/reference/errors'),
      page('Protocol rules and their cases', '/conformance'),
      page('Performance', '/performance'),
      page('Security model', '/reference/security'),
      page('Stability and versions', '/reference/stability'),
      page('What is not here, and why', '/reference/left-out'),
    ],
  },
  {
    text: 'Options',
    items: [
      page('All options', '/reference/options'),
      page('inertia.New', '/reference/options/new'),
      page('Pages and redirects', '/reference/options/answers'),
      page('Props', '/reference/options/props'),
      page('The build', '/reference/options/vite'),
      page('Server rendering', '/reference/options/ssr'),
      page('Forms and flash', '/reference/options/forms'),
      page('Tests', '/reference/options/tests'),
    ],
  },
]

const part = (...names: string[]) => sections.filter((section) => names.includes(section.text!))
const guides = part('Pages', 'Forms', 'Safety', 'Front end', 'Running it', 'Routers')
const reference = part('Options', 'Reference')

// Each part of the site has a sidebar of its own: one of all pages takes browsers
// longer than the page itself.
export const sidebar: DefaultTheme.SidebarMulti = {
  '/start/': part('Start'),
  '/guide/': guides,
  '/routers': guides,
  '/from/': part('Coming from'),
  '/reference/': reference,
  '/conformance': reference,
  '/performance': reference,
}

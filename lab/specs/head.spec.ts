import type { Page } from '@playwright/test'
import { expect, test } from '../lab.ts'

const fields = ['title', 'description', 'canonical', 'robots', 'og', 'twitter', 'alternates', 'jsonld', 'elements']

/** The elements that Go says, as the document of the URL has them for a crawler. */
async function said(page: Page, url: string): Promise<string[]> {
  const html = await (await page.request.get(url, { headers: { Accept: 'text/html' } })).text()
  return page.evaluate((html) => {
    const found = new DOMParser().parseFromString(html, 'text/html').head.querySelectorAll('[data-inertia]')
    return [...found].map((element) => (element.removeAttribute('nonce'), element.outerHTML))
  }, html)
}

/** The same elements as they are in the page. */
function shown(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.head.querySelectorAll('[data-inertia]')].map((element) => {
      const copy = element.cloneNode(true) as Element
      copy.removeAttribute('nonce')
      return copy.outerHTML
    }),
  )
}

test('after ten visits the head is what Go says, in order and once', async ({ lab, page }) => {
  const all = `/head?say=${fields.join()}`
  await lab.open(all)
  expect(await shown(page)).toEqual(await said(page, all))
  expect(await shown(page)).toHaveLength(17)
  for (let visit = 1; visit <= 10; visit++) {
    // Each visit has other fields than the one before it.
    const say = fields.filter((_, n) => ((visit * 37) >> n % 6) % 2 === 0 || (visit + n) % 4 === 0)
    const url = `/head?say=${say.join()}`
    await lab.router('visit', url)
    await expect.poll(() => shown(page), url).toEqual(await said(page, url))
  }
  await page.goBack()
  await page.goBack()
  await expect.poll(() => shown(page)).toEqual(await said(page, page.url()))
  await lab.router('visit', all)
  await expect.poll(() => shown(page)).toEqual(await said(page, all))
  await expect(page).toHaveTitle(`Of Go "'><script>window.injected = true</script>&amp; · Lab`)
  expect(await page.evaluate(() => JSON.parse(document.querySelector('[type="application/ld+json"]')!.textContent!).name)).toContain('</script>')
  expect(await page.evaluate(() => 'injected' in window)).toBe(false)
  await lab.router('visit', '/other')
  await expect.poll(() => shown(page)).toEqual([])
  expect(lab.loads()).toBe(1)
})

test('a partial reload that asks for other props leaves the head as it is', async ({ lab, page }) => {
  const url = '/head?say=title,description,robots'
  await lab.open(url)
  const before = await shown(page)
  const answer = page.waitForResponse((response) => response.headers()['x-inertia'] === 'true')
  await lab.router('reload', { only: ['stamp'] })
  expect(Object.keys((await (await answer).json()).props).sort()).toEqual(['errors', 'stamp'])
  expect(await shown(page)).toEqual(before)
})

test('nothing is in the document twice that a component says too', async ({ page }) => {
  const html = await (await page.request.get('/described', { headers: { Accept: 'text/html' } })).text()
  const head = html.slice(0, html.indexOf('</head>'))
  expect(head.match(/<title/g)).toHaveLength(1)
  expect(head.match(/name="description"/g)).toHaveLength(1)
  expect(head).toMatch(/<title[^>]*>Of the component<\/title>/)
  expect(head).toContain('content="Of the component"')
  expect(head.match(/name="robots"/g)).toHaveLength(1)
})

test('a component takes the place of an element with its key', async ({ framework, lab, page }) => {
  test.skip(framework === 'svelte', 'the head of Svelte knows no keys')
  for (const from of ['/described', '/head?say=title,description,canonical,robots,og']) {
    await lab.open(from)
    if (from !== '/described') await lab.router('visit', '/described')
    await expect(page).toHaveTitle('Of the component')
    await expect(page.locator('meta[name=description]')).toHaveAttribute('content', 'Of the component')
    await expect(page.locator('meta[name=robots]')).toHaveCount(1)
  }
  await lab.router('visit', '/head?say=title,description')
  await expect.poll(() => shown(page)).toEqual(await said(page, '/head?say=title,description'))
})

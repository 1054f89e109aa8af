import { expect, test } from '../lab.ts'

test('an expired token leads back with a message, and nothing is lost', async ({ lab, page, context }) => {
  await lab.open(`${lab.plain}/form`)
  await page.getByLabel('Name').fill('Alan')
  await page.getByLabel('Email').fill('alan@example.com')
  // The page's poll would bring a new token, and an Origin would be proof enough.
  let hold = () => {}
  const held = new Promise<void>((resolve) => (hold = resolve))
  await page.route('**/form', async (route) => {
    if (route.request().headers()['x-inertia-partial-data']) return hold()
    if (route.request().headers().precognition) return route.continue()
    const { origin: _origin, ...headers } = await route.request().allHeaders()
    await route.fulfill({ response: await route.fetch({ headers, maxRedirects: 0 }) })
  })
  await held
  await context.addCookies([{ name: 'XSRF-TOKEN', value: 'expired', url: lab.plain }])
  await page.getByTestId('live-submit').click()
  await expect.poll(() => lab.events()).toContain('flash {"error":"The page was open for too long. Please try again."}')
  await expect(page).toHaveURL(`${lab.plain}/form`)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByLabel('Name')).toHaveValue('Alan')
  await page.getByTestId('live-submit').click()
  await expect(page).toHaveURL(`${lab.plain}/other`)
  expect((await lab.shown()).flash).toEqual({ message: 'Created Alan' })
})

test('a file is uploaded by PUT', async ({ lab, page }) => {
  await lab.open('/form')
  const request = page.waitForRequest(/\/upload/)
  await page.getByLabel('File').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') })
  await page.getByTestId('upload').click()
  expect((await request).method()).toBe('PUT')
  expect((await request).headers()['content-type']).toContain('multipart/form-data')
  await expect(page).toHaveURL('/other')
  expect((await lab.shown()).flash).toEqual({ file: 'Ada: notes.txt, 5 bytes' })
})

test('a file that is too large is an error beside the field', async ({ lab, page }) => {
  await lab.open('/form')
  await page.getByLabel('File').setInputFiles({ name: 'large.txt', mimeType: 'text/plain', buffer: Buffer.alloc(2000) })
  await page.getByTestId('upload').click()
  await expect.poll(() => lab.events()).toContainEqual(expect.stringMatching(/^error \{"file":/))
  await expect(page).toHaveURL('/form')
})

test('two tabs that are redirected at once get their own messages', async ({ lab, page, context }) => {
  await lab.open('/')
  const second = await context.newPage()
  await second.goto('/')
  await second.waitForFunction(() => window.ready)
  await Promise.all([page.evaluate(() => window.router.post('/tab/1')), second.evaluate(() => window.router.post('/tab/2'))])
  for (const [tab, n] of [[page, '1'], [second, '2']] as const) {
    await expect(tab).toHaveURL(`/tab/${n}`)
    await expect(tab.getByTestId('page')).toContainText(`"flash":{"tab":"${n}"}`)
  }
})

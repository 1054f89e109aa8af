import { expect, hold, test } from '../browser.ts'

test('an instant visit shows what is shared until its page arrives', async ({ page, watch }) => {
  const release = await hold(page, (request) => request.url().endsWith('/answer'))
  await page.goto('/')
  await page.getByTestId('instant').click()
  await expect(page.getByTestId('answer')).toHaveText('on its way')
  await expect(page.getByTestId('user')).toHaveText('Ada')
  await expect(page).toHaveURL('/answer')
  release()
  await expect(page.getByTestId('answer')).toHaveText('42')
  expect(watch.visits).toHaveLength(1)
  expect(watch.loads).toBe(1)
})

test('a redirect leads to a section of a page', async ({ page, watch }) => {
  watch.allow(/status of 409/) // how the client is told the fragment
  await page.goto('/')
  await page.getByTestId('to-section').click()
  await expect(page).toHaveURL('/about#section')
  await expect(page.getByTestId('section')).toBeInViewport()
  expect(watch.loads).toBe(1)
})

test('a redirect keeps the section that was asked for', async ({ page, watch }) => {
  await page.goto('/')
  await page.getByTestId('moved').click()
  await expect(page).toHaveURL('/about#section')
  await expect(page.getByTestId('section')).toBeInViewport()
  expect(watch.loads).toBe(1)
})

test('a redirect to another origin leaves the application, and Back returns to a document', async ({ page, server, watch }) => {
  watch.allow(/status of 409/)
  await page.goto('/about')
  await page.getByTestId('home-link').click() // the browser has this URL as JSON
  await page.getByTestId('outside').click()
  await expect(page).toHaveURL(server.url.replace('127.0.0.1', 'localhost') + '/about')
  await expect(page.getByTestId('about-page')).toBeVisible()
  expect(watch.loads).toBe(2)
  await page.goBack()
  await expect(page.getByTestId('home')).toBeVisible()
  expect(watch.loads).toBe(3)
})

for (const [link, status] of [['nowhere', '404'], ['broken', '500']]) {
  test(`a visit that ends with ${status} shows the error page, with what is shared`, async ({ page, watch }) => {
    watch.allow(new RegExp(`status of ${status}`))
    await page.goto('/')
    await page.getByTestId(link).click()
    await expect(page.getByTestId('status')).toHaveText(status)
    await expect(page.getByTestId('user')).toHaveText('Ada')
    await expect(page).toHaveURL(`/${link}`)
    expect(await watch.events()).toEqual(['httpException', 'success'])
    await page.getByTestId('home-link').click()
    await expect(page.getByTestId('home')).toBeVisible()
    expect(watch.loads).toBe(1)
  })
}

test('a download that is visited is downloaded, and the page stays', async ({ page, watch }) => {
  watch.allow(/status of 409/)
  await page.goto('/')
  const download = page.waitForEvent('download')
  await page.getByTestId('download').click()
  expect((await download).suggestedFilename()).toBe('numbers.csv')
  const chunks: Buffer[] = []
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe('one,two\n1,2\n')
  await expect(page.getByTestId('home')).toBeVisible()
  await expect(page).toHaveURL('/')
})

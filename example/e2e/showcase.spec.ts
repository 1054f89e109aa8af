import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

const fresh = () => Math.random().toString(36).slice(2)

/** create makes a contact of its own for a test, and shows it. */
async function create(page: Page, name = `Test ${fresh()}`) {
  const form = { name, email: `${fresh()}@example.com` }
  const response = await page.request.post('/contacts', { form, headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRedirects: 0 })
  await page.goto(response.headers().location!)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  return name
}

test('several contacts are deleted at once, and the undo brings them back', async ({ page, watch }) => {
  const group = fresh()
  await create(page, `First ${group}`)
  await create(page, `Second ${group}`)
  const loads = watch.loads + 1
  await page.goto(`/contacts?search=${group}`)
  await page.getByTestId('contact-select').first().check()
  await page.getByTestId('contact-select').last().check()
  await expect(page.getByTestId('bulk-count')).toHaveText('2 selected')
  await page.getByTestId('bulk-delete').click()
  await expect(page.getByTestId('flash')).toContainText('2 contacts deleted.')
  await expect(page.getByTestId('empty')).toBeVisible()
  await page.getByTestId('undo').click()
  await expect(page.getByTestId('flash')).toContainText('2 contacts restored.')
  await expect(page.getByTestId('contact-row')).toHaveCount(2)
  expect(watch.loads).toBe(loads)
})

test('the trash gives back, and lets an administrator delete for good', async ({ page }) => {
  const kept = await create(page)
  await page.getByTestId('delete').click()
  await page.getByTestId('confirm-delete').click()
  await expect(page.getByTestId('flash')).toContainText('Contact deleted.')
  await page.getByTestId('nav-trash').click()
  const row = page.getByTestId('trash-row').filter({ hasText: kept })
  await row.getByTestId('restore').click()
  await expect(page.getByTestId('flash')).toContainText('One contact restored.')
  await expect(row).toHaveCount(0)

  const lost = await create(page)
  await page.getByTestId('delete').click()
  await page.getByTestId('confirm-delete').click()
  await expect(page.getByTestId('flash')).toContainText('Contact deleted.')
  await page.getByTestId('nav-trash').click()
  await page.getByTestId('trash-row').filter({ hasText: lost }).getByTestId('purge').click()
  await expect(page.getByRole('dialog')).toContainText('There is no undo.')
  await page.getByTestId('confirm-delete').click()
  await expect(page.getByTestId('flash')).toContainText('Contact deleted for good.')
  await page.getByTestId('nav-audit').click()
  await expect(page.getByTestId('audit')).toContainText(`deleted for good ${lost}`)
})

test('a field is edited in place, and validated while one types', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  await create(page)
  const loads = watch.loads
  await page.getByTestId('edit-email').click()
  const input = page.getByTestId('inline-email')
  await expect(input).toBeFocused()
  await input.fill('no address')
  await expect(page.getByTestId('error-email')).toContainText('Enter a valid email address')
  const email = `${fresh()}@example.com`
  await input.fill(email)
  await expect(page.getByTestId('error-email')).toHaveCount(0)
  await input.press('Enter')
  await expect(page.getByTestId('flash')).toContainText('Contact updated.')
  await expect(page.getByTestId('detail-email')).toContainText(email)
  await expect(page.getByTestId('edit-email')).toBeFocused()

  await page.getByTestId('edit-city').click()
  await page.getByTestId('inline-city').fill('Nowhere')
  await page.getByTestId('inline-city').press('Escape')
  await expect(page.getByTestId('detail-city')).not.toContainText('Nowhere')
  expect(watch.loads).toBe(loads)
})

test('an organisation is created, edited and deleted, and its people stay', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  const name = `Works ${fresh()}`
  await page.goto('/organisations')
  const loads = watch.loads
  await page.getByTestId('new-organisation').click()
  await page.getByLabel('Website').fill('works.example')
  await page.getByLabel('Name').focus()
  await expect(page.getByTestId('error-website')).toHaveText('Enter a web address, such as https://example.com.')
  await page.getByLabel('Website').fill('https://works.example')
  await expect(page.getByTestId('error-website')).toHaveCount(0)
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('error-name')).toHaveText('Enter a name.')
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.getByLabel('Name').fill(name)
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('Organisation created.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.getByText('Nobody works here.')).toBeVisible()

  await page.getByTestId('edit').click()
  await page.getByRole('textbox', { name: 'Name' }).fill(`${name} and Sons`) // the page before has a button to edit the name
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('flash')).toContainText('Organisation updated.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} and Sons`)
  expect(watch.loads).toBe(loads)

  const organisation = page.url()
  const form = { name: 'Son', email: `${fresh()}@example.com`, company: `${name} and Sons` }
  const created = await page.request.post('/contacts', { form, headers: { 'Sec-Fetch-Site': 'same-origin' }, maxRedirects: 0 })
  await page.reload()
  await expect(page.getByRole('link', { name: 'Son', exact: true })).toBeVisible()
  await page.getByTestId('delete').click()
  await expect(page.getByRole('dialog')).toContainText('The people who work there stay')
  await page.getByTestId('confirm-delete').click()
  await expect(page).toHaveURL('/organisations')
  await expect(page.getByTestId('flash')).toContainText('Organisation deleted.')
  await expect(page.getByText(`${name} and Sons`)).toHaveCount(0)
  expect((await page.request.get(organisation)).status()).toBe(404)
  await page.goto(created.headers().location!)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Son')
  await expect(page.getByTestId('detail-company')).toHaveText('–')
})

test('a note takes files, and shows how far the upload is', async ({ page }) => {
  await create(page)
  await page.evaluate(() => {
    const seen: string[] = ((window as unknown as { seen: string[] }).seen = [])
    new MutationObserver(() => {
      const progress = document.querySelector('[data-testid=note-progress]')
      if (progress) seen.push(progress.getAttribute('value') ?? '')
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  await page.getByTestId('note-submit').click()
  await expect(page.getByTestId('error-text')).toHaveText('Write something first.')
  await page.getByTestId('note-text').fill('The offer is attached.')
  await page.getByTestId('note-files').setInputFiles([
    { name: 'offer.txt', mimeType: 'text/plain', buffer: Buffer.from('One hundred.') },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.alloc(2 << 20, '<script>alert(1)</script>') },
  ])
  await page.getByTestId('note-submit').click()
  await expect(page.getByTestId('note')).toContainText('The offer is attached.')
  await expect(page.getByTestId('note-file')).toHaveCount(2)
  await expect(page.getByTestId('note-text')).toHaveValue('')
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen)
  expect(seen.at(-1)).toBe('100')

  const file = await page.request.get((await page.getByTestId('note-file').first().getAttribute('href'))!)
  expect(await file.text()).toBe('One hundred.')
  expect(file.headers()).toMatchObject({ 'content-disposition': 'attachment; filename=offer.txt', 'x-content-type-options': 'nosniff' })
})

test('the palette leads anywhere by keyboard, and fetches ahead', async ({ page, watch }) => {
  await page.goto('/about')
  const fetched = page.waitForRequest((request) => request.headers()['purpose'] === 'prefetch' && new URL(request.url()).pathname === '/')
  await page.keyboard.press('Control+k')
  await expect(page.getByTestId('palette-input')).toBeFocused()
  await fetched // the first choice, before anything was typed
  await page.keyboard.type('chlo')
  await expect(page.getByTestId('palette-choice')).toHaveText([/Chloé Lambert/])
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chloé Lambert')
  await expect(page.getByTestId('palette')).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { selected: true })).toHaveText('Organisations')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('palette')).toBeHidden()
  expect(watch.loads).toBe(1)
})

test('the drawer shows the handler, the props and requests as they happen', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByTestId('chart-column')).toHaveCount(12)
  await page.getByTestId('how-open').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('how-close')).toBeFocused()
  await expect(page.getByTestId('how-file')).toHaveText(/^example\/dashboard\.go:\d+$/)
  await expect(page.getByTestId('how-source')).toContainText('dashboardPage.Render(a.inertia')
  const prop = (name: string) => page.getByTestId('how-props').locator('tr').filter({ has: page.locator('th', { hasText: new RegExp(`^${name}$`) }) })
  await expect(prop('growth')).toContainText(/defer.*sent.*ms/)
  await expect(prop('report')).toContainText(/optional.*skipped/)
  await expect(prop('activity')).toContainText(/live.*sent.*ms/)
  await expect(prop('largest')).toContainText(/deferAfter.*sent.*ms/)
  await expect(page.getByTestId('how-request').first()).toContainText('GET /')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('how')).toBeHidden()
  await expect(page.getByTestId('how-open')).toBeFocused()

  await page.getByTestId('nav-organisations').click()
  await page.getByTestId('how-open').click()
  await expect(page.getByTestId('how-file')).toHaveText(/^example\/organisations\.go:\d+$/)
  await expect(page.getByTestId('how-request').first()).toContainText('GET /organisations')
})

test('the language changes pages, the document and the messages of the server', async ({ page, context, app }) => {
  await page.goto('/contacts/create')
  await page.getByTestId('language-de').click()
  await expect(page.getByTestId('flash')).toContainText('Die Sprache ist jetzt Deutsch.')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Neuer Kontakt')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('error-name')).toHaveText('Geben Sie einen Namen ein.')
  const html = await (await page.request.get('/')).text()
  expect(html).toContain('<html lang="de">')
  expect(html).toContain('Alle, die Sie kennen')
  await context.clearCookies({ name: 'contacts_language' })
  expect(await (await page.request.get(app.url, { headers: { 'Accept-Language': 'de-AT, en;q=0.5' } })).text()).toContain('<html lang="de">')
})

test('the server says what is in the head, on visits too', async ({ page, app, watch }) => {
  const person = page.locator('script[type="application/ld+json"]')
  const description = page.locator('meta[name=description]')
  const german = page.locator('link[rel=alternate][hreflang=de]')
  const html = await (await page.request.get('/contacts/60')).text()
  for (const once of ['<title', 'name="description"', 'application/ld+json', 'hreflang="de"', 'property="og:title"']) {
    expect(html.split(once), once).toHaveLength(2)
  }

  await page.goto('/contacts/60')
  await expect(page).toHaveTitle('Amelia Whitfield · Contacts')
  expect(JSON.parse((await person.textContent())!)).toMatchObject({ '@type': 'Person', name: 'Amelia Whitfield', worksFor: { name: 'Northlight Studio' } })
  await expect(description).toHaveAttribute('content', 'Amelia Whitfield, Northlight Studio, London')
  await expect(german).toHaveAttribute('href', `${app.url}/contacts/60?lang=de`)

  await page.getByTestId('nav-contacts').click()
  await expect(page).toHaveTitle('Contacts · Contacts')
  await expect(person).toHaveCount(0)
  await expect(description).toHaveCount(0)
  await expect(german).toHaveAttribute('href', `${app.url}/contacts?lang=de`)

  const link = page.getByTestId('contact-link').first()
  const name = (await link.textContent())!.trim()
  await link.click()
  await expect(page.getByTestId('page-show')).toBeVisible()
  await expect(page).toHaveTitle(`${name} · Contacts`)
  await expect(person).toHaveCount(1)
  expect(JSON.parse((await person.textContent())!).name).toBe(name)
  expect(watch.loads).toBe(1)

  expect(await (await page.request.get('/contacts/60?lang=de')).text()).toContain('<html lang="de">')
})

import { expect, hold, test } from '../browser.ts'

test('errors reach the form they belong to', async ({ page, watch }) => {
  await page.goto('/forms')
  const [first, second] = [page.getByTestId('first'), page.getByTestId('second')]
  await first.getByLabel('Name').fill('Grace')
  await first.getByRole('button').click()
  await expect(first.getByTestId('errors')).toHaveText(' This is no address.')
  await expect(second.getByTestId('errors')).toHaveText('')
  expect(watch.visits[0].headers()['x-inertia-error-bag']).toBe('first')
  expect((await (await watch.visits[1].response())!.json()).props.errors).toEqual({ first: { email: 'This is no address.' } })

  await second.getByRole('button').click()
  await expect(second.getByTestId('errors')).toHaveText('The name is missing. This is no address.')
  await expect(first.getByLabel('Name')).toHaveValue('Grace')
  await first.getByLabel('Email').fill('grace@example.com')
  await first.getByRole('button').click()
  await expect(page.getByTestId('message')).toHaveText('Welcome, Grace')
  expect(watch.loads).toBe(1)
})

test('a form is validated while it is filled in, and saved once', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  await page.goto('/live')
  const asked: string[] = []
  page.on('request', (request) => {
    const headers = request.headers()
    if (headers.precognition) asked.push(headers['precognition-validate-only'].split(',').toSorted().join())
  })
  const [name, email] = [page.getByLabel('Name'), page.getByLabel('Email')]
  await email.fill('grace')
  await email.blur()
  await expect(page.getByTestId('email-error')).toHaveText('This is no address.')
  await expect(page.getByTestId('name-error')).toHaveText('')
  await name.fill('Grace')
  await name.blur()
  await expect(page.getByTestId('valid')).toHaveText('name')
  await email.fill('grace@example.com')
  await email.blur()
  await expect(page.getByTestId('email-error')).toHaveText('')
  await expect(page.getByTestId('valid')).toHaveText('name email')
  expect(asked).toEqual(['email', 'email,name', 'email,name'])
  expect(watch.visits).toEqual([])
  await page.getByTestId('submit').click()
  await expect(page.getByTestId('message')).toHaveText('Welcome, Grace')
  await expect(page.getByTestId('shown'), 'one save, and this page').toHaveText('2')
})

test('an optimistic update is kept when the server agrees, and rolled back when not', async ({ page, watch }) => {
  await page.goto('/like')
  const likes = page.getByTestId('likes')
  for (const [before, after] of [['0', '1'], ['1', '1']]) {
    await page.unrouteAll()
    const release = await hold(page, (request) => request.method() === 'POST')
    await expect(likes).toHaveText(before)
    await page.getByTestId('like').click()
    await expect(likes).toHaveText(String(Number(before) + 1))
    release()
    await expect.poll(async () => (await watch.events()).length).toBe(Number(before) + 1)
    await expect(likes).toHaveText(after)
  }
  expect(await watch.events()).toEqual(['success', 'error {"likes":"Once is enough."}'])
  await expect(page.getByTestId('error')).toHaveText('Once is enough.')
})

test('useHttp asks plain endpoints, and understands their errors', async ({ page, watch }) => {
  watch.allow(/status of 422/)
  await page.goto('/http')
  const request = page.waitForRequest(/double/)
  await page.getByTestId('double').click()
  await expect(page.getByTestId('doubled')).toHaveText('42')
  expect((await request).headers()).toMatchObject({ accept: 'application/json', 'x-xsrf-token': expect.stringMatching(/^[\w-]+$/) })
  await page.getByLabel('Number').fill('101')
  await page.getByTestId('double').click()
  await expect(page.getByTestId('error')).toHaveText('This is too much.')
  expect(watch.visits).toEqual([])
})

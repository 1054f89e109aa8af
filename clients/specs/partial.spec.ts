import { expect, only, props, test } from '../browser.ts'

test('a partial reload by path changes that value and leaves its siblings', async ({ page, watch }) => {
  await page.goto('/partial')
  const values = page.getByTestId('values')
  const [user, token, other] = (await values.textContent())!.match(/\d+/g)!.map(Number)
  expect([user, token, other].toSorted()).toEqual([1, 2, 3]) // each was computed once

  await page.getByTestId('user').click()
  await expect(values).toHaveText(`user 4, token ${token}, roles none, other ${other}`)
  expect(only(watch.visits[0])).toBe('auth.user')
  expect(await props(watch.visits[0])).toEqual({ errors: {}, auth: { user: 4 } })

  await page.getByTestId('roles').click()
  await expect(values).toHaveText(`user 4, token ${token}, roles admin, other ${other}`)

  await page.getByTestId('except').click()
  await expect(values).toHaveText(/user 4, token [56], roles admin, other [56]/)
  expect(watch.visits[2].headers()['x-inertia-partial-except']).toBe('auth.user,auth.roles')
  expect(Object.keys((await props(watch.visits[2])).auth)).toEqual(['token'])
})

test('new values are appended, prepended, merged deeply, matched and joined inside', async ({ page }) => {
  await page.goto('/merge')
  await page.getByTestId('next').click()
  await expect(page.getByTestId('appended')).toHaveText('1 2')
  await page.getByTestId('next').click()
  await expect(page.getByTestId('appended')).toHaveText('1 2 3')
  await expect(page.getByTestId('prepended')).toHaveText('3 2 1')
  await expect(page.getByTestId('deep')).toHaveText('1 2 3, last 3')
  await expect(page.getByTestId('matched')).toHaveText('0 seen by 3, 1 new, 2 new, 3 new')
  await expect(page.getByTestId('nested')).toHaveText('1 2 3, total 3')

  await page.getByTestId('reset').click()
  await expect(page.getByTestId('appended')).toHaveText('4')
  await expect(page.getByTestId('matched')).toHaveText('0 seen by 4, 4 new')
  await expect(page.getByTestId('prepended')).toHaveText('4 3 2 1')

  await page.getByTestId('visit').click()
  await expect(page.getByTestId('prepended')).toHaveText('9')
})

test('a prop loads when it comes into view', async ({ page, watch }) => {
  await page.goto('/visible')
  await expect(page.getByTestId('late-waits')).toBeAttached()
  expect(watch.visits).toEqual([])
  await page.getByTestId('late-waits').scrollIntoViewIfNeeded()
  await expect(page.getByTestId('late')).toHaveText('seen')
  expect(watch.visits.map(only)).toEqual(['late'])
})

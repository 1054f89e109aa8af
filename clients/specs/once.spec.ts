import { expect, props, test } from '../browser.ts'

const except = 'x-inertia-except-once-props'

test('once props are computed once, and shown on other pages under other names', async ({ page, watch }) => {
  await page.goto('/once')
  const values = page.getByTestId('values')
  const [plans, rates, brief] = (await values.textContent())!.match(/\d+/g)!.map(Number)
  expect([plans, rates, brief].toSorted()).toEqual([1, 2, 3])

  await page.getByTestId('elsewhere').click()
  await expect(values).toHaveText(`plans ${plans}, exchange ${rates}, brief ${brief}`)
  expect(watch.visits[0].headers()[except].split(',').toSorted()).toEqual(['brief', 'plans', 'shared-rates'])
  expect(await props(watch.visits[0])).toEqual({ errors: {}, user: 'Ada' })

  await page.getByTestId('once').click()
  await expect(values).toHaveText(`plans ${plans}, rates ${rates}, brief ${brief}`)
  await page.getByTestId('refresh').click()
  await expect(values, 'a partial reload that names it computes it').toHaveText(`plans 4, rates ${rates}, brief ${brief}`)
  await page.getByTestId('elsewhere').click()
  await expect(values).toHaveText(`plans 4, exchange ${rates}, brief ${brief}`)
})

test('an expired once prop is computed again, the others are kept', async ({ page, watch }) => {
  await page.clock.install()
  await page.goto('/once')
  const values = page.getByTestId('values')
  const [plans, rates] = (await values.textContent())!.match(/\d+/g)!.map(Number)
  await page.clock.fastForward('02:00')
  await page.getByTestId('elsewhere').click()
  await expect(values).toHaveText(`plans ${plans}, exchange ${rates}, brief 4`)
  expect(watch.visits[0].headers()[except].split(',').toSorted()).toEqual(['plans', 'shared-rates'])
})

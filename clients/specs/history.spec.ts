import { expect, test } from '../browser.ts'

test('an encrypted page is shown again on Back, until the history is cleared', async ({ page, watch }) => {
  await page.goto('/')
  await page.getByTestId('private').click()
  const secret = page.getByTestId('secret')
  await expect(secret).toHaveText('1')
  await expect.poll(() => page.evaluate(() => history.state.page instanceof ArrayBuffer)).toBe(true)

  await page.getByTestId('about').click()
  await expect(page.getByTestId('shown')).toHaveText('2')
  await page.goBack()
  await expect(secret).toHaveText('1')

  await page.getByTestId('logout').click()
  await expect(page.getByTestId('shown')).toHaveText('3')
  await page.goBack()
  await expect(secret, 'unreadable, so asked for anew').toHaveText('4')
  expect(watch.loads).toBe(1)
})

import { expect, test } from '../lab.ts'

test('polls of what has not changed cost neither body nor query', async ({ lab, page }) => {
  await lab.open('/versioned')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  let bytes = 0
  cdp.on('Network.loadingFinished', (event) => void (bytes += event.encodedDataLength))
  const calls = async () => Number(await (await page.request.get('/calls')).text())
  const polls = async (n: number) => {
    const [before, begun] = [await calls(), Date.now()]
    bytes = 0
    for (let k = 0; k < n; k++) await lab.router('reload', { only: ['rows'] })
    return { bytes, queries: (await calls()) - before, ms: Date.now() - begun }
  }
  const without = await polls(100)
  await page.evaluate(() => void window.revalidate())
  await polls(1) // the browser keeps this one
  const kept = await polls(100)
  console.log(`100 polls without: ${JSON.stringify(without)}; with revalidate: ${JSON.stringify(kept)}`)
  expect(without.queries).toBe(100)
  expect(kept.queries).toBe(0)
  expect(kept.bytes * 5).toBeLessThan(without.bytes)

  const { props } = await lab.shown()
  expect(props.rows[0]).toContain('row 0')
  await lab.control('likes=1')
  await lab.router('reload', { only: ['rows'] })
  expect((await lab.shown()).props.rows[0]).not.toBe(props.rows[0])
})

test('what is late arrives by the follow-up, and is computed once', async ({ lab, page }) => {
  const follow = page.waitForRequest((r) => r.headers()['x-inertia-partial-data'] === 'b')
  await lab.open('/adaptive')
  await expect(page.getByTestId('a')).toHaveText('value a')
  await follow
  await expect(page.getByTestId('b')).toHaveText(/^value \d+$/)
  const n = (await page.getByTestId('b').textContent())!.split(' ')[1]
  expect(await (await page.request.get('/calls')).text()).toBe(n)
})

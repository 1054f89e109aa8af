// Writes what the released client sends for random data, as multipart bodies
// in both of its formats and as queries, next to the same data as JSON:
//
//   npm install @inertiajs/core@3.7.1
//   node generate.mjs | gzip -9n > requests.jsonl.gz
import { objectToFormData, mergeDataIntoQueryString } from '@inertiajs/core'

let seed = 1
const random = (n) => (seed = (seed * 48271) % 2147483647) % n
const pick = (list) => list[random(list.length)]
const many = (most, make) => Array.from({ length: random(most + 1) }, make)

const text = () => pick(['', 'a', 'ä ö', 'a&b=c', '100%', 'a+b', ' x ', '"quoted"', 'two\nlines', '\n\n', '😀', 'a[0]', 'a.b', '0', 'null', '--b', '../x'])
const word = () => pick(['a', 'b', 'c d', 'e.f', 'g"h', 'ï'])
const number = () => pick([0, 1, -7, 42, 1000000])
const float = () => pick([0, 0.5, -1.25, 1e21, 1e-7, 3])
const flag = () => pick([true, false])
const date = () => new Date(Date.UTC(2026, random(12), 1 + random(28), random(24), random(60), 0, random(1000)))
const address = () => ({ street: text(), zip: number() })
const line = () => ({ name: text(), count: number(), paid: flag(), tags: many(2, text), address: address(), parts: many(2, part), note: pick([null, text()]) })
const part = () => ({ id: number(), labels: many(2, text), at: date() })

const data = (indices) => ({
  title: text(), count: number(), ratio: float(), open: flag(), nick: pick([null, text()]), at: date(),
  tags: many(3, text), numbers: many(3, number), flags: many(3, flag), address: address(), second: pick([null, address()]),
  lines: many(3, line), options: Object.fromEntries(many(3, () => [word(), text()])),
  ...(indices ? { grid: many(2, () => many(2, number)), bare: many(2, () => ({ tags: many(2, text) })) } : {}),
})

for (let i = 0; i < 150; i++) {
  for (const format of ['brackets', 'indices']) {
    const sent = data(format === 'indices')
    const response = new Response(objectToFormData(sent, new FormData(), null, format))
    const [url] = mergeDataIntoQueryString('get', 'http://localhost/', structuredClone(JSON.parse(JSON.stringify(sent))), format)
    console.log(JSON.stringify({
      format, json: JSON.stringify(sent), query: new URL(url).search.slice(1),
      contentType: response.headers.get('content-type'), multipart: Buffer.from(await response.arrayBuffer()).toString('base64'),
    }))
  }
}

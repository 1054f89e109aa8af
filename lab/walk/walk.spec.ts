import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test as base, type Browser, type Page } from '@playwright/test'
import { Machine } from './machine.ts'
import { read, save, says, type Block, type Framework } from './reader.ts'
import { patience, Terminal } from './terminal.ts'

const local = 'http://127.0.0.1:8080'
const online = 'https://logbook.example.com'

/** What the reader has: a folder, terminals in it, and later a server. */
class Desk {
  dir: string
  #folder: string
  #terminals: Terminal[] = []
  #terminal?: Terminal
  /** Where a program runs until somebody stops it. */
  program?: Terminal
  machine?: Machine

  constructor(
    readonly framework: Framework,
    folder: string,
    private readonly published: boolean,
  ) {
    this.#folder = folder
    this.dir = path.join(folder, 'work')
  }

  /** Nobody has done anything on this computer, but for what saves downloads and compiling: the caches of npm and Go. */
  async open() {
    const home = path.join(this.#folder, 'home')
    await mkdir(this.dir)
    await mkdir(home)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.key])
    await writeFile(path.join(this.#folder, 'hosts'), '127.0.0.1 localhost\n10.231.77.2 logbook.example.com app.example.com\n')
    await writeFile(path.join(this.#folder, 'ssh_config'), `IdentityFile ${this.key}\nStrictHostKeyChecking accept-new\nUserKnownHostsFile ${this.#folder}/known_hosts\n`)
    await writeFile(path.join(this.#folder, 'npmrc'), `${this.published ? `@inertia-templ:registry=${given('WALK_REGISTRY')}\n` : ''}cache=${given('WALK_NPM_CACHE')}\n`)
    await this.terminal()
  }

  get key() {
    return path.join(this.#folder, 'key')
  }

  /** The terminal in which no program runs. */
  async terminal() {
    if (this.#terminal) return this.#terminal
    const binds = ['hosts', 'ssh/ssh_config'].map((name) => `mount --bind ${path.join(this.#folder, path.basename(name))} /etc/${name}`)
    const shell = `unshare --mount sh -c '${binds.join(' && ')} && cd ${this.dir} && exec bash -i'`
    this.#terminal = new Terminal(`terminal ${this.#terminals.length + 1}`, shell, {
      HOME: path.join(this.#folder, 'home'),
      PATH: `${given('WALK_PATH')}:/usr/bin:/bin`,
      // The first one has the release of this checkout. Without it a clone of GitHub is one of this checkout.
      GOPROXY: this.published ? given('WALK_GOPROXY') : given('WALK_GOPROXY').split(',').slice(1).join(','),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${given('WALK_CLONE')}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/inertia-templ/shell',
      GOCACHE: given('WALK_GOCACHE'),
      GOSUMDB: 'off',
      // The folder has the name of that of another walk, of which Go keeps an index in its cache.
      GODEBUG: 'goindex=0',
      GOFLAGS: '-modcacherw',
      npm_config_userconfig: path.join(this.#folder, 'npmrc'),
    })
    this.#terminals.push(this.#terminal)
    await this.#terminal.sees('<status 0>')
    return this.#terminal
  }

  /** Types a line of a page. */
  async type(line: string) {
    const terminal = await this.terminal()
    if (/^inertia dev$|^APP_SECRET=.* bin\/\w+$/.test(line)) {
      if (this.program) throw new Error(`another program runs while a reader types "${line}"`)
      await terminal.run(line, local)
      this.program = terminal
      this.#terminal = undefined // the next line is typed into another one
      return
    }
    await terminal.type(line, line.startsWith('inertia new') ? this.#answers(line) : {})
    const folder = line.match(/^cd (\S+)$/)
    if (folder) this.dir = path.join(this.dir, folder[1])
  }

  /** What a reader answers who wants this front end, and nothing special. */
  #answers(line: string) {
    const questions = { 'Front end: ': this.framework, 'Router: ': '', 'Database: ': '', 'Styles: ': '', 'Accounts: ': '', 'Server-side rendering: ': '' }
    if (line.includes('--css')) return Object.fromEntries(Object.entries(questions).filter(([question]) => question !== 'Styles: '))
    return questions
  }

  /** Waits until the program has been built again after files were saved: it holds requests back, and pages reload. */
  async settled() {
    if (!this.program) return
    await setTimeout(2000)
    await fetch(local, { signal: AbortSignal.timeout(patience) })
    await this.program.quiet()
  }

  /** Presses Ctrl-C where the program runs. */
  async stop() {
    await this.program!.interrupt()
    this.program = undefined
  }

  async close() {
    for (const terminal of this.#terminals) await terminal.close()
    await this.machine?.shutdown()
  }

  /** Does what a block of a page says. */
  async follow(block: Block, before: Record<string, () => Promise<void>>) {
    for (const [text, act] of Object.entries(before)) if (block.code.includes(text)) await act()
    if (block.file.startsWith('/')) this.machine!.write(block.file, block.code)
    else if (block.file) {
      await save(this.dir, block)
      await setTimeout(1000) // nobody saves twice in one moment, and Vite would miss the second time
    } else if (block.lang === 'sh') for (const line of block.code.trim().split('\n')) await this.type(line)
  }

  /** Has new terminals find the command, as the page says. */
  async remember(docs: Page) {
    await says(docs, 'Add this line to ~/.bashrc')
    await appendFile(path.join(this.#folder, 'home', '.bashrc'), 'export PATH="$PATH:$(go env GOPATH)/bin"\n')
  }

  /** Rents a server. The reader's key is on it, and a name leads to it. */
  async rent() {
    this.machine = new Machine(given('WALK_MACHINE'), `${this.key}.pub`)
    await this.machine.boot()
  }

  /** Goes to the server, as root. */
  async login(name: string) {
    await (await this.terminal()).login(`ssh root@${name}`)
  }

  /** Leaves it. */
  async logout() {
    await this.#terminal!.type('exit')
  }
}

interface Walk {
  /** What a reader does before a block that has this text. */
  before?: Record<string, () => Promise<void>>
  /** What a reader does after a section, by its heading. */
  after?: Record<string, () => Promise<void>>
  /** Parts of code that a reader does not type, and why. */
  leave?: Record<string, string>
}

/** Does what a page says, from its first word to its last. */
async function walk(docs: Page, desk: Desk, { before = {}, after = {}, leave = {} }: Walk = {}) {
  const left = new Set(Object.keys(leave))
  const done = new Set<string>()
  for (const { heading, blocks } of await read(docs, desk.framework)) {
    await test.step(`${await docs.title()}: ${heading}`, async () => {
      for (const block of blocks) {
        const reason = Object.keys(leave).find((part) => block.code.includes(part))
        if (reason) {
          left.delete(reason)
          continue
        }
        await desk.follow(block, before)
      }
      if (blocks.some(({ file }) => file)) await desk.settled()
      await after[heading]?.()
      done.add(heading)
    })
  }
  expect([...left], 'code that the page does not have').toEqual([])
  expect(Object.keys(after).filter((heading) => !done.has(heading)), 'headings that the page does not have').toEqual([])
}

/** Follows a link in the text of the page. */
async function follow(docs: Page, name: string) {
  const title = await docs.title()
  await docs.locator('.vp-doc :is(p, li) a').filter({ hasText: name }).first().click()
  await expect.poll(() => docs.title()).not.toBe(title)
  await docs.locator('.vp-doc h1').waitFor()
}

const test = base.extend<{ framework: Framework }>({ framework: ['react', { option: true }] })

/** Has somebody do something at a new desk. */
async function atDesk(framework: Framework, published: boolean, act: (desk: Desk) => Promise<void>) {
  const folder = path.join(tmpdir(), 'walk') // always the same: Go compiles again what has moved
  await rm(folder, { recursive: true, force: true, maxRetries: 10 }) // a program may be ending
  await mkdir(folder)
  const desk = new Desk(framework, folder, published)
  try {
    await desk.open()
    await act(desk)
  } finally {
    await desk.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

// What the page about installation says to those who have a program already.
const existing = { 'go get github.com': 'there is no program yet', '@inertiajs/vite': 'the same', 'npm pack': 'the same' }

for (const published of [true, false]) {
  test(`${published ? 'the published command' : 'a checkout'} writes a program that runs on a server`, async ({ page: docs, framework, browser }) => {
    test.skip(!published && framework !== 'react', 'the front end makes no difference')
    await atDesk(framework, published, async (desk) => {
      await start(docs)
      await walk(docs, desk, {
        leave: { ...existing, [published ? 'git clone' : '/cmd/inertia@latest']: 'another way to install the command' },
        after: { 'The command': () => desk.remember(docs) },
      })

      await follow(docs, 'new program')
      const ada = await visitor(browser)
      await walk(docs, desk, {
        leave: { '--frontend vue --router chi': 'another way to say the same', 'inertia add auth': 'the program has accounts and renders on the server' },
        before: { 'APP_SECRET="$(': () => desk.stop() },
        after: { 'Run it': () => runs(ada, local), 'Build it': () => runs(ada, local) },
      })
      await desk.stop()

      await desk.rent()
      await sidebar(docs, 'Guides', 'Deploying')
      await walk(docs, desk, {
        leave: { 'docker run': 'there is no Docker' },
        before: { 'install -m 755 hello': () => desk.login('app.example.com') },
        after: {
          systemd: async () => {
            expect(desk.machine!.run('journalctl', '--unit=app')).toContain('is running on https://app.example.com')
            await says(docs, 'install the new binary over the old one and run systemctl restart app')
            const pid = desk.machine!.run('systemctl', 'show', '--property=MainPID', 'app')
            await desk.type('install -m 755 hello /usr/local/bin/app')
            await desk.type('systemctl restart app')
            expect(desk.machine!.run('systemctl', 'show', '--property=MainPID', 'app')).not.toBe(pid)
            expect(desk.machine!.run('systemctl', 'is-active', 'app')).toBe('active')
          },
        },
      })
    })
  })
}

test('the tutorial leads to a program on the web', async ({ page: docs, framework, browser }) => {
  await atDesk(framework, true, async (desk) => {
    await start(docs)
    await walk(docs, desk, { leave: { ...existing, 'git clone': 'a version is published' }, after: { 'The command': () => desk.remember(docs) } })
    await follow(docs, 'new program')
    await follow(docs, 'tutorial')
    const ada = await visitor(browser)
    const notes = (page: Page) => page.getByRole('list').last().getByRole('listitem')
    await walk(docs, desk, {
      after: {
        'A program': () => register(ada, local, 'Ada'),
        'A page': async () => {
          await says(docs, 'there is no component "Notes"')
          await desk.program!.sees('there is no component "Notes"')
        },
        'The component': async () => {
          await ada.goto(`${local}/notes`)
          await expect(ada.getByText('Nothing written yet.')).toBeVisible()
        },
        'A link to it': async () => {
          await ada.goto(local)
          await ada.getByRole('link', { name: 'Notes' }).click()
          await expect(ada.getByRole('link', { name: 'Notes' })).toHaveAttribute('aria-current', 'page')
        },
      },
    })

    await follow(docs, 'a form')
    await walk(docs, desk, {
      after: {
        'Try it': async () => {
          const text = ada.getByLabel('New note')
          const add = ada.getByRole('button', { name: 'Add note' })
          await opens(ada, `${local}/notes`, 'New note')

          await says(docs, 'the message appears beside it, and the field has the focus')
          await add.click()
          await expect(ada.getByRole('alert')).toBeVisible()
          await expect(text).toBeFocused()

          await says(docs, 'the message appears before you send the form')
          await text.fill('x'.repeat(281))
          await text.blur()
          await expect(ada.getByRole('alert')).toContainText('280')

          await says(docs, 'The page shows it, the form is empty, and a message appears for a moment')
          await text.fill('Cast off')
          await add.click()
          await expect(ada.getByText('Noted.')).toBeVisible()
          await expect(notes(ada)).toHaveText([/Cast off/])
          await expect(text).toHaveValue('')
          await ada.getByRole('button', { name: 'Delete' }).click()
          await expect(ada.getByText('Nothing written yet.')).toBeVisible()
        },
      },
    })

    await follow(docs, 'accounts and uploads')
    const eve = await visitor(browser)
    await walk(docs, desk, {
      after: {
        'Who sees what': async () => {
          await noteWithPhoto(ada, local)
          await says(docs, 'Try it in a second browser with a second account')
          await register(eve, local, 'Eve')
          await eve.goto(`${local}/notes`)
          await expect(eve.getByText('Nothing written yet.')).toBeVisible()
          const photo = await ada.locator('li img').getAttribute('src')
          expect((await ada.request.get(local + photo)).status()).toBe(200)
          expect((await eve.request.get(local + photo)).status()).toBe(404)
        },
      },
    })

    await follow(docs, 'tests and deploying')
    await walk(docs, desk, {
      leave: { 'apt install': 'the server has no network; its packages are installed' },
      before: {
        'APP_SECRET="$(': () => desk.stop(),
        'scp bin/logbook root@logbook.example.com:/usr/local/bin/logbook\n': async () => {
          await runs(ada, local)
          await desk.stop()
          await desk.rent()
        },
        // No authority gives certificates to this server, so Caddy is its own.
        'systemctl reload caddy': async () => void desk.machine!.run('sed', '-i', '1i {\\n\\tlocal_certs\\n}', '/etc/caddy/Caddyfile'),
        'install -m 600 /dev/null /etc/logbook.env': () => desk.login('logbook.example.com'),
        'inertia build\nscp': () => desk.logout(),
      },
      after: {
        'A server': async () => {
          await says(docs, 'Your logbook is on the web')
          await register(ada, online, 'Ada')
          await noteWithPhoto(ada, online)
          expect(desk.machine!.run('systemctl', 'is-active', 'logbook', 'caddy')).toBe('active\nactive')
          await expect.poll(async () => (await ada.goto(`${online}/notes`))!.text(), 'the server renders').toContain('Cast off</span>')
          expect((await ada.context().cookies(online)).map(({ secure }) => secure)).not.toContain(false)
        },
        'The next deploy': async () => {
          await ada.goto(`${online}/notes`)
          await expect(notes(ada)).toHaveText([/Cast off/])
        },
      },
    })
  })
})

/** Opens the site, and follows what its first page offers. */
async function start(docs: Page) {
  await docs.goto(given('WALK_URL'))
  await docs.getByRole('link', { name: 'Get started' }).last().click()
  await docs.locator('.vp-doc h1').waitFor()
}

/** Finds a page by the links at the top and at the side. */
async function sidebar(docs: Page, part: string, name: string) {
  await docs.getByRole('navigation').getByRole('link', { name: part, exact: true }).first().click()
  await docs.locator('.VPSidebar').getByRole('link', { name, exact: true }).click()
  await docs.locator('.vp-doc h1').filter({ hasText: name }).waitFor()
}

/** Opens a program, which may be compiled first. */
async function runs(page: Page, url: string) {
  await page.goto(url)
  await page.waitForFunction(() => history.state?.page, undefined, { timeout: patience })
  await expect(page.getByRole('heading', { name: 'Your program is running.' })).toBeVisible()
}

async function register(page: Page, url: string, name: string) {
  await page.goto(`${url}/register`)
  await page.waitForFunction(() => history.state?.page, undefined, { timeout: patience })
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill('analytical engine')
  await page.getByLabel('Password again').fill('analytical engine')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible()
}

/** Opens a page until it has a field, which may have been saved just now. */
async function opens(page: Page, url: string, field: string) {
  await expect(async () => {
    await page.goto(url)
    await page.waitForFunction(() => history.state?.page, undefined, { timeout: 10_000 })
    await expect(page.getByLabel(field)).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: patience })
}

async function noteWithPhoto(page: Page, url: string) {
  await opens(page, `${url}/notes`, 'Photo')
  await page.getByLabel('New note').fill('Cast off')
  await page.getByLabel('Photo').setInputFiles({ name: 'gull.png', mimeType: 'image/png', buffer: await page.screenshot() })
  await page.getByRole('button', { name: 'Add note' }).click()
  await expect(page.getByText('Noted.')).toBeVisible()
  await expect.poll(() => page.locator('li img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
}

async function visitor(browser: Browser) {
  return (await browser.newContext()).newPage()
}

function given(name: string) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run ./task docs:walk`)
  return value
}

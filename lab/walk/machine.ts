import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'

/** A server at a provider: Debian with systemd as its first process, in namespaces of its own. */
export class Machine {
  readonly address = '10.231.77.2'
  #nspawn: ChildProcess
  #pid = ''

  /** root is the folder with its files, which it does not change. */
  constructor(root: string, key: string) {
    this.#nspawn = spawn(
      'systemd-nspawn',
      ['--quiet', '--boot', '--register=no', '--keep-unit', '--network-veth', '--console=pipe', '--machine=walk',
        '--volatile=overlay', `--bind-ro=${key}:/etc/ssh/authorized_keys`, `--directory=${root}`, 'systemd.unit=multi-user.target'],
      { stdio: ['pipe', 'inherit', 'inherit'] },
    )
  }

  /** Connects it to this machine, and waits until its services run. */
  async boot() {
    await until('systemd', () => {
      this.#pid = execFileSync('pgrep', ['--parent', String(this.#nspawn.pid), 'systemd'], { encoding: 'utf8' }).trim()
      return ['running', 'degraded'].includes(this.run('systemctl', 'is-system-running'))
    })
    execFileSync('ip', ['addr', 'add', '10.231.77.1/30', 'dev', 've-walk'])
    execFileSync('ip', ['link', 'set', 've-walk', 'up'])
    const inside = ['--target', this.#pid, '--net', 'ip']
    execFileSync('nsenter', [...inside, 'addr', 'add', `${this.address}/30`, 'dev', 'host0'])
    execFileSync('nsenter', [...inside, 'link', 'set', 'host0', 'up'])
    appendFileSync(`/proc/${this.#pid}/root/etc/ssh/sshd_config`, '\nAuthorizedKeysFile /etc/ssh/authorized_keys\n')
    this.run('systemctl', 'restart', 'ssh')
  }

  /** Runs a command, and returns what it prints. */
  run(...command: string[]) {
    const clean = ['env', '--ignore-environment', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin']
    return execFileSync('nsenter', ['--target', this.#pid, '--all', ...clean, 'sh', '-c', '"$@" || true', 'sh', ...command], { encoding: 'utf8' }).trim()
  }

  /** Writes a file as an editor of root does. */
  write(file: string, text: string) {
    writeFileSync(`/proc/${this.#pid}/root${file}`, text)
  }

  async shutdown() {
    if (this.#nspawn.exitCode !== null) return
    const ended = new Promise((resolve) => this.#nspawn.once('exit', resolve))
    this.#nspawn.kill('SIGTERM')
    await ended
  }
}

async function until(what: string, look: () => boolean) {
  let last: unknown
  for (const end = Date.now() + 3 * 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      if (look()) return
    } catch (error) {
      last = error
    }
  }
  throw new Error(`${what} does not run`, { cause: last })
}

import { spawn, type ChildProcess } from 'node:child_process'

/** How long a command may take that installs or compiles everything, on a machine that has other things to do. */
export const patience = 15 * 60_000

/**
 * A terminal, with an interactive bash in a pseudo-terminal. The prompt is the
 * status of the last command.
 */
export class Terminal {
  #process: ChildProcess
  #text = ''
  #seen = 0

  /** shell starts a bash, which must be interactive. */
  constructor(
    private readonly name: string,
    shell: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#process = spawn('script', ['--quiet', '--return', '--flush', '--command', shell, '/dev/null'], {
      env: { ...env, TERM: 'dumb', PROMPT_COMMAND: prompt },
    })
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => {
        this.#text += text.replaceAll('\r', '')
        process.stdout.write(text)
      })
    }
  }

  /** type types a line and waits until the command has ended, and returns its output. */
  async type(line: string, answers: Record<string, string> = {}) {
    this.start(line)
    for (const [question, answer] of Object.entries(answers)) {
      await this.sees(question)
      this.#process.stdin!.write(answer + '\n')
    }
    const output = await this.#wait(/<status (\d+)>/)
    const status = output.match(/<status (\d+)>/)![1]
    if (status !== '0') throw new Error(`${this.name}: "${line}" ends with ${status}:\n${output}`)
    return output
  }

  /** start types a line whose command goes on running. */
  start(line: string) {
    this.#seen = this.#text.length
    this.#process.stdin!.write(line + '\n')
  }

  /** sees waits for a text in what was written since the last line. */
  async sees(text: string | RegExp) {
    await this.#wait(text)
  }

  /** run types a line whose command says a text, and goes on running. */
  async run(line: string, text: string) {
    this.start(line)
    const output = await this.#wait(new RegExp(`${text}|<status \\d+>`))
    if (!output.includes(text)) throw new Error(`${this.name}: "${line}" ends:\n${output}`)
  }

  /** quiet waits until nothing has been written for some seconds. */
  async quiet() {
    for (let length = -1; length !== this.#text.length; await new Promise((resolve) => setTimeout(resolve, 4000))) length = this.#text.length
  }

  /** login waits for the shell of another machine, whose prompt is not the one here. */
  async login(line: string) {
    this.start(line)
    await this.sees(/root@\S+:~# $/)
    await this.type(`PROMPT_COMMAND='${prompt}'`)
  }

  /** interrupt presses Ctrl-C, and waits until the command has ended. */
  async interrupt() {
    this.#seen = this.#text.length
    this.#process.stdin!.write('\x03')
    await this.#wait(/<status \d+>/)
  }

  /** close closes the terminal, which ends what runs in it. */
  async close() {
    if (this.#process.exitCode !== null) return
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGTERM') // which hangs up
    const hard = setTimeout(() => this.#process.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(hard)
  }

  async #wait(text: string | RegExp) {
    for (const end = Date.now() + patience; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const output = this.#text.slice(this.#seen)
      if (typeof text === 'string' ? output.includes(text) : text.test(output)) return output
      if (this.#process.exitCode !== null) break
    }
    throw new Error(`${this.name}: there is no ${text} in\n${this.#text.slice(this.#seen)}`)
  }
}

const prompt = 'printf "<status %s>" $?'

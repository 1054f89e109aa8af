import { router, usePage } from '@inertiajs/react'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../texts'
import type { HowAnswer, HowProp } from '../types'
import Icon from './Icon'

const texts = {
  en: {
    open: 'How this page works',
    close: 'Close',
    handler: 'Handler',
    none: 'This page belongs to no route.',
    props: 'Props',
    requests: 'Requests',
    hint: 'Your last ones, newest first. They appear while you use the page.',
    stranger: 'Sign in to see your requests and the timings of props.',
    name: 'Name',
    kind: 'Kind',
    outcome: 'Outcome',
    time: 'Time',
    size: 'Size',
    plain: 'plain',
    shared: 'shared',
  },
  de: {
    open: 'So funktioniert diese Seite',
    close: 'Schließen',
    handler: 'Handler',
    none: 'Diese Seite gehört zu keiner Route.',
    props: 'Props',
    requests: 'Anfragen',
    hint: 'Ihre letzten, die neueste zuerst. Sie erscheinen, während Sie die Seite benutzen.',
    stranger: 'Melden Sie sich an, um Ihre Anfragen und die Zeiten der Props zu sehen.',
    name: 'Name',
    kind: 'Art',
    outcome: 'Ergebnis',
    time: 'Zeit',
    size: 'Größe',
    plain: 'einfach',
    shared: 'geteilt',
  },
}

// How tells how the page that is shown came about: a prop that the server sends
// only when this drawer asks for it, and again after each request.
export default function How() {
  const t = useTexts(texts)
  const { component, props } = usePage()
  const { how } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    if (!open) return
    let timer: number
    const ask = () => router.reload({ only: ['how'] })
    ask()
    const stop = router.on('finish', ({ detail: { visit } }) => {
      if (visit.only.includes('how')) return
      window.clearTimeout(timer)
      timer = window.setTimeout(ask, 200) // one question for requests that come together
    })
    return () => {
      window.clearTimeout(timer)
      stop()
    }
  }, [open, component])

  const answers = how?.answers ?? []
  return (
    <>
      <button
        type="button"
        className="how-button"
        data-testid="how-open"
        onClick={() => {
          setOpen(true)
          dialog.current?.showModal()
        }}
      >
        <Icon name="code" />
        {t.open}
      </button>
      <dialog ref={dialog} className="drawer" aria-labelledby="how-title" data-testid="how" onClose={() => setOpen(false)}>
        <header className="drawer-head">
          <h2 id="how-title">{t.open}</h2>
          <button type="button" className="icon-button" aria-label={t.close} data-testid="how-close" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        {how && (
          <div className="drawer-body">
            <section aria-labelledby="how-handler">
              <h3 id="how-handler">{t.handler}</h3>
              {how.handler.file ? (
                <>
                  <p className="small">
                    <code>{how.route}</code> · <code data-testid="how-file">{`example/${how.handler.file}:${how.handler.line}`}</code>
                  </p>
                  <pre tabIndex={0} aria-label={`${how.handler.file}:${how.handler.line}`} data-testid="how-source">
                    <code>{how.handler.text}</code>
                  </pre>
                </>
              ) : (
                <p className="muted">{t.none}</p>
              )}
            </section>
            <section aria-labelledby="how-props">
              <h3 id="how-props">{t.props}</h3>
              {answers.length > 0 ? <Props props={latest(answers, how.url)} /> : <p className="muted">{t.stranger}</p>}
            </section>
            {answers.length > 0 && (
              <section aria-labelledby="how-requests">
                <h3 id="how-requests">{t.requests}</h3>
                <p className="muted small">{t.hint}</p>
                <ol className="requests" data-testid="how-requests">
                  {answers.map((answer) => (
                    <li key={answer.at + answer.url} data-testid="how-request">
                      <code>
                        {answer.method} {answer.url}
                      </code>
                      <span className="muted small">
                        {answer.kind} · {answer.status} · {ms(answer.millis)} · {bytes(answer.bytes)}
                        {answer.ssr && ` · SSR ${answer.ssr}`}
                      </span>
                    </li>
                  ))}
                </ol>
              </section>
            )}
          </div>
        )}
      </dialog>
    </>
  )
}

function Props({ props }: { props: HowProp[] }) {
  const t = useTexts(texts)
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t.props}>
      <table className="table" data-testid="how-props">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.outcome}</th>
            <th scope="col">{t.time}</th>
            <th scope="col">{t.size}</th>
          </tr>
        </thead>
        <tbody>
          {props.map((prop) => (
            <tr key={prop.path}>
              <th scope="row">
                <code>{prop.path}</code>
              </th>
              <td>{[prop.kind || t.plain, prop.shared && t.shared].filter(Boolean).join(', ')}</td>
              <td>{prop.outcome}</td>
              <td>{prop.outcome === 'sent' ? ms(prop.millis) : '–'}</td>
              <td>{prop.outcome === 'sent' ? bytes(prop.bytes) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

// latest is what became of each prop when it was last sent to the page, or else
// when it was last left out.
function latest(answers: HowAnswer[], url: string): HowProp[] {
  const found = new Map<string, HowProp>()
  for (const answer of answers.filter((a) => a.url === url)) {
    for (const prop of answer.props) {
      const known = found.get(prop.path)
      if (!known || (known.outcome !== 'sent' && prop.outcome === 'sent')) found.set(prop.path, prop)
    }
  }
  return [...found.values()]
}

const ms = (millis: number) => `${millis.toFixed(millis < 10 ? 1 : 0)} ms`
const bytes = (n: number) => (n < 1024 ? `${n} B` : `${(n / 1024).toFixed(1)} KB`)

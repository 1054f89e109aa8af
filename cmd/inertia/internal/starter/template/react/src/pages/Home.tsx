import { Head, Link<< if .Accounts >>, usePage<< end >> } from '@inertiajs/react'
import { << if .Accounts >>login, register, << end >>tasksIndex } from '../routes'
import { parts, steps } from '../welcome'

export default function Home() {
<<- if .Accounts >>
  const { user } = usePage().props.auth
<<- end >>
  return (
    <>
      <Head title="Welcome" />
      <section className="<< class "hero" >>">
        <h1 className="<< class "headline" >>">Your program is running.</h1>
        <p className="<< class "lead" >>">
          Go answers, React draws<< if .SSR >>, on the server first<< end >>. This page, a list of tasks<< if .Accounts >> and accounts<< end >> are here so that you can see how the parts meet, and replace them with your own.
        </p>
        <div className="<< class "actions" >>">
<<- if .Accounts >>
          {user ? (
            <Link href={tasksIndex()} className="<< class "button primary" >>">
              Open your tasks
            </Link>
          ) : (
            <>
              <Link href={register()} className="<< class "button primary" >>">
                Create account
              </Link>
              <Link href={login()} className="<< class "button plain" >>">
                Sign in
              </Link>
            </>
          )}
<<- else >>
          <Link href={tasksIndex()} className="<< class "button primary" >>">
            Open the tasks
          </Link>
<<- end >>
        </div>
      </section>

      <section aria-labelledby="next" className="<< class "section" >>">
        <h2 id="next" className="<< class "subtitle" >>">
          Three things to do next
        </h2>
        <ol className="<< class "steps" >>">
          {steps.map(({ title, text, code }) => (
            <li key={title} className="<< class "step" >>">
              <h3 className="<< class "part-title" >>">{title}</h3>
              <p className="<< class "muted" >>">{text}</p>
              <code className="<< class "code" >>">{code}</code>
            </li>
          ))}
        </ol>
      </section>

      <section aria-labelledby="parts" className="<< class "section" >>">
        <h2 id="parts" className="<< class "subtitle" >>">
          What is here
        </h2>
        <ul className="<< class "parts" >>">
          {parts.map(({ title, text, code }) => (
            <li key={title} className="<< class "part" >>">
              <h3 className="<< class "part-title" >>">{title}</h3>
              <p className="<< class "muted" >>">{text}</p>
              <code className="<< class "code" >>">{code}</code>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

import PageHead from '../components/PageHead'
import { useTexts } from '../texts'
import type { AboutProps } from '../types'

const texts = {
  en: {
    title: 'About',
    lead: 'A Go server, a React front end, and nothing in between.',
    text: 'The routes, the validation and the database of this app live in one Go program. Each handler names a page component and hands it its props; Inertia swaps the pages in the browser without reloading them. There is no API to design and no client-side router to keep in step.',
    hostile: 'Whatever a prop contains',
    before: 'Props reach the first page inside a script element. This one is made to break out of it, and arrives here as what it is, a text of',
    after: 'characters:',
  },
  de: {
    title: 'Über',
    lead: 'Ein Server in Go, Seiten in React und nichts dazwischen.',
    text: 'Routen, Prüfung der Eingaben und Datenbank dieser Anwendung stehen in einem einzigen Go-Programm. Jeder Handler nennt eine Seite und gibt ihr ihre Props; Inertia tauscht die Seiten im Browser aus, ohne sie neu zu laden. Es gibt keine Schnittstelle zu entwerfen und keinen zweiten Router.',
    hostile: 'Was auch immer in einem Prop steht',
    before: 'Props kommen auf die erste Seite in einem Script-Element. Dieser soll daraus ausbrechen und kommt doch als das an, was er ist, ein Text mit',
    after: 'Zeichen:',
  },
}

export default function About({ hostile }: AboutProps) {
  const t = useTexts(texts)
  return (
    <div className="narrow" data-testid="page-about">
      <PageHead title={t.title} lead={t.lead} />
      <section className="card prose">
        <p>{t.text}</p>
        <h2>{t.hostile}</h2>
        <p>
          {t.before} <strong data-testid="hostile-length">{hostile.length}</strong> {t.after}
        </p>
        <pre>
          <code data-testid="hostile">{hostile}</code>
        </pre>
      </section>
    </div>
  )
}

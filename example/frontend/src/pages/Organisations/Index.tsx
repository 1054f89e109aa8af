import { Head, Link } from '@inertiajs/react'
import Empty from '../../components/Empty'
import { organisationsShow } from '../../routes'
import { useTexts } from '../../texts'
import type { OrganisationsIndexProps } from '../../types'

const texts = {
  en: { title: 'Organisations', lead: 'Where your contacts work.', contact: 'contact', contacts: 'contacts', empty: 'There are no organisations yet.' },
  de: { title: 'Organisationen', lead: 'Wo Ihre Kontakte arbeiten.', contact: 'Kontakt', contacts: 'Kontakte', empty: 'Es gibt noch keine Organisationen.' },
}

export default function Index({ organisations }: OrganisationsIndexProps) {
  const t = useTexts(texts)
  return (
    <div data-testid="page-organisations">
      <Head title={t.title} />
      <div className="page-head">
        <div>
          <h1>{t.title}</h1>
          <p className="lead">{t.lead}</p>
        </div>
      </div>
      {organisations.length === 0 && <Empty icon="organisations" title={t.empty} />}
      <ul className="tiles">
        {organisations.map(({ id, name, website, contacts }) => (
          <li key={id} className="card tile">
            <Link href={organisationsShow(id)} prefetch="hover" className="stretched" data-testid="organisation-link">
              {name}
            </Link>
            <span className="muted small">{website.replace(/^https?:\/\//, '')}</span>
            <span className="small">
              {contacts} {contacts === 1 ? t.contact : t.contacts}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

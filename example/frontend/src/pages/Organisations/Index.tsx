import { Link } from '@inertiajs/react'
import Empty from '../../components/Empty'
import Icon from '../../components/Icon'
import PageHead from '../../components/PageHead'
import { organisationsCreate, organisationsShow } from '../../routes'
import { useTexts } from '../../texts'
import type { OrganisationsIndexProps } from '../../types'

const texts = {
  en: {
    title: 'Organisations',
    lead: 'Where your contacts work.',
    create: 'New organisation',
    contact: 'contact',
    contacts: 'contacts',
    empty: 'There are no organisations yet.',
    first: 'Add the first one',
  },
  de: {
    title: 'Organisationen',
    lead: 'Wo Ihre Kontakte arbeiten.',
    create: 'Neue Organisation',
    contact: 'Kontakt',
    contacts: 'Kontakte',
    empty: 'Es gibt noch keine Organisationen.',
    first: 'Die erste anlegen',
  },
}

export default function Index({ organisations }: OrganisationsIndexProps) {
  const t = useTexts(texts)
  return (
    <div data-testid="page-organisations">
      <PageHead title={t.title} lead={t.lead}>
        <Link href={organisationsCreate()} className="button button-primary" data-testid="new-organisation">
          <Icon name="plus" /> {t.create}
        </Link>
      </PageHead>
      {organisations.length === 0 && (
        <Empty icon="organisations" title={t.empty} testid="empty">
          <Link href={organisationsCreate()}>{t.first}</Link>
        </Empty>
      )}
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

import { Head } from '@inertiajs/react'
import ContactForm from '../../components/ContactForm'
import { contactsShow, contactsUpdate } from '../../routes'
import { useTexts } from '../../texts'
import type { ContactsEditProps } from '../../types'

const texts = {
  en: { title: 'Edit contact', tab: 'Edit', submit: 'Save changes' },
  de: { title: 'Kontakt bearbeiten', tab: 'Bearbeiten:', submit: 'Speichern' },
}

export default function Edit({ contact }: ContactsEditProps) {
  const t = useTexts(texts)
  const { id, createdAt: _, organisationId: _id, ...input } = contact
  return (
    <div className="narrow" data-testid="page-edit">
      <Head title={`${t.tab} ${contact.name}`} />
      <div className="page-head">
        <h1>{t.title}</h1>
      </div>
      <ContactForm remember={`contact-${id}`} contact={input} action={contactsUpdate(id)} submit={t.submit} cancel={contactsShow.url(id)} />
    </div>
  )
}

import { Head } from '@inertiajs/react'
import ContactForm from '../../components/ContactForm'
import { contactsIndex, contactsStore } from '../../routes'
import { useTexts } from '../../texts'
import type { ContactsCreateProps, Input } from '../../types'

const texts = {
  en: { title: 'New contact', submit: 'Create contact' },
  de: { title: 'Neuer Kontakt', submit: 'Kontakt anlegen' },
}

const blank: Input = { name: '', email: '', phone: '', city: '', company: '', about: '' }

export default function Create({ formKey }: ContactsCreateProps) {
  const t = useTexts(texts)
  return (
    <div className="narrow" data-testid="page-create">
      <Head title={t.title} />
      <div className="page-head">
        <h1>{t.title}</h1>
      </div>
      <ContactForm
        remember="contact-create"
        contact={blank}
        action={contactsStore()}
        headers={{ 'Idempotency-Key': formKey }}
        submit={t.submit}
        cancel={contactsIndex.url()}
      />
    </div>
  )
}

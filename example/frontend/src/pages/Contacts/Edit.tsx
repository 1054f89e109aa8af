import { Head } from '@inertiajs/react'
import ContactForm from '../../components/ContactForm'
import type { Contact } from '../../types'

export default function Edit({ contact }: { contact: Contact }) {
  const { id, createdAt: _, ...input } = contact
  return (
    <div className="narrow" data-testid="page-edit">
      <Head title={`Edit ${contact.name}`} />
      <div className="page-head">
        <h1>Edit contact</h1>
      </div>
      <ContactForm
        remember={`contact-${id}`}
        contact={input}
        method="put"
        action={`/contacts/${id}`}
        submit="Save changes"
        cancel={`/contacts/${id}`}
      />
    </div>
  )
}

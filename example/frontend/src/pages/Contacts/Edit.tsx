import { Head } from '@inertiajs/react'
import ContactForm from '../../components/ContactForm'
import { contactsShow, contactsUpdate } from '../../routes'
import type { ContactsEditProps } from '../../types'

export default function Edit({ contact }: ContactsEditProps) {
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
        action={contactsUpdate(id)}
        submit="Save changes"
        cancel={contactsShow.url(id)}
      />
    </div>
  )
}

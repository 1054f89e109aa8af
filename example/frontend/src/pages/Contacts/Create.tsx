import { Head } from '@inertiajs/react'
import ContactForm from '../../components/ContactForm'
import { contactsIndex, contactsStore } from '../../routes'

const blank = { name: '', email: '', phone: '', city: '', company: '', notes: '' }

export default function Create() {
  return (
    <div className="narrow" data-testid="page-create">
      <Head title="New contact" />
      <div className="page-head">
        <h1>New contact</h1>
      </div>
      <ContactForm
        remember="contact-create"
        contact={blank}
        action={contactsStore()}
        submit="Create contact"
        cancel={contactsIndex.url()}
      />
    </div>
  )
}

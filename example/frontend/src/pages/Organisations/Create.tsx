import OrganisationForm from '../../components/OrganisationForm'
import PageHead from '../../components/PageHead'
import { organisationsIndex, organisationsStore } from '../../routes'
import { useTexts } from '../../texts'
import type { OrganisationInput } from '../../types'

const texts = {
  en: { title: 'New organisation', submit: 'Create organisation' },
  de: { title: 'Neue Organisation', submit: 'Organisation anlegen' },
}

const blank: OrganisationInput = { name: '', website: '' }

export default function Create() {
  const t = useTexts(texts)
  return (
    <div className="narrow" data-testid="page-organisation-create">
      <PageHead title={t.title} />
      <OrganisationForm organisation={blank} action={organisationsStore()} submit={t.submit} cancel={organisationsIndex.url()} />
    </div>
  )
}

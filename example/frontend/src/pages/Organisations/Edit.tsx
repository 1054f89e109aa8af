import OrganisationForm from '../../components/OrganisationForm'
import PageHead from '../../components/PageHead'
import { organisationsShow, organisationsUpdate } from '../../routes'
import { useTexts } from '../../texts'
import type { OrganisationsEditProps } from '../../types'

const texts = {
  en: { title: 'Edit organisation', submit: 'Save changes' },
  de: { title: 'Organisation bearbeiten', submit: 'Speichern' },
}

export default function Edit({ organisation }: OrganisationsEditProps) {
  const t = useTexts(texts)
  const { id, name, website } = organisation
  return (
    <div className="narrow" data-testid="page-organisation-edit">
      <PageHead title={t.title} lead={name} />
      <OrganisationForm organisation={{ name, website }} action={organisationsUpdate(id)} submit={t.submit} cancel={organisationsShow.url(id)} />
    </div>
  )
}

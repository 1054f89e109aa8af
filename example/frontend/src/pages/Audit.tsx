import { InfiniteScroll } from '@inertiajs/react'
import Activity from '../components/Activity'
import PageHead from '../components/PageHead'
import Skeleton from '../components/Skeleton'
import { useTexts } from '../texts'
import type { AuditProps } from '../types'

const texts = {
  en: { title: 'Audit log', lead: 'Who did what, and when.', loading: 'Loading older entries…' },
  de: { title: 'Protokoll', lead: 'Wer wann was getan hat.', loading: 'Ältere Einträge werden geladen…' },
}

export default function Audit({ entries }: AuditProps) {
  const t = useTexts(texts)
  return (
    <div className="narrow" data-testid="page-audit">
      <PageHead title={t.title} lead={t.lead} />
      <section className="card" aria-label={t.title}>
        <InfiniteScroll data="entries" onlyNext preserveUrl buffer={300} loading={<Skeleton lines={3} label={t.loading} />}>
          <Activity entries={entries.data} testid="audit" />
        </InfiniteScroll>
      </section>
    </div>
  )
}

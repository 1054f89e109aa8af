import { Head, InfiniteScroll } from '@inertiajs/react'
import Activity from '../components/Activity'
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
      <Head title={t.title} />
      <div className="page-head">
        <div>
          <h1>{t.title}</h1>
          <p className="lead">{t.lead}</p>
        </div>
      </div>
      <section className="card" aria-label={t.title}>
        <InfiniteScroll data="entries" onlyNext preserveUrl buffer={300} loading={<Skeleton lines={3} label={t.loading} />}>
          <Activity entries={entries.data} testid="audit" />
        </InfiniteScroll>
      </section>
    </div>
  )
}
